extension Packet {
    /// What follows the IP header, extension headers included.
    package var afterIPHeader: Range<Int> {
        let start =
            fields.source.family == .v4 ? Int(bytes[0] & 0x0F) * 4 : IPv6Header.length
        return start..<bytes.count
    }

    /// The packet with the same IP header and other bytes behind it, as transport mode puts it together
    /// (RFC 4303 section 3.1.1).
    ///
    /// Length, protocol and header checksum are made right.
    ///
    /// - Throws: `tooLong`, or what ``parse(_:)`` throws.
    package func replacingPayload(
        with payload: ArraySlice<UInt8>, proto: IPProtocol
    ) throws(WireFault) -> Packet {
        let header = bytes[..<afterIPHeader.lowerBound]
        var built = Array(header) + payload
        guard built.count <= Self.maximumLength else { throw .tooLong }
        switch fields.source.family {
        case .v4:
            built.put(bigEndian: UInt16(built.count), at: IPv4Header.Offset.totalLength)
            built[IPv4Header.Offset.proto] = proto.rawValue
            IPv4Header.fillChecksum(of: 0..<header.count, in: &built)
        case .v6:
            built.put(bigEndian: UInt16(payload.count), at: IPv6Header.Offset.payloadLength)
            built[IPv6Header.Offset.nextHeader] = proto.rawValue
        }
        return try .parse(built)
    }
}
