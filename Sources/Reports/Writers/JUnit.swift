extension Report {
    /// A suite a submission, a case a check, as the schemas of Windy Road (Ant) and of Jenkins both have it: the one wants three
    /// attributes, an order and a time without a zone, the other at most three decimals.
    ///
    /// A submission that was not graded has errors and no failures.
    func junit() -> [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        for (index, result) in results.enumerated() { text += suite(result, index) }
        text += "</testsuites>\n"
        return Array(text.utf8)
    }

    private func suite(_ result: SubmissionResult, _ index: Int) -> String {
        var (failures, errors, skipped) = (0, 0, 0)
        for check in result.checks {
            switch check.outcome {
            case .passed: break
            case .failed: failures += 1
            case .skipped: skipped += 1
            case .notTried: errors += 1
            }
        }
        let exercise = Self.token(ReportText.line(title, limit: ReportText.submissionLimit))
        let numbers: [(String, Int)] = [
            ("tests", result.checks.count), ("failures", failures), ("errors", errors),
            ("skipped", skipped),
        ]
        var text = "  <testsuite name=\"\(Self.token(result.title))\" package=\"\(exercise)\""
        text += " id=\"\(index)\" timestamp=\"\(Self.instant)\" hostname=\"localhost\""
        for (name, number) in numbers { text += " \(name)=\"\(number)\"" }
        text += " time=\"0.000\">\n    <properties>\n"
        for (name, number) in [("score", result.earned), ("max-score", result.points)] {
            text += "      <property name=\"\(name)\" value=\"\(number)\"/>\n"
        }
        text += "    </properties>\n"
        for check in result.checks { text += testcase(check, of: exercise, result) }
        text += "    <system-out></system-out>\n    <system-err></system-err>\n"
        return text + "  </testsuite>\n"
    }

    private func testcase(
        _ check: CheckResult, of exercise: String, _ result: SubmissionResult
    ) -> String {
        let said = check.said(words)
        let open =
            "    <testcase name=\"\(Self.token(check.title))\" classname=\"\(exercise)\" time=\"0.000\""
        let inside: String
        switch check.outcome {
        case .passed: return open + "/>\n"
        case .failed:
            let lines = said.map(Self.escaped).joined(separator: "\n")
            let message = Self.escaped(said.first ?? "")
            inside = "<failure message=\"\(message)\" type=\"claim\">\(lines)</failure>"
        case .skipped: inside = "<skipped message=\"\(Self.escaped(said.first ?? ""))\"/>"
        case .notTried:
            let reason = Self.escaped(result.reason ?? "")
            inside = "<error message=\"\(reason)\" type=\"not-graded\"></error>"
        }
        return open + ">\n      \(inside)\n    </testcase>\n"
    }

    /// A name that is not empty, also without the blanks around it.
    private static func token(_ text: String) -> String {
        text.contains { $0 != " " } ? escaped(text) : "-"
    }

    /// XML 1.0 section 2.4; characters that section 2.2 does not have are gone already.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
