import Firewall
import Timeline
import Wire

/// Writes a list as command lines of `ufw route`.
struct UfwWriter {
    private let set: RuleSet

    init(_ set: RuleSet) {
        self.set = set
    }

    func write(_ budget: Budget) throws(UnwritableRule) -> [UInt8] {
        var lines = LineList()
        lines.add("ufw default \(set.settings.defaultAction.rawValue) routed")
        var place = 0
        while place < set.entries.count, budget.spend(Budget.item) {
            place += try write(place, to: &lines)
        }
        return lines.bytes
    }

    /// Writes the rule at a place; a rule that only logs goes together with the next one.
    private func write(_ place: Int, to lines: inout LineList) throws(UnwritableRule) -> Int {
        let entry = set.entries[place]
        var rule = entry.rule
        var used = 1
        do throws(ForeignProblem) {
            (rule, used) = try set.ruleWithNote(at: place)
            var rules: [String] = []
            for part in RulePart.parts(of: rule) {
                rules += try commands(part, isLogged: used == 2)
            }
            if let name = rule.name, !rules.isEmpty {
                rules[0] += " comment '\(name.comment(without: "\"\\'"))'"
            }
            try lines.add(rules: rules, mark: "#off ", isEnabled: entry.isEnabled)
        } catch {
            throw UnwritableRule(number: place + used, problem: error)
        }
        return used
    }

    private func commands(_ part: RulePart, isLogged: Bool) throws(ForeignProblem) -> [String] {
        let (rule, match) = (part.rule, part.match)
        for field in match.parts {
            switch field {
            case .proto, .source, .sourcePorts, .destination, .destinationPorts, .links, .outLinks:
                break
            case .messages, .flags, .number: throw .unwritableField(field.field)
            case .states(let match):
                if match.states.count < ConnectionState.allCases.count {
                    throw .unwritableField(.state)
                }
            }
        }
        if rule.limit != nil { throw .unwritableField(.limit) }
        var product = LineProduct()
        try product.add("ufw route \(rule.action.rawValue)")
        for (links, way, field) in [
            (match.inLinkMatch, "in", RuleField.link), (match.outLinkMatch, "out", .outLink),
        ] {
            guard let links else { continue }
            var words: [String] = []
            for link in try links.some() { words.append("\(way) on \(try link.interface(field))") }
            try product.add(words)
        }
        if isLogged { try product.add("log-all") }
        let protocols = try protocols(part)
        if !protocols.isEmpty { try product.add(protocols.map { "proto \($0)" }) }
        // `any` on both sides is about both families, so that the family has to be named.
        try product.add(addresses(match.source, part.family).map { "from \($0)" })
        if let ports = match.sourcePorts {
            try product.add(try Self.ports(ports).map { "port \($0)" })
        }
        try product.add(addresses(match.destination, part.family).map { "to \($0)" })
        if let ports = match.destinationPorts {
            try product.add(try Self.ports(ports).map { "port \($0)" })
        }
        return product.lines
    }

    private func protocols(_ part: RulePart) throws(ForeignProblem) -> [String] {
        if part.protocols == .any { return [] }
        var names: [String] = []
        for proto in part.protocols.expanded {
            switch proto {
            case .tcp, .udp, .esp: names.append(proto.description)
            case IPProtocol(rawValue: 47): names.append("gre")
            case IPProtocol(rawValue: 51): names.append("ah")
            default: throw .unwritableField(.proto)
            }
        }
        return names
    }

    private func addresses(_ match: AddressMatch?, _ family: IPFamily?) -> [String] {
        guard let match, let family else { return ["any"] }
        return match.ranges(family).flatMap(\.prefixes).map { "\($0.address)/\($0.length)" }
    }

    private static func ports(_ match: PortMatch) throws(ForeignProblem) -> [String] {
        // ufw knows the ports 1 to 65535.
        if match.spans.contains(where: { $0.low == 0 }) {
            throw .unwritableField(.destinationPort)
        }
        return match.spans.portLists
    }
}
