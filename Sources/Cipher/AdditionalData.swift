/// What a tag covers beside the text: a stretch of the packet, and maybe four bytes that do not travel.
///
/// ESP authenticates its header so; the high half of an extended sequence number stands between the SPI and
/// the low half there and is never sent (RFC 4303 section 2.2.1, RFC 4106 section 5).
package struct AdditionalData: Hashable, Sendable {
    /// Which bytes of the packet.
    package let range: Range<Int>
    /// The number whose four bytes are authenticated behind the first four of `range`; at least so many
    /// are there.
    package let inserted: UInt32?

    /// The bytes `range` of the packet, with `inserted` behind the first four of them.
    package init(_ range: Range<Int>, inserting inserted: UInt32? = nil) {
        precondition(
            inserted == nil || range.count >= 4, "four bytes stand before what is inserted")
        self.range = range
        self.inserted = inserted
    }
}
