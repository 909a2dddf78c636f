import Foundation
import Reports
import TestSupport
import Testing

/// Each format, word for word and read by strangers.
@Suite struct FormatTests {
    private static func text(_ report: Report, _ format: ReportFormat) throws -> String {
        String(decoding: try report.bytes(as: format), as: UTF8.self)
    }

    @Test func jsonIsALineASubmission() throws {
        let text = try Self.text(Made.report(Made.ana, Made.ben), .json)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3 && lines[2].isEmpty)
        let expected: [String] = [
            #"{"schema":"garita/grade/v1","exercise":"The first gate","submission":"ana","#,
            #""graded":true,"problem":null,"score":6,"max-score":15,"checks":["#,
            #"{"name":"the web server answers","hidden":false,"score":2,"max-score":2,"outcome":"passed"},"#,
            #"{"name":"nothing else is reached","hidden":false,"score":0,"max-score":3,"outcome":"failed","#,
            #""said":["expected no packet to be allowed","got one"],"#,
            #""show":"packet test tcp 203.0.113.9:40000 -> 10.0.0.80:3389"},"#,
            #"{"name":"the tunnel carries it","hidden":false,"score":0,"max-score":1,"outcome":"skipped","#,
            #""needs":"nothing else is reached"},"#,
            #"{"name":"a secret wish","hidden":true,"score":4,"max-score":4,"outcome":"passed"},"#,
            #"{"name":"another secret","hidden":true,"score":0,"max-score":5,"outcome":"failed","#,
            #""said":["what nobody may see"]}]}"#,
        ]
        #expect(lines[0] == expected.joined())
        let ben = try Judge.object(lines[1].utf8)
        #expect(ben["graded"] as? Bool == false)
        let problem = ben["problem"] as? [String: Any]
        #expect(problem?["line"] as? Int == 3)
        #expect(problem?["column"] as? Int == 10)
    }

    @Test(.enabled(if: Judge.hasSchemas)) func jsonIsOfItsSchema() throws {
        let program = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            judge = jsonschema.Draft202012Validator(schema)
            count = 0
            for line in sys.stdin.buffer.read().split(b"\\n")[:-1]:
                value = json.loads(line)
                judge.validate(value)
                count += 1
                for change in ({"score": 0.5}, {"more": 1}, {"schema": "x"}, {"checks": [{}]}):
                    assert not judge.is_valid({**value, **change}), change
            print(count)
            """
        let schema = Program.root.appending(path: "docs/grade.schema.json").path
        for (report, count) in zip(Made.several, [1, 1, 1, 1, 0, 2, 3]) {
            let run = try Program.run(
                try #require(Judge.python), ["-c", program, schema],
                input: Data(try report.bytes(as: .json)))
            #expect(run.output == "\(count)\n", "\(run.errors)")
        }
    }

    @Test func csvIsARowASubmission() throws {
        #expect(
            try Self.text(Made.report(Made.ana, Made.ben), .csv)
                == [
                    "submission,score,max-score,problem,the web server answers,nothing else is reached,"
                        + "the tunnel carries it,a secret wish,another secret",
                    "ana,6,15,,2,0,0,4,0",
                    #"ben,,15,"3:10: ""alow"" can't stand here",,,,,"#, "",
                ].joined(separator: "\r\n"))
    }

    @Test func noCellIsAFormula() throws {
        for start in ["=", "+", "-", "@", " =", "\u{A0}@", "\t=", "\u{FF1D}", "\u{2212}"] {
            let name = start + "cmd|' /C calc'!A0"
            let result = SubmissionResult(
                name: name, problem: name, place: nil, checks: [Made.check(name, 1, .notTried)])
            let text = try Self.text(Made.report(result), .csv)
            // A tab is none any more, and the cell no formula.
            let cell = start == "\t=" ? "\"\u{FFFD}=" : "\"'\(start)"
            #expect(text.components(separatedBy: cell + "cmd|").count == 4, "\(text)")
        }
    }

    @Test(.enabled(if: Judge.python != nil)) func pythonReadsTheCSV() throws {
        let program = """
            import csv, io, sys
            text = sys.stdin.buffer.read().decode()
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            assert text.count("\\r\\n") == len(rows) and text.count("\\n") == len(rows)
            assert len({len(row) for row in rows}) == 1, rows
            assert len(set(rows[0])) == len(rows[0])
            assert not any(cell.lstrip()[:1] in tuple("=+-@") for row in rows for cell in row)
            for row in rows[1:]:
                points = [int(cell) for cell in row[4:] if cell]
                assert (sum(points) == int(row[1])) if row[1] else (row[3] and not points), row
            print(len(rows))
            """
        for (report, count) in zip(Made.several, [2, 2, 2, 2, 1, 3]) {
            let run = try Program.run(
                try #require(Judge.python), ["-c", program],
                input: Data(try report.bytes(as: .csv)))
            #expect(run.output == "\(count)\n", "\(run.errors)")
        }
    }

    @Test func junitIsASuiteASubmission() throws {
        let text = try Self.text(Made.report(Made.ana), .junit)
        #expect(
            text.hasPrefix(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites>
                  <testsuite name="ana" package="The first gate" id="0" timestamp="2000-01-01T00:00:00" hostname="localhost" tests="5" failures="2" errors="0" skipped="1" time="0.000">
                    <properties>
                      <property name="score" value="6"/>
                      <property name="max-score" value="15"/>
                    </properties>
                    <testcase name="the web server answers" classname="The first gate" time="0.000"/>
                    <testcase name="nothing else is reached" classname="The first gate" time="0.000">
                      <failure message="expected no packet to be allowed" type="claim">expected no packet to be allowed
                got one
                packet test tcp 203.0.113.9:40000 -&gt; 10.0.0.80:3389</failure>
                    </testcase>
                    <testcase name="the tunnel carries it" classname="The first gate" time="0.000">
                      <skipped message="needs nothing else is reached"/>
                    </testcase>

                """), "\(text)")
        let ben = try Self.text(Made.report(Made.ben), .junit)
        #expect(ben.contains(#"failures="0" errors="5" skipped="0""#))
        #expect(ben.contains(#"<error message="3:10: &quot;alow&quot; can&apos;t stand here""#))
    }

    @Test(
        .enabled(if: Judge.xmllint != nil && Judge.shared("schemas/junit-10-jenkins.xsd") != nil),
        arguments: ["JUnit-windyroad.xsd", "junit-10-jenkins.xsd"])
    func junitIsOfBothSchemas(name: String) throws {
        let (xmllint, schema) = (try #require(Judge.xmllint), Judge.shared("schemas/\(name)"))
        func run(_ text: String) throws -> Program.Finished {
            try Program.run(
                xmllint, ["--noout", "--nonet", "--schema", try #require(schema).path, "-"],
                input: Data(text.utf8))
        }
        for report in Made.several {
            let finished = try run(try Self.text(report, .junit))
            #expect(finished.status == 0, "\(finished.errors)")
        }
        // The judge judges.
        let text = try Self.text(Made.report(Made.ana), .junit)
        for (good, bad) in [("time=\"0.000\"", "time=\"x\""), ("tests=", "test="), ("&gt;", "<")] {
            #expect(try run(text.replacing(good, with: bad)).status != 0, "\(bad)")
        }
    }

    @Test func tapIsAPointACheck() throws {
        #expect(
            try Self.text(Made.report(Made.ana), .tap) == """
                TAP version 13
                1..5
                ok 1 - the web server answers
                not ok 2 - nothing else is reached
                  ---
                  points: 0
                  of: 3
                  said:
                    - 'expected no packet to be allowed'
                    - 'got one'
                    - 'packet test tcp 203.0.113.9:40000 -> 10.0.0.80:3389'
                  ...
                ok 3 - the tunnel carries it # SKIP needs nothing else is reached
                ok 4 - a secret wish
                not ok 5 - another secret
                  ---
                  points: 0
                  of: 5
                  said:
                    - 'what nobody may see'
                  ...

                """)
        let several = try Self.text(Made.report(Made.ana, Made.ben), .tap)
        #expect(several.contains("\nnot ok 6 - ben: the web server answers\n"))
        #expect(several.contains("  problem: '3:10: \"alow\" can''t stand here'\n"))
    }

    /// What fails and what is skipped, as `prove` counts: no name forges a result or a directive.
    @Test(.enabled(if: Judge.prove != nil)) func proveReadsTheTAP() throws {
        let folder = try TemporaryFolder()
        for (place, report) in Made.several.enumerated() where !report.results.isEmpty {
            let outcomes = report.results.flatMap { $0.checks.map(\.outcome) }
            let failed = outcomes.filter { outcome in
                switch outcome {
                case .failed, .notTried: true
                case .passed, .skipped: false
                }
            }.count
            let path = try folder.write(try Self.text(report, .tap), to: "\(place).tap")
            let run = try Program.run(
                try #require(Judge.prove), ["--exec", "cat", "--parse", "--verbose", path])
            #expect(
                run.output.contains("Failed: \(failed))") == (failed > 0),
                "\(place): \(run.output.suffix(400))")
            #expect(run.output.contains("Tests: \(outcomes.count) "), "\(run.output.suffix(400))")
            #expect(!run.output.contains("Parse errors"), "\(run.output.suffix(400))")
        }
    }
}
