extension Report {
    /// A row a submission, a column a check: RFC 4180, with CRLF.
    ///
    /// Points where it was graded, nothing where not.
    func csv() -> [UInt8] {
        let checks = ReportText.distinct((results.first?.checks ?? []).map(\.title))
        var rows = [["submission", "score", "max-score", "problem"] + checks]
        for result in results {
            var row = [result.title]
            row.append(result.isGraded ? String(result.earned) : "")
            row.append(String(result.points))
            row.append(result.reason ?? "")
            for check in result.checks {
                row.append(result.isGraded ? String(check.earned) : "")
            }
            rows.append(row)
        }
        return Array(
            rows.map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    /// A cell that no spreadsheet takes for a formula: an apostrophe stands in front of what looks like one.
    private static func cell(_ text: String) -> String {
        let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{A0}" }
        let safe = first.map(formulas.contains) == true ? "'" + text : text
        let isQuoted =
            safe.unicodeScalars.contains { quoted.contains($0) } || safe.first == " "
            || safe.last == " "
        guard isQuoted else { return safe }
        var cell = "\""
        for character in safe.unicodeScalars {
            if character == "\"" { cell.unicodeScalars.append("\"") }
            cell.unicodeScalars.append(character)
        }
        return cell + "\""
    }

    /// What formulas begin with, also in the wide forms of East Asian writing.
    private static let formulas: [Unicode.Scalar] = [
        "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\u{2212}",
    ]
    /// RFC 4180 asks for quotes around the first two; the semicolon separates cells in some countries.
    private static let quoted: [Unicode.Scalar] = [",", "\"", ";", "'"]
}
