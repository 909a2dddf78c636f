import Foundation
import Reports
import Testing

/// The formats that are about one submission, which its student sees.
@Suite struct OneSubmissionTests {
    private static let formats = ReportFormat.allCases.filter(\.isAboutOne)

    private static func object(
        _ result: SubmissionResult, _ format: ReportFormat
    ) throws -> [String: Any] {
        try Judge.object(try Made.report(result).bytes(as: format))
    }

    private static func tests(_ object: [String: Any]) throws -> [[String: Any]] {
        try #require(object["tests"] as? [[String: Any]])
    }

    /// Nothing that is hidden is named or shown; only its points are there, as one item.
    @Test(arguments: formats) func hiddenChecksAreOne(format: ReportFormat) throws {
        let text = String(decoding: try Made.report(Made.ana).bytes(as: format), as: UTF8.self)
        #expect(!text.contains("secret") && !text.contains("what nobody may see"))
        #expect(text.components(separatedBy: "hidden checks").count == (format == .autolab ? 3 : 2))
        let open = SubmissionResult(
            name: "ana", problem: nil, place: nil,
            checks: Made.ana.checks.filter { !$0.isHidden })
        let less = String(decoding: try Made.report(open).bytes(as: format), as: UTF8.self)
        #expect(!less.contains("hidden checks") && less.contains("the web server answers"))
    }

    /// Every key of a report is one of the sample's, with a value of the same type.
    @Test(arguments: [ReportFormat.gradescope, .classroom50, .prairielearn])
    func reportsHaveTheShapeOfTheSample(format: ReportFormat) throws {
        let shapes: [ReportFormat: Set<String>] = [
            .gradescope: [
                ":object", "/output:string", "/output_format:string", "/test_output_format:string",
                "/test_name_format:string", "/stdout_visibility:string", "/tests:array",
                "/tests[]:object", "/tests[]/number:string", "/tests[]/name:string",
                "/tests[]/score:number", "/tests[]/max_score:number", "/tests[]/status:string",
                "/tests[]/output:string", "/tests[]/visibility:string",
            ],
            .classroom50: [
                ":object", "/schema:string", "/classroom:string", "/assignment:string",
                "/assignment_type:string", "/owner:string", "/submission:string", "/commit:string",
                "/release:string", "/review:string", "/datetime:string", "/score:number",
                "/max-score:number", "/tests:array", "/tests[]:object", "/tests[]/test-name:string",
                "/tests[]/passed:bool", "/tests[]/score:number", "/tests[]/max-score:number",
                "/tests[]/output:string",
            ],
            .prairielearn: [
                ":object", "/gradable:bool", "/score:number", "/output:string", "/tests:array",
                "/tests[]:object", "/tests[]/name:string", "/tests[]/points:number",
                "/tests[]/max_points:number", "/tests[]/output:string",
            ],
        ]
        let shape = Judge.shape(try Self.object(Made.ana, format))
        #expect(shape == shapes[format])
        if let sample = Judge.shared("sample.\(format.rawValue).json") {
            let wanted = Judge.shape(try Judge.object(try Data(contentsOf: sample)))
            #expect(wanted.isSubset(of: shape), "\(wanted.subtracting(shape))")
            #expect(shape.subtracting(wanted).isSubset(of: ["/test_name_format:string"]))
        }
        for report in Made.all {
            let shape = Judge.shape(try Judge.object(try report.bytes(as: format)))
            let more: Set = ["/format_errors:array", "/format_errors[]:string"]
            #expect(shape.subtracting(more).isSubset(of: shapes[format] ?? []))
        }
    }

