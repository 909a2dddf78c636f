/// The beginning of a packet, as an ICMP error quotes it.
///
/// The quote may end early: beside the IP header only what tells the packet's flow has to be there, the ports or
/// the header of an ICMP query. Senders quote 8 bytes at least (RFC 792; RFC 4443 section 3.1 asks for more). No
/// checksum is judged, and the lengths that the headers name may run past the bytes. IPv6 extension headers aren't
/// walked.
package struct QuotedPacket: Hashable, Sendable {
    /// What a firewall saw of the packet; control bits are nil where the quote ends before them, and
    /// the total length is the one that the header names.
    package let fields: PacketFields
    /// The identifier of an ICMP or ICMPv6 query, such as an echo, or of its reply; nil in every other packet.
    package let queryIdentifier: UInt16?
    /// Which part of a packet was quoted.
    package let fragment: IPHeader.Fragment

    /// How many bytes after the IP header have to be quoted.
    package static func leastTransport(_ proto: IPProtocol, _ family: IPFamily) -> Int {
        proto.hasPorts ? 4 : proto == .ownICMP(of: family) ? ICMPHeader.length : 0
    }

    /// Reads a quote from its IP header on.
    ///
    /// - Throws: `truncated`, `badVersion`, `badHeaderLength` or `badTotalLength`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> QuotedPacket {
        guard bytes.count > 0 else { throw .truncated }
        switch bytes[0] >> 4 {
        case 4: return try parseIPv4(bytes)
        case 6: return try parseIPv6(bytes)
        default: throw .badVersion
        }
    }

    private static func parseIPv4(_ bytes: Span<UInt8>) throws(WireFault) -> QuotedPacket {
        typealias Offset = IPv4Header.Offset
        guard bytes.count >= IPv4Header.length else { throw .truncated }
        let start = Int(bytes[Offset.version] & 0xF) * 4
        guard start >= IPv4Header.length else { throw .badHeaderLength }
        let place = bytes.uint16(at: Offset.fragment)
        let fragment: IPHeader.Fragment =
            place & 0x1FFF > 0 ? .later : place & 0x2000 > 0 ? .first : .whole
        let fields = PacketFields(
            source: .v4(IPv4Address(rawValue: bytes.uint32(at: Offset.source))),
            destination: .v4(IPv4Address(rawValue: bytes.uint32(at: Offset.destination))),
            proto: IPProtocol(rawValue: bytes[Offset.proto]),
            totalLength: Int(bytes.uint16(at: Offset.totalLength)),
            hopLimit: bytes[Offset.timeToLive],
            dscp: bytes[Offset.differentiatedServices] >> 2)
        return try read(bytes, from: start, fragment, fields)
    }

    private static func parseIPv6(_ bytes: Span<UInt8>) throws(WireFault) -> QuotedPacket {
        typealias Offset = IPv6Header.Offset
        guard bytes.count >= IPv6Header.length else { throw .truncated }
        let fields = PacketFields(
            source: .v6(IPv6Address(rawValue: bytes.uint128(at: Offset.source))),
            destination: .v6(IPv6Address(rawValue: bytes.uint128(at: Offset.destination))),
            proto: IPProtocol(rawValue: bytes[Offset.nextHeader]),
            totalLength: IPv6Header.length + Int(bytes.uint16(at: Offset.payloadLength)),
            hopLimit: bytes[Offset.hopLimit],
            dscp: bytes[Offset.version] << 2 & 0x3C | bytes[Offset.version + 1] >> 6)
        return try read(bytes, from: IPv6Header.length, .whole, fields)
    }

    /// Reads the first bytes of the transport header, which starts at `start`.
    private static func read(
        _ bytes: Span<UInt8>, from start: Int, _ fragment: IPHeader.Fragment,
        _ known: PacketFields
    ) throws(WireFault) -> QuotedPacket {
        var fields = known
        guard fields.totalLength >= start else { throw .badTotalLength }
        let (proto, family) = (fields.proto, fields.source.family)
        let least = fragment == .later ? 0 : leastTransport(proto, family)
        guard bytes.count >= start + least else { throw .truncated }
        var identifier: UInt16?
        if least > 0 {
            let header = bytes.extracting(start...)
            if proto.hasPorts {
                fields.sourcePort = Port(rawValue: header.uint16(at: TCPHeader.Offset.sourcePort))
                fields.destinationPort = Port(
                    rawValue: header.uint16(at: TCPHeader.Offset.destinationPort))
                if proto == .tcp, header.count > TCPHeader.Offset.flags {
                    fields.tcpFlags = TCPFlags(rawValue: header[TCPHeader.Offset.flags])
                }
            } else {
                let type = header[ICMPHeader.Offset.type]
                fields.icmpType = type
                fields.icmpCode = header[ICMPHeader.Offset.code]
                if ICMPHeader.query(type, family) != nil {
                    identifier = header.uint16(at: ICMPHeader.Offset.identifier)
                }
            }
        }
        return QuotedPacket(fields: fields, queryIdentifier: identifier, fragment: fragment)
    }
}
