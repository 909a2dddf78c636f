import ArgumentParser
import EventLoop
import Events
import Session
import Transcript

/// Writes where a lesson is, and the speaker's notes, for other terminals.
///
/// They are a file of the person's own, so that nobody else can read or write them and no port is open: who looks on
/// reads it, and may come and go.
struct NotesDesk {
    private let path: String
    private let watch = StopWatch()

    /// A desk in the folder of what the person keeps; nil where there is none.
    init?() {
        guard let path = Self.path else { return nil }
        self.path = path
    }

    /// The file; nil when there is no home.
    static var path: String? { PromptLoop.stateFolder().map { "\($0)/notes" } }

    /// Puts down what stands beside a lesson now.
    func put(_ lesson: Lesson) throws(SessionFault) {
        try write(SpeakerNotes(lesson, start: watch.start, processID: Host.processID).bytes)
    }

    /// The lesson is over: an empty file says so.
    func clear() throws(SessionFault) { try write([]) }

    private func write(_ bytes: [UInt8]) throws(SessionFault) {
        do throws(SystemFault) {
            if let folder = Host.parent(of: path) { try Host.makeFolder(path: folder) }
            try FileOutput.replace(path: path) { (file) throws(SystemFault) in
                try file.write(bytes.span)
                return true
            }
        } catch {
            throw .script(path, .system(error))
        }
    }
}

/// `garita notes`: the speaker's notes of the lesson that is being presented in another terminal.
struct Notes: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.notes.text)

    @OptionGroup var spoken: LanguageFlag

    mutating func run() throws {
        try Runner(Flags()).reporting { () throws(SessionFault) in
            let screen = NotesScreen(try Runner.output(to: Console.output))
            do throws(SystemFault) {
                if try screen.run() { return .well }
            } catch {
                throw .output(error)
            }
            try? Console.write(
                NotesText.noLesson.said(in: Console.promptLanguage), to: Console.errors)
            return .wrong
        }
    }
}

/// The terminal of the speaker.
private struct NotesScreen {
    private let output: TextOutput
    /// Whether the time may be written over itself.
    private let isMoving: Bool

    init(_ output: TextOutput) {
        self.output = output
        output.writer.page.language = Console.promptLanguage
        isMoving = Console.appearance(of: Console.output) == .coloured
    }

    /// Shows the notes until the lesson is over, or the person leaves; false where there is no lesson.
    func run() throws(SystemFault) -> Bool {
        guard let path = NotesDesk.path else { return false }
        let signals = try SignalPipe([.interrupt, .terminate, .hangUp])
        let mode = TerminalMode(of: Console.input)
        mode?.unseen.apply(to: Console.input)
        defer { mode?.apply(to: Console.input) }
        let keyboard = mode == nil ? -1 : Console.input
        var watch = FileWatch(path: path)
        var shown: SpeakerNotes?
        var time: UInt64 = 0
        var isGone = false
        while !signals.hasNews {
            if watch.hasChanged() {
                // What is no notes is not shown, whoever wrote it: what was there before stays.
                let bytes = Self.bytes(of: path)
                if let bytes, bytes.isEmpty { break }
                if let notes = bytes.flatMap(SpeakerNotes.init), notes != shown,
                    Host.isRunning(processID: notes.processID)
                {
                    time = StopWatch(startedAt: notes.start).seconds
                    show(notes, time, isFirst: shown == nil)
                    shown = notes
                    try output.flush()
                }
                if shown == nil { break }
            }
            // A process that was killed could not say that its lesson is over.
            if let shown, !Host.isRunning(processID: shown.processID) {
                isGone = true
                break
            }
            let key = try FileWatch.key(
                keyboard: keyboard, wake: signals.descriptor, milliseconds: Self.moment)
            if key == UInt8(ascii: "q") || key == 4 || key == 0 { break }
            guard let shown, isMoving else { continue }
            let now = StopWatch(startedAt: shown.start).seconds
            guard now != time else { continue }
            time = now
            output.writer.page.put(raw: Array("\r\(Self.text(of: time))".utf8))
            try output.flush()
        }
        if shown != nil, isMoving { output.writer.page.endLine() }
        if isGone {
            output.writer.page.put(NotesText.gone.said(in: output.writer.page.language))
            output.writer.page.endLine()
        }
        try output.flush()
        return shown != nil
    }

    private func show(_ notes: SpeakerNotes, _ time: UInt64, isFirst: Bool) {
        let language = output.writer.page.language
        if !isFirst {
            if isMoving { output.writer.page.endLine() }
            output.writer.page.endLine()
        }
        let isEnd = notes.step > notes.count
        let place = isEnd ? NotesText.end : .step(notes.step, of: notes.count)
        output.writer.page.put(place.said(in: language), .strong)
        output.writer.page.endLine()
        for note in notes.notes {
            output.writer.page.put(note)
            output.writer.page.endLine()
        }
        if !isEnd {
            output.writer.page.put(NotesText.next(notes.command).said(in: language))
            output.writer.page.endLine()
        }
        output.writer.page.put(Self.text(of: time))
        if !isMoving { output.writer.page.endLine() }
    }

    /// At most as much as notes may have; nil where it can't be read, or is no file.
    private static func bytes(of path: String) -> [UInt8]? {
        guard
            let bytes = try? FileInput.beginning(
                ofRegularFile: path, count: SpeakerNotes.sizeLimit + 1)
        else { return nil }
        return bytes
    }

    /// Hours, minutes and seconds.
    private static func text(of seconds: UInt64) -> String {
        let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(seconds / 3_600):\(parts[0]):\(parts[1])"
    }

    /// How long a change, or the time, may wait, in milliseconds.
    private static let moment: Int32 = 100
}
