package import Timeline

/// Where two rule lists differ.
package enum ListDifference: Hashable, Sendable {
    /// Nowhere: each packet gets the same verdict from both.
    case equal
    /// On these packets and, when `isComplete` is false, on others or perhaps on others.
    case different([DifferentBox], isComplete: Bool)
    /// Not known, for this reason.
    case unknown(ProofBound)
}

/// Packets that get one outcome from the left list and another from the right one.
package struct DifferentBox: Hashable, Sendable {
    /// The packets.
    package var box: ProofBox
    /// What the left list does with them.
    package var leftOutcome: Int
    /// What the right list does with them.
    package var rightOutcome: Int
    /// One of them.
    package var witness: ProofPoint
    /// The rule of the left list that decides the witness, or may when it is limited; nil for the default.
    package var leftDecider: Int?
    /// The rule of the right list that decides the witness, or may; nil for the default.
    package var rightDecider: Int?
}

extension ProofList {
    /// The packets on which this list, the left one, and another differ; exactly.
    ///
    /// A limited rule takes a packet or not; a limited rule that both lists have in the same place does the
    /// same in both. Lists differ on a packet when they can come to different outcomes that way.
    ///
    /// - Parameters:
    ///   - other: The right list; its universes must be the same.
    ///   - limit: The most boxes that are given; above 0.
    ///   - budget: What may be spent.
    /// - Returns: Boxes of packets, a few large ones rather than many small ones; they may overlap.
    package func difference(
        from other: ProofList, limit: Int = 1_000, _ budget: Budget = Budget()
    ) -> ListDifference {
        precondition(
            universe4 == other.universe4 && universe6 == other.universe6,
            "lists are compared in one universe")
        if let rule = firstUnbounded ?? other.firstUnbounded { return .unknown(.boxes(rule: rule)) }
        let alignment = RuleAlignment(rules, other.rules, budget)
        if let end = budget.end { return .unknown(.ended(end)) }
        // More is looked for than is wanted, because joining makes it less.
        let most = max(256, limit * 4)
        var v4 = DifferenceSearch(
            store4, other.store4, alignment.turns, limit: most, most: mostParts, budget)
        v4.look(self, other, alignment, universe4)
        var v6 = DifferenceSearch(
            store6, other.store6, alignment.turns, limit: most, most: mostParts, budget)
        v6.look(self, other, alignment, universe6)
        let boxes = v4.boxes() + v6.boxes()
        let isComplete = v4.ending == .complete && v6.ending == .complete
        if boxes.isEmpty {
            return isComplete
                ? .equal : .unknown(budget.end.map(ProofBound.ended) ?? .parts(mostParts))
        }
        return .different(
            Array(boxes.prefix(limit)), isComplete: isComplete && boxes.count <= limit)
    }
}
