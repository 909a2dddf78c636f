import Commands
import Events
import Foundation
import Grammar
import Handouts
import Network
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
                .tunnel(.stranger($0, count: 2, resume: nil, lab.fabric.topology))
            }
            events += lab.fabric.frames.kept.suffix(9).map {
                .tunnel(.refused($0, count: 3, lab.fabric.topology))
            }
            events += lab.fabric.log.kept.suffix(9).map {
                .tunnel(.arrived($0, count: 2, lab.fabric.topology))
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
        "nat add masquerade out internet", "nat list", "nat show", "nat move 1 to 1", "nat undo",
        "nat redo", "nat delete 1", "nat clear",
        "link loss 10%", "link list", "link clear", "link clear", "wait 5s", "clock", "counters",
        "help rule add", "help", "tunnel connect far 127.0.0.1:9 password horse",
        "tunnel serve far within 10ms",
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
            let command = try? lab.table.parse(line)
        else { return [] }
        if case .expect(.error(let first)) = command {
            return (try? lab.table.parse(line.dropping(first: first))).flatMap {
                try? lab.apply($0)
            }
                ?? []
        }
        var events: [LabEvent] = []
        lab.tell { events.append($0) }
        events += (try? lab.apply(command)) ?? []
        return events
    }

    /// A name follows from the event's: whoever renames one renames it for all readers.
    @Test func namesStay() {
        #expect(Self.answers.count > 1_000)
        #expect(
            Set(Self.answers.map(\.name)).sorted() == [
                "attack-flooded", "attack-reordered", "attack-reused-iv", "attack-struck",
                "capture-saved", "capture-shown", "capture-started", "capture-stopped",
                // Nobody asks from a host here, so that what labs expect of that is not so.
                "expectation-failed", "expectation-met", "flow-cleared", "flow-listed", "lab-clock",
                "lab-counters", "lab-explained",
                "lab-gateway", "lab-help", "lab-seeded", "lab-waited", "link-changed",
                "link-cleared", "link-listed", "nat-added", "nat-cleared", "nat-deleted",
                "nat-listed", "nat-loaded",
                "nat-moved", "nat-redone", "nat-shown", "nat-undone", "net-added", "net-antispoof",
                "net-checked", "net-differed", "net-listed",
                "net-loaded", "net-made", "net-mtu-set",
                "net-removed", "net-saved", "net-searched", "net-shown", "net-zones",
                "packet-bytes",
                "packet-layers",
                "packet-listed",
                "packet-sent", "packet-sent-many", "packet-tested", "packet-tested-file",
                "packet-tested-packets",
                "packet-trace", "policy-added", "policy-deleted", "policy-listed", "proof-checked",
                "proof-compared", "proof-differed", "proof-remarked", "proof-searched",
                "proof-turned", "rule-edited", "rule-listed", "rule-loaded", "rule-path",
                "rule-redone",
                "rule-saved", "rule-undone", "set-changed", "set-deleted", "set-listed",
                "step-held",
                "step-moved", "step-still", "step-watched", "step-zoomed",
                "tunnel-arrived", "tunnel-closed", "tunnel-control", "tunnel-kept-alive",
                "tunnel-key-set",
                "tunnel-keys-saved", "tunnel-listed", "tunnel-message", "tunnel-opened",
                "tunnel-refused", "tunnel-rekeyed", "tunnel-retired", "tunnel-served",
                "tunnel-shown",
                "tunnel-stranger", "tunnel-watched",
            ])
    }

    /// The columns of an answer follow from its name, those of a row in it from where it stands and its kind;
    /// and in one column always stands the same type of cell, or none.
    @Test func eachColumnKeepsItsNameAndType() {
        var shapes = Shapes()
        for answer in Self.answers { shapes.add(.row(answer.row), at: answer.name) }
        #expect(shapes.columns.count > 200)
        #expect(shapes.types.count > 500)
        for fault in shapes.faults { Issue.record("\(fault)") }
    }

    /// The columns and types of cells that were seen, by the names that lead to them.
    private struct Shapes {
        var columns: [String: [String]] = [:]
        var types: [String: String] = [:]
        var faults: Set<String> = []

        mutating func add(_ cell: Cell, at path: String) {
            let type: String
            switch cell {
            case .none: return
            case .list(let cells):
                type = "list"
                for cell in cells { add(cell, at: path + "[]") }
            case .row(let row):
                type = "row"
                var path = path
                if case .word(let kind)? = row.columns.first(where: { $0.name == "kind" })?.cell {
                    path += ":\(kind)"
                }
                let names = row.columns.map { "\($0.name) \($0.unit?.rawValue ?? "")" }
                if columns.updateValue(names, forKey: path) ?? names != names {
                    faults.insert("\(path) has other columns: \(names)")
                }
                for column in row.columns {
                    if !AnswerTests.isName(column.name) { faults.insert("\(path).\(column.name)") }
                    add(column.cell, at: "\(path).\(column.name)")
                }
            case .word(let word):
                type = "word"
                if !AnswerTests.isName(word) { faults.insert("\(path): \(word)") }
            default: type = Mirror(reflecting: cell).children.first?.label ?? ""
            }
            if types.updateValue(type, forKey: path) ?? type != type {
                faults.insert("\(path) is a \(type), too")
            }
        }
    }

    private static func isName(_ name: String) -> Bool {
        name.first?.isLetter == true && name.last != "-"
            && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }

    /// Each value that is stored in an event, however deep, is a cell of it; and nothing else is stored.
    @Test func nothingStoredIsOutsideTheColumns() {
        for event in Self.events {
            let answer = event.answer
            // The event is one of a room, which is one of all: two cases to be opened.
            let payload = Mirror(reflecting: event).children.flatMap {
                Mirror(reflecting: $0.value).children.map(\.value)
            }
            let columns = StoredValues(answer, of: event)
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
            let line = EventLines.line(of: answer, at: .start)
            #expect(!line.contains(0x0A))
            let read = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            #expect((read?["row"] as? [String: Any])?.count == answer.row.columns.count)
        }
    }
}
