extension Report {
    /// `results.json` of PrairieLearn's external grading: the score is a part of 1, in millionths and rounded down.
    ///
    /// What was not graded is not gradable, which costs a student no attempt.
    func prairielearn(_ result: SubmissionResult) -> [UInt8] {
        if let reason = result.reason {
            let report = JSON.object([
                ("gradable", .bool(false)), ("format_errors", .array([.string(reason)])),
                ("output", .string(words.notGraded + ": " + reason)),
            ])
            return report.bytes + [0x0A]
        }
        let score = result.points > 0 ? result.earned * 1_000_000 / result.points : 0
        let tests = result.shown(words).map { check in
            var members: [(String, JSON)] = [
                ("name", .string(check.name)), ("points", .number(check.earned)),
                ("max_points", .number(check.points)),
            ]
            if !check.said.isEmpty {
                members.append(("output", .string(check.said.joined(separator: "\n"))))
            }
            return JSON.object(members)
        }
        let report = JSON.object([
            ("gradable", .bool(true)), ("score", .millionths(score)), ("output", .string("")),
            ("tests", .array(tests)),
        ])
        return report.bytes + [0x0A]
    }
}
