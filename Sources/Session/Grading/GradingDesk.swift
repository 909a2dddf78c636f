import Events
package import Reports

/// Grades one submission after the other, on one thread.
///
/// What the exercise has in front of a submission is run once, and what it has left is put back for each; where that can't be
/// (a tunnel has keys and counts, which never go back) it is run for each. What becomes of a submission is the same.
package final class GradingDesk {
    private let grader: Grader
    private var bench: GradingBench?

    /// A desk at which nothing has been graded yet.
    package init(_ grader: Grader) {
        self.grader = grader
    }

    /// What becomes of a submission; `isOver` says whether it has run for as long as it may.
    ///
    /// - Throws: `ExerciseFault` when the exercise's own commands are refused.
    package func grade(
        _ bytes: [UInt8], name: String, isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> SubmissionResult {
        let text: SubmissionText
        do {
            text = try SubmissionText(bytes)
        } catch {
            return grader.result(name, error)
        }
        let bench = try preparedBench(isOver)
        if let refusal = bench.run(text) { return grader.result(name, refusal) }
        let checks = bench.judge()
        if bench.isOver { return grader.result(name, .tooSlow) }
        return SubmissionResult(name: name, problem: nil, place: nil, checks: checks)
    }

    private func preparedBench(
        _ isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> GradingBench {
        if let bench, bench.begin(anewUntil: isOver) { return bench }
        let bench = grader.bench()
        self.bench = bench
        try bench.prepare(until: isOver)
        return bench
    }
}
