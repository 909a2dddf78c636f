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
        try grade(bytes, name: name, keeping: false, isOver: isOver).result
    }

    /// What becomes of a submission, and what decides about packets once it has run where that is to be kept.
    ///
    /// - Throws: as ``grade(_:name:isOver:)``.
    package func grade(
        _ bytes: [UInt8], name: String, keeping isKept: Bool, isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> GradedSubmission {
        let text: SubmissionText
        do {
            text = try SubmissionText(bytes)
        } catch {
            return GradedSubmission(grader.result(name, error))
        }
        let bench = try preparedBench(isOver)
        if let refusal = bench.run(text) { return GradedSubmission(grader.result(name, refusal)) }
        let decisions = isKept ? Decisions(bench.lab.network) : nil
        let checks = bench.judge()
        if bench.isOver { return GradedSubmission(grader.result(name, .tooSlow)) }
        return GradedSubmission(
            SubmissionResult(name: name, problem: nil, place: nil, checks: checks),
            isKept ? text.lines.map(\.text) : [], decisions)
    }

    /// What the checks say before anybody has done anything.
    ///
    /// - Throws: as ``grade(_:name:isOver:)``.
    package func gradeNothing(
        isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> SubmissionResult {
        SubmissionResult(
            name: "", problem: nil, place: nil, checks: try preparedBench(isOver).judge())
    }

    /// The lab as the set-up leaves it.
    func preparedBench(
        _ isOver: @escaping () -> Bool
    ) throws(ExerciseFault) -> GradingBench {
        if let bench, bench.begin(anewUntil: isOver) { return bench }
        let bench = grader.bench()
        self.bench = bench
        try bench.prepare(until: isOver)
        return bench
    }
}
