package import Firewall
import Grammar
import Wire

/// Rules as text: the pattern, the reader and the writer, side by side.
///
/// What `write` prints, the pattern accepts, and reading it prints the same text again.
enum RuleSyntax {
    /// An action, and the fields that have to agree: a service, or protocol, ends and ports.
    static let pattern = pattern(with: [])

    /// The same, and more parts among the fields.
    static func pattern(with more: [Pattern]) -> Pattern {
        .sequence([
            .choice([
                .keyword("allow", "let matching packets pass", as: .action),
                .keyword("deny", "drop matching packets in silence", as: .action),
                .keyword("reject", "drop matching packets and tell their sender", as: .action),
                .keyword("log", "note matching packets and read on", as: .action),
            ]),
            .optional(.argument(.service, .service)),
            matchPattern(
                with: [
                    .sequence([
                        .keyword("limit", "match only so often"), .argument(.rate, .rate),
                        .optional(.clause("burst", "how many at once", .burst, as: .burst)),
                    ]),
                    .clause("name", "what to call the rule", .ruleName, as: .ruleName),
                ] + more),
        ])
    }

    /// The fields of packets, in any order, and more parts among them.
    static func matchPattern(with more: [Pattern] = []) -> Pattern {
        .anyOrder(
            [
                .clause("on", "over which link the packet comes in", .links, as: .links),
                .sequence([.keyword("proto", "which protocol"), protocols]),
                end("from", "where the packet comes from", isSource: true),
                end("to", "where the packet goes", isSource: false),
                ports("port", .destinationPorts, .destinationPortsNot),
                .sequence([
                    .clause("type", "which ICMP messages", .icmpTypes, as: .icmpTypes),
                    .optional(.clause("code", "and which code", .icmpCodes, as: .icmpCodes)),
                ]),
                .clause("flags", "which TCP flags are set", .flags, as: .flags),
                .clause("state", "what is known of its flow", .states, as: .states),
            ] + more)
    }

    private static let protocols = Pattern.choice([
        .keyword("any", "every protocol"),
        .sequence([
            .optional(.keyword("not", "every protocol but these", as: .protoNot)),
            .choice([
                .keyword("tcp", "", as: .proto), .keyword("udp", "", as: .proto),
                .keyword("icmp", "ICMP for IPv4", as: .proto),
                .keyword("icmpv6", "ICMP for IPv6", as: .proto),
                .keyword("esp", "IPsec", as: .proto), .argument(.protocols, .proto),
            ]),
        ]),
    ])

    private static func end(_ word: StaticWord, _ help: String, isSource: Bool) -> Pattern {
        .sequence([
            .keyword(word, help),
            .choice([
                .keyword("any", "every address"),
                .sequence([
                    .optional(
                        .keyword(
                            "not", "every address but these",
                            as: isSource ? .sourceNot : .destinationNot)),
                    .argument(.addresses, isSource ? .source : .destination),
                ]),
            ]),
            .optional(
                isSource
                    ? ports("port", .sourcePorts, .sourcePortsNot)
                    : ports("port", .destinationPorts, .destinationPortsNot)),
        ])
    }

    private static func ports(_ word: StaticWord, _ label: Label, _ negation: Label) -> Pattern {
        .sequence([
            .keyword(word, label == .sourcePorts ? "source ports" : "destination ports"),
            .optional(.keyword("not", "every port but these", as: negation)),
            .argument(.ports, label),
        ])
    }

    /// The rule of a line that fits the pattern.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other.
    static func read(_ match: Match) throws(UsageFault) -> Rule {
        let action = match.text(.action).flatMap(Action.init(rawValue:)) ?? .deny
        var limit = match.value(.rate, FieldSyntax.readRate)
        if let rate = limit, let burst = match.placedWhole(.burst) {
            limit = RateLimit(packets: rate.packets, unit: rate.unit, burst: burst.value)
        }
        return Rule(
            action, try readMatch(match), limit: limit,
            name: match.value(.ruleName, FieldSyntax.readRuleName))
    }

