import Commands
import ArgumentParser
import EventLoop
import Fabric
import Handouts
import Session
import Terminal
import Transcript

/// `garita present LAB`: a lab as a lesson, walked through at the prompt.
struct Present: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.present.text)

    @OptionGroup var spoken: LanguageFlag

    @Flag(name: .customLong("validate"), help: ArgumentHelp(ProgramText.validate.text))
    var isWalked = false

    @Flag(name: .customLong("notes"), help: ArgumentHelp(ProgramText.withNotes.text))
    var hasNotes = false

    @Option(help: ArgumentHelp(ProgramText.seed.text))
    var seed: UInt64?

    @Argument(help: ArgumentHelp(ProgramText.lesson.text))
    var lab: String

    mutating func validate() throws {
        if hasNotes, isWalked { throw ValidationError(ProgramText.notesUnseen.text) }
    }

    mutating func run() throws {
        let (path, isWalked, seed) = (lab, isWalked, seed ?? Runner.scriptSeed)
        let notes = hasNotes ? NotesDesk() : nil
        try Runner(Flags()).reporting { () throws(SessionFault) in
            let script = try Script(path: path)
            let presenter = try Presenter(script, seed: seed, isShown: !isWalked, notes)
            if isWalked { return try presenter.walk() }
            return PromptLoop.isTyped ? try presenter.present() : try presenter.read()
        }
    }
}

/// Walks through a lesson.
struct Presenter {
    private let lesson: Lesson
    private let output: TextOutput
    /// Where other terminals see the speaker's notes; nil where nobody has asked for them.
    private let notes: NotesDesk?
    private var session: Session { lesson.session }

    /// A lesson at its beginning; one that is not shown says only what goes wrong.
    init(
        _ script: Script, seed: UInt64, isShown: Bool, _ notes: NotesDesk? = nil
    ) throws(SessionFault) {
        self.notes = notes
        let lab = Lab()
        lab.fabric.seed(seed)
        output = isShown ? try Runner.output(to: Console.output) : TextOutput()
        var options = Session.Options()
        options.echoes = !PromptLoop.isTyped
        options.isWatched = PromptLoop.isTyped && isShown
        let errors = try Runner.output(to: Console.errors)
        let session = Session(lab: lab, output: output, errors: errors, options: options)
        let language = PromptLoop.isTyped ? Console.promptLanguage : Console.language
        session.speak(Console.askedLanguage ?? script.language ?? language)
        if isShown {
            session.keep(
                on: TypedPage(
                    TranscriptHeader(version: Session.version, seed: seed, commands: .typed)))
        }
        lesson = Lesson(script, session)
    }

    /// Lets a person walk, with the next command typed already.
    func present() throws(SessionFault) -> ExitStatus {
        let terminal = try PromptLoop.terminal(for: session)
        var told = -1
        try beginNotes()
        while true {
            if told != lesson.position {
                try lesson.tell()
                try notes?.put(lesson)
            }
            told = lesson.position
            terminal.show(prompt: prompt)
            try session.flush()
            let next = lesson.isAsking ? "" : lesson.step?.command ?? ""
            guard let line = try PromptLoop.next(terminal, typed: next) else { break }
            // An empty line is one that somebody has emptied: nothing is to be run by mistake.
            if line.allSatisfy({ $0 == " " }), !lesson.isAsking { continue }
            if case .quit = try lesson.take(line) { break }
        }
        try notes?.clear()
        try session.finish()
        terminal.endingSignal?.raiseUnanswered()
        return .well
    }

    /// Walks as the lines of an input say; an empty one runs the next command.
    func read() throws(SessionFault) -> ExitStatus {
        let script = try Script(descriptor: Console.input, name: "<stdin>")
        try beginNotes()
        try lesson.tell()
        try notes?.put(lesson)
        for line in script.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        {
            let before = lesson.position
            if case .quit = try lesson.take(String(decoding: line, as: UTF8.self)) { break }
            guard before != lesson.position else { continue }
            try lesson.tell()
            try notes?.put(lesson)
        }
        try notes?.clear()
        try session.finish()
        return status
    }

    /// Says where the notes are to be seen.
    private func beginNotes() throws(SessionFault) {
        guard notes != nil else { return }
        do throws(SystemFault) {
            try Console.write(NotesText.shown.said(in: session.language), to: Console.errors)
        } catch {
            throw .output(error)
        }
    }

    /// Walks from the beginning to the end.
    func walk() throws(SessionFault) -> ExitStatus {
        while lesson.step != nil {
            if case .goOn = try lesson.take("next") { continue }
            break
        }
        // What is asked and never answered is a mistake of who wrote the lesson.
        let isOpen = session.endQuestions() > 0
        let status = self.status == .well && isOpen ? .failed : self.status
        if isOpen { try session.flush() }
        if status != .well {
            let errors = try Runner.output(to: Console.errors)
            errors.writer.page.put(raw: output.writer.page.take())
            do { try errors.flush() } catch { throw .output(error) }
        }
        return status
    }

    private var status: ExitStatus {
        if session.tally.refused > 0 { return .wrong }
        return session.tally.failed > 0 ? .failed : .well
    }

    /// How far one is stands in front of the prompt.
    private var prompt: String {
        let count = lesson.text.steps.count
        return lesson.step == nil
            ? "\(count)/\(count) \(session.prompt)"
            : "\(lesson.position + 1)/\(count) \(session.prompt)"
    }
}
