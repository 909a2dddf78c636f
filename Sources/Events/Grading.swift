/// What is wrong with an exercise.
package enum ExerciseProblem: Equatable, Sendable {
    /// It has no line of this kind, which it needs.
    case lineMissing(String)
    /// It has a second line of this kind.
    case lineRepeated(String)
    /// A check or a hint stands in front of `submission`, where it would judge nothing.
    case beforeSubmission(String)
    /// Two checks have one name.
    case checkRepeated(String)
    /// A check needs one that does not stand in front of it.
    case noSuchCheck(String)
    /// A hint stands behind no check.
    case hintWithoutCheck
    /// A check says nothing that could be true or not.
    case noClaim
    /// No command of the lab begins so, or none that a submission may have.
    case noSuchCommand(String)
    /// A command of its own was refused.
    case commandRefused
    /// It has more checks than are graded.
    case tooManyChecks(limit: Int)
}

/// Why a submission is not graded.
package enum SubmissionProblem: Error, Equatable, Sendable {
    /// It has nothing to run.
    case empty
    /// It is no text.
    case binary
    /// It is larger than is read, in bytes.
    case tooLarge(limit: Int)
    /// It can't be read.
    case unreadable(FileProblem)
    /// It has more lines than are run.
    case tooManyLines(limit: Int)
    /// The exercise takes no such command.
    case notTaken(String)
    /// It took longer than it may.
    case tooSlow
    /// It let more virtual time pass than it may, in seconds.
    case tooLong(limit: Int)
    /// It made more packets than it may.
    case tooManyPackets(limit: Int)
    /// It has more rules than it may.
    case tooManyRules(limit: Int)
}

/// How one check came out.
package struct CheckResult: Sendable {
    /// How it came out.
    package enum Outcome: Equatable, Sendable {
        case passed
        /// It failed; what was said, and a command that shows it, where there is one.
        case failed(said: [String], show: String?)
        /// It was not tried, since another one did not pass.
        case skipped(needs: String)
        /// The submission was not graded.
        case notTried
    }

    /// Its name.
    package let name: String
    /// What it is worth.
    package let points: Int
    /// Whether students do not see it.
    package let isHidden: Bool
    /// How it came out.
    package let outcome: Outcome

    /// A result.
    package init(name: String, points: Int, isHidden: Bool, outcome: Outcome) {
        self.name = name
        self.points = points
        self.isHidden = isHidden
        self.outcome = outcome
    }

    /// What it earned.
    package var earned: Int { outcome == .passed ? points : 0 }
}

/// What became of one submission.
package struct SubmissionResult: Sendable {
    /// A place in it.
    package struct Place: Equatable, Sendable {
        package let line: Int
        package let column: Int

        /// A place, both from 1.
        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// What it is called.
    package let name: String
    /// Why it was not graded, as it is said; nil where it was.
    package let problem: String?
    /// Where the problem is, if it has a place.
    package let place: Place?
    /// The checks in the order of the exercise, the hidden ones last.
    package let checks: [CheckResult]

    /// A result.
    package init(name: String, problem: String?, place: Place?, checks: [CheckResult]) {
        self.name = name
        self.problem = problem
        self.place = place
        self.checks = checks
    }

    /// Whether it was graded.
    package var isGraded: Bool { problem == nil }
    /// What it earned.
    package var earned: Int { checks.reduce(0) { $0 + $1.earned } }
    /// What it could earn.
    package var points: Int { checks.reduce(0) { $0 + $1.points } }
}
