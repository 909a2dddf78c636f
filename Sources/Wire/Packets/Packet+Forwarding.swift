extension Packet {
    /// The packet as a router sends it on: one hop fewer is left, and the header checksum of IPv4 is right again
    /// (RFC 1812 section 5.3.1, RFC 8200 section 3).
    ///
    /// A packet with no hop left stays as it is: it is not for a router to send on.
    package var forwarded: Packet {
        let limit = fields.hopLimit
        guard limit > 0 else { return self }
        var bytes = bytes
        switch fields.source.family {
        case .v4:
            bytes[IPv4Header.Offset.timeToLive] = limit - 1
            IPv4Header.fillChecksum(of: 0..<afterIPHeader.lowerBound, in: &bytes)
        case .v6:
            bytes[IPv6Header.Offset.hopLimit] = limit - 1
        }
        var fields = fields
        fields.hopLimit = limit - 1
        return replacing(bytes, fields)
    }
}
