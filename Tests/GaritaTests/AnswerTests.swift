import Commands
import Events
import Foundation
import Grammar
import Session
import TestSupport
import Testing
import Timeline
import Wire

@testable import Fabric

/// Every answer is a row: all that it holds stands in its columns, and each column has what it declares.
@Suite struct AnswerTests {
    /// Whatever the labs, and a few lines beyond them, make happen.
    static let events: [LabEvent] = {
        var events: [LabEvent] = []
        for name in LabTests.names {
            let folder = try? TemporaryFolder()
            let lab = Lab()
            lab.fabric.seed(1)
            let text = try? Data(
                contentsOf: GaritaProcess.root.appending(path: "labs/\(name)"))
            for line in (text ?? Data()).split(separator: 0x0A) {
                let placed = Self.placed(
                    String(decoding: line, as: UTF8.self), folder?.url.path ?? "")
                events += Self.events(of: placed, in: lab)
            }
            // As if they had come from another process, which no lab has.
            events += lab.fabric.frames.kept.suffix(9).map {
                .tunnel(.stranger($0, lab.fabric.topology))
            }
            events += lab.fabric.log.kept.suffix(9).map {
                .tunnel(.arrived($0, lab.fabric.topology))
            }
        }
        let lab = Lab()
        for line in Self.beyond { events += Self.events(of: line, in: lab) }
        return events
    }()

    static let answers = events.map(\.answer)

    /// Lines for what no lab does.
    static let beyond = [
        "rule add allow 443/tcp", "rule undo", "rule redo", "rule order last-match", "rule undo",
        "set add office 10.0.0.0/24", "set list", "set delete office", "rule clear", "flow clear",
        "link loss 10%", "link list", "link clear", "link clear", "wait 5s", "clock", "counters",
        "help rule add", "help",
    ]

    /// The line with the whole paths of the files that labs read and write.
    private static func placed(_ line: String, _ folder: String) -> String {
        let labs = GaritaProcess.root.appending(path: "labs").path
        return line.split(separator: " ", omittingEmptySubsequences: false).map { word in
            if word.hasPrefix("garita-lab") { return "\(folder)/\(word)" }
            let isFile =
                word.contains(".") && FileManager.default.fileExists(atPath: "\(labs)/\(word)")
            return isFile ? "\(labs)/\(word)" : String(word)
        }.joined(separator: " ")
    }

    private static func events(of line: String, in lab: Lab) -> [LabEvent] {
        guard let line = try? CommandLine(Array(line.utf8)), !line.isEmpty,
            let command = try? lab.parse(line)
        else { return [] }
        if case .expect(.error(let first)) = command {
            return (try? lab.parse(line.dropping(first: first))).flatMap { try? lab.apply($0) }
                ?? []
        }
        var events: [LabEvent] = []
        lab.tell { events.append($0) }
        events += (try? lab.apply(command)) ?? []
        return events
    }

    @Test func thereAreManyKinds() {
        let names = Set(Self.answers.map(\.name))
        #expect(names.count > 55)
        #expect(Self.answers.count > 1_000)
        let ofTheWire = [
            "attack-flooded", "attack-reordered", "attack-reused-iv", "attack-struck",
            "capture-saved", "capture-shown", "capture-started", "capture-stopped",
            "packet-bytes", "packet-layers", "packet-listed", "packet-sent", "packet-trace",
            "tunnel-arrived", "tunnel-closed", "tunnel-control", "tunnel-key-set",
            "tunnel-keys-saved", "tunnel-listed", "tunnel-message", "tunnel-opened",
            "tunnel-rekeyed", "tunnel-retired", "tunnel-shown", "tunnel-stranger",
            "tunnel-watched",
        ]
        #expect(names.isSuperset(of: ofTheWire), "\(names.sorted())")
    }

    /// A name says which columns there are, and each has what it declares.
    @Test func eachColumnHasItsType() {
        var headings: [String: [Heading]] = [:]
        for answer in Self.answers {
            let known = headings.updateValue(answer.headings, forKey: answer.name)
            #expect(known ?? answer.headings == answer.headings, "\(answer.name)")
            let type = CellType.row(answer.headings)
            #expect(type.holds(.row(answer.cells)), "\(answer.name): \(answer.cells)")
        }
    }

    @Test func namesAreLowerCaseWords() {
        for answer in Self.answers {
            #expect(Self.isName(answer.name), "\(answer.name)")
            for name in Self.names(in: .row(answer.headings)) {
                #expect(Self.isName(name), "\(answer.name): \(name)")
            }
        }
    }

    private static func isName(_ name: String) -> Bool {
        name.first?.isLetter == true && name.last != "-"
            && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }

    private static func names(in type: CellType) -> [String] {
        switch type {
        case .list(let type), .optional(let type): names(in: type)
        case .row(let headings): headings.flatMap { [$0.name] + names(in: $0.type) }
        case .word(let words): words
        default: []
        }
    }

    /// Each value that is stored in an event, however deep, is a cell of it; and nothing else is stored.
    @Test func nothingStoredIsOutsideTheColumns() {
        for event in Self.events {
            let answer = event.answer
            // The event is one of a room, which is one of all: two cases to be opened.
            let payload = Mirror(reflecting: event).children.flatMap {
                Mirror(reflecting: $0.value).children.map(\.value)
            }
            let columns = StoredValues(answer)
            for missing in payload.flatMap(columns.missing) {
                Issue.record("\(answer.name) has no column for \(missing)")
            }
        }
    }

    /// The test above notices what is left out, a class, and a closure.
    @Test func noticesWhatIsOutsideTheColumns() throws {
        let answer = try #require(Self.answers.first { $0.name == "tunnel-listed" })
        let columns = StoredValues(answer)
        #expect(columns.missing(in: "no-such-name") == ["no-such-name"])
        #expect(columns.missing(in: [NodeID(rawValue: 0)]).isEmpty == false)
        #expect(columns.missing(in: TemporaryObject()).count == 1)
        let closure: () -> Void = {}
        #expect(columns.missing(in: closure).count == 1)
    }

    private final class TemporaryObject {}

    /// The rows say all that JSON needs: each answer is a line of it.
    @Test func eachAnswerIsALineOfJSON() throws {
        for answer in Self.answers {
            let row = Self.json(.row(answer.cells), .row(answer.headings))
            let line = "{\"answer\":\"\(answer.name)\",\"row\":\(row)}"
            #expect(!line.contains("\n"))
            let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect((read?["row"] as? [String: Any])?.count == answer.headings.count)
        }
    }

    private static func json(_ cell: Cell, _ type: CellType) -> String {
        switch (cell, type) {
        case (.none, _): return "null"
        case (_, .optional(let type)): return json(cell, type)
        case (.flag(let flag), _): return "\(flag)"
        case (.integer(let number), _): return "\(number)"
        case (.instant(let instant), _): return "\(instant.nanoseconds)"
        case (.duration(let duration), _): return "\(duration.nanoseconds)"
        case (.address(let address), _): return quoted(address.description)
        case (.word(let word), _): return quoted(word)
        case (.text(let bytes), _): return quoted(String(decoding: bytes, as: UTF8.self))
        case (.list(let cells), .list(let type)):
            return "[\(cells.map { json($0, type) }.joined(separator: ","))]"
        case (.row(let cells), .row(let headings)):
            let pairs = zip(headings, cells).map { "\"\($0.name)\":\(json($1, $0.type))" }
            return "{\(pairs.joined(separator: ","))}"
        default: return "?"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case _ where scalar.value < 0x20:
                "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
