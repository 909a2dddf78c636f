/// A whole IP packet and what a firewall sees of it.
///
/// It is read once and then handed on: copies share what was read.
package struct Packet: Hashable, Sendable {
    /// One element: an array is a box that is copied by counting, and that the next packet can have.
    ///
    /// Read through a span, one field is not the copy of them all.
    private var box: [Contents]

    private struct Contents: Hashable, Sendable {
        var bytes: [UInt8]
        let fields: PacketFields
        let transportOffset: Int
        let payload: Range<Int>
        let fragment: IPHeader.Fragment
    }

    /// The bytes from the IP header on, exactly `fields.totalLength` of them.
    package var bytes: [UInt8] { box.span[0].bytes }

    /// What a firewall sees.
    package var fields: PacketFields { box.span[0].fields }

    /// Where the transport header starts; in a later fragment, where its data starts.
    package var transportOffset: Int { box.span[0].transportOffset }

    /// The bytes after the last header that was read.
    package var payload: Range<Int> { box.span[0].payload }

    /// Which part of a packet this is: everything, unless it is an IPv4 fragment.
    package var fragment: IPHeader.Fragment { box.span[0].fragment }

    /// The most bytes that a packet of Garita has.
    package static let maximumLength = 65535

    /// Reads a packet; bytes past its total length are padding and are cut off.
    ///
    /// IPv6 extension headers aren't walked. Transport checksums aren't judged: that is for the
    /// receiver, by `transportChecksumIsRight`. The packet takes the place of `spare`, whose memory it uses
    /// if nobody else does.
    ///
    /// - Throws: What `IPHeader` and the transport header throw, and `badHeaderChecksum`.
    package static func parse(
        _ bytes: [UInt8], inPlaceOf spare: consuming Packet? = nil
    ) throws(WireFault) -> Packet {
        let header = try IPHeader.parse(bytes.span)
        let start = header.headerLength
        if case .v4 = header, !IPv4Header.checksumIsRight(in: bytes.span.extracting(..<start)) {
            throw .badHeaderChecksum
        }
        let total = header.totalLength
        var fields = PacketFields(
            source: header.source, destination: header.destination, proto: header.proto,
            totalLength: total, hopLimit: header.hopLimit, dscp: header.dscp)
        let fragment = header.fragment
        let payload = try readTransport(
            bytes.span.extracting(start..<total), fragment: fragment, into: &fields)
        let contents = Contents(
            bytes: total == bytes.count ? bytes : Array(bytes[..<total]),
            fields: fields,
            transportOffset: start,
            payload: (start + payload.lowerBound)..<(start + payload.upperBound),
            fragment: fragment)
        guard var packet = consume spare else { return Packet(box: [contents]) }
        packet.box.removeAll(keepingCapacity: true)
        packet.box.append(contents)
        return packet
    }

    /// The packet with other bytes of the same layout, of which a firewall sees `fields`.
    func replacing(_ bytes: [UInt8], _ fields: PacketFields) -> Packet {
        Packet(
            box: [
                Contents(
                    bytes: bytes, fields: fields, transportOffset: transportOffset,
                    payload: payload, fragment: fragment)
            ])
    }

    /// Takes the bytes out of a packet that nobody needs any longer, to write others in their memory.
    mutating func takeBytes() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &box[0].bytes)
        return bytes
    }

    /// The identifier of an ICMP or ICMPv6 query, such as an echo, or of its reply; nil in every other packet.
    package var queryIdentifier: UInt16? {
        guard let type = fields.icmpType, ICMPHeader.query(type, fields.source.family) != nil else {
            return nil
        }
        return bytes.span.uint16(at: transportOffset + ICMPHeader.Offset.identifier)
    }

    /// Whether the checksum of the transport header is right.
    ///
    /// Nil where there is none to judge: the protocol has none here, a UDP sender over IPv4 made
    /// none, or a fragment hides some of the bytes.
    package var transportChecksumIsRight: Bool? {
        guard fragment == .whole else { return nil }
        switch (fields.proto, fields.source.family) {
        case (.icmp, .v6), (.icmpv6, .v4): return nil
        default: break
        }
        let pseudoHeader = PseudoHeader(
            source: fields.source, destination: fields.destination, proto: fields.proto)
        return pseudoHeader.checksumIsRight(
            in: bytes.span.extracting(transportOffset..<payload.upperBound))
    }

    /// Reads what a firewall sees of the transport header, and returns where its payload lies.
    private static func readTransport(
        _ bytes: Span<UInt8>, fragment: IPHeader.Fragment, into fields: inout PacketFields
    ) throws(WireFault) -> Range<Int> {
        guard fragment != .later else { return 0..<bytes.count }
        switch fields.proto {
        case .tcp:
            let header = try TCPHeader.parse(bytes)
            fields.sourcePort = header.sourcePort
            fields.destinationPort = header.destinationPort
            fields.tcpFlags = header.flags
            return header.headerLength..<bytes.count
        case .udp:
            let isWhole = fragment == .whole
            let header = try isWhole ? UDPHeader.parse(bytes) : .parseFirstFragment(bytes)
            fields.sourcePort = header.sourcePort
            fields.destinationPort = header.destinationPort
            return UDPHeader.length..<(isWhole ? Int(header.datagramLength) : bytes.count)
        // Each family has its own; the other's number is only a number there.
        case .icmp where fields.source.family == .v4, .icmpv6 where fields.source.family == .v6:
            let header = try ICMPHeader.parse(bytes)
            fields.icmpType = header.type
            fields.icmpCode = header.code
            return ICMPHeader.length..<bytes.count
        default:
            return 0..<bytes.count
        }
    }

    /// What follows the IP header, extension headers included.
    package var afterIPHeader: Range<Int> {
        let start = fields.source.family == .v4 ? Int(bytes[0] & 0x0F) * 4 : IPv6Header.length
        return start..<bytes.count
    }

    /// The packet with another ECN field, and otherwise the same.
    package func marked(_ ecn: ECN) -> Packet {
        var packet = self
        IPHeader.mark(ecn, in: &packet.box[0].bytes)
        return packet
    }
}
