/// A small change of a right answer, which the checks of an exercise should notice.
package struct Mutation: Sendable {
    /// What is changed.
    package enum Kind: String, CaseIterable, Sendable {
        /// A rule, or a command, is left out.
        case drop
        /// A rule is read behind its neighbour.
        case swap
        /// A rule takes more packets.
        case widen
        /// A rule takes fewer packets.
        case narrow
        /// A port, or an address, is the next one.
        case offByOne = "off-by-one"
        /// Another protocol.
        case otherProtocol = "other-protocol"
        /// Source and destination, or the two links, change places.
        case otherDirection = "other-direction"
        /// A rule does not ask about the state of connections, or about one of its states.
        case stateForgotten = "state-forgotten"
        /// A rule does the opposite.
        case actionTurned = "action-turned"
        /// The default does the opposite.
        case defaultTurned = "default-turned"
    }

    /// What became of it.
    package enum Fate: Sendable {
        /// These checks, by their names, failed.
        case noticed([String])
        /// All checks passed, although something is decided otherwise.
        case survived(DecisionDifference)
        /// It is proven that every packet is decided as before.
        case same
        /// The lab takes no such change.
        case refused
    }

    /// What is changed.
    package let kind: Kind
    /// The command that makes the change, behind the right answer; of a command that is left out, its line.
    package let text: String
    /// The line of the right answer that is meant, from 1.
    package let line: Int
    /// What became of it.
    package let fate: Fate

    /// A change and its fate.
    package init(_ kind: Kind, _ text: String, line: Int, _ fate: Fate) {
        self.kind = kind
        self.text = text
        self.line = line
        self.fate = fate
    }
}

/// What a teacher should mend in an exercise.
package enum ExerciseFinding: Equatable, Sendable {
    /// It has no right answer: no file of this name.
    case noSolution(String)
    /// The right answer is not graded, for this reason.
    case solutionRefused(String)
    /// The right answer does not pass this check.
    case solutionFails(String)
    /// All checks pass before anybody has done anything.
    case solvedAsGiven
    /// A check has no hint.
    case noHint(String)
    /// No change of the right answer, and no wrong answer, makes this check fail.
    case neverFails(String)
    /// A hint, or the task for nil, says a line of the right answer.
    case tellsAnswer(hintOf: String?, String)
    /// A wrong answer passes all checks.
    case wrongPasses(String)
    /// A wrong answer is not graded, for this reason.
    case wrongRefused(String, String)
    /// The exercise has no wrong answers.
    case noWrongAnswers
    /// A change of the right answer is noticed by no check.
    case survives(String)
}
