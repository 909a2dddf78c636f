package import Wire

/// Names a rule for as long as the lab runs, wherever it moves in the list; never used again.
package struct RuleID: Hashable, Sendable {
    /// The number; it has no meaning but to differ from every other.
    package let rawValue: UInt64
}

/// An ordered list of rules, read from the first; the first that matches decides.
///
/// The list is the specification. `FirstMatchTable` answers the same question faster and is made from the
/// list when a packet comes after a change.
package struct RuleSet: Sendable {
    /// A rule in the list, with what it has decided.
    package struct Entry: Sendable {
        /// The rule's name for the life of the lab.
        package let id: RuleID
        /// The rule.
        package let rule: Rule
        /// How many packets it has decided.
        package fileprivate(set) var hits: UInt64
    }

    /// The rules in the order in which they are read.
    package private(set) var entries: [Entry] = []
    /// What happens to a packet that no rule matches; changing it keeps the counts.
    package var defaultAction: Action = .deny
    /// How many packets no rule matched.
    package private(set) var defaultHits: UInt64 = 0
    private var known: [Rule: RuleID] = [:]
    private var lastID: UInt64 = 0
    private var table: FirstMatchTable? {
        didSet { if table == nil { revision += 1 } }
    }
    /// Counts the changes of the rules, so that what was true of them can be told from what is.
    package private(set) var revision: UInt64 = 0

    /// The most rules that a list holds.
    package static let limit = 250_000

    /// An empty list that denies everything.
    package init() {}

    /// How many rules there are.
    package var count: Int { entries.count }

    // MARK: - Editing

    /// Puts a rule at a number, from 1; without one at the end.
    ///
    /// - Returns: The number at which it stands.
    /// - Throws: `RuleSetFault` when the list is full, the number is none of the list, or the rule is there already.
    package mutating func add(_ rule: Rule, at number: Int? = nil) throws(RuleSetFault) -> Int {
        guard entries.count < Self.limit else { throw .full(limit: Self.limit) }
        let place = number ?? entries.count + 1
        guard (1...entries.count + 1).contains(place) else {
            throw .noSuchPlace(place, count: entries.count)
        }
        try refuseRepeated(rule)
        insert(rule, at: place - 1)
        return place
    }

    /// Puts another rule in the place of one; its hits start again.
    ///
    /// - Throws: `RuleSetFault` when there is no such rule, or the new one stands in the list already.
    package mutating func replace(_ number: Int, with rule: Rule) throws(RuleSetFault) -> Rule {
        let old = try entry(number).rule
        try refuseRepeated(rule)
        remove(at: number - 1)
        insert(rule, at: number - 1)
        return old
    }

    /// Takes a rule out.
    ///
    /// - Throws: `RuleSetFault.noSuchRule` when there is no such number.
    package mutating func delete(_ number: Int) throws(RuleSetFault) -> Rule {
        let rule = try entry(number).rule
        remove(at: number - 1)
        return rule
    }

    /// Moves a rule so that it then has the number `target`; its hits stay.
    ///
    /// - Throws: `RuleSetFault` when one of the numbers is none of the list.
    package mutating func move(_ number: Int, to target: Int) throws(RuleSetFault) -> Rule {
        let entry = try entry(number)
        guard (1...entries.count).contains(target) else {
            throw .noSuchPlace(target, count: entries.count)
        }
        entries.remove(at: number - 1)
        entries.insert(entry, at: target - 1)
        table = nil
        return entry.rule
    }

    /// Takes every rule out and forgets the default's hits; the default stays.
    package mutating func clear() {
        entries.removeAll()
        known.removeAll()
        defaultHits = 0
        table = nil
    }

    /// The entry of a number, from 1.
    ///
    /// - Throws: `RuleSetFault.noSuchRule` when there is no such number.
    package func entry(_ number: Int) throws(RuleSetFault) -> Entry {
        guard (1...max(entries.count, 1)).contains(number), !entries.isEmpty else {
            throw .noSuchRule(number, count: entries.count)
        }
        return entries[number - 1]
    }

    private func refuseRepeated(_ rule: Rule) throws(RuleSetFault) {
        guard let id = known[rule] else { return }
        let index = entries.firstIndex { $0.id == id } ?? 0
        throw .repeated(rule, number: index + 1)
    }

    private mutating func insert(_ rule: Rule, at index: Int) {
        lastID += 1
        let id = RuleID(rawValue: lastID)
        known[rule] = id
        entries.insert(Entry(id: id, rule: rule, hits: 0), at: index)
        table = nil
    }

    private mutating func remove(at index: Int) {
        known[entries[index].rule] = nil
        entries.remove(at: index)
        table = nil
    }

    // MARK: - Deciding

    /// What the list says about a packet, found by reading it from the top: the specification.
    package func decideByReading(_ packet: PacketFields) -> Verdict {
        for (index, entry) in entries.enumerated()
        where entry.rule.match.firstMismatch(with: packet) == nil {
            return Verdict(entry.rule.action, by: .rule(index + 1))
        }
        return Verdict(defaultAction, by: .byDefault)
    }

    /// What the list says about a packet.
    ///
    /// Mutating only because the table is made again after a change.
    package mutating func decide(_ packet: PacketFields) -> Verdict {
        if table == nil { table = FirstMatchTable(entries.lazy.map(\.rule.match)) }
        guard let index = table?.firstMatch(packet) else {
            return Verdict(defaultAction, by: .byDefault)
        }
        return Verdict(entries[index].rule.action, by: .rule(index + 1))
    }

    /// Notes that a packet was decided so.
    package mutating func count(_ verdict: Verdict) {
        switch verdict.decider {
        case .rule(let number): entries[number - 1].hits += 1
        case .byDefault: defaultHits += 1
        }
    }

    /// How many rules were read before the deciding one.
    package func earlierRules(than decider: Decider) -> Int {
        switch decider {
        case .rule(let number): number - 1
        case .byDefault: entries.count
        }
    }

    /// Why the rules before the deciding one did not match; the first `limit` of them are explained.
    package func nearMisses(
        _ packet: PacketFields, before decider: Decider, limit: Int
    ) -> NearMisses {
        let count = earlierRules(than: decider)
        var shown: [NearMiss] = []
        shown.reserveCapacity(min(count, limit))
        for index in 0..<min(count, limit) {
            let match = entries[index].rule.match
            guard let field = match.firstMismatch(with: packet) else { continue }
            shown.append(NearMiss(number: index + 1, field: field, match: match))
        }
        return NearMisses(shown: shown, count: count)
    }
}

/// Why a change of the list was refused; the list is as it was.
package enum RuleSetFault: Error, Equatable, Sendable {
    /// There is no rule of this number.
    case noSuchRule(Int, count: Int)
    /// No rule can stand at this number.
    case noSuchPlace(Int, count: Int)
    /// The same rule stands there already.
    case repeated(Rule, number: Int)
    /// The list holds as many rules as it can.
    case full(limit: Int)
}
