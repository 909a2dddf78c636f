import Events

/// Says what people are asked before a command runs, and what they said.
struct PredictionWriter: Writer {
    private typealias Say = LabPhrase
    var page: Page

    mutating func write(_ question: String, _ choices: [String]) {
        page.prose([question], .strong)
        for (place, choice) in choices.enumerated() {
            page.row(Self.choices, place + 1, choice)
        }
    }

    /// The distribution, once a class has voted twice.
    mutating func write(_ choices: [String], _ first: [Int], _ second: [Int]?) {
        guard let second else { return page.line(Say.askAgain) }
        for (place, choice) in choices.enumerated() {
            guard page.layout == .grid else {
                page.row(Self.counts, place + 1, choice, first[place], second[place])
                continue
            }
            page.row(
                Self.votes, place + 1, choice, first[place], Self.bar(first, place),
                second[place], Self.bar(second, place))
        }
    }

    mutating func write(_ result: PredictionResult) {
        if let said = result.said {
            let isRight = said.number == result.answer
            return page.line(
                isRight ? Say.saidRight : .saidWrong, (.number, result.answer),
                (.text, result.text),
                (.count, said.number), (.what, said.text))
        }
        page.line(Say.answerIs, (.number, result.answer), (.text, result.text))
        guard let votes = result.votes else { return }
        let place = result.answer - 1
        page.line(
            Say.votedRight, (.first, votes.first[place]), (.count, votes.first.reduce(0, +)),
            (.last, votes.second[place]), (.total, votes.second.reduce(0, +)))
    }

    /// Up to sixteen marks, the longest for the choice that most people had.
    private static func bar(_ votes: [Int], _ place: Int) -> String {
        let most = max(1, votes.max() ?? 1)
        return String(repeating: "#", count: (votes[place] * 16 + most - 1) / most)
    }

    private static let choices = Columns(.right(3), .rest(after: 2))
    private static let counts = Columns(
        .rest().named(Say.answer), .rest().named(Say.answerText), .rest().named(Say.firstVote),
        .rest().named(Say.secondVote))
    private static let votes = Columns(
        .right(3), .left(24, after: 2), .right(4, after: 1), .left(16, after: 1),
        .right(4, after: 1), .left(16, after: 1))
}
