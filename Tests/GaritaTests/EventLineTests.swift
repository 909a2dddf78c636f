import Events
import Fabric
import Foundation
import Handouts
import TestSupport
import Testing

@testable import Session

/// `--json`: a session as lines that other programs read.
@Suite struct EventLineTests {
    private static let schema = GaritaProcess.root.appending(path: "docs/events.schema.json")

    private static func lines(_ finished: Program.Finished) throws -> [[String: Any]] {
        try finished.output.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: Any])
        }
    }

    private static func script(_ text: String, _ flags: [String] = []) throws -> [[String: Any]] {
        try lines(GaritaProcess.script(text, ["--json"] + flags))
    }

    @Test func aSessionIsLinesFromItsBeginningToItsEnd() throws {
        let lines = try Self.script("# hola\n\nrule add allow port 22\nrule adx\n")
        #expect(
            lines.map { $0["type"] as? String } == [
                "begin", "narration", "narration", "command", "event", "command", "error", "end",
            ])
        let begin = lines[0]
        #expect(begin["schema"] as? String == EventLines.schema)
        #expect(begin["seed"] as? Int == 1)
        #expect(begin["language"] as? String == "en")
        #expect((begin["commands"] as? String)?.hasPrefix("sha256:") == true)
        #expect(lines[3]["text"] as? String == "rule add allow port 22")
        #expect(lines[3]["line"] as? Int == 3)
        #expect(lines[4]["event"] as? String == "rule-edited")
        #expect(lines[4]["time"] as? Int == 0)
        #expect(lines[6]["column"] as? Int == 6)
        #expect((lines[6]["text"] as? String)?.contains("\"adx\"") == true)
        #expect(lines[7]["refused"] as? Int == 1)
    }

    @Test func anErrorThatWasClaimedIsNone() throws {
        let lines = try Self.script("expect error rule adx\nexpect delivered\n")
        let error = try #require(lines.first { $0["type"] as? String == "error" })
        #expect(error["expected"] as? Bool == true)
        #expect(lines.last?["failed"] as? Int == 1)
        #expect(lines.last?["refused"] as? Int == 0)
    }

    @Test func singleCommandsAreLinesToo() throws {
        let finished = try GaritaProcess.run(["--json", "-c", "clock", "-c", "rule ?"])
        let lines = try Self.lines(finished)
        #expect(
            lines.map { $0["type"] as? String } == [
                "begin", "command", "event", "command", "help", "end",
            ])
        #expect(lines[0]["commands"] is NSNull)
    }

    /// The transcript beside it stays text.
    @Test func theTranscriptStaysText() throws {
        let folder = try TemporaryFolder()
        let finished = try GaritaProcess.run(
            ["--json", "--transcript", "t.txt"], input: Data("clock\n".utf8), in: folder.url)
        #expect(finished.output.hasPrefix("{"))
        #expect(try folder.text(of: "t.txt").hasSuffix("garita> clock\n0.000 ms\n"))
    }

    @Test func keysAreNotInIt() throws {
        let key = String(repeating: "0123456789abcdef", count: 4)
        let script = """
            tunnel open demo key \(key)\(key.prefix(8))
            tunnel key demo client \(key)\(key.prefix(8))
            tunnel open far password horse-battery
            tunnel show demo keys
            tunnel key demo client \(key)zz
            """
        let finished = try GaritaProcess.script(script + "\n", ["--json", "--keep-going"])
        #expect(try Self.lines(finished).count > 8)
        #expect(!finished.output.contains(key.prefix(16)), "\(finished.output)")
        #expect(!finished.output.contains("horse"))
        // What the test would notice: the text has them, because a person asked.
        let text = try GaritaProcess.script(script + "\n", ["--keep-going"])
        #expect(text.output.contains(key.prefix(16)))
    }

    @Test func noControlOfATerminalComesThrough() throws {
        let finished = try GaritaProcess.script("# \u{202E}x\u{9B}31m\u{7F}\n", ["--json"])
        #expect(
            finished.output.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.isASCII || $0 == "\n"
            })
        let text = try #require(try Self.lines(finished)[1]["text"] as? String)
        #expect(text == "# \u{202E}x\u{9B}31m\u{7F}")
    }

    @Test func noFlagOfThePromptAndAFullDiskIsSaid() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("clock\n", to: "x.lab")
        let full = try GaritaProcess.shell("garita run x.lab --json >/dev/full", in: folder.url)
        #expect(full.status == 2)
        #expect(full.errors.contains("no space left"))
    }

    @Test func aLabIsTheSameTwice() throws {
        let runs = try (0..<2).map { _ in
            try GaritaProcess.run(besideLabs: ["run", "labs/09-tamper-and-replay.lab", "--json"])
        }
        #expect(runs[0].status == 0)
        #expect(runs[0].output == runs[1].output)
    }

    /// Takes the answers out of a session.
    private final class Collector: SessionReader {
        var answers: [Answer] = []

        func read(_ entry: SessionEntry, of session: Session, on output: TextOutput) {
            if case .event(let event) = entry { answers.append(event.answer) }
        }
    }

    /// What the labs make happen; their files are only in memory.
    private static func answersOfLabs() throws -> [Answer] {
        let collector = Collector()
        for name in LabTests.names {
            let lab = Lab()
            lab.fabric.seed(1)
            lab.access.shelf = Shelf()
            let session = Session(
                lab: lab, output: TextOutput(), errors: TextOutput(), reader: collector)
            _ = try session.run(
                Script(path: GaritaProcess.root.appending(path: "labs/\(name)").path))
        }
        return collector.answers
    }

    /// With `GARITA_RECORD=1` the schema is written anew.
    @Test func theSchemaIsThatOfTheRows() throws {
        var schema = EventSchema()
        for answer in AnswerTests.answers + (try Self.answersOfLabs()) { schema.add(answer) }
        if ProcessInfo.processInfo.environment["GARITA_RECORD"] == "1" {
            try Data(schema.text.utf8).write(to: Self.schema)
            Issue.record("the schema of events was written anew; look at the difference")
            return
        }
        let written = String(decoding: try Data(contentsOf: Self.schema), as: UTF8.self)
        #expect(written == schema.text)
    }

    /// What a program of somebody else reads: every line of every lab, of each event up to twenty.
    @Test(.enabled(if: JSONJudge.hasSchemas, "needs python3-jsonschema"))
    func theSchemaHoldsForEveryLab() throws {
        let program = """
            import collections, json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            judge = jsonschema.Draft202012Validator(schema)
            seen = collections.Counter()
            for line in sys.stdin.buffer:
                value = json.loads(line)
                name = value.get("event", value["type"])
                seen[name] += 1
                if seen[name] > 20:
                    continue
                judge.validate(value)
                if value["type"] == "event" and value["row"] and seen[name] == 1:
                    column = sorted(value["row"])[0]
                    del value["row"][column]
                    assert not judge.is_valid(value), (name, column)
                    value["row"] = 3
                    assert not judge.is_valid(value), name
            print(len(seen) > 50, seen["error"] > 3, seen["packet-sent"] > 20)
            """
        let folder = try GaritaProcess.folderWithLabs()
        var lines = Data()
        for lab in LabTests.names {
            let run = try GaritaProcess.run(["run", "labs/\(lab)", "--json"], in: folder.url)
            #expect(run.status == 0, "\(lab): \(run.errors)")
            lines += Data(run.output.utf8)
        }
        let run = try Program.run(
            try #require(JSONJudge.python), ["-c", program, Self.schema.path], input: lines)
        #expect(run.output == "True True True\n", "\(run.errors)")
    }
}
