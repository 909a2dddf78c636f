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
    /// - Returns: The first pairs, and the number of all.
    package func correlations(limit: Int, looks: Int = 1_000_000) -> Correlations {
        var result = Correlations(pairs: [], count: 0, isComplete: firstUnbounded == nil)
        var searches = Searches(most: mostParts)
        var left = looks
        for first in rules.indices {
            let subject = subject(at: first)
            let later = first + 1..<rules.count
            let met = Set(
                store4.owners(meeting: subject.boxes4, in: later, otherThan: subject.outcome)
                    + store6.owners(meeting: subject.boxes6, in: later, otherThan: subject.outcome)
            ).sorted()
            for second in met {
                guard left > 0 else {
                    result.isComplete = false
                    return result
                }
                left -= 1
                let other = self.subject(at: Int(second))
                if contains(subject, other, &searches) || contains(other, subject, &searches) {
                    continue
                }
                var used: [Int32] = []
                let both = shared(subject, other)
                switch escape(both, Cover(before: first), &searches, used: &used) {
                // Earlier rules take all that they share: their order does not matter.
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

    /// Whether the one asks for each packet of the other.
    private func contains(
        _ outer: ProofSubject, _ inner: ProofSubject, _ searches: inout Searches
    ) -> Bool {
        searches.v4.covers(outer.boxes4, inner.boxes4)
            && searches.v6.covers(outer.boxes6, inner.boxes6)
    }

    private func shared(_ one: ProofSubject, _ other: ProofSubject) -> ProofSubject {
        ProofSubject(
            boxes4: one.boxes4.pairs(other.boxes4), boxes6: one.boxes6.pairs(other.boxes6),
            outcome: 0, isBounded: true)
    }
}

extension BoxStore {
    /// The rules of a range with another outcome that meet one of the boxes, in no order and repeated.
    fileprivate func owners(
        meeting boxes: [PacketBox<Address>], in range: Range<Int>, otherThan outcome: Int
    ) -> [Int32] {
        var owners: [Int32] = []
        for box in boxes {
            visit(box, owners: Int32(range.lowerBound)..<Int32(range.upperBound)) { item in
                if item.outcome != outcome { owners.append(item.owner) }
                return true
            }
        }
        return owners
    }
}
