import Firewall
import Grammar
import Wire

/// Rules as text: the pattern, the reader and the writer, side by side.
///
/// What `write` prints, the pattern accepts, and reading it prints the same text again.
enum RuleSyntax {
    /// An action, and the fields that have to agree: a service, or protocol, ends and ports.
    static let pattern = Pattern.sequence([
        .choice([
            .keyword("allow", "let matching packets pass", as: .action),
            .keyword("deny", "drop matching packets in silence", as: .action),
        ]),
        .optional(.argument(.service, .service)),
        .anyOrder([
            .sequence([.keyword("proto", "which protocol"), protocols]),
            end("from", "where the packet comes from", .source, .sourcePorts),
            end("to", "where the packet goes", .destination, .destinationPorts),
            .clause("port", "destination ports", .ports, as: .destinationPorts),
        ]),
    ])

    private static let protocols = Pattern.choice([
        .keyword("tcp", "", as: .proto), .keyword("udp", "", as: .proto),
        .keyword("icmp", "ICMP for IPv4", as: .proto),
        .keyword("icmpv6", "ICMP for IPv6", as: .proto), .keyword("any", "every protocol"),
        .argument(.protocolNumber, .proto),
    ])

    private static func end(
        _ word: StaticWord, _ help: String, _ address: Label, _ ports: Label
    ) -> Pattern {
        .sequence([
            .keyword(word, help),
            .choice([.keyword("any", "every address"), .argument(.prefix, address)]),
            .optional(
                .clause(
                    "port", address == .source ? "source ports" : "destination ports", .ports,
                    as: ports)),
        ])
    }

    /// The rule of a line that fits the pattern.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other.
    static func read(_ match: Match) throws(UsageFault) -> Rule {
        let action = match.text(.action).flatMap(Action.init(rawValue:)) ?? .deny
        var fields = RuleMatch(
            proto: match.value(.proto, IPProtocol.parse),
            source: match.value(.source, Prefix.parse),
            sourcePorts: match.value(.sourcePorts, PortSet.parse),
            destination: match.value(.destination, Prefix.parse),
            destinationPorts: match.value(.destinationPorts, PortSet.parse))
        try readService(match, into: &fields)
        guard match.tokens(.destinationPorts).count < 2 else {
            throw match.conflict(ValueFault.portTwice.complaint, at: .destinationPorts)
        }
        try refuseImpossible(fields, match)
        return Rule(action, fields)
    }

    private static func readService(
        _ match: Match, into fields: inout RuleMatch
    ) throws(UsageFault) {
        guard let service = match.value(.service, Service.parse) else { return }
        guard fields.destinationPorts == nil else {
            throw match.conflict(ValueFault.portTwice.complaint, at: .destinationPorts)
        }
        if let proto = service.proto {
            guard fields.proto == nil || fields.proto == proto else {
                throw match.conflict(ValueFault.portWithoutPorts.complaint, at: .proto)
            }
            fields.proto = proto
        }
        fields.destinationPorts = service.ports
    }

    /// Refuses a rule that no packet could match, whatever the packet.
    private static func refuseImpossible(
        _ fields: RuleMatch, _ match: Match
    ) throws(UsageFault) {
        let hasPorts = fields.sourcePorts != nil || fields.destinationPorts != nil
        if hasPorts, let proto = fields.proto, proto != .tcp, proto != .udp {
            throw match.conflict(ValueFault.portWithoutPorts.complaint, at: .proto)
        }
        if let source = fields.source, let destination = fields.destination,
            source.family != destination.family
        {
            throw match.conflict(ValueFault.mixedFamilies.complaint, at: .destination)
        }
        guard let family = fields.source?.family ?? fields.destination?.family else { return }
        if (fields.proto == .icmp && family == .v6) || (fields.proto == .icmpv6 && family == .v4) {
            throw match.conflict(ValueFault.familyOfProtocol.complaint, at: .proto)
        }
    }
}

extension Rule {
    /// Writes the rule as `rule add` reads it, in its one canonical form.
    package func write(to text: inout [UInt8]) {
        text.append(contentsOf: action.rawValue.utf8)
        match.write(to: &text)
    }

    /// The rule's canonical text.
    package var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension RuleMatch {
    /// Writes the match, each part behind a blank; `from any` when it matches everything.
    func write(to text: inout [UInt8]) {
        if let proto {
            text.append(contentsOf: " proto ".utf8)
            proto.write(to: &text)
        }
        if source != nil || sourcePorts != nil || self == RuleMatch() {
            write(source, sourcePorts, behind: " from ", to: &text)
        }
        if destination != nil || (destinationPorts != nil && source != nil)
            || (destinationPorts != nil && sourcePorts != nil)
        {
            write(destination, destinationPorts, behind: " to ", to: &text)
        } else if let destinationPorts {
            text.append(contentsOf: " port ".utf8)
            destinationPorts.write(to: &text)
        }
    }

    private func write(
        _ prefix: Prefix?, _ ports: PortSet?, behind word: StaticString, to text: inout [UInt8]
    ) {
        text.append(contentsOf: word.description.utf8)
        if let prefix {
            prefix.write(to: &text)
        } else {
            text.append(contentsOf: "any".utf8)
        }
        if let ports {
            text.append(contentsOf: " port ".utf8)
            ports.write(to: &text)
        }
    }
}
