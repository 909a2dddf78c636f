package import Wire

/// What a rule says about one field of a packet: the closed list of everything that rules can ask about.
///
/// Whatever reads rules (the classifier, the proofs, the language, each dialect, the screen) goes through the
/// parts of a `RuleMatch` and switches over this; so a field that one of them does not know does not compile.
package enum FieldMatch: Hashable, Sendable {
    /// The protocol in the IP header (IPv4 "protocol", IPv6 "next header").
    case proto(ProtocolMatch)
    /// Where the packet comes from.
    case source(AddressMatch)
    /// TCP or UDP source ports.
    case sourcePorts(PortMatch)
    /// Where the packet goes.
    case destination(AddressMatch)
    /// TCP or UDP destination ports.
    case destinationPorts(PortMatch)
    /// ICMP or ICMPv6 messages.
    case messages(ICMPMatch)
    /// TCP control bits.
    case flags(FlagMatch)
    /// A number of the IP header.
    case number(HeaderNumber, NumberMatch)
    /// The links over which a packet may come in, in the order they were written.
    case links(LinkMatch)
    /// The links over which a packet may go out, in the order they were written.
    case outLinks(LinkMatch)
    /// What the flow table says about the packet.
    case states(StateMatch)

    /// The field, or the first of two.
    package var field: RuleField {
        switch self {
        case .proto: .proto
        case .source: .source
        case .sourcePorts: .sourcePort
        case .destination: .destination
        case .destinationPorts: .destinationPort
        case .messages: .icmpType
        case .flags: .flags
        case .number(let number, _): .number(number)
        case .links: .link
        case .outLinks: .outLink
        case .states: .state
        }
    }

    /// The protocols of which a packet has the field; nil: all.
    package func carriers(_ family: IPFamily) -> [IPProtocol]? {
        switch self {
        case .sourcePorts, .destinationPorts: [.tcp, .udp]
        case .messages: [.ownICMP(of: family)]
        case .flags: [.tcp]
        case .proto, .source, .destination, .number, .links, .outLinks, .states: nil
        }
    }

    /// Whether it says something about a field.
    package func asks(about field: RuleField) -> Bool {
        guard case .messages(let messages) = self, field == .icmpCode else {
            return self.field == field
        }
        return !messages.codes.isEmpty
    }

    /// The field that keeps a packet from matching; nil when it matches.
    func mismatch(with packet: PacketFields, _ context: PacketContext) -> RuleField? {
        let isMatch =
            switch self {
            case .proto(let match): match.contains(packet.proto)
            case .source(let match): match.contains(packet.source)
            case .sourcePorts(let match): packet.sourcePort.map(match.contains) ?? false
            case .destination(let match): match.contains(packet.destination)
            case .destinationPorts(let match): packet.destinationPort.map(match.contains) ?? false
            case .messages(let match): match.contains(packet.icmpType, packet.icmpCode)
            case .flags(let match): packet.tcpFlags.map(match.contains) ?? false
            case .number(let number, let match): match.contains(number.row.read(packet))
            case .links(let links): context.link.map(links.contains) ?? false
            case .outLinks(let links): context.out.map(links.contains) ?? false
            case .states(let match): match.contains(context.state)
            }
        if isMatch { return nil }
        guard case .messages(let match) = self, let type = packet.icmpType,
            match.types.contains(type)
        else { return field }
        return .icmpCode
    }
}

/// The fields that a rule can ask about.
package enum RuleField: Hashable, Sendable, CaseIterable {
    case proto
    case source
    case sourcePort
    case destination
    case destinationPort
    case icmpType
    case icmpCode
    case flags
    case number(HeaderNumber)
    case link
    case outLink
    case state
    /// The rule matches, but has no token left.
    case limit

    /// All of them, in the order in which they are compared.
    package static let allCases: [Self] =
        [
            .proto, .source, .sourcePort, .destination, .destinationPort, .icmpType, .icmpCode,
            .flags,
        ] + HeaderNumber.allCases.map { .number($0) } + [.link, .outLink, .state, .limit]

    /// Where it stands among the others, in the order in which they are compared.
    var place: Int {
        let numbers = HeaderNumber.allCases.count
        return switch self {
        case .proto: 0
        case .source: 1
        case .sourcePort: 2
        case .destination: 3
        case .destinationPort: 4
        case .icmpType: 5
        case .icmpCode: 6
        case .flags: 7
        case .number(let number): 8 + number.rawValue
        case .link: 8 + numbers
        case .outLink: 9 + numbers
        case .state: 10 + numbers
        case .limit: 11 + numbers
        }
    }
}
