extension Packet {
    /// The packet as the next hop gets it: one hop fewer, the IPv4 header checksum right again.
    ///
    /// Nil where no hop is left, so that the packet must be dropped (RFC 791 section 3.1, RFC 8200
    /// section 3).
    package func afterOneHop() -> Packet? {
        guard fields.hopLimit > 1 else { return nil }
        var bytes = bytes
        var fields = fields
        fields.hopLimit -= 1
        switch fields.source.family {
        case .v4:
            bytes[IPv4Header.Offset.timeToLive] = fields.hopLimit
            IPv4Header.fillChecksum(of: 0..<transportOffset, in: &bytes)
        case .v6:
            bytes[IPv6Header.Offset.hopLimit] = fields.hopLimit
        }
        return Packet(
            bytes: bytes, fields: fields, transportOffset: transportOffset, payload: payload,
            fragment: fragment)
    }
}
