extension Report {
    /// Lines for the student, and last the one that Autolab reads: points by the name of a problem, which the assessment has, too.
    func autolab(_ result: SubmissionResult) -> [UInt8] {
        let checks = result.shown(words)
        var text = result.reason.map { "\(words.notGraded): \($0)\n" } ?? ""
        for check in checks {
            text += (check.isPassed ? "ok      " : "not ok  ") + "\(check.earned)/\(check.points)  "
            text += ([check.name] + check.said).joined(separator: ": ") + "\n"
        }
        let scores = JSON.object([
            ("scores", .object(checks.map { ($0.name, .number($0.earned)) })),
            ("scoreboard", .array([.number(result.earned)])),
        ])
        return Array(text.utf8) + scores.bytes + [0x0A]
    }
}
