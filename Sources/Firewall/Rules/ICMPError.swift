package import Wire

/// What a router or a host can't do with a packet, and tells its sender.
package enum ICMPError: Hashable, Sendable {
    /// No route leads to the destination: "net unreachable" (RFC 1812 section 5.2.7.1), "no route to destination"
    /// (RFC 4443 section 3.1).
    case noRoute
    /// Nobody on the last link answers for the destination: "host unreachable", "address unreachable".
    case hostUnreachable
    /// A firewall does not let it pass: "communication administratively prohibited".
    case prohibited
    /// Nobody listens at the port (RFC 1122 section 3.2.2.1, RFC 4443 section 3.1).
    case portUnreachable
    /// The host does not speak the protocol: "protocol unreachable"; in IPv6 "unrecognized next header", with where
    /// the number stands (RFC 4443 section 3.4).
    case protocolUnreachable
    /// No hop is left: "time exceeded in transit" (RFC 1812 section 5.3.1, RFC 4443 section 3.3).
    case hopLimitExceeded
    /// It is longer than the next link takes, whose MTU this is: "fragmentation needed" (RFC 1191 section 4), "packet
    /// too big" (RFC 4443 section 3.2).
    case tooBig(mtu: Int)

    /// Type and code, and the last four bytes of the header, of a family's message.
    package func message(_ family: IPFamily) -> (type: UInt8, code: UInt8, rest: UInt32) {
        switch (self, family) {
        case (.noRoute, .v4): (3, 0, 0)
        case (.noRoute, .v6): (1, 0, 0)
        case (.hostUnreachable, .v4): (3, 1, 0)
        case (.hostUnreachable, .v6): (1, 3, 0)
        case (.prohibited, .v4): (3, 13, 0)
        case (.prohibited, .v6): (1, 1, 0)
        case (.portUnreachable, .v4): (3, 3, 0)
        case (.portUnreachable, .v6): (1, 4, 0)
        case (.protocolUnreachable, .v4): (3, 2, 0)
        case (.protocolUnreachable, .v6): (4, 1, 6)
        case (.hopLimitExceeded, .v4): (11, 0, 0)
        case (.hopLimitExceeded, .v6): (3, 0, 0)
        case (.tooBig(let mtu), .v4): (3, 4, UInt32(clamping: mtu) & 0xFFFF)
        case (.tooBig(let mtu), .v6): (2, 0, UInt32(clamping: mtu))
        }
    }
}
