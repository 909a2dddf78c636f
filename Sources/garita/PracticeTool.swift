import ArgumentParser
import EventLoop
import Events
import Fabric
import Session
import Terminal
import Transcript

/// `garita practice EXERCISE|FOLDER`: the prompt with a task.
struct PracticeTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "practice", abstract: ProgramText.practice.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.practiceExercise.text))
    var exercise: String

    @Option(help: ArgumentHelp(ProgramText.watch.text, valueName: "file"))
    var watch: String?

    @Option(help: ArgumentHelp(ProgramText.student.text, valueName: "id"))
    var student: String?

    mutating func run() throws {
        let (path, watch, student) = (exercise, watch, student ?? "")
        try Runner(Flags()).reporting { () throws(SessionFault) in
            do throws(GradingFault) {
                let folder = try PracticeFolder(path, student: student)
                if let watch { return try PracticeWatch(folder, file: watch).run() }
                return try PracticeLoop(folder).run()
            } catch {
                if case .output(let fault) = error { throw fault }
                let errors = try Runner.output(to: Console.errors)
                errors.writer.write(error)
                try Evidence.flush(errors)
                return .wrong
            }
        }
    }
}

/// Reads lines and carries them out, at one exercise after the other.
struct PracticeLoop {
    private let folder: PracticeFolder

    init(_ folder: PracticeFolder) {
        self.folder = folder
    }

    /// Goes on until the person leaves.
    func run() throws(GradingFault) -> ExitStatus {
        var place = folder.firstOpen
        if PromptLoop.isTyped {
            while let next = try work(at: place) { place = next }
            return .well
        }
        var lines = try Self.lines()[...]
        while let next = try work(at: place, &lines) { place = next }
        return .well
    }

    // MARK: - A terminal

    /// Works at an exercise; the place of the next one, or nil when the person leaves.
    private func work(at place: Int) throws(GradingFault) -> Int? {
        let desk = try PracticeDesk(folder, place, echoes: false)
        let session = desk.practice.session
        let terminal = try PracticeDesk.told { () throws(SessionFault) in
            try PromptLoop.terminal(for: session)
        }
        try desk.open()
        while let line = try PracticeDesk.told({ () throws(SessionFault) in
            try PromptLoop.next(terminal)
        }) {
            switch try desk.handle(line) {
            case .line: terminal.show(prompt: session.prompt)
            case .exercise(let next): return next
            case .end: return nil
            }
            try desk.flush()
        }
        terminal.endingSignal?.raiseUnanswered()
        return nil
    }

    // MARK: - An input that is none

    private func work(
        at place: Int, _ lines: inout ArraySlice<String>
    ) throws(GradingFault) -> Int? {
        let desk = try PracticeDesk(folder, place, echoes: true)
        try desk.open()
        while let line = lines.popFirst() {
            switch try desk.handle(line) {
            case .line: continue
            case .exercise(let next):
                try desk.flush()
                return next
            case .end:
                try desk.flush()
                return nil
            }
        }
        try desk.flush()
        return nil
    }

    private static func lines() throws(GradingFault) -> [String] {
        do {
            let bytes = try FileInput.readAll(
                descriptor: Console.input, limit: Exercise.sizeLimit)
            return bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            throw .file("<stdin>", FileProblem(error))
        }
    }
}
