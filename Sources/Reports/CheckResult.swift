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
