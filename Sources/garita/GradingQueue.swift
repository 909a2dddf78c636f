import EventLoop
import Events
import Reports
import Session
import Synchronization
import Timeline

/// Submissions that threads take one after the other; what becomes of each does not depend on who took it.
final class GradingQueue: Sendable {
    /// Something that is to be graded.
    struct Submission: Sendable {
        /// What it is called.
        let name: String
        /// Where it is; nil: nothing was handed in.
        let file: String?
        /// Who grades it, where not every submission is to the same exercise.
        let grader: Grader?
    }

    private let grader: Grader
    private let submissions: [Submission]
    private let isKept: Bool
    private let next = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private let found = Mutex(Found())

    private struct Found {
        var results: [GradedSubmission?] = []
        var count = 0
        var fault: ExerciseFault?
    }

    /// The wall time that one submission may take.
    static let patience = Duration.seconds(10)

    /// A queue of submissions to an exercise; whether what they decide is to be kept.
    init(_ grader: Grader, _ submissions: [Submission], keeping isKept: Bool) {
        self.isKept = isKept
        self.grader = grader
        self.submissions = submissions
        found.withLock { $0.results = Array(repeating: nil, count: submissions.count) }
    }

    /// Grades all of them in at most so many threads.
    ///
    /// The caller's thread asks `stop` whether somebody wants it to end, and tells `progress` how many are done.
    ///
    /// - Returns: What became of them, in order; when it was stopped, of those that were graded.
    /// - Throws: `GradingFault.exercise` when the exercise's own commands are refused.
    func results(
        jobs: Int, stop: @escaping () -> Bool, progress: (Int) -> Void
    ) throws(GradingFault) -> [GradedSubmission] {
        Threads.run(min(jobs, submissions.count) - 1) {
            self.work({ self.isStopped.load(ordering: .relaxed) }, told: { _ in })
        } beside: {
            work(
                { [self] in
                    if stop() { isStopped.store(true, ordering: .relaxed) }
                    return isStopped.load(ordering: .relaxed)
                }, told: progress)
        }
        let found = found.withLock { $0 }
        if let fault = found.fault { throw .exercise(fault) }
        return found.results.compactMap { $0 }
    }

    /// Takes one submission after the other.
    private func work(_ stop: @escaping () -> Bool, told: (Int) -> Void) {
        let desk = GradingDesk(grader)
        while !stop() {
            let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard place < submissions.count else { return }
            do throws(ExerciseFault) {
                let submission = submissions[place]
                let result = try result(
                    of: submission, at: submission.grader.map(GradingDesk.init) ?? desk, stop)
                let count = found.withLock { found in
                    found.results[place] = result
                    found.count += 1
                    return found.count
                }
                told(count)
            } catch {
                // It is the same one for each submission.
                found.withLock { $0.fault = error }
                isStopped.store(true, ordering: .relaxed)
            }
        }
    }

    private func result(
        of submission: Submission, at desk: GradingDesk, _ stop: @escaping () -> Bool
    ) throws(ExerciseFault) -> GradedSubmission {
        guard let file = submission.file else {
            return GradedSubmission(grader.result(submission.name, .missing))
        }
        let bytes: [UInt8]
        do {
            bytes = try FileInput.readAll(path: file, limit: Exercise.sizeLimit)
        } catch {
            return GradedSubmission(
                grader.result(submission.name, .unreadable(FileProblem(error))))
        }
        let limit = RealTimeLimit(Self.patience)
        return try desk.grade(bytes, name: submission.name, keeping: isKept) {
            limit.isOver || stop()
        }
    }
}
