import Timeline

/// Which of the equal rules with a limit each rule of a list is, in the order of the list: the first, the second.
///
/// Each has tokens of its own, so two lists have the same rules only where the first stands for the first and the
/// second for the second. Rules without a limit do the same wherever they stand, and are not told apart.
struct RuleTurns {
    /// A rule and how many equal ones stand before it.
    struct Key: Hashable {
        let rule: ProvenRule
        let turn: Int
    }

    private let rules: [ProvenRule]
    /// By position; empty where no rule has a limit.
    private var turns: [Int] = []

    /// The turns of a list's rules; of no use when the budget has ended.
    init(_ rules: [ProvenRule], _ budget: Budget) {
        self.rules = rules
        guard rules.contains(where: { $0.limit != nil }) else { return }
        turns = [Int](repeating: 0, count: rules.count)
        var counts: [ProvenRule: Int] = [:]
        for (position, rule) in rules.enumerated() where rule.limit != nil {
            guard budget.spend(Budget.item) else { return }
            turns[position] = counts[rule, default: 0]
            counts[rule, default: 0] += 1
        }
    }

    /// What tells the rule at a position from the others.
    subscript(position: Int) -> Key {
        Key(rule: rules[position], turn: turns.isEmpty ? 0 : turns[position])
    }

    /// Where the rules with a limit stand.
    var limited: [Key: Int] {
        var places: [Key: Int] = [:]
        for position in turns.indices where rules[position].limit != nil {
            places[self[position]] = position
        }
        return places
    }
}
