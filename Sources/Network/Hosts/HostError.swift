import Firewall
package import Wire

/// The ICMP errors that a host sends about packets to it (RFC 1122 section 3.2.2.1, RFC 4443 section 3).
package enum HostError: String, CaseIterable, Hashable, Sendable {
    /// Nobody listens at the port.
    case portUnreachable = "port-unreachable"
    /// The host does not have the protocol.
    case unknownProtocol = "unknown-protocol"

    /// The error about a packet, from the address that it was sent to; nil where none may be sent.
    package func draft(about packet: Packet) -> PacketDraft? {
        guard Rejection.mayBeAnswered(packet) else { return nil }
        let fields = packet.fields
        return PacketDraft(
            source: fields.destination, destination: fields.source,
            transport: .icmpError(
                type: type(fields.source.family), code: code(fields.source.family),
                rest: rest(fields),
                about: packet.bytes))
    }

    private func type(_ family: IPFamily) -> UInt8 {
        switch (self, family) {
        case (_, .v4): 3
        case (.portUnreachable, .v6): 1
        // A parameter problem: the next header is not recognized (RFC 8200 section 4).
        case (.unknownProtocol, .v6): 4
        }
    }

    private func code(_ family: IPFamily) -> UInt8 {
        switch (self, family) {
        case (.portUnreachable, .v4): 3
        case (.portUnreachable, .v6): 4
        case (.unknownProtocol, .v4): 2
        case (.unknownProtocol, .v6): 1
        }
    }

    /// A parameter problem points to the field that is wrong (RFC 4443 section 3.4).
    private func rest(_ fields: PacketFields) -> UInt32 {
        self == .unknownProtocol && fields.source.family == .v6
            ? UInt32(IPv6Header.Offset.nextHeader) : 0
    }
}
