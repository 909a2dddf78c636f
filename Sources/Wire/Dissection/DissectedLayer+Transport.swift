extension DissectedLayer {
    /// The fields of the TCP header at the start of `segment`, which is at `start` (RFC 9293
    /// section 3.1).
    ///
    /// - Throws: What `TCPHeader.parse(_:)` throws.
    static func tcp(
        _ segment: Span<UInt8>, at start: Int, below ip: IPHeader
    ) throws(WireFault) -> DissectedLayer {
        typealias Offset = TCPHeader.Offset
        let header = try TCPHeader.parse(segment)
        var layer = DissectedLayer(.tcp, start..<(start + header.headerLength))
        layer.addPorts(header.sourcePort, header.destinationPort)
        layer.add(.sequenceNumber, at: Offset.sequence, length: 4, .number(UInt64(header.sequence)))
        layer.add(
            .acknowledgmentNumber, at: Offset.acknowledgment, length: 4,
            .number(UInt64(header.acknowledgment)))
        layer.add(
            .dataOffset, at: Offset.dataOffset, length: 1, .number(UInt64(header.headerLength / 4)))
        layer.add(.controlBits, at: Offset.flags, length: 1, .flags(header.flags))
        layer.add(.window, at: Offset.window, length: 2, .number(UInt64(header.window)))
        layer.addChecksum(header.checksum, at: Offset.checksum, of: segment, below: ip)
        layer.add(
            .urgentPointer, at: Offset.urgentPointer, length: 2,
            .number(UInt64(header.urgentPointer)))
        layer.addOptions(header.options, at: TCPHeader.length)
        return layer
    }

    /// The fields of a UDP header (RFC 768) of `datagram`, which is at `start`.
    static func udp(
        _ header: UDPHeader, of datagram: Span<UInt8>, at start: Int, below ip: IPHeader
    ) -> DissectedLayer {
        typealias Offset = UDPHeader.Offset
        var layer = DissectedLayer(.udp, start..<(start + UDPHeader.length))
        layer.addPorts(header.sourcePort, header.destinationPort)
        layer.add(
            .length, at: Offset.datagramLength, length: 2, .number(UInt64(header.datagramLength)))
        layer.addChecksum(header.checksum, at: Offset.checksum, of: datagram, below: ip)
        return layer
    }

    /// The fields of the ICMP or ICMPv6 header at the start of `message`, which is at `start`
    /// (RFC 792, RFC 4443 section 2.1).
    ///
    /// - Throws: What `ICMPHeader.parse(_:)` throws.
    static func icmp(
        _ message: Span<UInt8>, at start: Int, below ip: IPHeader
    ) throws(WireFault) -> DissectedLayer {
        typealias Offset = ICMPHeader.Offset
        let header = try ICMPHeader.parse(message)
        let isVersion6 = ip.proto == .icmpv6
        var layer = DissectedLayer(
            isVersion6 ? .icmpv6 : .icmp, start..<(start + ICMPHeader.length))
        layer.add(.type, at: Offset.type, length: 1, .number(UInt64(header.type)))
        layer.add(.code, at: Offset.code, length: 1, .number(UInt64(header.code)))
        layer.addChecksum(header.checksum, at: Offset.checksum, of: message, below: ip)
        let family: IPFamily = isVersion6 ? .v6 : .v4
        switch header.type {
        case ICMPHeader.echoRequest(family), ICMPHeader.echoReply(family):
            layer.add(
                .identifier, at: Offset.identifier, length: 2, .number(UInt64(header.identifier)))
            layer.add(
                .sequenceNumber, at: Offset.sequence, length: 2, .number(UInt64(header.sequence)))
        default:
            layer.add(.restOfHeader, at: Offset.identifier, length: 4, .bytes)
        }
        return layer
    }

    /// Adds the checksum of a transport header, which only a whole packet tells right from wrong.
    private mutating func addChecksum(
        _ checksum: UInt16, at offset: Int, of segment: Span<UInt8>, below ip: IPHeader
    ) {
        let isRight =
            ip.fragment == .whole ? ip.pseudoHeader.checksumIsRight(in: segment) : nil
        add(.checksum, at: offset, length: 2, .checksum(checksum, isRight: isRight))
    }

    /// Adds the two ports, which TCP and UDP have in the same place.
    private mutating func addPorts(_ source: Port, _ destination: Port) {
        add(.sourcePort, at: UDPHeader.Offset.sourcePort, length: 2, .port(source))
        add(.destinationPort, at: UDPHeader.Offset.destinationPort, length: 2, .port(destination))
    }
}
