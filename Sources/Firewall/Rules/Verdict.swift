/// What a rule set says about a packet, and what decided it.
package struct Verdict: Hashable, Sendable {
    /// What happens to the packet.
    package let action: Action
    /// What decided it.
    package let decider: Decider

    /// A verdict.
    package init(_ action: Action, by decider: Decider) {
        self.action = action
        self.decider = decider
    }
}

/// What can decide about a packet.
package enum Decider: Hashable, Sendable {
    /// The first rule that matches, by its number in the list at that moment, from 1.
    case rule(Int)
    /// No rule matched.
    case byDefault
}

/// Why a rule did not decide about a packet.
package struct NearMiss: Hashable, Sendable {
    /// The rule's number, from 1.
    package let number: Int
    /// The first of its fields that does not match.
    package let field: RuleField
    /// What the rule wants.
    package let match: RuleMatch
}

/// The rules before the deciding one: why the first of them did not match, and how many there are.
package struct NearMisses: Hashable, Sendable {
    /// The first of them, in order.
    package let shown: [NearMiss]
    /// How many there are in all.
    package let count: Int

    /// No rule stands before the deciding one, or none is to be explained.
    package static let none = NearMisses(shown: [], count: 0)
}
