import Reports

/// Reports made by hand.
enum Made {
    static let words = ReportWords(
        hidden: "hidden checks", needs: "needs", notGraded: "not graded")

    /// What texts from outside may hold: markup, quotes, separators, control characters, turned writing, noncharacters.
    static let hostile =
        "]]> <b>&amp; \"a\" 'b' \\ # SKIP, TODO; \u{0}\u{7}\u{1B}[2J\t\r\nok 99 - forged\u{85}\u{2028}\u{202E}\u{FFFE}\u{10FFFF} ñ 日 🙂"

    static func check(
        _ name: String, _ points: Int, _ outcome: CheckResult.Outcome, isHidden: Bool = false
    ) -> CheckResult {
        CheckResult(name: name, points: points, isHidden: isHidden, outcome: outcome)
    }

    /// Each way in which a check can come out, two of them hidden.
    static let ana = SubmissionResult(
        name: "ana", problem: nil, place: nil,
        checks: [
            check("the web server answers", 2, .passed),
            check(
                "nothing else is reached", 3,
                .failed(
                    said: ["expected no packet to be allowed", "got one"],
                    show: "packet test tcp 203.0.113.9:40000 -> 10.0.0.80:3389")),
            check("the tunnel carries it", 1, .skipped(needs: "nothing else is reached")),
            check("a secret wish", 4, .passed, isHidden: true),
            check(
                "another secret", 5, .failed(said: ["what nobody may see"], show: nil),
                isHidden: true),
        ])

    /// The same checks, none of them tried.
    static let ben = SubmissionResult(
        name: "ben", problem: "\"alow\" can't stand here", place: .init(line: 3, column: 10),
        checks: ana.checks.map { check($0.name, $0.points, .notTried, isHidden: $0.isHidden) })

    /// Names and texts that try to be something else.
    static let eve = SubmissionResult(
        name: "=1+1" + hostile, problem: nil, place: nil,
        checks: [
            check("@" + hostile, 1, .passed),
            check(hostile, 1, .failed(said: [hostile, "", hostile], show: hostile)),
            check(hostile + " again", 1, .skipped(needs: hostile)),
            check("", 1, .failed(said: [], show: nil)),
            check("hidden checks", 1, .passed),
            check("{\"scores\": {}}", 0, .passed, isHidden: true),
        ])

    /// As many checks as an exercise may have, each as long and as dear to escape as can be.
    static let large = SubmissionResult(
        name: String(repeating: "\"", count: 9_000), problem: nil, place: nil,
        checks: (0..<500).map { number in
            let text = String(repeating: "\"\u{1}🙂", count: 5_000)
            return check(text, 1_000, .failed(said: [text, text], show: text))
        })

    static func report(_ results: SubmissionResult..., title: String = "The first gate") -> Report {
        Report(title: title, results: results, words: words)
    }

    /// The reports that every format is held to.
    static let all = [
        report(ana), report(ben), report(eve, title: hostile), report(large, title: ""),
    ]
    /// The same, and some about none or several submissions.
    static let several = all + [report(), report(ana, ben), report(ben, ana, eve)]
}
