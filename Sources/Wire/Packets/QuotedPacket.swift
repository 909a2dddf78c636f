/// The beginning of a packet, as an ICMP error quotes it.
///
/// The quote may end early: only the IP header and the first 8 bytes after it have to be there (RFC 792;
/// RFC 4443 section 3.1 asks for more). No checksum is judged, and the lengths that the headers name
/// may run past the bytes. IPv6 extension headers aren't walked.
package struct QuotedPacket: Hashable, Sendable {
    /// What a firewall saw of the packet; control bits are nil where the quote ends before them, and
    /// the total length is the one that the header names.
    package let fields: PacketFields
    /// The identifier of an echo message; nil in every other packet.
    package let echoIdentifier: UInt16?
    /// Which part of a packet was quoted.
    package let fragment: IPHeader.Fragment

    /// How many bytes after the IP header an error quotes at least, where the packet had so many.
    package static let leastTransport = 8

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
        let isTransport =
            hasTransport(fields.proto, fields.source.family) && fragment != .later
        let least = isTransport ? leastTransport : min(leastTransport, fields.totalLength - start)
        guard bytes.count >= start + least else { throw .truncated }
        guard isTransport else {
            return QuotedPacket(fields: fields, echoIdentifier: nil, fragment: fragment)
        }
        let header = bytes.extracting(start...)
        var identifier: UInt16?
        if fields.proto.hasPorts {
            fields.sourcePort = Port(rawValue: header.uint16(at: TCPHeader.Offset.sourcePort))
            fields.destinationPort = Port(
                rawValue: header.uint16(at: TCPHeader.Offset.destinationPort))
            if fields.proto == .tcp, header.count > TCPHeader.Offset.flags {
                fields.tcpFlags = TCPFlags(rawValue: header[TCPHeader.Offset.flags])
            }
        } else {
            let (type, family) = (header[ICMPHeader.Offset.type], fields.source.family)
            fields.icmpType = type
            fields.icmpCode = header[ICMPHeader.Offset.code]
            if type == ICMPHeader.echoRequest(family) || type == ICMPHeader.echoReply(family) {
                identifier = header.uint16(at: ICMPHeader.Offset.identifier)
            }
        }
        return QuotedPacket(fields: fields, echoIdentifier: identifier, fragment: fragment)
    }

    /// Whether the first 8 bytes of the transport header are read; of the two ICMPs each family has its own.
    private static func hasTransport(_ proto: IPProtocol, _ family: IPFamily) -> Bool {
        proto.hasPorts || proto == .ownICMP(of: family)
    }
}
