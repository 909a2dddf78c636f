import Commands
import Events
import Firewall
import Wire

extension Narrator {
    mutating func tell(_ event: RuleEvent) {
        switch event {
        case .added(let number, let rule):
            put("rule \(number) added: ", rule)
            adviseOnSourcePort(rule)
        case .deleted(let number, let rule): put("rule \(number) deleted: ", rule)
        case .moved(let from, let to, let rule): put("rule \(from) is rule \(to) now: ", rule)
        case .replaced(let number, let old, let new):
            put("rule \(number) was: ", old)
            put("rule \(number) is: ", new)
        case .cleared(let count):
            put(count, "rule")
            page.line(" deleted")
        case .defaultSet(let action):
            page.line("default: \(action.rawValue)")
        case .listed(let entries, let action, let hits): list(entries, action, hits)
        }
    }

    private mutating func put(_ text: String, _ rule: Rule) {
        page.put(text)
        page.put { rule.write(to: &$0) }
        page.endLine()
    }

    /// People who mean the service's port often write it behind `from`.
    private mutating func adviseOnSourcePort(_ rule: Rule) {
        guard let ports = rule.match.sourcePorts, rule.match.destinationPorts == nil else { return }
        page.put(
            "  note: the port behind `from` is the source port; a service's port is `to any port ")
        page.put(ports)
        page.line("`")
    }

    private mutating func list(_ entries: [RuleSet.Entry], _ action: Action, _ hits: UInt64) {
        page.line("rule     hits  what it says")
        for (index, entry) in entries.enumerated() {
            page.put(index + 1, width: 4)
            page.put(entry.hits, width: 9)
            page.put("  ")
            page.put { entry.rule.write(to: &$0) }
            page.endLine()
        }
        page.put(" any")
        page.put(hits, width: 9)
        page.line("  default \(action.rawValue)")
    }

    /// `allowed by rule 2: allow port 22`, without the line's end.
    mutating func put(_ verdict: Verdict, _ rule: Rule?) {
        switch verdict.action {
        case .allow: page.put("allowed", .good)
        case .deny: page.put("denied", .bad)
        }
        put(verdict.decider)
        if let rule {
            page.put(": ")
            page.put { rule.write(to: &$0) }
        } else {
            page.put(": no rule matches")
        }
    }

    /// ` by rule 2` or ` by default`.
    mutating func put(_ decider: Decider) {
        switch decider {
        case .rule(let number):
            page.put(" by rule ")
            page.put(number)
        case .byDefault: page.put(" by default")
        }
    }

    /// Why the rules before the deciding one did not match.
    mutating func put(_ misses: NearMisses, of fields: PacketFields, margin: Int) {
        for index in misses.shown.indices {
            page.fill(margin)
            page.put("rule ")
            page.put(misses.shown[index].number)
            let field = misses.shown[index].field
            page.put(Self.mismatch(of: field))
            put(field, of: fields)
            page.put(", rule wants ")
            put(field, of: misses.shown[index].match)
            page.endLine()
        }
        guard misses.count > misses.shown.count else { return }
        page.fill(margin)
        page.put("and ")
        put(misses.count - misses.shown.count, "more rule")
        page.line(" no")
    }

    /// What stands between a rule's number and the packet's value in that field.
    private static func mismatch(of field: RuleField) -> String {
        switch field {
        case .proto: " no: protocol is "
        case .source: " no: source is "
        case .sourcePort: " no: source port is "
        case .destination: " no: destination is "
        case .destinationPort: " no: destination port is "
        }
    }

    private mutating func put(_ field: RuleField, of fields: PacketFields) {
        switch field {
        case .proto: page.put(fields.proto)
        case .source: page.put(fields.source)
        case .destination: page.put(fields.destination)
        case .sourcePort: put(fields.sourcePort)
        case .destinationPort: put(fields.destinationPort)
        }
    }

    private mutating func put(_ port: Port?) {
        if let port { page.put(port) } else { page.put("none") }
    }

    private mutating func put(_ field: RuleField, of match: RuleMatch) {
        switch field {
        case .proto: if let proto = match.proto { page.put(proto) }
        case .source: if let prefix = match.source { page.put(prefix) }
        case .destination: if let prefix = match.destination { page.put(prefix) }
        case .sourcePort: if let ports = match.sourcePorts { page.put(ports) }
        case .destinationPort: if let ports = match.destinationPorts { page.put(ports) }
        }
    }
}
