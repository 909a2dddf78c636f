import Timeline

extension ProofList {
    /// Which of some rules that are each needless can be taken out together, one after the other, so that
    /// each packet gets the verdict that it gets now.
    ///
    /// Two rules that make each other needless are not both taken out. `silent` are rules that no packet
    /// reaches: without all of them at once each packet still meets the rule that decides about it, and so
    /// they go first.
    ///
    /// - Returns: For each rule what it is to the list without the others; `needless` are those that go.
    func fixes(
        _ needless: [Int], without silent: Set<Int>, _ budget: Budget
    ) -> [Int: RuleCheck.Fix] {
        var fixes: [Int: RuleCheck.Fix] = [:]
        var removed = silent
        var kept = needless
        var isShorter = true
        // What was needed may no longer be when another rule is gone.
        while isShorter, budget.end == nil {
            let count = removed.count
            kept.removeAll { position in
                let fix = fix(of: position, without: removed, budget)
                fixes[position] = fix
                if fix == .delete { removed.insert(position) }
                return fix == .delete
            }
            isShorter = removed.count > count
        }
        return fixes
    }

    /// Whether a needless rule is so in the list without others, too.
    private func fix(
        of position: Int, without removed: Set<Int>, _ budget: Budget
    ) -> RuleCheck.Fix {
        // Only rules that share packets with it count.
        var met = Set(unbounded)
        for item in store4.boxes(of: position) {
            guard budget.spend(Budget.item) else { return .unknown }
            store4.visit(item.box, owners: 0..<store4.count) {
                met.insert(Int($0.owner))
                return true
            }
        }
        for item in store6.boxes(of: position) {
            guard budget.spend(Budget.item) else { return .unknown }
            store6.visit(item.box, owners: 0..<store6.count) {
                met.insert(Int($0.owner))
                return true
            }
        }
        if met.isDisjoint(with: removed) { return .delete }
        let positions = met.subtracting(removed).sorted()
        guard let place = positions.firstIndex(of: position) else { return .delete }
        var shorter = ProofList(
            positions.map { rules[$0] }, defaultOutcome: defaultOutcome, universe4: universe4,
            universe6: universe6, for: .oneQuestion, budget)
        shorter.mostParts = mostParts
        return switch shorter.need(of: place, budget) {
        case .needless, .neverMatches: budget.end == nil ? .delete : .unknown
        case .needed: .keep
        case .unknown: .unknown
        }
    }
}
