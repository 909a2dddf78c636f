package import Timeline

extension ProofList {
    /// Whether the rule at a position can match, exactly.
    package func reachability(of position: Int, _ budget: Budget = Budget()) -> Reachability {
        var searches = Searches(most: mostParts, budget)
        return reachability(of: subject(at: position), at: position, &searches)
    }

    /// Whether each rule can match, and whether the list needs it, exactly, in reading order.
    ///
    /// - Returns: Fewer than there are rules when the budget has ended before the last one.
    package func examineEachRule(
        _ budget: Budget = Budget()
    ) -> [(reachability: Reachability, need: RuleNeed)] {
        var searches = Searches(most: mostParts, budget)
        var found: [(reachability: Reachability, need: RuleNeed)] = []
        for position in rules.indices {
            let subject = subject(at: position)
            let reachability = reachability(of: subject, at: position, &searches)
            let need = need(of: subject, at: position, reachability, &searches)
            // What was under way when the budget ended is not known.
            guard budget.end == nil else { break }
            found.append((reachability, need))
        }
        return found
    }

    /// Whether a rule that is not in the list could match if it were inserted at a position.
    package func reachability(
        of rule: ProvenRule, insertedAt position: Int, _ budget: Budget = Budget()
    ) -> Reachability {
        var searches = Searches(most: mostParts, budget)
        return reachability(of: subject(rule), at: position, &searches)
    }

    /// A rule of the list in the list's universe.
    func subject(at position: Int) -> ProofSubject {
        ProofSubject(
            boxes4: store4.boxes(of: position).map(\.box),
            boxes6: store6.boxes(of: position).map(\.box),
            outcome: rules[position].outcome, isBounded: rules[position].isBounded)
    }

    /// Any rule in the list's universe.
    func subject(_ rule: ProvenRule) -> ProofSubject {
        ProofSubject(
            boxes4: rule.boxes4.compactMap { $0.intersection(universe4) },
            boxes6: rule.boxes6.compactMap { $0.intersection(universe6) },
            outcome: rule.outcome, isBounded: rule.isBounded)
    }

    func reachability(
        of subject: ProofSubject, at position: Int, _ searches: inout Searches
    ) -> Reachability {
        guard subject.isBounded else { return .unknown(.boxes(rule: position)) }
        guard let example = subject.example else { return .empty }
        var used: [Int32] = []
        switch escape(subject, Cover(before: position), &searches, used: &used) {
        case .exhausted: return .unknown(searches.bound)
        case .found(let point):
            // A rule whose boxes are not known may take the packet, or all of them.
            if let rule = unboundedCover(before: position) { return .unknown(.boxes(rule: rule)) }
            return .reached(point)
        case .none: break
        }
        let needed = Set(used.map { Int($0) }).sorted()
        let cover = reduced(needed, of: subject, at: position, example, &searches)
        let same = cover.count { rules[$0].outcome == subject.outcome }
        let (witness, decider) =
            decided(subject, by: cover, &searches)
            ?? (example, decider(of: example) ?? cover[0])
        return .covered(
            Covering(
                rules: cover,
                agreement: same == cover.count ? .same : same == 0 ? .other : .mixed,
                isDuplicate: cover.count == 1 && isInside(cover[0], subject, &searches),
                witness: witness, decider: decider))
    }

    /// A packet of a rule that the cover leaves out, in either family.
    func escape(
        _ subject: ProofSubject, _ cover: Cover, _ searches: inout Searches, used: inout [Int32]
    ) -> ProofEscape {
        let escape = store4.escape(subject.boxes4, cover, &searches.v4, used: &used).proven
        guard case .none = escape else { return escape }
        return store6.escape(subject.boxes6, cover, &searches.v6, used: &used).proven
    }

    /// The rules of a covering without those that it does not need, the latest left out first.
    ///
    /// One rule that covers alone is preferred to several, the earliest.
    private func reduced(
        _ cover: [Int], of subject: ProofSubject, at position: Int, _ example: ProofPoint,
        _ searches: inout Searches
    ) -> [Int] {
        guard cover.count > 1 else { return cover }
        for rule in takers(of: example, before: position) {
            if isCovered(subject, by: [rule], where: nil, &searches) { return [rule] }
        }
        var left = Set(cover)
        for rule in cover.reversed() {
            left.remove(rule)
            // What the rule does not meet is covered by the rest already.
            if !isCovered(subject, by: left, where: rule, &searches) { left.insert(rule) }
        }
        return left.sorted()
    }

    /// The certain rules before a position that take a packet, ascending; no more than some hundreds.
    private func takers(of point: ProofPoint, before end: Int) -> [Int] {
        var found: [Int] = []
        var from = 0
        while from < end, found.count < 200 {
            guard let rule = first(at: point, in: from..<end, certain: true) else { break }
            found.append(rule)
            from = rule + 1
        }
        return found
    }

    /// Whether some rules take each packet of the subject, or of what it shares with `rule`.
    private func isCovered(
        _ subject: ProofSubject, by cover: Set<Int>, where rule: Int?, _ searches: inout Searches
    ) -> Bool {
        store4.isCovered(subject.boxes4, by: cover, where: rule, &searches.v4)
            && store6.isCovered(subject.boxes6, by: cover, where: rule, &searches.v6)
    }

    /// Whether a rule asks for no packet that the subject does not ask for.
    private func isInside(
        _ rule: Int, _ subject: ProofSubject, _ searches: inout Searches
    ) -> Bool {
        searches.v4.covers(subject.boxes4, store4.boxes(of: rule).map(\.box))
            && searches.v6.covers(subject.boxes6, store6.boxes(of: rule).map(\.box))
    }

    /// A packet of the subject that one of these rules decides; nil when earlier ones decide each.
    private func decided(
        _ subject: ProofSubject, by cover: [Int], _ searches: inout Searches
    ) -> (ProofPoint, Int)? {
        for rule in cover {
            let both4 = subject.boxes4.pairs(store4.boxes(of: rule).map(\.box))
            let both6 = subject.boxes6.pairs(store6.boxes(of: rule).map(\.box))
            let both = ProofSubject(
                boxes4: both4, boxes6: both6, outcome: subject.outcome, isBounded: true)
            var used: [Int32] = []
            if case .found(let point) = escape(both, Cover(before: rule), &searches, used: &used) {
                return (point, rule)
            }
        }
        return nil
    }
}

extension BoxStore {
    /// Whether some rules take each packet of the boxes, or of what they share with `rule`.
    fileprivate func isCovered(
        _ boxes: [PacketBox<Address>], by cover: Set<Int>, where rule: Int?,
        _ search: inout CoverSearch<Address>
    ) -> Bool {
        let parts = rule.map { boxes.pairs(self.boxes(of: $0).map(\.box)) } ?? boxes
        return parts.allSatisfy { isCovered($0, by: cover, &search) == true }
    }
}
