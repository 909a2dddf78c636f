import Cipher
import Commands
import EventLoop
import Events
import Handouts
import Session
import Transcript

/// What labs are made into things that leave the program with.
struct Handout {
    private let errors: TextOutput
    private let interrupts: Interrupts

    /// Does something with labs; what goes wrong with one is said, and the status is that of `garita run`.
    static func run(_ body: (Handout) throws(SessionFault) -> Void) throws(ExitStatus) {
        try Runner(Flags()).reporting { () throws(SessionFault) in
            var status = ExitStatus.well
            let handout = Handout(
                errors: try Runner.output(to: Console.errors),
                interrupts: try Evidence.interrupts())
            do throws(SessionFault) {
                try body(handout)
            } catch {
                guard case .unfit(let tally) = error else { throw error }
                status = tally.refused > 0 ? .wrong : .failed
            }
            try Evidence.flush(handout.errors)
            if handout.interrupts.isInterrupted { Signal.interrupt.raiseUnanswered() }
            return status
        }
    }

    /// Runs a lab, or the commands of a transcript.
    ///
    /// - Throws: `SessionFault.unfit` when a command is refused, or a claim is not true; it has been said then.
    func recording(
        of path: String, seed: UInt64?, keepsBytes: Bool
    ) throws(SessionFault) -> Recording {
        let script = try Script(path: path, transcriptAsCommands: true)
        let header = TranscriptHeader(
            version: Session.version, seed: seed ?? Runner.scriptSeed,
            commands: .script(digest: Digest.sha256(script.bytes.span)))
        let (recording, tally) = try Recording.run(
            script, header, in: Console.askedLanguage, keepsBytes: keepsBytes, errors: errors
        ) { interrupts.isInterrupted }
        if tally.failed > 0 { tellFailures(recording) }
        guard tally.refused == 0, tally.failed == 0, !interrupts.isInterrupted else {
            throw .unfit(tally)
        }
        return recording
    }

    /// Says which claims were not true, each behind its place.
    private func tellFailures(_ recording: Recording) {
        var place: ScriptPlace?
        for piece in recording.pieces {
            switch piece.entry {
            case .command(_, let here): place = here
            case .event(.expectation(.failed)):
                if let place { errors.writer.page.put("\(place.file):\(place.number): ") }
                for (text, _) in TonedText(piece.text) { errors.writer.page.put(raw: text) }
            case .begin, .narration, .event, .fault, .advice, .end: continue
            }
        }
    }

    /// A lab of a folder, and the same one in other languages: of the same number, in folders that are called like the languages.
    func parts(of lab: String, in folder: String) throws(SessionFault) -> [LabPage.Part] {
        var paths = ["\(folder)/\(lab)"]
        let number = lab.prefix { $0 != "-" } + "-"
        for language in SpokenLanguage.allCases {
            let other = "\(folder)/\(language.rawValue)"
            // A course in one language has no such folder.
            let names = (try? Self.labs(in: other)) ?? []
            if let name = names.first(where: { $0.hasPrefix(number) }) {
                paths.append("\(other)/\(name)")
            }
        }
        var parts: [LabPage.Part] = []
        for path in paths {
            let recording = try recording(of: path, seed: nil, keepsBytes: true)
            parts.append(LabPage.Part(recording, name: Self.name(of: path)))
        }
        return parts
    }

    /// The labs of a folder, in the order of their names.
    static func labs(in folder: String) throws(SessionFault) -> [String] {
        let names: [String]?
        do throws(SystemFault) {
            names = try FolderList.names(in: folder)
        } catch {
            throw .script(folder, .system(error))
        }
        guard let names else { throw .script(folder, .missing) }
        return names.filter { $0.hasSuffix(".lab") }
    }

    /// What a lab's file is called without its folder and its ending.
    static func name(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    }

    /// The page that lists the others.
    static let index = "index.html"

    /// Writes a file that is new, empty, or begins with `mark`; a failure leaves it as it was.
    static func write(
        _ bytes: [UInt8], to path: String, over mark: String
    ) throws(SessionFault) {
        let start: [UInt8]?
        do throws(FileFault) {
            start = try FileInput.beginning(ofRegularFile: path, count: mark.utf8.count)
        } catch {
            throw .script(path, FileProblem(error))
        }
        if let start, !start.isEmpty, !start.elementsEqual(mark.utf8) {
            throw .script(path, .notHandedOut)
        }
        if Host.isFIFO(path) { throw .script(path, .isFIFO) }
        do throws(SystemFault) {
            try FileOutput.replace(path: path, mode: 0o644) { (file) throws(SystemFault) in
                try file.write(bytes.span)
                return true
            }
        } catch {
            throw .script(path, .system(error))
        }
    }
}
