package import Firewall

/// Submissions that are proven to decide the same about every packet, and that passed the same checks.
package struct SubmissionGroup: Sendable {
    /// What a member has in common with the first one.
    package enum Likeness: Equatable, Sendable {
        /// The commands are the same, letter by letter, apart from narration and empty lines.
        case text
        /// They are others, and are proven to decide the same.
        case meaning
    }

    /// The name of the first, which stands for the others.
    package let first: String
    /// What it earned, and what it could.
    package let earned, points: Int
    /// The others.
    package internal(set) var others: [(name: String, likeness: Likeness)] = []
    /// Where it decides otherwise than the first group; nil of that one.
    package var difference: DecisionDifference?

    /// A group of one submission.
    package init(first: String, earned: Int, of points: Int) {
        self.first = first
        self.earned = earned
        self.points = points
    }

    /// Puts another submission into it.
    package mutating func add(_ name: String, _ likeness: Likeness) {
        others.append((name, likeness))
    }
}

/// Where two networks decide otherwise.
package enum DecisionDifference: Sendable {
    /// What happens to a packet, and what says so.
    package struct Ruling: Sendable {
        package let action: Action
        package let decider: Decider

        /// An action and its decider.
        package init(_ action: Action, by decider: Decider) {
            self.action = action
            self.decider = decider
        }
    }

    /// About this packet, at a gateway: what the one does, and the other.
    case packet([UInt8], at: String?, here: Ruling, there: Ruling)
    /// In something that is no rule: routes, policies, links.
    case elsewhere
    /// It is not known whether they do: the proof met its bound, or the exercise takes commands that no proof is about.
    case unknown
    /// Nowhere; what else is asked of them they answer otherwise.
    case nowhere
}
