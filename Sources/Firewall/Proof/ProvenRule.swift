package import Timeline

/// A rule as the proofs see it: the boxes that it matches, in both families, and what it does.
package struct ProvenRule: Hashable, Sendable {
    /// The IPv4 packets that it matches: a union of boxes that may overlap; none when it is empty.
    package var boxes4: [PacketBox<UInt32>]
    /// The IPv6 packets that it matches.
    package var boxes6: [PacketBox<UInt128>]
    /// What it does with a packet: equal numbers stand for equal actions.
    package var outcome: Int
    /// The limit of a rule that may or may not take a packet in its boxes; nil when it takes each.
    ///
    /// Equal numbers stand for equal limits.
    /// A limited rule covers nothing and makes nothing needless, but it can be covered itself.
    package var limit: Int?
    /// False for a rule with too many boxes to be written out; its boxes are not looked at, and answers
    /// that depend on it are `ProofBound.boxes`.
    package var isBounded: Bool

    /// The rule with these boxes.
    package init(
        boxes4: [PacketBox<UInt32>] = [], boxes6: [PacketBox<UInt128>] = [], outcome: Int,
        limit: Int? = nil, isBounded: Bool = true
    ) {
        self.boxes4 = boxes4
        self.boxes6 = boxes6
        self.outcome = outcome
        self.limit = limit
        self.isBounded = isBounded
    }

    /// The same with boxes that nobody knows.
    var unread: Self { Self(outcome: outcome, limit: limit, isBounded: false) }
}

/// Why there is no answer.
package enum ProofBound: Hashable, Sendable {
    /// The rule at this position has too many boxes to be written out.
    case boxes(rule: Int)
    /// The search would have looked at more than so many parts of the space.
    case parts(Int)
    /// What the search might spend has come to its end.
    case ended(Budget.End)
}
