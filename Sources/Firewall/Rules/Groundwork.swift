import Timeline

/// What takes long about a change of many rules; it is worked out before anything is changed.
struct Groundwork {
    /// What will be found in the list without reading it; nil: that follows rule by rule.
    var index: RuleIndex?
    /// What the rules at some places will match, because their sets change.
    private(set) var matches: [(place: Int, match: RuleMatch)] = []

    /// The sets that rules which come refer to; nil: those that there are.
    private(set) var sets: [AddressSet]?

    /// Nothing: the change is small.
    init() {}

    /// What changes of a list will need; rules that come or go bring what their sets held when they were put in.
    ///
    /// - Throws: `RuleSetFault.ended`.
    init(
        for changes: [EditHistory.Change], of set: RuleSet, _ budget: Budget
    ) throws(RuleSetFault) {
        for case .settings(let new) in changes { sets = new.sets }
        for case .splice(let place, let count, let new) in changes {
            if count + new.count > Self.most {
                try prepare(set, at: place, removing: count, new, budget)
            }
            return
        }
        for case .settings(let new) in changes where new.sets != set.settings.sets {
            try prepare(set, resolving: new.sets, budget)
        }
    }

    private mutating func prepare(
        _ set: RuleSet, at place: Int, removing count: Int, _ new: [RuleSet.Entry],
        _ budget: Budget
    ) throws(RuleSetFault) {
        let isWhole = count == set.count
        var index = isWhole ? RuleIndex(roomFor: new.count) : set.index
        for entry in set.entries[place..<(isWhole ? place : place + count)] {
            try budget.spend(rule: 0)
            index.remove(entry.rule)
        }
        for entry in new {
            try budget.spend(rule: 0)
            index.add(entry.rule)
        }
        self.index = index
    }

    private mutating func prepare(
        _ set: RuleSet, resolving sets: [AddressSet], _ budget: Budget
    ) throws(RuleSetFault) {
        let size = sets.largestCount
        var index = set.index
        for (place, entry) in set.entries.enumerated() {
            try budget.spend(rule: entry.rule.match.setNames.isEmpty ? 0 : size)
            guard !entry.rule.match.setNames.isEmpty else { continue }
            var rule = entry.rule
            rule.match.resolve(sets, set.nodes)
            index.remove(entry.rule)
            index.add(rule)
            matches.append((place, rule.match))
        }
        self.index = index
    }

    /// How many rules may come and go before that is worked out beforehand.
    private static let most = 16
}

extension Budget {
    /// Takes off what it takes to look at a rule, and at so many members of its sets.
    func spend(rule members: Int) throws(RuleSetFault) {
        guard !spend(Budget.item + members), let end else { return }
        throw .ended(end)
    }
}

extension [AddressSet] {
    /// How many members the largest has.
    var largestCount: Int { map(\.ranges.count).max() ?? 0 }
}
