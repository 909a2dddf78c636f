import Firewall
import Timeline
import Wire

/// Writes a list as two extended access lists of Cisco IOS, one for each family.
struct CiscoWriter {
    private let set: RuleSet

    init(_ set: RuleSet) {
        self.set = set
    }

    func write(_ budget: Budget) throws(UnwritableRule) -> [UInt8] {
        guard set.settings.defaultAction != .reject else {
            throw UnwritableRule(number: 0, problem: .unwritableAction(.reject))
        }
        var lines = LineList()
        for family in IPFamily.allCases {
            let isFour = family == .v4
            lines.add(isFour ? "ip access-list extended garita" : "ipv6 access-list garita6")
            var place = 0
            while place < set.entries.count, budget.spend(Budget.item) {
                place += try write(place, family, to: &lines)
            }
            let verdict = set.settings.defaultAction == .allow ? "permit" : "deny"
            // Written out for IPv6 too: what is only implied there lets neighbour discovery through.
            lines.add(" \(verdict) \(isFour ? "ip" : "ipv6") any any")
        }
        return lines.bytes
    }

    /// Writes the rule at a place; a rule that only logs goes together with the next one.
    private func write(
        _ place: Int, _ family: IPFamily, to lines: inout LineList
    ) throws(UnwritableRule) -> Int {
        let entry = set.entries[place]
        var rule = entry.rule
        var used = 1
        do throws(ForeignProblem) {
            (rule, used) = try set.ruleWithNote(at: place)
            guard let part = RulePart(rule, family) else {
                lines.add("! rule \(place + 1): other family")
                return used
            }
            var rules = try entries(part)
            if used == 2 { rules = rules.map { $0 + " log" } }
            if let name = rule.name, entry.isEnabled {
                // Cut to what IOS keeps of a remark; blanks around it are not kept either.
                lines.add(" remark \(name.comment())")
            }
            try lines.add(
                rules: rules.map { " \($0)" }, mark: "!off", isEnabled: entry.isEnabled)
        } catch {
            throw UnwritableRule(number: place + used, problem: error)
        }
        return used
    }

    private func entries(_ part: RulePart) throws(ForeignProblem) -> [String] {
        let (rule, match) = (part.rule, part.match)
        if rule.action == .reject { throw .unwritableAction(.reject) }
        if rule.limit != nil { throw .unwritableField(.limit) }
        var options: [[String]] = []
        for field in match.parts {
            switch field {
            // They have places of their own.
            case .proto, .source, .sourcePorts, .destination, .destinationPorts: break
            case .messages(let icmp):
                options.append(
                    icmp.types.flatMap { type in
                        icmp.codes.isEmpty ? ["\(type)"] : icmp.codes.map { "\(type) \($0)" }
                    })
            case .flags(let flags): options.append([try Self.flags(flags, part.family)])
            case .number(let number, let match):
                options.append(try number.cisco(match, part.family ?? .v4))
            case .links, .outLinks: throw .unwritableField(field.field)
            case .states(let match):
                if match.states.count < ConnectionState.allCases.count {
                    throw .unwritableField(.state)
                }
            }
        }
        var product = LineProduct()
        try product.add(rule.action == .allow ? "permit" : "deny")
        try product.add(try protocols(part))
        try product.add(addresses(match.source, part.family))
        if let ports = match.sourcePorts { try product.add(Self.ports(ports)) }
        try product.add(addresses(match.destination, part.family))
        if let ports = match.destinationPorts { try product.add(Self.ports(ports)) }
        for choices in options { try product.add(choices) }
        return product.lines
    }

    private func protocols(_ part: RulePart) throws(ForeignProblem) -> [String] {
        if part.protocols == .any { return [part.family == .v6 ? "ipv6" : "ip"] }
        let list = part.protocols.expanded
        // IOS takes the number zero for `ip`.
        guard !list.contains(where: { $0.rawValue == 0 }) else { throw .unwritableField(.proto) }
        return list.map { proto in
            switch proto {
            case .tcp: "tcp"
            case .udp: "udp"
            case .ownICMP(of: part.family ?? .v4): "icmp"
            default: "\(proto.rawValue)"
            }
        }
    }

    private func addresses(_ match: AddressMatch?, _ family: IPFamily?) -> [String] {
        guard let match, let family else { return ["any"] }
        return match.ranges(family).flatMap(\.prefixes).map { prefix in
            if prefix.isSingleAddress { return "host \(prefix.address)" }
            guard case .v4 = prefix.address else {
                return "\(prefix.address)/\(prefix.length)"
            }
            let wildcard = prefix.length == 0 ? UInt32.max : UInt32.max >> UInt32(prefix.length)
            return "\(prefix.address) \(IPv4Address(rawValue: wildcard))"
        }
    }

    private static func ports(_ match: PortMatch) -> [String] {
        let ranges = match.ports.ranges
        if match.isNegated, ranges.count == 1, ranges[0].first == ranges[0].last {
            return ["neq \(ranges[0].first)"]
        }
        return match.spans.map { span in
            span.low == span.high ? "eq \(span.low)" : "range \(span.low) \(span.high)"
        }
    }

    private static func flags(
        _ match: FlagMatch, _ family: IPFamily?
    ) throws(ForeignProblem) -> String {
        let names: [(TCPFlags, String)] = [
            (.ack, "ack"), (.fin, "fin"), (.psh, "psh"), (.rst, "rst"), (.syn, "syn"),
            (.urg, "urg"),
        ]
        let known = TCPFlags([.ack, .fin, .psh, .rst, .syn, .urg])
        let isSingle = match.set == match.among && names.contains { $0.0 == match.set }
        if isSingle { return names.first { $0.0 == match.set }?.1 ?? "" }
        // IPv6 lists have no `match-all`.
        guard family == .v4, !match.among.isEmpty, known.isSuperset(of: match.among) else {
            throw .unwritableField(.flags)
        }
        let signs = names.filter { match.among.contains($0.0) }.map {
            (match.set.contains($0.0) ? "+" : "-") + $0.1
        }
        return "match-all \(signs.joined(separator: " "))"
    }
}