    /// The fields of a line that fits the pattern.
    ///
    /// - Throws: `UsageFault` when they contradict each other.
    static func readMatch(_ match: Match) throws(UsageFault) -> RuleMatch {
        var fields = RuleMatch(
            proto: match.value(.proto, FieldSyntax.readProtocols).map {
                ProtocolMatch($0, isNegated: match.has(.protoNot))
            },
            source: match.value(.source, FieldSyntax.readAddresses).map {
                AddressMatch($0, isNegated: match.has(.sourceNot))
            },
            sourcePorts: match.value(.sourcePorts, FieldSyntax.readPorts).map {
                PortMatch($0, isNegated: match.has(.sourcePortsNot))
            },
            destination: match.value(.destination, FieldSyntax.readAddresses).map {
                AddressMatch($0, isNegated: match.has(.destinationNot))
            },
            destinationPorts: match.value(.destinationPorts, FieldSyntax.readPorts).map {
                PortMatch($0, isNegated: match.has(.destinationPortsNot))
            })
        fields.links = match.value(.links, FieldSyntax.readLinks) ?? []
        fields.icmp = match.value(.icmpTypes, FieldSyntax.readTypes).map {
            ICMPMatch(types: $0, codes: match.value(.icmpCodes, FieldSyntax.readTypes) ?? [])
        }
        fields.flags = match.value(.flags, FieldSyntax.readFlags)
        fields.states = match.value(.states, FieldSyntax.readStates)
        try readService(match, into: &fields)
        guard match.tokens(.destinationPorts).count < 2 else {
            throw match.conflict(ValueFault.portTwice.complaint, at: .destinationPorts)
        }
        if fields.flags != nil, fields.proto == nil { fields.proto = ProtocolMatch([.tcp]) }
        try refuseImpossible(fields, match)
        return fields
    }

    private static func readService(
        _ match: Match, into fields: inout RuleMatch
    ) throws(UsageFault) {
        guard let service = match.value(.service, Service.parse) else { return }
        guard fields.destinationPorts == nil else {
            throw match.conflict(ValueFault.portTwice.complaint, at: .destinationPorts)
        }
        if let proto = service.proto {
            guard fields.proto == nil || fields.proto == ProtocolMatch([proto]) else {
                throw match.conflict(ValueFault.portWithoutPorts.complaint, at: .proto)
            }
            fields.proto = ProtocolMatch([proto])
        }
        fields.destinationPorts = PortMatch(service.ports)
    }

    /// Refuses a rule that no packet could match, whatever the packet.
    private static func refuseImpossible(_ fields: RuleMatch, _ match: Match) throws(UsageFault) {
        let hasPorts = fields.sourcePorts != nil || fields.destinationPorts != nil
        let canHavePorts = fields.proto.map { $0.contains(.tcp) || $0.contains(.udp) } ?? true
        if hasPorts, !canHavePorts {
            throw match.conflict(ValueFault.portWithoutPorts.complaint, at: .proto)
        }
        if fields.flags != nil, fields.proto.map({ !$0.contains(.tcp) }) ?? false {
            throw match.conflict(ValueFault.flagsWithoutTCP.complaint, at: .flags)
        }
        for ports in [
            (fields.sourcePorts, Label.sourcePorts), (fields.destinationPorts, .destinationPorts),
        ]
        where ports.0?.spans.isEmpty ?? false {
            throw match.conflict(ValueFault.noPortLeft.complaint, at: ports.1)
        }
        try refuseImpossibleMessages(fields, hasPorts: hasPorts, match)
        try refuseImpossibleAddresses(fields, match)
    }

    private static func refuseImpossibleMessages(
        _ fields: RuleMatch, hasPorts: Bool, _ match: Match
    ) throws(UsageFault) {
        guard fields.icmp != nil else { return }
        guard fields.proto == ProtocolMatch([.icmp]) || fields.proto == ProtocolMatch([.icmpv6])
        else {
            throw match.conflict(ValueFault.typeWithoutICMP.complaint, at: .icmpTypes)
        }
        if hasPorts { throw match.conflict(ValueFault.portWithoutPorts.complaint, at: .proto) }
    }

    private static func refuseImpossibleAddresses(
        _ fields: RuleMatch, _ match: Match
    ) throws(UsageFault) {
        // The families of named sets are known only to the list.
        let source = fields.source.flatMap { $0.setNames.isEmpty ? $0 : nil }
        let destination = fields.destination.flatMap { $0.setNames.isEmpty ? $0 : nil }
        for end in [(source, Label.source), (destination, .destination)]
        where end.0?.families.isEmpty ?? false {
            throw match.conflict(ValueFault.noAddressLeft.complaint, at: end.1)
        }
        if let source, let destination,
            !source.families.contains(where: destination.families.contains)
        {
            throw match.conflict(ValueFault.mixedFamilies.complaint, at: .destination)
        }
        for end in [source, destination] {
            guard let families = end?.families else { continue }
            if (fields.proto?.single == .icmp && !families.contains(.v4))
                || (fields.proto?.single == .icmpv6 && !families.contains(.v6))
            {
                throw match.conflict(ValueFault.familyOfProtocol.complaint, at: .proto)
            }
        }
    }
}

