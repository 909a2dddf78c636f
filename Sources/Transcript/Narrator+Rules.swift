import Commands
import Events
import Fabric
import Firewall
import Timeline
import Wire

extension Narrator {
    mutating func tell(_ event: RuleEvent) {
        switch event {
        case .edited(let edit): tell(edit)
        case .undone(let edit):
            page.put("undone: ")
            put(edit)
        case .redone(let edit):
            page.put("done again: ")
            put(edit)
        case .loaded(let load):
            put(load.count, "rule")
            page.line(" loaded from \(load.file)")
            for fault in load.skipped { put(skipped: fault, in: load.file) }
        case .saved(let load):
            put(load.count, "rule")
            page.line(" saved to \(load.file)")
        case .listed(let listing): list(listing)
        }
    }

    private mutating func tell(_ edit: RuleEdit) {
        switch edit {
        case .added(_, let rule):
            put(edit)
            adviseOnSourcePort(rule)
        case .deleted(let numbers, let rules):
            for (number, rule) in zip(numbers, rules) { put("rule \(number) deleted: ", rule) }
        case .moved(let from, let to, let rule): put("rule \(from) is rule \(to) now: ", rule)
        case .replaced(let number, let old, let new):
            put("rule \(number) was: ", old)
            put("rule \(number) is: ", new)
        case .defaultSet(let action): page.line("default: \(action.rawValue)")
        case .orderSet(let order):
            page.line("order: \(order.rawValue), \(Self.explanation(of: order))")
        case .enabled, .cleared, .loaded, .setChanged, .setDeleted: put(edit)
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
        page.put(ports.ports)
        page.line("`")
    }

    /// How an order of reading is described.
    static func explanation(of order: ReadingOrder) -> String {
        switch order {
        case .firstMatch: "the first rule that matches decides"
        case .lastMatch: "the last rule that matches decides"
        case .sourceFirst: "rules that name a source are read first"
        }
    }

    private mutating func put(_ edit: RuleEdit) {
        switch edit {
        case .added(let number, let rule): put("rule \(number) added: ", rule)
        case .deleted(let numbers, let rules):
            if let rule = rules.first, rules.count == 1 {
                return put("rule \(numbers.lowerBound) deleted: ", rule)
            }
            page.line("rules \(numbers.lowerBound) to \(numbers.upperBound) deleted")
        case .moved(let number, let target, let rule):
            put("rule \(number) moved to \(target): ", rule)
        case .replaced(let number, _, let new): put("rule \(number) replaced by: ", new)
        case .enabled(let number, let isEnabled, let rule):
            put("rule \(number) \(isEnabled ? "enabled" : "disabled"): ", rule)
        case .cleared(let count): changed(count, "deleted")
        case .loaded(let count): changed(count, "loaded")
        case .defaultSet(let action): page.line("default set to \(action.rawValue)")
        case .orderSet(let order): page.line("order set to \(order.rawValue)")
        case .setChanged(let name): page.line("set \(name.rawValue) changed")
        case .setDeleted(let name): page.line("set \(name.rawValue) deleted")
        }
    }

    private mutating func changed(_ count: Int, _ what: String) {
        put(count, "rule")
        page.line(" \(what)")
    }

    private mutating func list(_ listing: RuleListing) {
        let order = listing.order
        if order != .firstMatch {
            page.line("order: \(order.rawValue), \(Self.explanation(of: order))")
        }
        page.line("rule     hits     bytes         last hit  what it says")
        for entry in listing.rules {
            page.put(entry.number, width: 4)
            page.put(entry.hits, width: 9)
            page.put(entry.bytes, width: 10)
            var time: [UInt8] = []
            if let instant = entry.lastHit { instant.write(to: &time) } else { time.append(0x2D) }
            page.fill(17 - time.count)
            page.put(raw: time)
            page.put(entry.isEnabled ? "  " : "  disabled: ")
            page.put { entry.rule.write(to: &$0) }
            page.endLine()
        }
        page.put(" any")
        page.put(listing.defaultHits, width: 9)
        page.fill(27)
        page.line("  default \(listing.defaultAction.rawValue)")
    }

    /// `allowed`, `denied` or `rejected`.
    static func participle(of action: Action) -> String {
        switch action {
        case .allow: "allowed"
        case .deny: "denied"
        case .reject: "rejected"
        case .log: "logged"
        }
    }

    /// `allowed by rule 2: allow port 22`, without the line's end.
    mutating func put(_ verdict: Verdict, _ rule: Rule?, at gateway: GatewayName? = nil) {
        page.put(Self.participle(of: verdict.action), verdict.action == .allow ? .good : .bad)
        if let gateway { put(gateway) }
        put(verdict.decider)
        if let rule {
            page.put(": ")
            page.put { rule.write(to: &$0) }
        } else {
            page.put(": no rule matches")
        }
    }

    /// ` at gw-b`; nothing where that goes without saying.
    mutating func put(_ gateway: GatewayName) {
        if !gateway.isUsual { page.put(" at \(gateway.text)") }
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

    // MARK: - Sets

    mutating func tell(_ event: SetEvent) {
        switch event {
        case .changed(let set):
            page.put("set \(set.name.rawValue):")
            put(members: set)
        case .deleted(let set):
            page.put("set \(set.name.rawValue) deleted:")
            put(members: set)
        case .listed(let sets):
            if sets.isEmpty { page.line("no sets") }
            for listed in sets {
                page.put("set \(listed.set.name.rawValue), used by ")
                put(listed.uses, "rule")
                page.put(":")
                put(members: listed.set)
            }
        }
    }

    private mutating func put(members set: AddressSet) {
        for range in set.ranges.prefix(Self.shownMembers) {
            page.put(" ")
            page.put(range)
        }
        if set.ranges.count > Self.shownMembers {
            page.put(" and ")
            page.put(set.ranges.count - Self.shownMembers)
            page.put(" more")
        }
        page.endLine()
    }

    /// How many members of a set are shown.
    private static let shownMembers = 64
}
