import Foundation
import Reports
import TestSupport
import Testing

/// The report of mutation testing, as Stryker's own schema has it.
@Suite struct MutantReportTests {
    private static let report = MutantReport(
        file: "e/solution.lab", source: Array("# \u{202E}answer\nrule add allow \"é\"\n".utf8),
        mutants: [
            .init(
                kind: "drop", replacement: "rule delete 1", line: 2, status: .killed,
                reason: "noticed by: a"),
            .init(
                kind: "narrow", replacement: "rule \u{1B}[2J\"x\"", line: 2, status: .survived,
                reason: "packet test 10.0.0.1 -> 10.0.0.2:80"),
            .init(kind: "swap", replacement: "x", line: 9, status: .ignored, reason: "the same"),
            .init(kind: "swap", replacement: "y", line: 1, status: .refused, reason: "not taken"),
        ])

    @Test func itSaysWhatBecameOfEachChange() throws {
        let report = try Judge.object(Self.report.bytes)
        let files = try #require(report["files"] as? [String: Any])
        let file = try #require(files["e/solution.lab"] as? [String: Any])
        #expect(file["source"] as? String == "# \u{FFFD}answer\nrule add allow \"é\"\n")
        let mutants = try #require(file["mutants"] as? [[String: Any]])
        #expect(
            mutants.compactMap { $0["status"] as? String }
                == ["Killed", "Survived", "Ignored", "CompileError"])
        #expect(mutants.compactMap { $0["id"] as? String } == ["1", "2", "3", "4"])
        #expect(!Self.report.bytes.contains(0x1B))
        let location = try #require(mutants[0]["location"] as? [String: [String: Int]])
        #expect(location["start"] == ["line": 2, "column": 1])
        #expect(location["end"] == ["line": 2, "column": 19])
    }

    @Test(
        .enabled(if: Judge.hasSchemas && Judge.shared("schemas/mutation-report.schema.json") != nil)
    )
    func itIsValid() throws {
        let schema = try #require(Judge.shared("schemas/mutation-report.schema.json"))
        let folder = try TemporaryFolder()
        let text = String(decoding: Self.report.bytes, as: UTF8.self)
        let program = """
            import json, sys, jsonschema
            jsonschema.validate(json.load(open(sys.argv[2])), json.load(open(sys.argv[1])))
            """
        for (text, isValid) in [
            (text, true), (text.replacingOccurrences(of: "Killed", with: "Dead"), false),
        ] {
            let file = try folder.write(text, to: "report.json")
            let run = try Program.run(
                try #require(Judge.python), ["-c", program, schema.path, file])
            #expect((run.status == 0) == isValid, "\(run.errors)")
        }
    }
}
