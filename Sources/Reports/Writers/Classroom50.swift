extension Report {
    /// `result.json` of a Classroom 50 autograder: `classroom50/result/v1`, which takes no other field.
    ///
    /// Owner, kind of assignment and time are written over by the classroom's runner; so the time is a fixed one.
    func classroom50(_ result: SubmissionResult) -> [UInt8] {
        let reason = result.reason.map { words.notGraded + ": " + $0 }
        let tests = result.shown(words).map { check in
            var members: [(String, JSON)] = [
                ("test-name", .string(check.name)), ("passed", .bool(check.isPassed)),
                ("score", .number(check.earned)), ("max-score", .number(check.points)),
            ]
            let said = reason.map { [$0] } ?? check.said
            if !said.isEmpty { members.append(("output", .string(said.joined(separator: "\n")))) }
            return JSON.object(members)
        }
        let commit = Self.named(origin.commit, else: "unknown")
        let report = JSON.object([
            ("schema", .string("classroom50/result/v1")),
            ("classroom", Self.string(origin.classroom, else: "unknown")),
            ("assignment", Self.string(origin.assignment, else: title)),
            ("assignment_type", .string("individual")),
            ("owner", Self.string(result.name, else: "unknown")),
            ("submission", Self.string(origin.submission, else: "unknown")),
            ("commit", .string(commit)),
            ("release", Self.string(origin.release, else: "unknown")),
            ("review", Self.string(origin.review, else: commit)),
            ("datetime", .string(Self.instant + "Z")), ("score", .number(result.earned)),
            ("max-score", .number(result.points)), ("tests", .array(tests)),
        ])
        return report.bytes + [0x0A]
    }

    /// The time that stands where a format wants one: RFC 3339 without its zone.
    static let instant = "2000-01-01T00:00:00"

    private static func string(_ text: String?, else other: String) -> JSON {
        .string(named(text, else: other))
    }

    private static func named(_ text: String?, else other: String) -> String {
        let text = text.flatMap { $0.isEmpty ? nil : $0 } ?? other
        return ReportText.line(text.isEmpty ? "unknown" : text, limit: ReportText.submissionLimit)
    }
}
