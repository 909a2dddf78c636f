package import Timeline
import Wire

/// The list as it is read: which rules a classifier answers for, and which have to be asked one by one.
struct ReadingPlan: Sendable {
    /// The indexes of the rules in the order in which they are read; nil: as they stand.
    let sequence: [Int]?
    /// The positions, in that order, of the rules that only log or have a limit; rising.
    private(set) var specials: [Int] = []
    /// The others; a rule that is switched off keeps its position and matches nothing.
    var table: FirstMatchTable
    /// The same rules by their addresses; made when somebody wants to know which came near.
    private var addresses: FirstMatchTable?
    private let links: [LinkName]
    /// How many rules are switched off.
    private(set) var disabledCount = 0

    /// The plan of a list; of no use when the budget has ended.
    init(_ set: RuleSet, _ budget: Budget = Budget()) {
        let order = set.settings.order
        let sequence = order == .firstMatch ? nil : order.sequence(of: set.entries.lazy.map(\.rule))
        self.sequence = sequence
        let entries = set.entries
        links = set.links
        table = FirstMatchTable(
            entries.indices.lazy.map { entries[sequence?[$0] ?? $0].plainMatch }, links: links,
            budget)
        specials = entries.indices.filter { entries[sequence?[$0] ?? $0].isSpecial }
        disabledCount = entries.count { !$0.isEnabled }
    }

    /// The index in the list of the rule at a position.
    func index(_ position: Int) -> Int { sequence?[position] ?? position }

    /// The position of the rule at an index of the list.
    func position(of index: Int) -> Int { sequence?.firstIndex(of: index) ?? index }

    /// The index of the rule that decides about a whole packet, nil for the default, the numbers of those that noted it
    /// before, and of those that it passed by for a token.
    ///
    /// Mutating because the table may have to be compiled, and so that the plan is asked where it stands: a
    /// copy of it would cost more than the answer.
    mutating func decide(
        _ packet: PacketFields, _ context: PacketContext, _ entries: [RuleSet.Entry],
        at instant: Instant
    ) -> (place: Int?, noted: [Int], spent: [Int]) {
        if !table.isCompiled { table.compile(Budget()) }
        let sequence = sequence
        let plain = table.firstMatch(packet) { position in
            entries[sequence?[position] ?? position].rule.match
                .firstMismatch(with: packet, context) == nil
        }
        var (noted, spent): ([Int], [Int]) = ([], [])
        for position in specials {
            if let plain, position > plain { break }
            let place = index(position)
            guard entries[place].rule.match.firstMismatch(with: packet, context) == nil else {
                continue
            }
            if entries[place].costsToken(at: instant) { spent.append(place + 1) }
            if entries[place].isHeldBack(at: instant) { continue }
            if entries[place].rule.action != .log { return (place, noted, spent) }
            noted.append(place + 1)
        }
        return (plain.map(index), noted, spent)
    }

    /// The lowest few positions below `limit` of rules of the table that match both addresses of a packet.
    ///
    /// None when the budget ends; nothing has changed then.
    mutating func lowest(
        _ few: Int, of entries: [RuleSet.Entry], around packet: PacketFields, below limit: Int,
        _ budget: Budget
    ) -> [Int] {
        if addresses == nil {
            let sequence = sequence
            let fresh = FirstMatchTable(
                entries.indices.lazy.map { entries[sequence?[$0] ?? $0].plainMatch }, links: links,
                by: .addresses, budget)
            guard budget.end == nil else { return [] }
            addresses = fresh
        }
        return addresses?.lowest(few, around: packet, below: limit, budget) ?? []
    }

    // MARK: - Following changes, of a list that is read as it stands

    mutating func insert(_ entry: RuleSet.Entry, at place: Int) {
        table.insert(entry.plainMatch, at: place)
        addresses?.insert(entry.plainMatch, at: place)
        if !entry.isEnabled { disabledCount += 1 }
        if specials.isEmpty, !entry.isSpecial { return }
        let turn = specials.firstIndex { $0 >= place } ?? specials.count
        for later in turn..<specials.count { specials[later] += 1 }
        if entry.isSpecial { specials.insert(place, at: turn) }
    }

    mutating func remove(_ entry: RuleSet.Entry, at place: Int) {
        table.remove(at: place)
        addresses?.remove(at: place)
        if !entry.isEnabled { disabledCount -= 1 }
        if specials.isEmpty { return }
        specials.removeAll { $0 == place }
        let turn = specials.firstIndex { $0 > place } ?? specials.count
        for later in turn..<specials.count { specials[later] -= 1 }
    }
}

extension RuleSet.Entry {
    /// Whether it has to be asked by itself: it does not always decide when it matches.
    var isSpecial: Bool { isEnabled && (rule.action == .log || rule.limit != nil) }

    /// What the classifier holds of it.
    var plainMatch: RuleMatch? { isEnabled && !isSpecial ? rule.match : nil }
}

extension RuleSet {
    /// Works out what the next decision needs; for a long list that takes long.
    ///
    /// - Returns: Whether it is done: not when the budget has ended, and then nothing has changed.
    package mutating func prepare(_ budget: Budget) -> Bool {
        if plan == nil {
            let fresh = ReadingPlan(self, budget)
            guard budget.end == nil else { return false }
            plan = fresh
        }
        guard plan?.table.isCompiled == false else { return true }
        plan?.table.compile(budget)
        return budget.end == nil
    }

    /// The plan of the list as it is.
    mutating func currentPlan() -> ReadingPlan {
        if let plan { return plan }
        let fresh = ReadingPlan(self)
        plan = fresh
        return fresh
    }

    /// Follows a change of some rules; other orders are made again, and so is a plan of which much changes.
    mutating func followSplice(at place: Int, old: [Entry], new: [Entry]) {
        guard plan != nil else { return }
        guard plan?.sequence == nil, old.count + new.count <= Self.followedRules else {
            return plan = nil
        }
        for entry in old { plan?.remove(entry, at: place) }
        for (offset, entry) in new.enumerated() { plan?.insert(entry, at: place + offset) }
    }

    mutating func followMove(_ entry: Entry, from: Int, to: Int) {
        guard plan?.sequence == nil else { return plan = nil }
        plan?.remove(entry, at: from)
        plan?.insert(entry, at: to)
    }

    mutating func followToggle(from old: Entry, at place: Int) {
        guard plan?.sequence == nil else { return plan = nil }
        plan?.remove(old, at: place)
        plan?.insert(entries[place], at: place)
    }

    /// How many rules may change at once before the plan is rather made again.
    private static var followedRules: Int { 16 }
}
