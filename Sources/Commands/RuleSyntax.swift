package import Firewall
import Grammar
import Wire

/// Rules as text: the pattern, the reader and the writer, side by side.
///
/// What `write` prints, the pattern accepts, and reading it prints the same text again.
enum RuleSyntax {
    /// What a line says of a rule.
    struct Draft: Sendable {
        var fields = Fields()
        var limit: RateLimit?
        var name: RuleName?
        /// The number that the rule is to get.
        var place: Placed<Int>?
    }

    /// What a line says of the packets that a rule is about, and where it says so.
    struct Fields: Sendable {
        /// What needs no other part to make sense.
        var parts: [Placed<FieldMatch>] = []
        var proto: Placed<ProtocolMatch>?
        var source = End()
        var destination = End()
        /// Destination ports that stand behind `port`, apart from `to`.
        var ports: Placed<PortMatch>?
        var icmp: Placed<ICMPMatch>?
        var flags: Placed<FlagMatch>?
    }

    /// What a line says of one end.
    struct End: Sendable {
        var addresses: Placed<AddressMatch>?
        var ports: Placed<PortMatch>?
    }

    /// An action, perhaps a service, and a draft of the rest.
    typealias Words = (action: Placed<Action>, service: Placed<Service>?, draft: Draft)

    /// An action, and the fields that have to agree: a service, or protocol, ends and ports.
    static let pattern = pattern(with: [])

    /// The same, and the number that the rule is to get.
    static let placedPattern = pattern(with: [
        Part(.clause("at", .ruleAt, Arguments.ruleNumber)) {
            $0.place = $1
        }
    ])

    private static func pattern(with more: [Part<Draft>]) -> Pattern<Words> {
        let rate = Pattern.sequence(
            .optional(.keyword("over", .ruleOver, as: ())), .argument(Arguments.rate))
        let limit = Pattern.sequence(
            .clause("limit", .ruleLimit, rate),
            .optional(.clause("burst", .ruleBurst, Arguments.burst)))
        return Pattern.sequence(
            .choice([
                .keyword("allow", .ruleAllow, as: .allow),
                .keyword("deny", .ruleDeny, as: .deny),
                .keyword("reject", .ruleReject, as: .reject),
                .keyword("log", .ruleLog, as: .log),
            ]),
            .optional(.argument(Arguments.service)),
            .anyOrder(
                Draft(),
                fieldParts(of: { (draft: inout Draft, set) in set(&draft.fields) }) + [
                    Part(limit) { draft, words in
                        let rate = words.0.1.value
                        draft.limit = RateLimit(
                            packets: rate.packets, unit: rate.unit,
                            burst: words.1?.value ?? rate.burst, isOver: words.0.0 != nil)
                    },
                    Part(.clause("name", .ruleName, Arguments.ruleName)) {
                        $0.name = $1.value
                    },
                ] + more)
        ).map { $0 }
    }

    /// The fields of packets, in any order.
    static let fields = Pattern.anyOrder(
        Fields(), fieldParts(of: { (fields: inout Fields, set) in set(&fields) }))

