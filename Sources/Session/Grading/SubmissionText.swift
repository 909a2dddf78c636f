import Events
import Transcript

/// The lines of a submission: a file of commands, or a transcript, whatever it is called.
struct SubmissionText {
    /// A line that is to be run.
    struct Line {
        let text: [UInt8]
        /// From 1.
        let number: Int
        /// Where it begins, in characters from 1: behind the prompt in a transcript.
        let column: Int
    }

    /// What is to be run.
    let lines: [Line]
    /// Whether it is a transcript: what was refused there, or only looked, is not run again.
    let isTranscript: Bool

    /// The largest submission that is read, in bytes.
    static let sizeLimit = 1 << 20
    /// The most lines of one.
    static let lineLimit = 10_000

    /// Some lines of one.
    init(_ lines: [Line], isTranscript: Bool) {
        self.lines = lines
        self.isTranscript = isTranscript
    }

    /// Takes the text of a submission apart.
    ///
    /// - Throws: `SubmissionProblem` when it is no text, or nothing in it can be run.
    init(_ bytes: [UInt8]) throws(SubmissionProblem) {
        guard bytes.count <= Self.sizeLimit else { throw .tooLarge(limit: Self.sizeLimit) }
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            throw .binary
        }
        let all = TextLines.numbered(bytes)
        isTranscript = FileMark.transcript.isLabs(
            Array((all.first?.text ?? []).prefix(FileMark.transcript.length)))
        var lines: [Line] = []
        let prompt = TranscriptWriter.prompt.utf8.count
        for (number, line) in all {
            var text = line
            if isTranscript {
                guard let command = TranscriptText.command(text) else { continue }
                text = command
            }
            guard text.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            guard text.first(where: { $0 != 0x20 && $0 != 0x09 }) != UInt8(ascii: "#") else {
                continue
            }
            lines.append(
                Line(text: text, number: number, column: isTranscript ? prompt + 1 : 1))
            guard lines.count <= Self.lineLimit else { throw .tooManyLines(limit: Self.lineLimit) }
        }
        guard !lines.isEmpty else { throw .empty }
        self.lines = lines
    }
}
