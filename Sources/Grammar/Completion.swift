/// What a person could type at the cursor: for TAB and for `?`.
package struct Completion: Sendable {
    /// The byte offset in the line at which the word under the cursor begins.
    package let wordStart: Int
    /// What could stand there, in the order of the grammar.
    package let expectations: [Expectation]
    /// The index in the table of the command whose words begin the line.
    package let row: Int?
}

extension CommandTable {
    /// What could stand at the cursor; nothing where the line before it makes no sense.
    ///
    /// `prefix` is the line's bytes up to the cursor.
    package func completion(at prefix: [UInt8]) -> Completion {
        let nothing = Completion(wordStart: prefix.count, expectations: [], row: nil)
        guard let whole = try? CommandLine(prefix) else { return nothing }
        let isInsideWord = whole.tokens.last.map { $0.range.upperBound == prefix.count } ?? false
        guard !isComment(prefix, whole) else { return nothing }
        let start =
            isInsideWord ? whole.tokens[whole.tokens.count - 1].range.lowerBound : prefix.count
        guard let before = try? CommandLine(Array(prefix[..<start])) else { return nothing }
        return completion(after: before, wordStart: start)
    }

    private func completion(after before: CommandLine, wordStart: Int) -> Completion {
        if let inner = innerCommand(of: before) {
            return completion(after: inner, wordStart: wordStart)
        }
        let survey = survey(before)
        let fits = survey.place == before.tokens.count
        return Completion(
            wordStart: wordStart, expectations: fits ? survey.expectations : [], row: survey.row)
    }

    /// The command inside a command such as `expect error COMMAND`, when the line has reached it.
    private func innerCommand(of line: CommandLine) -> CommandLine? {
        guard let row = row(for: line), case .rest = rows[row].pattern else { return nil }
        return line.dropping(first: rows[row].words.count)
    }

    /// Whether the end of the text is inside a comment.
    private func isComment(_ prefix: [UInt8], _ line: CommandLine) -> Bool {
        let end = line.tokens.last?.range.upperBound ?? 0
        return prefix[end...].contains(Ascii.hash)
    }

    /// Whether a line holds, or may be meant to hold, a value that must stay out of the history file.
    ///
    /// A line that does not parse is judged by the words that introduce a secret anywhere in the
    /// grammar, and by being unreadable at all.
    package func mayHoldSecret(_ bytes: [UInt8]) -> Bool {
        guard let line = try? CommandLine(bytes) else { return true }
        guard !line.isEmpty else { return false }
        return secretIntroducers.contains { word in
            line.tokens.contains { line.matches($0, word) }
        }
    }

    /// The keywords behind which a secret value may stand.
    private var secretIntroducers: [StaticWord] {
        var found: [StaticWord] = []
        for row in rows {
            Self.collectIntroducers(
                in: row.pattern, after: row.words.last, into: &found)
        }
        return found
    }

    private static func collectIntroducers(
        in pattern: Pattern, after word: StaticWord?, into found: inout [StaticWord]
    ) {
        switch pattern {
        case .argument(let argument, _):
            if argument.isSecret, let word { found.append(word) }
        case .sequence(let parts):
            var previous = word
            for part in parts {
                collectIntroducers(in: part, after: previous, into: &found)
                if case .word(let keyword, _) = part { previous = keyword.word }
            }
        case .choice(let parts), .anyOrder(let parts):
            for part in parts { collectIntroducers(in: part, after: word, into: &found) }
        case .optional(let part), .repeated(let part):
            collectIntroducers(in: part, after: word, into: &found)
        case .word, .rest: break
        }
    }
}
