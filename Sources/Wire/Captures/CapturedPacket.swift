/// A packet of a capture: what the file says about it, and where its bytes lie.
package struct CapturedPacket: Hashable, Sendable {
    /// Its place in the file, from 1.
    package let number: Int
    /// Its section's place in the file, from 1; always 1 in pcap.
    package let section: Int
    /// Its interface's place in the section, from 0; always 0 in pcap.
    package let interface: Int
    /// What its bytes start with.
    package let linkType: LinkType
    /// Nanoseconds since 1970; nil where none is given, or where 64 bits can't hold it.
    package let timestamp: UInt64?
    /// How long it was in bytes when it was captured.
    package let originalLength: Int
    /// Where the captured bytes lie in the file; at most `lengthLimit` of them, maybe none.
    package let data: Range<Int>
    /// What else the file says about it.
    package let options: PcapngPacketOptions

    /// Whether only the first bytes of the packet were captured.
    package var isCut: Bool { data.count < originalLength }

    /// The most captured bytes of one packet; readers of captures agree on this bound.
    package static let lengthLimit = 262_144
}
