import Commands
import EventLoop
import Events
import Grammar
import Session
import Timeline
import Transcript

/// Somebody's work at one exercise of a folder: the lab, what is kept, and where it is written.
final class PracticeDesk {
    /// The work.
    let practice: Practice
    private let folder: PracticeFolder
    private let place: Int
    private let journal: PracticeJournal
    private let output: TextOutput
    private let table = PracticeLine.table()
    private let echoes: Bool

    /// What comes behind a line.
    enum Next: Equatable {
        case line
        case exercise(Int)
        case end
    }

    /// Opens an exercise; an input that is no terminal is echoed.
    init(_ folder: PracticeFolder, _ place: Int, echoes: Bool) throws(GradingFault) {
        self.folder = folder
        self.place = place
        self.echoes = echoes
        journal = folder.journal(place)
        let exercise = try folder.exercise(place)
        output = try Self.told { () throws(SessionFault) in try Runner.output(to: Console.output) }
        var options = Session.Options()
        options.echoes = echoes
        options.isWatched = !echoes
        let session = Session(lab: Lab(), output: output, errors: output, options: options)
        let language = PromptLoop.isTyped ? Console.promptLanguage : Console.language
        session.speak(Console.askedLanguage ?? exercise.language ?? language)
        practice = try Self.asked { () throws(ExerciseFault) in try Practice(exercise, session) }
    }

    /// Says which exercise this is and what is to be done, and takes up what was kept.
    func open() throws(GradingFault) {
        let resumed = practice.resume(journal.notes)
        let exercise = practice.exercise
        try say(
            .opened(
                title: exercise.title, points: exercise.points, checks: exercise.checks.count,
                resumed: resumed))
        if resumed == 0 { try say(.task(exercise.task)) }
    }

    /// Carries out a line.
    func handle(_ line: String) throws(GradingFault) -> Next {
        defer { keep() }
        let bytes = Array(line.utf8)
        guard let words = try? CommandLine(bytes), table.row(for: words) != nil else {
            let flow = try Self.told { () throws(SessionFault) in try practice.run(bytes) }
            if case .quit = flow { return .end }
            return .line
        }
        if echoes { output.writer.echo(bytes) }
        let wish: PracticeLine
        do throws(UsageFault) {
            wish = try table.parse(words)
        } catch {
            output.writer.write(.usage(error), in: bytes, indent: nil)
            try flush()
            return .line
        }
        return try handle(wish)
    }

    private func handle(_ line: PracticeLine) throws(GradingFault) -> Next {
        switch line {
        case .task: try say(.task(practice.exercise.task))
        case .check: try check(nil)
        case .hint: try hint(nil)
        case .solution:
            let lines = practice.isDone ? folder.solution(place) : nil
            try say(lines.map { .solution($0) } ?? .noSolution(isEarned: practice.isDone))
        case .submit(let file): try submit(file.value)
        case .list: try list()
        case .next:
            guard place + 1 < folder.paths.count else {
                try say(.noExercise(nil, known: []))
                return .line
            }
            return .exercise(place + 1)
        case .open(let name):
            guard let place = folder.place(of: name.value) else {
                try say(.noExercise(name.value, known: folder.paths.indices.map(folder.name)))
                return .line
            }
            return .exercise(place)
        }
        return .line
    }

    /// Says which check does not pass: of a text, or of what was typed.
    func check(_ bytes: [UInt8]?) throws(GradingFault) {
        let limit = RealTimeLimit(GradingQueue.patience)
        try say(
            try Self.asked { () throws(ExerciseFault) in
                try practice.check(bytes) { limit.isOver }
            })
    }

    /// Gives a hint about the check that does not pass.
    func hint(_ bytes: [UInt8]?) throws(GradingFault) {
        let limit = RealTimeLimit(GradingQueue.patience)
        try say(
            try Self.asked { () throws(ExerciseFault) in
                try practice.hint(bytes) { limit.isOver }
            })
    }

    /// Shows the exercises, with what is done.
    func list() throws(GradingFault) {
        keep()
        try say(.list(try folder.list(), current: folder.name(place)))
    }

    /// Keeps what is new.
    func keep() {
        journal.keep(practice.news)
        practice.news = []
    }

    private func submit(_ path: String) throws(GradingFault) {
        let mark = PracticeJournal.submissionMark
        if let start = try? FileInput.beginning(ofRegularFile: path, count: mark.count),
            !start.isEmpty, start != mark
        {
            return try say(.notReplaced(file: path))
        }
        let bytes = practice.commands.reduce(into: mark) { $0 += $1 + [0x0A] }
        try GradeOutput.bytes(bytes, to: path)
        try say(.submitted(file: path, count: practice.commands.count))
    }

    /// Says something.
    func say(_ event: PracticeEvent) throws(GradingFault) {
        output.writer.write(event)
        try flush()
    }

    /// Hands everything on.
    func flush() throws(GradingFault) {
        try Self.told { () throws(SessionFault) in try Evidence.flush(output) }
    }

    /// Gives faults of the output their place among those of grading.
    static func told<Value>(
        _ body: () throws(SessionFault) -> Value
    ) throws(GradingFault) -> Value {
        do {
            return try body()
        } catch {
            throw .output(error)
        }
    }

    private static func asked<Value>(
        _ body: () throws(ExerciseFault) -> Value
    ) throws(GradingFault) -> Value {
        do {
            return try body()
        } catch {
            throw .exercise(error)
        }
    }
}
