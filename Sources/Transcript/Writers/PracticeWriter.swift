package import Events

/// Says what somebody is to know who works at an exercise.
struct PracticeWriter: Writer {
    private typealias Say = PracticePhrase
    var page: Page

    mutating func write(_ event: PracticeEvent) {
        switch event {
        case .opened(let title, let points, let checks, let resumed):
            page.line(Say.opened, (.name, title), (.total, points), (.count, checks))
            if resumed > 0 { page.line(Say.resumed, (.count, resumed)) }
            page.line(Say.words)
        case .task(let lines): page.prose(lines, .strong)
        case .failing(let name, let points, let said, let show, let earned, let total):
            page.line(Say.failing, (.name, name), (.number, points))
            write(said.map { "  " + $0 })
            if let show { page.line(in: 2, Say.tryIt, (.text, show)) }
            page.line(Say.earned, (.found, earned), (.total, total))
        case .passing(let earned, let total, 0):
            page.line(Say.passing, (.found, earned), (.total, total))
        case .passing(let earned, let total, let cost):
            page.line(Say.passingWithHints, (.found, earned), (.total, total), (.number, cost))
        case .notGraded(let problem): page.line(Say.notGraded, (.problem, problem))
        case .hint(let check, let text, let cost):
            page.line(Say.hint, (.name, check), (.text, text))
            if cost > 0 { page.line(Say.hintCosts, (.number, cost)) }
        case .noHint(""): page.line(Say.nothingToHint)
        case .noHint(let check): page.line(Say.noHint, (.name, check))
        case .solution(let lines): write(lines)
        case .noSolution(let isEarned): page.line(isEarned ? Say.noSolution : Say.notEarned)
        case .submitted(let file, let count):
            page.line(Say.submitted, (.count, count), (.file, file))
        case .notReplaced(let file): page.line(Say.notReplaced, (.file, file))
        case .list(let entries, let current): write(entries, current)
        case .noExercise(let name?, let known):
            page.line(
                Say.noSuchExercise, (.name, name), (.members, known.joined(separator: ", ")))
        case .noExercise(nil, _): page.line(Say.noOther)
        case .watching(let file): page.line(Say.watching, (.file, file))
        case .unread(let file): page.line(Say.unread, (.file, file))
        }
    }

    private mutating func write(_ lines: [String]) {
        for line in lines {
            page.put(line)
            page.endLine()
        }
    }

    private mutating func write(_ entries: [PracticeEvent.Entry], _ current: String) {
        let row = Columns(.left(6), .fitting(entries.map(\.name)), .rest(after: 2))
        for entry in entries {
            let state =
                entry.isDone ? Say.done : entry.name == current ? Say.current : Say.open
            page.row(row, state, entry.name, entry.title)
        }
    }
}

extension TranscriptWriter {
    /// Says what somebody is to know who works at an exercise.
    package mutating func write(_ event: PracticeEvent) {
        page.lend(PracticeWriter.self) { $0.write(event) }
    }
}
