package import Wire

/// A part of a packet that was too long for a link (RFC 791 section 3.2, RFC 8200 section 4.5).
///
/// IPv6 extension headers aren't walked: the fragment header has to follow the IPv6 header.
package struct Fragment: Hashable, Sendable {
    /// The packet that carries it.
    package let packet: Packet
    /// Which packet it is a part of.
    package let key: FragmentKey
    /// Where its data begin in that packet, in bytes after the header that every fragment has.
    package let offset: Int
    /// Whether no data follow.
    package let isLast: Bool
    /// Where its data are in `packet`.
    package let data: Range<Int>
    /// What the data of the whole packet begin with.
    let nextHeader: IPProtocol

    /// Where its data end in the packet that it is a part of.
    var end: Int { offset + data.count }

    /// The fragment that a packet carries; nil where it is a whole packet.
    package init?(_ packet: Packet) {
        let bytes = packet.written.span
        let fields = packet.fields
        self.packet = packet
        switch fields.source.family {
        case .v4:
            let place = bytes.uint16(at: IPv4Header.Offset.fragment)
            guard place & 0x3FFF > 0 else { return nil }
            offset = Int(place & 0x1FFF) * 8
            isLast = place & 0x2000 == 0
            data = packet.afterIPHeader
            nextHeader = fields.proto
            key = FragmentKey(
                source: fields.source, destination: fields.destination, proto: fields.proto,
                identification: UInt32(bytes.uint16(at: IPv4Header.Offset.identification)))
        case .v6:
            guard fields.proto == IPv6FragmentHeader.number,
                let header = try? IPv6FragmentHeader.parse(
                    bytes.extracting(IPv6Header.length...))
            else { return nil }
            offset = Int(header.offset) * 8
            isLast = !header.hasMore
            data = (IPv6Header.length + IPv6FragmentHeader.length)..<bytes.count
            nextHeader = header.nextHeader
            key = FragmentKey(
                source: fields.source, destination: fields.destination, proto: nil,
                identification: header.identification)
        }
    }

    /// Whether a packet is a fragment of another one.
    static func isOne(_ packet: Packet) -> Bool {
        if packet.fragment != .whole { return true }
        let fields = packet.fields
        return fields.proto == IPv6FragmentHeader.number && fields.source.family == .v6
    }

    /// Whether it carries the same bytes at the same place.
    func isCopy(of other: Fragment) -> Bool {
        offset == other.offset && isLast == other.isLast
            && packet.written[data] == other.packet.written[other.data]
    }
}

/// What the fragments of one packet have in common.
package struct FragmentKey: Hashable, Sendable {
    /// Who sent the packet.
    package let source: IPAddress
    /// To whom.
    package let destination: IPAddress
    /// The protocol of IPv4; nil for IPv6, where it does not count (RFC 8200 section 4.5).
    package let proto: IPProtocol?
    /// The identification: 16 bits in IPv4, 32 in IPv6.
    package let identification: UInt32
}
