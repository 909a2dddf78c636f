/// All commands of a language: the one place that parsing, help, completion and the reference read.
package struct CommandTable<Command>: Sendable {
    /// The rows in the order in which help lists them.
    package let rows: [CommandRow<Command>]
    /// The rows by their first word; a handful, so a walk beats a hash.
    private let groups: [(noun: StaticWord, rows: [Int])]
    /// What parsing asks of every row: taken out of it, because a row is of a size that only the
    /// table's user knows, and each look at one copies it.
    private let heads: [(words: [StaticWord], pattern: Pattern)]

    /// A table of these rows.
    package init(_ rows: [CommandRow<Command>]) {
        self.rows = rows
        var groups: [(noun: StaticWord, rows: [Int])] = []
        for (index, row) in rows.enumerated() {
            guard let noun = row.words.first else { continue }
            if let at = groups.firstIndex(where: { $0.noun == noun }) {
                groups[at].rows.append(index)
            } else {
                groups.append((noun, [index]))
            }
        }
        self.groups = groups
        heads = rows.map { ($0.words, $0.pattern) }
    }

    /// The first words of all commands, in the order of the table.
    package var nouns: [StaticWord] { groups.map(\.noun) }

    /// Reads a line that has at least one token.
    ///
    /// - Throws: `UsageFault` with the place and what was expected there.
    package func parse(_ line: CommandLine) throws(UsageFault) -> Command {
        if let row = row(for: line) {
            var quick = Matcher(line: line, from: heads[row].words.count, recording: .off)
            if quick.matchesWhole(heads[row].pattern) { return try rows[row].build(quick.match) }
        }
        let survey = survey(line)
        throw fault(of: survey, in: line)
    }

    /// The row whose words begin the line, or the part of it from token `start` on.
    package func row(for line: CommandLine, from start: Int = 0) -> Int? {
        guard start < line.tokens.count else { return nil }
        for group in groups where line.matches(line.tokens[start], group.noun) {
            for row in group.rows where begins(line, from: start, with: row) { return row }
            return nil
        }
        return nil
    }

    /// Whether the words of a row behind its first one stand in the line.
    private func begins(_ line: CommandLine, from start: Int, with row: Int) -> Bool {
        let words = heads[row].words
        guard start + words.count <= line.tokens.count else { return false }
        for place in 1..<max(words.count, 1)
        where !line.matches(line.tokens[start + place], words[place]) {
            return false
        }
        return true
    }

    /// What could stand at the farthest place of the line that makes sense.
    func survey(_ line: CommandLine) -> Survey {
        if let row = row(for: line) {
            var matcher = Matcher(line: line, from: rows[row].words.count, recording: .on)
            _ = matcher.matchesWhole(rows[row].pattern)
            return Survey(
                place: matcher.farthest, expectations: matcher.expectations,
                complaint: matcher.complaint, row: row)
        }
        guard let first = line.tokens.first,
            let group = groups.first(where: { line.matches(first, $0.noun) })
        else {
            let nouns = groups.map { Expectation.word(Keyword($0.noun, groupHelp($0.rows))) }
            return Survey(place: 0, expectations: nouns, complaint: nil, row: nil)
        }
        let verbs = group.rows.compactMap { index -> Expectation? in
            guard rows[index].words.count > 1 else { return nil }
            return .word(Keyword(rows[index].words[1], rows[index].summary))
        }
        return Survey(place: 1, expectations: verbs, complaint: nil, row: nil)
    }

    private func groupHelp(_ group: [Int]) -> String {
        guard let first = group.first else { return "" }
        if group.count == 1, rows[first].words.count == 1 { return rows[first].summary }
        return group.compactMap { rows[$0].words.dropFirst().first?.text }.joined(separator: ", ")
    }

    private func fault(of survey: Survey, in line: CommandLine) -> UsageFault {
        let end = line.bytes.count
        let range =
            survey.place < line.tokens.count ? line.tokens[survey.place].range : end..<end
        if let (complaint, argument) = survey.complaint {
            return UsageFault(range, .argument(complaint, expected: argument))
        }
        return UsageFault(range, .expected(survey.expectations))
    }
}

/// What was expected at a place of a line.
struct Survey {
    /// The index of the token at which the line stops making sense, or the number of tokens.
    let place: Int
    /// What could stand there.
    let expectations: [Expectation]
    /// What is wrong with the value that stands there.
    let complaint: (Complaint, Argument)?
    /// The row whose words begin the line.
    let row: Int?
}
