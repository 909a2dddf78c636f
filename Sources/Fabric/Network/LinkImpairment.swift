package import Timeline
package import Wire

/// What a link does to packets beyond its own delay.
package struct LinkImpairment: Hashable, Sendable {
    /// How many packets it loses.
    package var loss = Percentage.none
    /// How much longer than the link's own delay a packet takes, in virtual time.
    package var delay = Duration.zero
    /// How far a packet's delay may be from `delay`, in both directions; at most `delay`.
    package var jitter = Duration.zero
    /// How many packets it holds back, so that those behind can overtake them.
    package var reordering = Percentage.none
    /// How long it holds them back, in virtual time.
    package var holdBack = Duration.zero
    /// How many packets come out twice.
    package var duplication = Percentage.none
    /// How many packets whose sender knows ECN it marks, as a congested router does (RFC 3168 section 5).
    package var marking = Percentage.none

    /// A link that does nothing.
    package init() {}

    /// Whether it does nothing.
    package var isNone: Bool {
        loss == .none && delay == .zero && jitter == .zero && reordering == .none
            && duplication == .none && marking == .none
    }
}

/// A link and what it does to packets at a moment, for showing.
package struct LinkSnapshot: Sendable {
    /// The link's name.
    package let name: String
    /// The names of the nodes at its ends.
    package let ends: [String]
    /// How long a packet takes from one end to the other, in virtual time.
    package let delay: Duration
    /// What it does to packets.
    package let impairment: LinkImpairment
}
