package import Commands
package import Reports

/// Says what became of submissions.
struct GradeWriter: Writer {
    private typealias Say = GradingPhrase
    var page: Page

    /// One submission, check by check.
    mutating func write(_ result: SubmissionResult) {
        page.line(
            Say.result, (.name, result.name), (.found, result.earned), (.total, result.points))
        if let problem = result.problem {
            page.fill(2)
            write(problem, result.place)
            return
        }
        let (check, more) = (
            Columns(.left(9, after: 2), .right(4), .rest(after: 2)), Columns(.rest(after: 19))
        )
        for one in result.checks {
            switch one.outcome {
            case .passed: page.row(check, Say.passed, one.points, one.name)
            case .failed(let said, let show):
                page.row(check, Say.failed, one.points, one.name)
                for line in said { page.row(more, line) }
                if let show { page.line(in: 19, Say.tryIt, (.text, show)) }
            case .skipped(let need):
                page.row(check, Say.skipped, one.points, one.name)
                page.line(in: 19, Say.needs, (.name, need))
            case .notTried: page.row(check, Say.skipped, one.points, one.name)
            }
        }
    }

    /// Why a submission was not graded, to the end of the line.
    mutating func writeReason(_ result: SubmissionResult) {
        write(result.problem ?? "", result.place)
    }

    private mutating func write(_ problem: String, _ place: SubmissionResult.Place?) {
        guard let place else { return page.line(Say.notGraded, (.problem, problem)) }
        page.line(
            Say.notGradedAt, (.line, place.line), (.column, place.column), (.problem, problem))
    }

    /// How far it is, on the line in which it was said before.
    mutating func write(done count: Int, of total: Int) {
        let full = count * Self.barWidth / max(total, 1)
        let bar =
            String(repeating: "#", count: full)
            + String(repeating: ".", count: Self.barWidth - full)
        page.put("\r")
        page.say(Say.progress, (.text, bar), (.found, count), (.count, total))
    }

    private static let barWidth = 20

    /// A format that is about one submission.
    mutating func write(_ fault: ReportFault) {
        let others = ReportFormat.allCases.filter { !$0.isAboutOne }.map(\.rawValue)
        page.line(
            Say.aboutOne, (.name, fault.format.rawValue), (.count, fault.count),
            (.members, others.joined(separator: ", ")))
    }

    /// Many of them, one in a row.
    mutating func write(_ results: [SubmissionResult], _ title: String) {
        let checks = results.first?.checks ?? []
        page.line(
            Say.heading, (.name, title), (.count, results.count),
            (.number, checks.reduce(0) { $0 + $1.points }), (.total, checks.count))
        let names = [Say.submission.said(in: page.language)] + results.map(\.name)
        let row = Columns(.fitting(names), .right(7), .rest(after: 2))
        let numbers = checks.indices.map { "\(($0 + 1) % 10)" }.joined(separator: " ")
        if page.layout == .grid { page.row(row, Say.submission, Say.points, numbers) }
        for result in results {
            if let problem = result.problem {
                page.begin(row, result.name, "-", "")
                write(problem, result.place)
            } else {
                page.row(
                    row, result.name, "\(result.earned)/\(result.points)", MarksText(result.checks))
            }
        }
        if page.layout == .grid { page.line(Say.legend) }
    }
}

/// How the checks came out: one mark each; or their numbers behind what became of them.
private struct MarksText: Written {
    let checks: [CheckResult]

    init(_ checks: [CheckResult]) { self.checks = checks }

    func write(on page: inout Page) {
        guard page.layout == .linear else {
            return page.put(checks.map { $0.outcome.mark }.joined(separator: " "))
        }
        var isFirst = true
        for (word, mark) in [
            (GradingPhrase.passed, "+"), (GradingPhrase.failed, "-"), (GradingPhrase.skipped, "."),
        ] {
            let numbers = checks.indices.filter { checks[$0].outcome.mark == mark }.map { $0 + 1 }
            guard !numbers.isEmpty else { continue }
            if !isFirst { page.put("; ") }
            isFirst = false
            word.write(on: &page)
            page.put(" ")
            Listed(numbers).write(on: &page)
        }
    }
}

extension CheckResult.Outcome {
    /// One character for a table.
    fileprivate var mark: String {
        switch self {
        case .passed: "+"
        case .failed: "-"
        case .skipped, .notTried: "."
        }
    }
}

extension TranscriptWriter {
    /// Says what became of one submission, check by check.
    package mutating func write(_ result: SubmissionResult) {
        page.lend(GradeWriter.self) { $0.write(result) }
    }

    /// Says on a terminal how many submissions are graded, in the place of what was said so before.
    package mutating func write(done count: Int, of total: Int) {
        page.lend(GradeWriter.self) { $0.write(done: count, of: total) }
    }

    /// Takes off a terminal what was said about how far it is.
    package mutating func wipeProgress() {
        page.put("\r\u{1B}[K")
    }

    /// Says that checks of a student's variant are called otherwise, or worth something else.
    package mutating func write(variantOf student: String) {
        page.line(GradingPhrase.otherVariant, (.name, student))
    }

    /// Says that a format is about one submission.
    package mutating func write(_ fault: ReportFault) {
        page.lend(GradeWriter.self) { $0.write(fault) }
    }

    /// What is said about a place of a submission, in one line.
    package static func placed(
        _ problem: String, line: Int, column: Int, in language: SpokenLanguage
    ) -> String {
        var page = Page(.plain, in: language)
        page.say(
            GradingPhrase.placed, (.line, line), (.column, column), (.problem, problem))
        return String(decoding: page.bytes, as: UTF8.self)
    }

    /// The words of reports, in the language that is spoken here.
    package var reportWords: ReportWords {
        ReportWords(
            hidden: GradingPhrase.hiddenChecks.said(in: page.language),
            needs: GradingPhrase.needsOne.said(in: page.language),
            notGraded: GradingPhrase.isNotGraded.said(in: page.language))
    }

    /// Says what became of submissions, one in a row.
    package mutating func write(_ results: [SubmissionResult], of exercise: String) {
        page.lend(GradeWriter.self) { $0.write(results, exercise) }
    }
}