    /// The fields of packets as parts of a draft that has them somewhere.
    private static func fieldParts<Whole>(
        of place: @escaping @Sendable (inout Whole, (inout Fields) -> Void) -> Void
    ) -> [Part<Whole>] {
        func part<Value>(
            _ pattern: Pattern<Value>,
            _ set: @escaping @Sendable (inout Fields, Value) -> Void
        ) -> Part<Whole> {
            Part(pattern) { whole, value in place(&whole) { set(&$0, value) } }
        }
        let icmp = Pattern.sequence(
            .clause("type", .ruleType, Arguments.icmpTypes),
            .optional(.clause("code", .ruleCode, Arguments.icmpCodes)))
        return [
            part(.clause("on", .ruleOn, Arguments.links)) {
                $0.parts.append($1.map { .links(LinkMatch($0)) })
            },
            part(.clause("out", .ruleOut, Arguments.links)) {
                $0.parts.append($1.map { .outLinks(LinkMatch($0)) })
            },
            part(.clause("proto", .ruleProto, protocols)) { $0.proto = $1 },
            part(zone(behind: "from", .ruleFromZone)) {
                $0.parts.append($1.map { .links(LinkMatch($0)) })
            },
            part(zone(behind: "to", .ruleToZone)) {
                $0.parts.append($1.map { .outLinks(LinkMatch($0)) })
            },
            part(end("from", .ruleFrom, ports: .ruleSourcePorts)) {
                $0.source = $1
            },
            part(end("to", .ruleTo, ports: .ruleDestinationPorts)) {
                $0.destination = $1
            },
            part(ports(.ruleDestinationPorts)) { $0.ports = $1 },
            part(icmp) { fields, words in
                fields.icmp = words.0.map { ICMPMatch(types: $0, codes: words.1?.value ?? []) }
            },
            part(.clause("flags", .ruleFlags, Arguments.flags)) { $0.flags = $1 },
        ]
            + HeaderNumber.allCases.map { number in
                part(header(number)) { $0.parts.append($1) }
            } + [
                part(.clause("state", .ruleState, Arguments.states)) {
                    $0.parts.append($1.map { .states($0) })
                }
            ]
    }

    // MARK: - Patterns

    /// Everything, or a list, or what is not in it.
    private static func match<List, Match>(
        _ everything: WordUse, _ not: WordUse, _ list: Pattern<Placed<List>>,
        _ match: @escaping @Sendable (List, Bool) -> Match
    ) -> Pattern<Placed<Match>?> {
        .choice([
            Pattern<Void>.keyword("any", everything).map { nil },
            negatable(not, list, match).map { $0 },
        ])
    }

    private static func negatable<List, Match>(
        _ not: WordUse, _ list: Pattern<Placed<List>>,
        _ match: @escaping @Sendable (List, Bool) -> Match
    ) -> Pattern<Placed<Match>> {
        Pattern.sequence(.optional(.keyword("not", not, as: true)), list).map { words in
            words.1.map { match($0, words.0 != nil) }
        }
    }

    static let protocols = match(
        .everyProtocol, .notProtocols, protocolList
    ) { ProtocolMatch($0, isNegated: $1) }

    /// Protocols by name or number, with a comma between two of them.
    static let protocolList: Pattern<Placed<[IPProtocol]>> = .choice([
        .keyword("tcp", as: [.tcp]), .keyword("udp", as: [.udp]),
        .keyword("icmp", .ruleICMP, as: [.icmp]),
        .keyword("icmpv6", .ruleICMPv6, as: [.icmpv6]),
        .keyword("esp", .ruleESP, as: [.esp]), .argument(Arguments.protocols),
    ])

    static func end(_ word: StaticWord, _ use: WordUse, ports: WordUse) -> Pattern<End> {
        let addresses = match(
            .everyAddress, .notAddresses, .argument(Arguments.addresses)
        ) { AddressMatch($0, isNegated: $1) }
        return Pattern.clause(
            word, use, .sequence(addresses, .optional(self.ports(ports)))
        ).map { End(addresses: $0.0, ports: $0.1) }
    }

    /// A zone that packets come from, or go to.
    private static func zone(
        behind word: StaticWord, _ use: WordUse
    ) -> Pattern<Placed<[LinkName]>> {
        Pattern.sequence(
            .keyword(word, use), .clause("zone", use, Arguments.zones)
        ).map { $0.1 }
    }

    static func ports(_ use: WordUse) -> Pattern<Placed<PortMatch>> {
        .clause(
            "port", use,
            negatable(.notPorts, .argument(Arguments.ports)) {
                PortMatch($0, isNegated: $1)
            })
    }

    private static func header(_ number: HeaderNumber) -> Pattern<Placed<FieldMatch>> {
        .clause(
            StaticWord(number.row.word), .header,
            negatable(.notValues, .argument(HeaderSyntax.list(of: number))) {
                .number(number, NumberMatch($0, isNegated: $1))
            })
    }

    // MARK: - Reading

