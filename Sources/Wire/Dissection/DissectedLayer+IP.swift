extension DissectedLayer {
    /// The fields of an IPv4 header (RFC 791 section 3.1).
    static func ipv4(
        _ header: IPv4Header, of bytes: Span<UInt8>, at range: Range<Int>
    ) -> DissectedLayer {
        typealias Offset = IPv4Header.Offset
        var layer = DissectedLayer(.ipv4, range)
        layer.add(.version, at: Offset.version, length: 1, .number(4))
        layer.add(
            .headerLength, at: Offset.version, length: 1, .number(UInt64(header.headerLength / 4)))
        layer.add(
            .differentiatedServices, at: Offset.differentiatedServices, length: 1,
            .hex(UInt64(header.differentiatedServices), digits: 2))
        layer.add(
            .totalLength, at: Offset.totalLength, length: 2, .number(UInt64(header.totalLength)))
        layer.add(
            .identification, at: Offset.identification, length: 2,
            .number(UInt64(header.identification)))
        layer.add(.flags, at: Offset.fragment, length: 1, .fragmentFlags(header.flags))
        layer.add(
            .fragmentOffset, at: Offset.fragment, length: 2, .number(UInt64(header.fragmentOffset)))
        layer.add(.timeToLive, at: Offset.timeToLive, length: 1, .number(UInt64(header.timeToLive)))
        layer.add(.proto, at: Offset.proto, length: 1, .proto(header.proto))
        let isRight = IPv4Header.checksumIsRight(in: bytes)
        layer.add(
            .headerChecksum, at: Offset.checksum, length: 2,
            .checksum(header.checksum, isRight: isRight))
        layer.add(.sourceAddress, at: Offset.source, length: 4, .address(.v4(header.source)))
        layer.add(
            .destinationAddress, at: Offset.destination, length: 4,
            .address(.v4(header.destination)))
        layer.addOptions(header.options, at: IPv4Header.length)
        return layer
    }

    /// The fields of an IPv6 header (RFC 8200 section 3).
    static func ipv6(_ header: IPv6Header, at range: Range<Int>) -> DissectedLayer {
        typealias Offset = IPv6Header.Offset
        var layer = DissectedLayer(.ipv6, range)
        layer.add(.version, at: Offset.version, length: 1, .number(6))
        layer.add(
            .trafficClass, at: Offset.version, length: 2,
            .hex(UInt64(header.trafficClass), digits: 2))
        layer.add(
            .flowLabel, at: Offset.version + 1, length: 3, .hex(UInt64(header.flowLabel), digits: 5)
        )
        layer.add(
            .payloadLength, at: Offset.payloadLength, length: 2,
            .number(UInt64(header.payloadLength)))
        layer.add(.nextHeader, at: Offset.nextHeader, length: 1, .proto(header.nextHeader))
        layer.add(.hopLimit, at: Offset.hopLimit, length: 1, .number(UInt64(header.hopLimit)))
        layer.add(.sourceAddress, at: Offset.source, length: 16, .address(.v6(header.source)))
        layer.add(
            .destinationAddress, at: Offset.destination, length: 16,
            .address(.v6(header.destination)))
        return layer
    }

    /// The fields of an IPv6 extension header (RFC 8200 section 4), which `bytes` are; nil for what is none.
    static func ipv6Extension(
        _ header: IPProtocol, _ bytes: Span<UInt8>, at range: Range<Int>
    ) -> DissectedLayer? {
        let kind: LayerKind
        switch header {
        case .hopByHop: kind = .hopByHop
        case .routing: kind = .routing
        case .fragmentHeader: kind = .fragment
        case .destinationOptions: kind = .destinationOptions
        default: return nil
        }
        var layer = DissectedLayer(kind, range)
        layer.add(
            .nextHeader, at: 0, length: 1, .proto(IPProtocol(rawValue: bytes[0])))
        guard kind == .fragment else {
            layer.add(.extensionLength, at: 1, length: 1, .number(UInt64(bytes[1])))
            layer.add(.options, at: 2, length: range.count - 2, .bytes)
            return layer
        }
        // A reserved byte, the offset, two reserved bits and the one that says that more follow.
        layer.add(
            .fragmentOffset, at: 1, length: 3, .number(UInt64(bytes.uint16(at: 2) >> 3)))
        layer.add(
            .identification, at: 4, length: 4, .number(UInt64(bytes.uint32(at: 4))))
        return layer
    }

    /// Adds the options, if there are any.
    mutating func addOptions(_ options: [UInt8], at offset: Int) {
        guard !options.isEmpty else { return }
        add(.options, at: offset, length: options.count, .bytes)
    }
}