    @Test func gradescopeHidesPointsUntilGradesArePublished() throws {
        let tests = try Self.tests(try Self.object(Made.ana, .gradescope))
        #expect(tests.map { $0["score"] as? Int } == [2, 0, 0, 4])
        #expect(tests.map { $0["max_score"] as? Int } == [2, 3, 1, 9])
        #expect(tests.map { $0["status"] as? String } == ["passed", "failed", "failed", nil])
        #expect(
            tests.map { $0["visibility"] as? String }
                == ["visible", "visible", "visible", "after_published"])
        #expect(tests[2]["output"] as? String == "needs nothing else is reached")
        let ben = try Self.object(Made.ben, .gradescope)
        #expect(ben["output"] as? String == "not graded: 3:10: \"alow\" can't stand here")
        #expect(try Self.tests(ben).allSatisfy { $0["score"] as? Int == 0 })
    }

    @Test func classroom50KnowsWhereASubmissionComesFrom() throws {
        var origin = ReportOrigin()
        let before = try Self.object(Made.ana, .classroom50)
        #expect(before["assignment"] as? String == "The first gate")
        #expect(before["owner"] as? String == "ana")
        #expect(before["score"] as? Int == 6)
        #expect(before["max-score"] as? Int == 15)
        origin.classroom = "seguridad"
        origin.assignment = "gate"
        origin.submission = "submit/1"
        origin.commit = "https://example.org/c"
        origin.release = "https://example.org/r"
        let report = Report(
            title: "", results: [Made.ana], words: Made.words, origin: origin)
        let after = try Judge.object(try report.bytes(as: .classroom50))
        let values = ["classroom", "assignment", "submission", "commit", "release", "review"].map {
            after[$0] as? String ?? ""
        }
        #expect(
            values == [
                "seguridad", "gate", "submit/1", "https://example.org/c", "https://example.org/r",
                "https://example.org/c",
            ])
        for report in Made.all {
            let object = try Judge.object(try report.bytes(as: .classroom50))
            #expect(object.values.allSatisfy { ($0 as? String)?.isEmpty != true })
            let tests = try Self.tests(object)
            let sum = tests.reduce(0) { $0 + ($1["score"] as? Int ?? -1) }
            #expect(sum == object["score"] as? Int)
        }
    }

    @Test func prairielearnHasAPartOfOne() throws {
        let ana = String(
            decoding: try Made.report(Made.ana).bytes(as: .prairielearn), as: UTF8.self)
        #expect(ana.hasPrefix(#"{"gradable":true,"score":0.4,"output":"","tests":["#))
        let ben = try Self.object(Made.ben, .prairielearn)
        #expect(ben["gradable"] as? Bool == false)
        #expect(ben["score"] == nil)
        #expect(
            ben["format_errors"] as? [String] == ["3:10: \"alow\" can't stand here"])
        for (points, score) in [(1, "1"), (3, "0.333333"), (7, "0.142857"), (0, "0")] {
            let checks = [Made.check("a", min(points, 1), .passed)]
            let more = Made.check("b", max(0, points - 1), .notTried)
            let result = SubmissionResult(
                name: "x", problem: nil, place: nil, checks: checks + [more])
            let bytes = try Made.report(result).bytes(as: .prairielearn)
            #expect(String(decoding: bytes, as: UTF8.self).contains(#""score":\#(score),"#))
        }
    }

    @Test func autolabReadsTheLastLine() throws {
        #expect(
            String(decoding: try Made.report(Made.ana).bytes(as: .autolab), as: UTF8.self) == """
                ok      2/2  the web server answers
                not ok  0/3  nothing else is reached: expected no packet to be allowed: got one: packet test tcp 203.0.113.9:40000 -> 10.0.0.80:3389
                not ok  0/1  the tunnel carries it: needs nothing else is reached
                not ok  4/9  hidden checks
                {"scores":{"the web server answers":2,"nothing else is reached":0,"the tunnel carries it":0,"hidden checks":4},"scoreboard":[6]}

                """)
        for (report, checks) in zip(Made.all, [4, 4, 6, 500]) {
            let lines = try report.bytes(as: .autolab).split(separator: 0x0A)
            let last = try Judge.object(try #require(lines.last))
            let scores = try #require(last["scores"] as? [String: Int])
            #expect(scores.count == checks)
            let board = try #require(last["scoreboard"] as? [Int])
            #expect(scores.values.reduce(0, +) == board.first)
            // No line of the student's forges the last one.
            #expect(lines.filter { $0.first == UInt8(ascii: "{") }.count == 1)
        }
    }
}
