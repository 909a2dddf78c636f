/// Text from outside, made fit for any format.
package enum ReportText {
    /// The most bytes of a check's name.
    static let nameLimit = 200
    /// The most bytes of what is said about one check.
    static let saidLimit = 700
    /// The most bytes of a submission's name, and of why it is not graded.
    static let submissionLimit = 1_000

    /// A text in one line of at most so many bytes, without what a terminal, a parser or a reader could take for something else.
    ///
    /// Control characters, line and paragraph separators, those that turn the direction of writing (Unicode TR 9) and noncharacters
    /// become U+FFFD. What is cut ends in `…`.
    static func line(_ text: String, limit: Int) -> String {
        let mark: Unicode.Scalar = "…"
        let room = limit - mark.utf8.count
        var line = String.UnicodeScalarView()
        var (count, fitting) = (0, line.endIndex)
        for scalar in text.unicodeScalars {
            let clean = isHarmful(scalar) ? "\u{FFFD}" : scalar
            count += clean.utf8.count
            guard count <= limit else {
                line.removeSubrange(fitting...)
                line.append(mark)
                break
            }
            line.append(clean)
            if count <= room { fitting = line.endIndex }
        }
        return String(line)
    }

    /// Several lines, of at most so many bytes together with the ends between them; none is empty.
    static func lines(_ texts: [String], limit: Int) -> [String] {
        var lines: [String] = []
        var left = limit
        for text in texts where !text.isEmpty {
            guard left > 8 else { break }
            let line = line(text, limit: left)
            left -= line.utf8.count + 1
            lines.append(line)
        }
        return lines
    }

    /// Whether a terminal, a parser or a reader could take a character for something else than text.
    package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C,
            0xFEFF, 0xFDD0...0xFDEF:
            true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    /// The same texts, with a number behind those that stood there already.
    static func distinct(_ texts: [String]) -> [String] {
        var known: Set<String> = []
        return texts.map { text in
            var (name, number) = (text, 2)
            while !known.insert(name).inserted {
                name = "\(text) (\(number))"
                number += 1
            }
            return name
        }
    }
}

extension CheckResult {
    /// Its name in one line.
    var title: String { ReportText.line(name, limit: ReportText.nameLimit) }

    /// What is said about it, line by line; nothing where it passed.
    func said(_ words: ReportWords) -> [String] {
        switch outcome {
        case .passed, .notTried: []
        case .failed(let said, let show):
            ReportText.lines(said + (show.map { [$0] } ?? []), limit: ReportText.saidLimit)
        case .skipped(let needs):
            [words.needs + " " + ReportText.line(needs, limit: ReportText.nameLimit)]
        }
    }
}

extension SubmissionResult {
    /// Its name in one line.
    var title: String { ReportText.line(name, limit: ReportText.submissionLimit) }

    /// Why it is not graded, behind `line:column:` where it has a place.
    var reason: String? {
        guard let problem else { return nil }
        let text = ReportText.line(problem, limit: ReportText.submissionLimit)
        return place.map { "\($0.line):\($0.column): \(text)" } ?? text
    }

    /// The checks as students see them: those that are hidden are one, which says nothing.
    func shown(_ words: ReportWords) -> [ShownCheck] {
        let open = checks.filter { !$0.isHidden }
        var shown = open.map { check in
            ShownCheck(
                name: check.title, earned: check.earned, points: check.points,
                said: check.said(words), isHidden: false, isPassed: check.outcome == .passed)
        }
        let hidden = checks.filter(\.isHidden)
        if !hidden.isEmpty {
            shown.append(
                ShownCheck(
                    name: words.hidden, earned: hidden.reduce(0) { $0 + $1.earned },
                    points: hidden.reduce(0) { $0 + $1.points }, said: [], isHidden: true,
                    isPassed: hidden.allSatisfy { $0.outcome == .passed }))
        }
        let names = ReportText.distinct(shown.map(\.name))
        for (index, name) in names.enumerated() { shown[index].name = name }
        return shown
    }
}

/// A check as students see it.
struct ShownCheck {
    /// What no other one of the submission is called.
    var name: String
    let earned: Int
    let points: Int
    /// What is said about it, line by line.
    let said: [String]
    /// Whether it stands for all that are hidden.
    let isHidden: Bool
    let isPassed: Bool
}
