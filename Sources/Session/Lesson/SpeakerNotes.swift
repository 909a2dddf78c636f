/// What a second terminal shows beside a lesson: where it is, what comes next, and what the speaker wants to say.
///
/// It goes through a file, whose bytes anybody may have written: what is no such thing is nil, and control characters are left out.
package struct SpeakerNotes: Sendable, Equatable {
    /// When the lesson began, in nanoseconds of the system's monotonic clock.
    package let start: UInt64
    /// The number of the process that presents it, above 0: without that process there is no lesson.
    package let processID: Int32
    /// The number of the next step, from 1; one more than there are at the end.
    package let step: Int
    /// How many steps there are.
    package let count: Int
    /// The next command; empty at the end.
    package let command: String
    /// What the speaker has noted for the step: paragraphs.
    package let notes: [String]

    /// The most bytes of the file.
    package static let sizeLimit = 65_536
    private static let mark = "garita notes 1"

    /// What is beside a lesson as it stands; one that has ended has no step.
    package init(_ lesson: Lesson, start: UInt64, processID: Int32) {
        self.start = start
        self.processID = processID
        step = lesson.position + 1
        count = lesson.text.steps.count
        command = lesson.step?.shown ?? ""
        notes = lesson.step?.notes ?? lesson.text.closingNotes
    }

    /// Reads the file; nil where it is something else.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.sizeLimit, bytes.last == 0x0A else { return nil }
        let lines = String(decoding: bytes.dropLast(), as: UTF8.self).unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(Self.plain)
        guard lines.count >= 2, lines[0].hasPrefix(Self.mark + " ") else { return nil }
        let words = lines[0].split(separator: " ").dropFirst(3).map { UInt64($0) }
        guard words.count == 4, let start = words[0],
            let process = words[1].flatMap(Int32.init(exactly:)), process > 0,
            let step = words[2].flatMap(Int.init(exactly:)),
            let count = words[3].flatMap(Int.init(exactly:)), step >= 1, step - 1 <= count
        else { return nil }
        (self.start, processID, self.step, self.count) = (start, process, step, count)
        command = lines[1]
        notes = Array(lines[2...])
    }

    /// The bytes of the file: where the lesson is, the command, and a paragraph in each line that follows.
    package var bytes: [UInt8] {
        let lines = [
            "\(Self.mark) \(start) \(processID) \(step) \(count)",
            Self.plain(command.unicodeScalars[...]),
        ]
        var bytes = Array(lines.joined(separator: "\n").utf8) + [0x0A]
        for note in notes {
            let line = Array(Self.plain(note.unicodeScalars[...]).utf8) + [0x0A]
            guard bytes.count + line.count <= Self.sizeLimit else { break }
            bytes += line
        }
        return bytes
    }

    /// A text without control characters, which a terminal would obey.
    private static func plain(_ text: String.UnicodeScalarView.SubSequence) -> String {
        String(String.UnicodeScalarView(text.filter { $0.properties.generalCategory != .control }))
    }
}