extension Rule {
    /// Writes the rule as `rule add` reads it, in its one canonical form.
    package func write(to text: inout [UInt8]) {
        text.append(contentsOf: action.rawValue.utf8)
        match.write(to: &text)
        if let limit {
            text.append(contentsOf: " limit ".utf8)
            FieldSyntax.write(limit, to: &text)
        }
        if let name {
            text.append(contentsOf: " name ".utf8)
            FieldSyntax.write(name, to: &text)
        }
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
    package func write(to text: inout [UInt8]) {
        if !links.isEmpty {
            text.append(contentsOf: " on ".utf8)
            FieldSyntax.write(links, to: &text) { $1.append(contentsOf: $0.rawValue.utf8) }
        }
        if let proto {
            text.append(contentsOf: " proto ".utf8)
            FieldSyntax.write(proto, to: &text)
        }
        writeEnds(to: &text)
        if let icmp {
            text.append(contentsOf: " type ".utf8)
            FieldSyntax.write(icmp.types, to: &text)
            if !icmp.codes.isEmpty {
                text.append(contentsOf: " code ".utf8)
                FieldSyntax.write(icmp.codes, to: &text)
            }
        }
        if let flags {
            text.append(contentsOf: " flags ".utf8)
            FieldSyntax.write(flags, to: &text)
        }
        if let states {
            text.append(contentsOf: " state ".utf8)
            FieldSyntax.write(states.states, to: &text) {
                $1.append(contentsOf: $0.rawValue.utf8)
            }
        }
    }

    private func writeEnds(to text: inout [UInt8]) {
        if source != nil || sourcePorts != nil || self == RuleMatch() {
            write(source, sourcePorts, behind: " from ", to: &text)
        }
        if destination != nil || (destinationPorts != nil && source != nil)
            || (destinationPorts != nil && sourcePorts != nil)
        {
            write(destination, destinationPorts, behind: " to ", to: &text)
        } else if let destinationPorts {
            text.append(contentsOf: " port ".utf8)
            FieldSyntax.write(destinationPorts, to: &text)
        }
    }

    private func write(
        _ addresses: AddressMatch?, _ ports: PortMatch?, behind word: StaticString,
        to text: inout [UInt8]
    ) {
        text.append(contentsOf: word.description.utf8)
        if let addresses {
            FieldSyntax.write(addresses, to: &text)
        } else {
            text.append(contentsOf: "any".utf8)
        }
        if let ports {
            text.append(contentsOf: " port ".utf8)
            FieldSyntax.write(ports, to: &text)
        }
    }
}

extension RuleMatch {
    /// Writes what the match says about one field, without its keyword; nothing where it says nothing.
    package func write(_ field: RuleField, to text: inout [UInt8]) {
        switch field {
        case .proto: if let proto { FieldSyntax.write(proto, to: &text) }
        case .source: if let source { FieldSyntax.write(source, to: &text) }
        case .destination: if let destination { FieldSyntax.write(destination, to: &text) }
        case .sourcePort: if let sourcePorts { FieldSyntax.write(sourcePorts, to: &text) }
        case .destinationPort:
            if let destinationPorts { FieldSyntax.write(destinationPorts, to: &text) }
        case .icmpType: if let icmp { FieldSyntax.write(icmp.types, to: &text) }
        case .icmpCode: if let icmp { FieldSyntax.write(icmp.codes, to: &text) }
        case .flags: if let flags { FieldSyntax.write(flags, to: &text) }
        case .link:
            FieldSyntax.write(links, to: &text) { $1.append(contentsOf: $0.rawValue.utf8) }
        case .state:
            FieldSyntax.write(states?.states ?? [], to: &text) {
                $1.append(contentsOf: $0.rawValue.utf8)
            }
        case .limit: break
        }
    }
}

extension RateLimit {
    /// Appends the rate, and the burst where it is not the usual one: `5/s burst 10`.
    package func write(to text: inout [UInt8]) { FieldSyntax.write(self, to: &text) }
}
