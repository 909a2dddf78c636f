package import Timeline

/// Two rules that do different things with packets they share, each with packets of its own.
package struct Correlation: Hashable, Sendable {
    /// The position of the earlier rule.
    package var first: Int
    /// The position of the later rule.
    package var second: Int
    /// A packet that both ask for and that no earlier rule surely takes.
    package var witness: ProofPoint
}

/// The correlated pairs of a list.
package struct Correlations: Hashable, Sendable {
    /// The first of them, by the earlier and then the later position.
    package var pairs: [Correlation]
    /// How many there are; at least, when counting has stopped.
    package var count: Int
    /// False when counting has stopped at its bound or a rule is not bounded.
    package var isComplete: Bool
}

extension ProofList {
    /// The pairs of rules with different outcomes that meet, where no earlier rules take all of it, without
    /// one containing the other.
    ///
    /// - Parameters:
    ///   - limit: The most pairs that are listed; the others are counted.
    ///   - looks: The most meetings of two rules that are looked at.
    ///   - budget: What may be spent.
    /// - Returns: The first pairs, and the number of all.
    package func correlations(
        limit: Int, looks: Int = 1_000_000, _ budget: Budget = Budget()
    ) -> Correlations {
        var result = Correlations(pairs: [], count: 0, isComplete: unbounded.isEmpty)
        var searches = Searches(most: mostParts, budget)
        var left = looks
        var met: [Int32] = []
        for first in rules.indices {
            guard budget.spend(BoxStore<UInt32>.walk) else {
                result.isComplete = false
                break
            }
            met.removeAll(keepingCapacity: true)
            store4.addOpponents(of: first, to: &met)
            store6.addOpponents(of: first, to: &met)
            met.sort()
            var last: Int32 = -1
            for second in met where second != last {
                last = second
                guard left > 0 else {
                    result.isComplete = false
                    return result
                }
                left -= 1
                switch meeting(first, Int(second), &searches) {
                case .none: continue
                case .exhausted: result.isComplete = false
                case .found(let witness):
                    result.count += 1
                    guard result.pairs.count < limit else { continue }
                    result.pairs.append(
                        Correlation(first: first, second: Int(second), witness: witness))
                }
            }
        }
        return result
    }

    /// A packet that two rules share and that no earlier rule takes; none too where one of them contains the other.
    private func meeting(_ first: Int, _ second: Int, _ searches: inout Searches) -> ProofEscape {
        if contains(first, second, &searches) || contains(second, first, &searches) {
            return .none
        }
        let escape = store4.meeting(first, second, &searches.v4).proven
        guard case .none = escape else { return escape }
        return store6.meeting(first, second, &searches.v6).proven
    }

    /// Whether the one asks for each packet of the other.
    private func contains(_ outer: Int, _ inner: Int, _ searches: inout Searches) -> Bool {
        store4.contains(outer, inner, &searches.v4) && store6.contains(outer, inner, &searches.v6)
    }
}

extension BoxStore {
    /// Adds the later rules with another outcome that meet a rule, in no order and repeated.
    fileprivate func addOpponents(of rule: Int, to met: inout [Int32]) {
        for own in boxes(of: rule) {
            visit(own.box, owners: Int32(rule + 1)..<count) { item in
                if item.outcome != own.outcome { met.append(item.owner) }
                return true
            }
        }
    }

    /// Whether a rule asks for each packet of another.
    fileprivate func contains(
        _ outer: Int, _ inner: Int, _ search: inout CoverSearch<Address>
    ) -> Bool {
        let (outer, inner) = (boxes(of: outer), boxes(of: inner))
        guard outer.count > 1, let whole = outer.first else {
            return inner.allSatisfy { inner in outer.first?.box.contains(inner.box) ?? false }
        }
        // Most rules are one box: only of several does a search tell.
        if inner.allSatisfy({ whole.box.contains($0.box) }) { return true }
        return search.covers(outer.map(\.box), inner.map(\.box))
    }

    /// A packet that two rules share and that no rule before the first takes.
    fileprivate func meeting(
        _ first: Int, _ second: Int, _ search: inout CoverSearch<Address>
    ) -> Escape<Address> {
        var used: [Int32] = []
        for one in boxes(of: first) {
            for other in boxes(of: second) {
                guard let both = one.box.intersection(other.box) else { continue }
                let escape = escape(both, Cover(before: first), &search, used: &used)
                guard case .none = escape else { return escape }
            }
        }
        return .none
    }
}