    /// The rule that a line says.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other.
    static func rule(_ words: Words) throws(UsageFault) -> Rule {
        Rule(
            words.action.value, try match(words.draft.fields, words.service),
            limit: words.draft.limit, name: words.draft.name)
    }

    /// The packets that a line says.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other.
    static func match(
        _ fields: Fields, _ service: Placed<Service>?
    ) throws(UsageFault) -> RuleMatch {
        var match = RuleMatch(
            proto: fields.proto?.value, source: fields.source.addresses?.value,
            sourcePorts: fields.source.ports?.value,
            destination: fields.destination.addresses?.value,
            destinationPorts: (fields.destination.ports ?? fields.ports)?.value)
        match.icmp = fields.icmp?.value
        match.flags = fields.flags?.value
        for part in fields.parts {
            if case .number(let number, let values) = part.value,
                values.intervals(of: number).isEmpty
            {
                throw part.conflict(ValueFault.noValueLeft.complaint)
            }
            if match.asks(about: part.value.field) {
                throw part.conflict(ValueFault.linkTwice.complaint)
            }
            match.set(part.value)
        }
        try add(service, to: &match, fields)
        if let second = fields.secondPorts { throw second.conflict(ValueFault.portTwice.complaint) }
        if match.flags != nil, match.proto == nil { match.proto = ProtocolMatch([.tcp]) }
        try refuseImpossible(match, fields)
        return match
    }

    private static func add(
        _ service: Placed<Service>?, to match: inout RuleMatch, _ fields: Fields
    ) throws(UsageFault) {
        guard let service = service?.value else { return }
        if let ports = fields.lastPorts { throw ports.conflict(ValueFault.portTwice.complaint) }
        if let proto = service.proto {
            if let named = fields.proto, named.value != ProtocolMatch([proto]) {
                throw named.conflict(ValueFault.portWithoutPorts.complaint)
            }
            match.proto = ProtocolMatch([proto])
        }
        match.destinationPorts = PortMatch(service.ports)
    }

    /// Refuses a rule that no packet could match, whatever the packet.
    private static func refuseImpossible(
        _ match: RuleMatch, _ fields: Fields
    ) throws(UsageFault) {
        let hasPorts = match.sourcePorts != nil || match.destinationPorts != nil
        if let proto = fields.proto, hasPorts, !proto.value.contains(.tcp),
            !proto.value.contains(.udp)
        {
            throw proto.conflict(ValueFault.portWithoutPorts.complaint)
        }
        if let flags = fields.flags, match.proto.map({ !$0.contains(.tcp) }) ?? false {
            throw flags.conflict(ValueFault.flagsWithoutTCP.complaint)
        }
        for ports in [fields.source.ports, fields.lastPorts] {
            guard let ports, ports.value.spans.isEmpty else { continue }
            throw ports.conflict(ValueFault.noPortLeft.complaint)
        }
        try refuseImpossibleMessages(match, fields, hasPorts: hasPorts)
        try refuseImpossibleAddresses(fields)
    }

    private static func refuseImpossibleMessages(
        _ match: RuleMatch, _ fields: Fields, hasPorts: Bool
    ) throws(UsageFault) {
        guard let icmp = fields.icmp else { return }
        guard let proto = fields.proto,
            [ProtocolMatch([.icmp]), ProtocolMatch([.icmpv6])].contains(proto.value)
        else { throw icmp.conflict(ValueFault.typeWithoutICMP.complaint) }
        if hasPorts { throw proto.conflict(ValueFault.portWithoutPorts.complaint) }
    }

    private static func refuseImpossibleAddresses(_ fields: Fields) throws(UsageFault) {
        // The families of named sets and nodes are known only to the list.
        let ends = [fields.source.addresses, fields.destination.addresses].map { addresses in
            addresses.flatMap { $0.value.hasNames ? nil : $0 }
        }
        for end in ends {
            guard let end, end.value.families.isEmpty else { continue }
            throw end.conflict(ValueFault.noAddressLeft.complaint)
        }
        if let source = ends[0]?.value.families, let destination = ends[1],
            !source.contains(where: destination.value.families.contains)
        {
            throw destination.conflict(ValueFault.mixedFamilies.complaint)
        }
        // A number is taken at its word: rules of other firewalls ask for such packets. Names are longer than numbers.
        guard let proto = fields.proto, proto.range.count > 3, let single = proto.value.single
        else { return }
        let isForeign = ends.contains { $0.map { single.isForeign(to: $0.value) } ?? false }
        if isForeign { throw proto.conflict(ValueFault.familyOfProtocol.complaint) }
    }
}

