import EventLoop
import Session
import Timeline
import Transcript

/// How far grading is, on the terminal of the standard error.
final class GradingProgress {
    private let total: Int
    private var isShown = false
    private var pause = RealTimeLimit(Duration.milliseconds(200))

    /// Nothing is shown before a moment has passed, and never where there is no terminal that can take it back.
    init?(total: Int) {
        guard total > 1, Console.appearance(of: Console.errors) == .coloured else { return nil }
        self.total = total
    }

    /// Says how many are done, now and then.
    func tell(_ count: Int) {
        guard pause.isOver else { return }
        pause = RealTimeLimit(Duration.milliseconds(100))
        isShown = true
        write { $0.write(done: count, of: total) }
    }

    /// Takes it back.
    func wipe() {
        guard isShown else { return }
        isShown = false
        write { $0.wipeProgress() }
    }

    /// Whether the terminal takes it is of no account.
    private func write(_ body: (inout TranscriptWriter) -> Void) {
        guard let output = try? Console.output(to: Console.errors) else { return }
        body(&output.writer)
        try? output.flush()
    }
}
