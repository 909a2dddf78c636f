import Commands
import Events
import Fabric
import Foundation
import Grammar
import Session
import TestSupport
import Testing
import Timeline
import Wire

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
        }
        let lab = Lab()
        for line in Self.beyond { events += Self.events(of: line, in: lab) }
        return events
    }()

    static let answers = events.compactMap(\.answer)

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
        return (try? lab.apply(command)) ?? []
    }

    @Test func thereAreManyKinds() {
        #expect(Set(Self.answers.map(\.name)).count > 24)
        #expect(Self.answers.count > 100)
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
            guard let answer = event.answer else { continue }
            let cells = Self.flat(.row(answer.cells))
            // The event is one of a room, which is one of all: two cases to be opened.
            let payload = Mirror(reflecting: event).children.flatMap {
                Mirror(reflecting: $0.value).children.map(\.value)
            }
            for stored in payload.flatMap(Self.stored) {
                guard let value = stored as? any CellValue else {
                    Issue.record("\(answer.name) holds a \(type(of: stored))")
                    continue
                }
                #expect(
                    Self.flat(value.cell).isSubset(of: cells),
                    "\(answer.name) has no column for \(stored)")
            }
        }
    }

    /// The parts of a value that are no rows themselves.
    private static func stored(in value: Any) -> [Any] {
        if value is [UInt8] { return [value] }
        let mirror = Mirror(reflecting: value)
        let isOpen =
            switch mirror.displayStyle {
            case .optional, .collection, .tuple: true
            case .class: false
            default: value is any Row
            }
        return isOpen ? mirror.children.flatMap { stored(in: $0.value) } : [value]
    }

    private static func flat(_ cell: Cell) -> Set<Cell> {
        switch cell {
        case .list(let cells), .row(let cells):
            cells.reduce(into: []) { $0.formUnion(flat($1)) }
        default: [cell]
        }
    }

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
