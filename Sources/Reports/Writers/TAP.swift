extension Report {
    /// The Test Anything Protocol, version 13: `prove` knows no later one.
    ///
    /// A point a check, all submissions in one plan. A point is followed by a block of YAML if it has something to say.
    func tap() -> [UInt8] {
        let count = results.reduce(0) { $0 + $1.checks.count }
        var text = "TAP version 13\n1..\(count)\n"
        var number = 0
        for result in results {
            let name = results.count == 1 ? "" : result.title + ": "
            for check in result.checks {
                number += 1
                text += point(number, name, check, result)
            }
        }
        return Array(text.utf8)
    }

    private func point(
        _ number: Int, _ name: String, _ check: CheckResult, _ result: SubmissionResult
    ) -> String {
        let description = "\(number) - \(Self.description(name + check.title))"
        var block: [String] = []
        switch check.outcome {
        case .passed: return "ok \(description)\n"
        case .skipped: return "ok \(description) # SKIP \(check.said(words).first ?? "")\n"
        case .failed:
            let said = check.said(words)
            if !said.isEmpty { block = ["said:"] + said.map { "  - " + Self.quoted($0) } }
        case .notTried: block = ["problem: " + Self.quoted(result.reason ?? "")]
        }
        block = ["points: 0", "of: \(check.points)"] + block
        return "not ok \(description)\n"
            + (["---"] + block + ["..."]).map { "  \($0)\n" }.joined()
    }

    /// A number sign would begin a directive, so that it stands behind a reverse solidus, as that sign itself does.
    private static func description(_ text: String) -> String {
        var description = ""
        for scalar in text.unicodeScalars {
            if scalar == "#" || scalar == "\\" { description += "\\" }
            description.unicodeScalars.append(scalar)
        }
        return description
    }

    /// YAML's single quotes, in which only they themselves mean something.
    private static func quoted(_ text: String) -> String {
        var quoted = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { quoted += "'" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "'"
    }
}
