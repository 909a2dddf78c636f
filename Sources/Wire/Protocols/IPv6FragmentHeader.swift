/// The fragment header of IPv6 (RFC 8200 section 4.5).
package struct IPv6FragmentHeader: Hashable, Sendable {
    /// What the first header of the data is, in the packet that was fragmented.
    package var nextHeader: IPProtocol
    /// Place of the data in the packet, in units of 8 bytes: 0...8191.
    package var offset: UInt16
    /// Whether more fragments follow.
    package var hasMore: Bool
    /// Tells the fragments of one packet from those of another.
    package var identification: UInt32

    /// A header.
    package init(
        nextHeader: IPProtocol, offset: UInt16, hasMore: Bool, identification: UInt32
    ) {
        self.nextHeader = nextHeader
        self.offset = offset
        self.hasMore = hasMore
        self.identification = identification
    }

    /// Where the fields lie (RFC 8200 section 4.5).
    package enum Offset {
        /// Next header, 1 byte.
        package static let nextHeader = 0
        /// Fragment offset, two reserved bits and the M flag: 13, 2 and 1 bits.
        package static let place = 2
        /// Identification, 4 bytes.
        package static let identification = 4
    }

    /// Length in bytes.
    package static let length = 8

    /// The next header value of the header in front.
    package static let number = IPProtocol(rawValue: 44)

    /// Reads the header at the start of `bytes`; reserved bits are ignored.
    ///
    /// - Throws: `truncated`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> IPv6FragmentHeader {
        guard bytes.count >= length else { throw .truncated }
        let place = bytes.uint16(at: Offset.place)
        return IPv6FragmentHeader(
            nextHeader: IPProtocol(rawValue: bytes[Offset.nextHeader]), offset: place >> 3,
            hasMore: place & 1 > 0, identification: bytes.uint32(at: Offset.identification))
    }

    /// Appends the header, with reserved bits of zero.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(nextHeader.rawValue)
        bytes.append(0)
        bytes.append(bigEndian: offset << 3 | (hasMore ? 1 : 0))
        bytes.append(bigEndian: identification)
    }
}
