package import Timeline

/// Whether a list needs a rule.
package enum RuleNeed: Hashable, Sendable {
    /// Without the rule this packet, which reaches it, may get another verdict, from the rule at `next` or
    /// from the default for nil.
    case needed(ProofPoint, next: Int?)
    /// Packets reach the rule, as this one does, but without it each would surely get the same verdict,
    /// this one from the rule at `next` or from the default for nil.
    case needless(ProofPoint, next: Int?)
    /// No packet reaches it: `Reachability` says why.
    case neverMatches
    /// Not known, for this reason.
    case unknown(ProofBound)
}

extension ProofList {
    /// Whether removing the rule at a position would change a verdict, exactly.
    ///
    /// A later limited rule makes nothing needless: it would be asked more often.
    package func need(of position: Int, _ budget: Budget = Budget()) -> RuleNeed {
        var searches = Searches(most: mostParts, budget)
        let subject = subject(at: position)
        let reachability = reachability(of: subject, at: position, &searches)
        return need(of: subject, at: position, reachability, &searches)
    }

    /// Whether removing a rule of which it is known whether it can match would change a verdict.
    func need(
        of subject: ProofSubject, at position: Int, _ reachability: Reachability,
        _ searches: inout Searches
    ) -> RuleNeed {
        let reached: ProofPoint
        switch reachability {
        case .reached(let point): reached = point
        case .covered, .empty: return .neverMatches
        case .unknown(let bound): return .unknown(bound)
        }
        let unbounded = unbounded.first { $0 >= position }
        // Most rules are needed for the packet that is known to reach them: no other is looked for then.
        let following = first(at: reached, in: position + 1..<rules.count)
        let isLost =
            outcome(following) != subject.outcome
            || following.map { rules[$0].limit != nil } ?? false
        if isLost, following ?? .max < unbounded ?? .max || unbounded == nil {
            return .needed(reached, next: following)
        }
        switch loser(subject, at: position, &searches) {
        case .exhausted: return .unknown(searches.bound)
        case .found(let point):
            let next = first(at: point, in: position + 1..<rules.count)
            if let unbounded, next ?? .max > unbounded {
                return .unknown(.boxes(rule: unbounded))
            }
            return .needed(point, next: next)
        case .none:
            if let unbounded { return .unknown(.boxes(rule: unbounded)) }
            return .needless(reached, next: following)
        }
    }

    /// A packet that the rule at a position decides and that would get, or may get, another verdict
    /// without it.
    ///
    /// Such a packet is taken by a later rule that does something else or is limited, or by such a
    /// default, and by no certain rule of the same outcome between.
    private func loser(
        _ subject: ProofSubject, at position: Int, _ searches: inout Searches
    ) -> ProofEscape {
        let isLostToDefault = defaultOutcome != subject.outcome
        let escape = store4.loser(
            subject.boxes4, at: position, subject.outcome, isLostToDefault, &searches.v4)
        guard case .none = escape.proven else { return escape.proven }
        return store6.loser(
            subject.boxes6, at: position, subject.outcome, isLostToDefault, &searches.v6
        ).proven
    }
}

extension BoxStore {
    /// A packet of a rule's boxes that no rule before `position` takes, and of later rules first one that is
    /// limited or has another outcome, or none and the default has.
    fileprivate func loser(
        _ boxes: [PacketBox<Address>], at position: Int, _ outcome: Int, _ isLostToDefault: Bool,
        _ search: inout CoverSearch<Address>
    ) -> Escape<Address> {
        for box in boxes {
            guard search.budget.spend(Self.walk) else { return .exhausted }
            if isLostToDefault {
                let cover = Cover(before: position, until: Int(count), outcome: outcome)
                let escape = anyEscape(box, cover, &search)
                guard case .none = escape else { return escape }
            }
            for heir in heirs(of: box, behind: position, outcome) {
                let cover = Cover(before: position, until: Int(heir), outcome: outcome)
                for other in self.boxes(of: Int(heir)) {
                    guard let both = box.intersection(other.box) else { continue }
                    let escape = anyEscape(both, cover, &search)
                    guard case .none = escape else { return escape }
                }
            }
        }
        return .none
    }

    /// The rules behind a position that are limited or have another outcome and meet the box, in reading
    /// order; only those before the first that surely takes all of it and has this outcome.
    private func heirs(
        of box: PacketBox<Address>, behind position: Int, _ outcome: Int
    ) -> [Int32] {
        var heirs: [Int32] = []
        var end = count
        visit(box, owners: Int32(position + 1)..<count) { item in
            guard item.owner < end else { return true }
            if !item.isCertain || item.outcome != outcome {
                if heirs.last != item.owner { heirs.append(item.owner) }
            } else if item.box.contains(box) {
                end = item.owner
            }
            return true
        }
        heirs.removeAll { $0 > end }
        heirs.sort()
        return heirs
    }

    /// The boxes that meet the given one, of rules in the range, in reading order.
    func items(
        meeting box: PacketBox<Address>, in range: Range<Int>,
        where holds: (BoxItem<Address>) -> Bool
    ) -> [BoxItem<Address>] {
        var found: [BoxItem<Address>] = []
        visit(box, owners: Int32(range.lowerBound)..<Int32(range.upperBound)) { item in
            if holds(item) { found.append(item) }
            return true
        }
        // The boxes of a rule may come in any order: their places in a tree tell nothing.
        found.sort { $0.owner < $1.owner }
        return found
    }
}
