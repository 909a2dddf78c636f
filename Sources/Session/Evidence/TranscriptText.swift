import Events
package import Transcript

/// A transcript as text: its header, and its lines.
package struct TranscriptText: Sendable {
    /// What its header says.
    package let header: TranscriptHeader
    /// How its header says that its lines are written.
    package let manner: TranscriptHeader.Manner
    /// The language that its header names.
    package var language: String { manner.language }
    /// All lines without their ends, the header first.
    package let lines: [[UInt8]]
    /// Whether its last line has an end.
    package let isComplete: Bool
    /// Where it was found; nil for a text that is in no file.
    package let path: String?

    /// The largest transcript that is read, in bytes.
    package static let sizeLimit = 64 << 20

    /// Takes a text apart; nil when it does not begin with a transcript's header.
    package init?(_ bytes: [UInt8], path: String?) {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            lines.append(Array(rest[..<end]))
            rest = rest[(end + 1)...]
        }
        isComplete = rest.isEmpty
        if !rest.isEmpty { lines.append(Array(rest)) }
        guard let first = lines.first, let (header, manner) = TranscriptHeader.read(first) else {
            return nil
        }
        self.header = header
        self.manner = manner
        self.lines = lines
        self.path = path
    }

    /// The command on a line; nil where there is none.
    static func command(_ line: [UInt8]) -> [UInt8]? {
        guard line.starts(with: prompt) else { return nil }
        return Array(line[prompt.count...])
    }

    private static let prompt = Array(TranscriptWriter.prompt.utf8)
}
