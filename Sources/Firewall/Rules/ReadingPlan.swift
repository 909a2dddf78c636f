import Wire

/// The list as it is read: which rules a classifier answers for, and which have to be asked one by one.
struct ReadingPlan: Sendable {
    /// The indexes of the rules in the order in which they are read; nil: as they stand.
    let sequence: [Int]?
    /// The positions, in that order, of the rules that only log or have a limit; rising.
    var specials: [Int] = []
    /// The others; a rule that is switched off keeps its position and matches nothing.
    var table: FirstMatchTable

    init(_ set: RuleSet) {
        let order = set.settings.order
        let sequence = order == .firstMatch ? nil : order.sequence(of: set.entries.lazy.map(\.rule))
        self.sequence = sequence
        let entries = set.entries
        table = FirstMatchTable(
            entries.indices.lazy.map { entries[sequence?[$0] ?? $0].plainMatch }, links: set.links)
        findSpecials(entries)
    }

    func index(_ position: Int) -> Int { sequence?[position] ?? position }

    mutating func findSpecials(_ entries: [RuleSet.Entry]) {
        specials = entries.indices.filter { entries[index($0)].isSpecial }
    }
}

extension RuleSet.Entry {
    /// Whether it has to be asked by itself: it does not always decide when it matches.
    var isSpecial: Bool { isEnabled && (rule.action == .log || rule.limit != nil) }

    /// What the classifier holds of it.
    var plainMatch: RuleMatch? { isEnabled && !isSpecial ? rule.match : nil }
}

extension RuleSet {
    // MARK: - Following changes

    mutating func followSplice(at place: Int, removed: Int, inserted: Int) {
        // Other orders are made again, and so is a plan of which much changes.
        guard plan?.sequence == nil, removed + inserted <= 16 else { return plan = nil }
        for _ in 0..<removed { plan?.table.remove(at: place) }
        for offset in 0..<inserted {
            plan?.table.insert(entries[place + offset].plainMatch, at: place + offset)
        }
        plan?.findSpecials(entries)
    }

    mutating func followMove(from: Int, to: Int) {
        guard plan?.sequence == nil else { return plan = nil }
        plan?.table.move(from: from, to: to)
        plan?.findSpecials(entries)
    }

    mutating func followToggle(at place: Int) {
        guard plan?.sequence == nil else { return plan = nil }
        plan?.table.replace(at: place, with: entries[place].plainMatch)
        plan?.findSpecials(entries)
    }
}
