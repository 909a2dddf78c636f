extension Report {
    /// One JSON object a line: all that is known, for the teacher's own programs.
    func jsonLines() -> [UInt8] {
        var bytes: [UInt8] = []
        for result in results {
            bytes += line(result).bytes
            bytes.append(0x0A)
        }
        return bytes
    }

    private func line(_ result: SubmissionResult) -> JSON {
        .object([
            ("schema", .string("garita/grade/v1")),
            ("exercise", .string(ReportText.line(title, limit: ReportText.submissionLimit))),
            ("submission", .string(result.title)),
            ("graded", .bool(result.isGraded)),
            ("problem", problem(result)),
            ("score", .number(result.earned)),
            ("max-score", .number(result.points)),
            ("checks", .array(result.checks.map(check))),
        ])
    }

    private func problem(_ result: SubmissionResult) -> JSON {
        guard let problem = result.problem else { return .null }
        let text = ReportText.line(problem, limit: ReportText.submissionLimit)
        return .object([
            ("text", .string(text)),
            ("line", result.place.map { .number($0.line) } ?? .null),
            ("column", result.place.map { .number($0.column) } ?? .null),
        ])
    }

    private func check(_ check: CheckResult) -> JSON {
        var members: [(String, JSON)] = [
            ("name", .string(check.title)), ("hidden", .bool(check.isHidden)),
            ("score", .number(check.earned)), ("max-score", .number(check.points)),
        ]
        switch check.outcome {
        case .passed: members.append(("outcome", .string("passed")))
        case .notTried: members.append(("outcome", .string("not-tried")))
        case .skipped(let needs):
            members.append(("outcome", .string("skipped")))
            members.append(
                ("needs", .string(ReportText.line(needs, limit: ReportText.nameLimit))))
        case .failed(let said, let show):
            members.append(("outcome", .string("failed")))
            let lines = ReportText.lines(said, limit: ReportText.saidLimit)
            members.append(("said", .array(lines.map(JSON.string))))
            if let show {
                members.append(
                    ("show", .string(ReportText.line(show, limit: ReportText.saidLimit))))
            }
        }
        return .object(members)
    }
}
