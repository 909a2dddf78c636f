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
