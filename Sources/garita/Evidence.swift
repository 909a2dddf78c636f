import ArgumentParser
import Cipher
import Commands
import EventLoop
import Events
import Session
import Transcript

/// `garita check TRANSCRIPT...`: whether transcripts are what their commands say.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.check.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.transcripts.text))
    var transcripts: [String]

    @Option(help: ArgumentHelp(ProgramText.filesFolder.text, valueName: "dir"))
    var files: String?

    mutating func run() throws {
        let (transcripts, folder) = (transcripts, files)
        try Runner(Flags()).reporting { () throws(SessionFault) in
            let output = try Runner.output(to: Console.output)
            let interrupts = try Evidence.interrupts()
            var status = ExitStatus.well
            for file in transcripts where !interrupts.isInterrupted {
                let finding = try Evidence.finding(on: file, folder, output) {
                    interrupts.isInterrupted
                }
                output.writer.write(finding, on: file)
                status = Evidence.worse(status, Evidence.status(finding))
                try Evidence.flush(output)
            }
            if interrupts.isInterrupted { Signal.interrupt.raiseUnanswered() }
            return status
        }
    }
}

/// `garita diff A B`: what two transcripts do otherwise.
struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.diff.text)

    @OptionGroup var spoken: LanguageFlag

    @Argument(help: ArgumentHelp(ProgramText.first.text))
    var first: String

    @Argument(help: ArgumentHelp(ProgramText.second.text))
    var second: String

    @Option(help: ArgumentHelp(ProgramText.filesFolder.text, valueName: "dir"))
    var files: String?

    mutating func run() throws {
        let (first, second, folder) = (first, second, files)
        try Runner(Flags()).reporting { () throws(SessionFault) in
            let output = try Runner.output(to: Console.output)
            let interrupts = try Evidence.interrupts()
            var texts: [TranscriptText] = []
            for file in [first, second] {
                switch try Evidence.text(of: file, folder) {
                case .success(let text): texts.append(text)
                case .failure(let finding): output.writer.write(finding.finding, on: file)
                }
            }
            guard texts.count == 2 else {
                try Evidence.flush(output)
                return .wrong
            }
            let difference = try TranscriptComparison.difference(
                texts[0], texts[1], digest: Evidence.digest
            ) { interrupts.isInterrupted }
            output.writer.write(difference, between: first, and: second)
            try Evidence.flush(output)
            if interrupts.isInterrupted { Signal.interrupt.raiseUnanswered() }
            return difference.isNone ? .well : .failed
        }
    }
}

/// What both ways of looking at transcripts do.
enum Evidence {
    struct Unread: Error {
        let finding: TranscriptFinding
    }

    /// A transcript whose commands find files in a folder, or beside it.
    static func text(
        of file: String, _ folder: String?
    ) throws(SessionFault) -> Result<TranscriptText, Unread> {
        let bytes: [UInt8]
        do {
            bytes = try FileInput.readAll(path: file, limit: TranscriptText.sizeLimit)
        } catch {
            return .failure(Unread(finding: .unreadable(FileProblem(error))))
        }
        guard let text = TranscriptText(bytes, path: folder.map { "\($0)/transcript" } ?? file)
        else {
            return .failure(Unread(finding: .noTranscript))
        }
        return .success(text)
    }

    static func finding(
        on file: String, _ folder: String?, _ output: TextOutput, stop: @escaping () -> Bool
    ) throws(SessionFault) -> TranscriptFinding {
        switch try text(of: file, folder) {
        case .failure(let unread): return unread.finding
        case .success(let text):
            if let asked = Console.askedLanguage, asked.rawValue != text.language {
                output.writer.write(replayOf: file, in: text.language)
            }
            if Console.layout == .linear, text.manner.layout != .linear {
                output.writer.write(replayOf: file, as: text.manner.layout)
            }
            return try TranscriptCheck(text, digest: digest, stop: stop).finding
        }
    }

    static func digest(_ bytes: [UInt8]) -> [UInt8] { Digest.sha256(bytes.span) }

    static func interrupts() throws(SessionFault) -> Interrupts {
        do {
            return try Interrupts()
        } catch {
            throw .output(error)
        }
    }

    static func flush(_ output: TextOutput) throws(SessionFault) {
        do {
            try output.flush()
        } catch {
            throw .output(error)
        }
    }

    static func status(_ finding: TranscriptFinding) -> ExitStatus {
        switch finding {
        case .genuine: .well
        case .differs, .unrepeatable: .failed
        case .otherVersion, .otherLanguage, .noTranscript, .unreadable, .interrupted: .wrong
        }
    }

    static func worse(_ one: ExitStatus, _ other: ExitStatus) -> ExitStatus {
        one.rawValue >= other.rawValue ? one : other
    }
}
