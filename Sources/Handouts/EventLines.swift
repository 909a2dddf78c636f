import Commands
package import Events
import Grammar
import Reports
package import Session
package import Timeline
import Transcript
import Wire

/// A session as JSON lines, for programs that follow a lab: docs/json.md.
///
/// Each entry is one object in one line (RFC 8259). An event is its name, the virtual time in nanoseconds, and its row as it is;
/// no event is written by hand. Keys are not in it.
package final class EventLines: SessionReader {
    /// What the lines follow; a change that a reader could notice, other than new events and columns, makes another number.
    package static let schema = "garita/events/v1"

    /// A reader for one session.
    package init() {}

    /// Writes the entry as a line.
    package func read(_ entry: SessionEntry, of session: Session, on output: TextOutput) {
        let line = Self.line(entry, of: session, output.writer.page.language)
        output.writer.page.put(raw: line.bytes + [0x0A])
    }

    private static func line(
        _ entry: SessionEntry, of session: Session, _ language: SpokenLanguage
    ) -> JSON {
        switch entry {
        case .begin(let header): begin(header, language)
        case .narration(let line, let place): said("narration", text(line), at: place)
        case .command(let line, let place): said("command", session.text(of: line), at: place)
        case .event(let event): self.event(event.answer, at: session.lab.now)
        case .fault(let fault, let line, let isExpected):
            .object([
                ("type", .string("error")),
                ("column", .number(CommandLine.column(ofByte: fault.range.lowerBound, in: line))),
                ("text", .string(TranscriptWriter.said(fault, in: line, language))),
                ("expected", .bool(isExpected)),
            ])
        case .advice(let write): help(write, language)
        case .end(let tally):
            .object([
                ("type", .string("end")), ("refused", .number(tally.refused)),
                ("failed", .number(tally.failed)),
            ])
        }
    }

    private static func begin(_ header: TranscriptHeader, _ language: SpokenLanguage) -> JSON {
        var digest = JSON.null
        if case .script(let bytes) = header.commands {
            let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            digest = .string("sha256:" + digits.joined())
        }
        return .object([
            ("type", .string("begin")), ("schema", .string(schema)),
            ("version", .string(header.version)),
            ("seed", header.seed.map(JSON.unsigned) ?? .null),
            ("language", .string(language.rawValue)), ("commands", digest),
        ])
    }

    private static func said(_ type: String, _ text: String, at place: ScriptPlace?) -> JSON {
        .object([
            ("type", .string(type)), ("text", .string(text)),
            ("file", place.map { .string($0.file) } ?? .null),
            ("line", place.map { .number($0.number) } ?? .null),
        ])
    }

    /// The line of an answer that came at a moment, without its end.
    package static func line(of answer: Answer, at now: Instant) -> [UInt8] {
        event(answer, at: now).bytes
    }

    private static func event(_ answer: Answer, at now: Instant) -> JSON {
        .object([
            ("type", .string("event")), ("event", .string(answer.name)),
            ("time", .unsigned(UInt64(now.nanoseconds))), ("row", json(.row(answer.row))),
        ])
    }

    private static func help(
        _ write: (inout TranscriptWriter) -> Void, _ language: SpokenLanguage
    ) -> JSON {
        var writer = TranscriptWriter(.plain, in: language)
        write(&writer)
        let lines = writer.page.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return .object([
            ("type", .string("help")),
            ("text", .array(lines.dropLast().map { .string(text(Array($0))) })),
        ])
    }

    private static func json(_ cell: Cell) -> JSON {
        switch cell {
        case .none: .null
        case .flag(let flag): .bool(flag)
        case .integer(let number): .unsigned(number)
        case .instant(let instant): .unsigned(UInt64(instant.nanoseconds))
        case .duration(let duration): .unsigned(UInt64(duration.nanoseconds))
        case .address(let address): .string(address.description)
        case .word(let word): .string(word)
        case .text(let bytes): .string(text(bytes))
        case .list(let cells): .array(cells.map(json))
        case .row(let row):
            .object(row.columns.map { ($0.name, $0.isSecret ? .null : json($0.cell)) })
        }
    }

    /// A text; what is no UTF-8 in it becomes U+FFFD.
    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
