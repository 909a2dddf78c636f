/// What a rule set says about a packet, and what decided it.
package struct Verdict: Hashable, Sendable {
    /// What happens to the packet; never `log`.
    package let action: Action
    /// What decided it.
    package let decider: Decider
    /// The numbers of the rules that noted the packet on the way, in the order in which they were read.
    package let noted: [Int]
    /// The numbers of the rules with a limit `over` that it passed by on the way, each for a token.
    package let spent: [Int]

    /// A verdict.
    package init(
        _ action: Action, by decider: Decider, noted: [Int] = [], spent: [Int] = []
    ) {
        self.action = action
        self.decider = decider
        self.noted = noted
        self.spent = spent
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
    /// The first of its fields that does not match; nil for a rule that matched and only logs.
    package let field: RuleField?
    /// The rule.
    package let rule: Rule
}

/// The rules before the deciding one: why some of them did not match, and how many there are.
package struct NearMisses: Hashable, Sendable {
    /// Some of them, in the order in which they are read.
    package let shown: [NearMiss]
    /// How many there are in all.
    package let count: Int
    /// Whether `shown` are those that came nearest, of a list too long to show.
    package let areNearest: Bool

    /// The rules before a deciding one.
    package init(shown: [NearMiss], count: Int, areNearest: Bool = false) {
        self.shown = shown
        self.count = count
        self.areNearest = areNearest
    }

    /// No rule stands before the deciding one, or none is to be explained.
    package static let none = NearMisses(shown: [], count: 0)
}
