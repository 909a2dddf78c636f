extension Report {
    /// `results.json` of a Gradescope autograder: all scores are integers.
    ///
    /// What is hidden is one test whose points students see once grades are published; until then Gradescope shows them no total.
    func gradescope(_ result: SubmissionResult) -> [UInt8] {
        let reason = result.reason.map { words.notGraded + ": " + $0 }
        let tests = result.shown(words).enumerated().map { index, check in
            var members: [(String, JSON)] = [
                ("number", .string(check.isHidden ? "H" : String(index + 1))),
                ("name", .string(check.name)), ("score", .number(check.earned)),
                ("max_score", .number(check.points)),
            ]
            if !check.isHidden {
                members.append(("status", .string(check.isPassed ? "passed" : "failed")))
            }
            if !check.said.isEmpty {
                members.append(("output", .string(check.said.joined(separator: "\n"))))
            }
            let visibility = check.isHidden ? "after_published" : "visible"
            members.append(("visibility", .string(visibility)))
            return JSON.object(members)
        }
        let report = JSON.object([
            ("output", .string(reason ?? "")), ("output_format", .string("text")),
            ("test_output_format", .string("text")), ("test_name_format", .string("text")),
            ("stdout_visibility", .string("hidden")), ("tests", .array(tests)),
        ])
        return report.bytes + [0x0A]
    }
}
