package import Wire

/// What a rule, or the default, does with a packet.
package enum Action: String, CaseIterable, Sendable {
    /// The packet goes on.
    case allow
    /// The packet ends here, and its sender is told nothing.
    case deny
}

/// One rule: what to do with the packets that it matches.
package struct Rule: Hashable, Sendable {
    /// What happens to a packet that matches.
    package var action: Action
    /// Which packets match.
    package var match: RuleMatch

    /// A rule.
    package init(_ action: Action, _ match: RuleMatch) {
        self.action = action
        self.match = match
    }
}

/// Which packets a rule is about: every field that is set has to agree.
package struct RuleMatch: Hashable, Sendable {
    /// The protocol in the IP header (IPv4 "protocol", IPv6 "next header"); nil: any.
    package var proto: IPProtocol?
    /// Where the packet comes from; nil: anywhere, of either family.
    package var source: Prefix?
    /// TCP or UDP source ports; nil: any, and packets without ports.
    package var sourcePorts: PortSet?
    /// Where the packet goes; nil: anywhere, of either family.
    package var destination: Prefix?
    /// TCP or UDP destination ports; nil: any, and packets without ports.
    package var destinationPorts: PortSet?

    /// A match on the fields that are given; without any it matches every packet.
    package init(
        proto: IPProtocol? = nil, source: Prefix? = nil, sourcePorts: PortSet? = nil,
        destination: Prefix? = nil, destinationPorts: PortSet? = nil
    ) {
        self.proto = proto
        self.source = source
        self.sourcePorts = sourcePorts
        self.destination = destination
        self.destinationPorts = destinationPorts
    }

    /// The first field, in the order protocol, source, destination, that keeps the packet from matching.
    ///
    /// Nil when the packet matches. This is what a rule means; the table is only faster.
    package func firstMismatch(with packet: PacketFields) -> RuleField? {
        if let proto, packet.proto != proto { return .proto }
        if let source, !source.contains(packet.source) { return .source }
        if let sourcePorts {
            guard let port = packet.sourcePort, sourcePorts.contains(port) else {
                return .sourcePort
            }
        }
        if let destination, !destination.contains(packet.destination) { return .destination }
        if let destinationPorts {
            guard let port = packet.destinationPort, destinationPorts.contains(port) else {
                return .destinationPort
            }
        }
        return nil
    }
}

/// The fields that a rule can ask about.
package enum RuleField: String, CaseIterable, Sendable {
    case proto = "protocol"
    case source = "source"
    case sourcePort = "source port"
    case destination = "destination"
    case destinationPort = "destination port"
}
