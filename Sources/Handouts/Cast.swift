import Events
import Reports
import Session
import Timeline
import Transcript

/// A recording as an asciicast, which asciinema and its players show: docs/handouts.md.
///
/// Times are the lab's own and those of a table, so that the same script gives the same bytes.
/// Versions 3 and 2: https://docs.asciinema.org/manual/asciicast/v3/ and v2/.
package struct Cast {
    /// The version of the format.
    package enum Version: Int, Sendable {
        /// Absolute times.
        case two = 2
        /// Each time is the one since the event before.
        case three = 3
    }

    /// What a cast begins with, so that a file can be recognised as one.
    package static let mark = "{\"version\":"

    private let version: Version
    private(set) var bytes: [UInt8] = []
    /// What has passed since the last event, and before it, in milliseconds.
    private var (wait, past) = (0, 0)
    private var now = Instant.start

    /// The bytes of a recording as a cast: JSON lines, UTF-8.
    package static func bytes(
        of recording: Recording, title: String, _ version: Version
    ) -> [UInt8] {
        var cast = Cast(version, title)
        for piece in recording.pieces { cast.add(piece) }
        cast.end()
        return cast.bytes
    }

    private init(_ version: Version, _ title: String) {
        self.version = version
        var members: [(String, JSON)] = [("version", .number(version.rawValue))]
        switch version {
        case .two:
            members += [("width", .number(Self.columns)), ("height", .number(Self.rows))]
            members.append(("env", .object([("TERM", .string(Self.terminal))])))
        case .three:
            members.append(
                (
                    "term",
                    .object([
                        ("cols", .number(Self.columns)), ("rows", .number(Self.rows)),
                        ("type", .string(Self.terminal)),
                    ])
                ))
        }
        members += [("idle_time_limit", .number(Self.idleLimit)), ("title", .string(title))]
        write(.object(members))
    }

    private mutating func add(_ piece: Recording.Piece) {
        // What takes long in the lab takes as long here; players cut what is idle. A lab may also go back.
        if piece.time > now {
            wait += Int((piece.time.nanoseconds - now.nanoseconds) / 1_000_000)
        }
        now = piece.time
        switch piece.entry {
        case .command(let line, _): type(line, piece.text)
        case .narration(let line, _):
            show(piece.text)
            wait += line.count * Pace.read
        case .begin, .event, .fault, .advice:
            show(piece.text)
            wait += piece.text.count { $0 == 0x0A } * Pace.line
        case .end: break
        }
    }

    /// A marker, the prompt, and the command key by key, as somebody types it.
    private mutating func type(_ line: [UInt8], _ text: [UInt8]) {
        let command = String(decoding: line, as: UTF8.self)
        event("m", command)
        // The prompt ends where the command begins; a line that is shown otherwise is shown at once.
        let shown = text.dropLast()
        guard shown.count > line.count, shown.suffix(line.count).elementsEqual(line) else {
            return show(text)
        }
        event("o", String(decoding: shown.dropLast(line.count), as: UTF8.self))
        wait += Pace.think
        for character in command {
            event("o", String(character))
            wait += Pace.key(character)
        }
        wait += Pace.enter
        event("o", "\r\n")
    }

    /// Lines as a terminal in raw mode gets them.
    private mutating func show(_ text: [UInt8]) {
        guard !text.isEmpty else { return }
        var lines: [UInt8] = []
        for byte in text { lines += byte == 0x0A ? [0x0D, 0x0A] : [byte] }
        event("o", String(decoding: lines, as: UTF8.self))
    }

    private mutating func end() {
        // Version 2 has no event for the end.
        if version == .three { event("x", "0") }
    }

    private mutating func event(_ code: String, _ data: String) {
        past += wait
        let time = version == .three ? wait : past
        wait = 0
        write(.array([.millionths(time * 1_000), .string(code), .string(data)]))
    }

    private mutating func write(_ line: JSON) {
        bytes += line.bytes
        bytes.append(0x0A)
    }

    private static let (columns, rows) = (100, 30)
    private static let terminal = "xterm-256color"
    /// Seconds of silence that a player shows at most.
    private static let idleLimit = 3

    /// How somebody types and reads, in milliseconds.
    private enum Pace {
        static let think = 600
        static let enter = 300
        /// A line that answers.
        static let line = 250
        /// A letter that is read.
        static let read = 30

        static func key(_ character: Character) -> Int {
            switch character {
            case "a"..."z": 60
            case " ": 90
            case "0"..."9", ".", ":", "/": 110
            default: 140
            }
        }
    }
}
