package import Wire

/// What a rule does with the packets that it matches.
package enum Action: String, CaseIterable, Hashable, Sendable {
    /// The packet goes on.
    case allow
    /// The packet ends here, and its sender is told nothing.
    case deny
    /// The packet ends here, and its sender is told: by a TCP reset, or an ICMP error.
    case reject
    /// The packet is noted, and the rules behind are read.
    case log

    /// Whether it decides; a rule that only logs doesn't.
    package var decides: Bool { self != .log }
}

/// One rule: what to do with the packets that it matches.
package struct Rule: Hashable, Sendable {
    /// What happens to a packet that matches.
    package var action: Action
    /// Which packets match.
    package var match: RuleMatch
    /// How many of them it takes; nil: all.
    package var limit: RateLimit?
    /// What people call it; nil: nothing. No two rules of a list share a name.
    package var name: RuleName?

    /// A rule.
    package init(
        _ action: Action, _ match: RuleMatch, limit: RateLimit? = nil, name: RuleName? = nil
    ) {
        self.action = action
        self.match = match
        self.limit = limit
        self.name = name
    }

    /// The rule without its name: two that are equal so say the same.
    package var unnamed: Rule { Rule(action, match, limit: limit) }
}

/// What a person calls a rule.
///
/// 1 to 64 bytes of printable UTF-8 that doesn't begin with a digit and has no quote or backslash.
package struct RuleName: Hashable, Sendable {
    /// The name.
    package let text: String

    /// The longest name in bytes.
    package static let limit = 64

    /// A name.
    package init(_ text: String) {
        self.text = text
    }
}

/// Which packets a rule is about: every field that is set has to agree.
package struct RuleMatch: Hashable, Sendable {
    /// The links over which a packet may come in, in the order they were written; empty: any.
    package var links: [LinkName] = []
    /// The protocol in the IP header (IPv4 "protocol", IPv6 "next header"); nil: any.
    package var proto: ProtocolMatch?
    /// Where the packet comes from; nil: anywhere, of either family.
    package var source: AddressMatch?
    /// TCP or UDP source ports; nil: any, and packets without ports.
    package var sourcePorts: PortMatch?
    /// Where the packet goes; nil: anywhere, of either family.
    package var destination: AddressMatch?
    /// TCP or UDP destination ports; nil: any, and packets without ports.
    package var destinationPorts: PortMatch?
    /// ICMP or ICMPv6 messages; nil: any, and packets of other protocols.
    package var icmp: ICMPMatch?
    /// TCP control bits; nil: any, and packets of other protocols.
    package var flags: FlagMatch?
    /// What the flow table says about the packet; nil: anything.
    package var states: StateMatch?

    /// A match on the fields that are given; without any it matches every packet.
    package init(
        proto: ProtocolMatch? = nil, source: AddressMatch? = nil, sourcePorts: PortMatch? = nil,
        destination: AddressMatch? = nil, destinationPorts: PortMatch? = nil
    ) {
        self.proto = proto
        self.source = source
        self.sourcePorts = sourcePorts
        self.destination = destination
        self.destinationPorts = destinationPorts
    }

    /// Whether the match says anything about a field.
    package func asks(about field: RuleField) -> Bool {
        switch field {
        case .proto: proto != nil
        case .source: source != nil
        case .sourcePort: sourcePorts != nil
        case .destination: destination != nil
        case .destinationPort: destinationPorts != nil
        case .icmpType: icmp != nil
        case .icmpCode: !(icmp?.codes.isEmpty ?? true)
        case .flags: flags != nil
        case .link: !links.isEmpty
        case .state: states != nil
        case .limit: false
        }
    }

    /// The first field, in the order of `RuleField`, that keeps the packet from matching.
    ///
    /// Nil when the packet matches. This is what a rule means; the classifier is only faster.
    package func firstMismatch(
        with packet: PacketFields, _ context: PacketContext = PacketContext()
    ) -> RuleField? {
        if let proto, !proto.contains(packet.proto) { return .proto }
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
        return firstRareMismatch(with: packet, context)
    }

    /// The same for the fields that few rules ask about.
    private func firstRareMismatch(
        with packet: PacketFields, _ context: PacketContext
    ) -> RuleField? {
        if let icmp {
            guard let type = packet.icmpType, icmp.types.contains(type) else { return .icmpType }
            guard icmp.codes.isEmpty || packet.icmpCode.map(icmp.codes.contains) ?? false else {
                return .icmpCode
            }
        }
        if let flags {
            guard let own = packet.tcpFlags, flags.contains(own) else { return .flags }
        }
        if !links.isEmpty {
            guard let link = context.link, links.contains(link) else { return .link }
        }
        if let states, !states.contains(context.state) { return .state }
        return nil
    }
}

/// The fields that a rule can ask about, in the order in which they are compared.
package enum RuleField: String, CaseIterable, Sendable {
    case proto = "protocol"
    case source = "source"
    case sourcePort = "source port"
    case destination = "destination"
    case destinationPort = "destination port"
    case icmpType = "type"
    case icmpCode = "code"
    case flags = "flags"
    case link = "link"
    case state = "state"
    /// The rule matches, but has no token left.
    case limit = "limit"
}
