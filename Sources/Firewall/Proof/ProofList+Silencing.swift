package import Timeline

/// The rules that can match no more once another has been inserted before them.
package struct Silencing: Hashable, Sendable {
    /// Their positions in the list as it was, ascending.
    package var rules: [Int]
    /// A packet for each, which it decided (or a limited rule before it) and the new rule takes.
    package var witnesses: [ProofPoint]
    /// Whether there are no others; false when a limit was met or a rule is not bounded.
    package var isComplete: Bool
}

extension ProofList {
    /// The rules that could match but can't once `rule` is inserted at a position.
    ///
    /// - Parameters:
    ///   - rule: The new rule.
    ///   - position: Where it would stand.
    ///   - limit: The most rules that are listed.
    ///   - looks: The most later rules that are looked at.
    ///   - budget: What may be spent.
    /// - Returns: The rules, and whether they are all.
    package func silenced(
        by rule: ProvenRule, insertedAt position: Int, limit: Int = 100, looks: Int = 1_000,
        _ budget: Budget = Budget()
    ) -> Silencing {
        var result = Silencing(rules: [], witnesses: [], isComplete: rule.isBounded)
        guard rule.isBounded, rule.limit == nil else {
            result.isComplete = rule.limit != nil
            return result
        }
        let subject = subject(rule)
        let later = Int32(position)..<Int32(rules.count)
        let met = Set(
            store4.owners(meeting: subject.boxes4, in: later)
                + store6.owners(meeting: subject.boxes6, in: later)
        ).sorted()
        if firstUnbounded != nil { result.isComplete = false }
        var searches = Searches(most: mostParts, budget)
        for (count, place) in met.enumerated() {
            guard count < looks, result.rules.count < limit, budget.end == nil else {
                result.isComplete = false
                break
            }
            if unboundedCover(before: Int(place)) != nil { break }
            switch isSilenced(Int(place), by: subject, &searches) {
            case .found(let point):
                result.rules.append(Int(place))
                result.witnesses.append(point)
            case .none: break
            case .exhausted: result.isComplete = false
            }
        }
        return result
    }

    /// A packet that the rule at a position loses with all others to a subject before it.
    private func isSilenced(
        _ position: Int, by subject: ProofSubject, _ searches: inout Searches
    ) -> ProofEscape {
        let rule = self.subject(at: position)
        // Most rules keep a packet that is found by a look at one.
        if let example = rule.example, !subject.contains(example),
            first(at: example, in: 0..<position, certain: true) == nil
        {
            return .none
        }
        guard
            let rest4 = searches.v4.remains(of: rule.boxes4, without: subject.boxes4),
            let rest6 = searches.v6.remains(of: rule.boxes6, without: subject.boxes6)
        else { return .exhausted }
        let cover = Cover(before: position)
        var used: [Int32] = []
        let rest = ProofSubject(boxes4: rest4, boxes6: rest6, outcome: 0, isBounded: true)
        switch escape(rest, cover, &searches, used: &used) {
        case .found: return .none
        case .exhausted: return .exhausted
        case .none: break
        }
        let lost = ProofSubject(
            boxes4: rule.boxes4.pairs(subject.boxes4), boxes6: rule.boxes6.pairs(subject.boxes6),
            outcome: 0, isBounded: true)
        return escape(lost, cover, &searches, used: &used)
    }
}

extension BoxStore {
    /// The rules of a range that meet one of the boxes, in no order and repeated.
    func owners(meeting boxes: [PacketBox<Address>], in range: Range<Int32>) -> [Int32] {
        var owners: [Int32] = []
        for box in boxes {
            visit(box, owners: range) { item in
                owners.append(item.owner)
                return true
            }
        }
        return owners
    }
}
