/// Whether a rule can match.
package enum Reachability: Hashable, Sendable {
    /// It can: this packet reaches it, though an earlier limited rule may take it.
    case reached(ProofPoint)
    /// It can't: earlier rules take each packet that it asks for.
    case covered(Covering)
    /// It can't: it asks for no packet that exists.
    case empty
    /// Not known, for this reason.
    case unknown(ProofBound)
}

/// Earlier rules that together take each packet of a rule.
package struct Covering: Hashable, Sendable {
    /// Their positions, ascending; without any of them the others do not cover it.
    package var rules: [Int]
    /// How they act.
    package var agreement: Agreement
    /// Whether it is one rule with exactly the same packets.
    package var isDuplicate: Bool
    /// A packet of the covered rule.
    package var witness: ProofPoint
    /// The rule that decides this packet instead; one of `rules` where one of them decides any.
    package var decider: Int

    /// How covering rules act, in comparison with the rule that they cover.
    package enum Agreement: String, CaseIterable, Hashable, Sendable {
        /// Each does the same: the covered rule is redundant.
        case same
        /// Each does something else: the covered rule is shadowed.
        case other
        /// Some do the same and some something else.
        case mixed
    }
}