extension RuleSyntax.Fields {
    /// The destination ports that the line names last.
    fileprivate var lastPorts: Placed<PortMatch>? {
        guard let behind = destination.ports, let apart = ports else {
            return destination.ports ?? ports
        }
        return behind.range.lowerBound > apart.range.lowerBound ? behind : apart
    }

    /// The destination ports that the line names a second time.
    fileprivate var secondPorts: Placed<PortMatch>? {
        destination.ports != nil && ports != nil ? lastPorts : nil
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
        if !links.isEmpty { write(.link, behind: " on ", to: &text) }
        if !outLinks.isEmpty { write(.outLink, behind: " out ", to: &text) }
        if let number = foreignICMP {
            text.append(contentsOf: " proto \(number.rawValue)".utf8)
        } else if proto != nil {
            write(.proto, behind: " proto ", to: &text)
        }
        writeEnds(to: &text)
        for part in parts {
            switch part {
            case .links, .outLinks, .proto, .source, .sourcePorts, .destination, .destinationPorts:
                break
            case .messages(let messages):
                write(.icmpType, behind: " type ", to: &text)
                if !messages.codes.isEmpty { write(.icmpCode, behind: " code ", to: &text) }
            case .flags: write(.flags, behind: " flags ", to: &text)
            case .number(let number, _):
                write(part.field, behind: " \(number.row.word) ", to: &text)
            case .states: write(.state, behind: " state ", to: &text)
            }
        }
    }

    /// The ICMP of the one family, where addresses are of the other: its name would not be read.
    private var foreignICMP: IPProtocol? {
        guard let single = proto?.single else { return nil }
        let ends = [source, destination].compactMap { $0 }.filter { !$0.hasNames }
        return ends.contains(where: single.isForeign) ? single : nil
    }

    private func write(_ field: RuleField, behind word: String, to text: inout [UInt8]) {
        text.append(contentsOf: word.utf8)
        write(field, to: &text)
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

extension IPProtocol {
    /// Whether it is the ICMP of a family of which none of some addresses is.
    fileprivate func isForeign(to addresses: AddressMatch) -> Bool {
        IPFamily.allCases.contains { family in
            self == .ownICMP(of: family) && !addresses.families.contains(family)
        }
    }
}

extension RuleMatch {
    /// Writes what the match says about one field, without its keyword; nothing where it says nothing.
    package func write(_ field: RuleField, to text: inout [UInt8]) {
        guard let part = parts.first(where: { $0.asks(about: field) }) else { return }
        switch part {
        case .proto(let match): FieldSyntax.write(match, to: &text)
        case .source(let match), .destination(let match): FieldSyntax.write(match, to: &text)
        case .sourcePorts(let match), .destinationPorts(let match):
            FieldSyntax.write(match, to: &text)
        case .messages(let match):
            FieldSyntax.write(field == .icmpCode ? match.codes : match.types, to: &text)
        case .flags(let match): FieldSyntax.write(match, to: &text)
        case .number(let number, let match): HeaderSyntax.write(match, of: number, to: &text)
        case .links(let links), .outLinks(let links):
            FieldSyntax.write(links.names, to: &text) { $1.append(contentsOf: $0.rawValue.utf8) }
        case .states(let match):
            FieldSyntax.write(match.states, to: &text) {
                $1.append(contentsOf: $0.rawValue.utf8)
            }
        }
    }
}

extension RateLimit {
    /// Appends the rate, and the burst where it is not the usual one: `5/s burst 10`.
    package func write(to text: inout [UInt8]) { FieldSyntax.write(self, to: &text) }
}
