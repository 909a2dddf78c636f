/// What a person could type at the cursor: for TAB and for `?`.
public struct Completion: Sendable {
    /// The byte offset in the line at which the word under the cursor begins.
    public let wordStart: Int
    /// What could stand there, in the order of the grammar.
    public var expectations: [Expectation]
    /// The index in the table of the command whose words begin the line.
    public let row: Int?
}

extension CommandTable {
    /// What could stand at the cursor; nothing where the line before it makes no sense.
    ///
    /// `prefix` is the line's bytes up to the cursor.
    public func completion(at prefix: [UInt8]) -> Completion {
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
        let command = innermostCommand(of: before)
        let survey = survey(command)
        let fits = survey.place == command.tokens.count
        return Completion(
            wordStart: wordStart, expectations: fits ? survey.expectations : [], row: survey.row)
    }

    /// The command that the end of the line belongs to: itself, or one inside `expect error COMMAND`.
    private func innermostCommand(of line: CommandLine) -> CommandLine {
        let first = firstOfInnermost(in: line)
        return first == 0 ? line : line.dropping(first: first)
    }

    /// The index of the first token of that command.
    @usableFromInline func firstOfInnermost(in line: CommandLine) -> Int {
        var first = 0
        while let row = row(for: line, from: first), case .rest = self.row(row).form {
            first += words[row].count
        }
        return first
    }

    /// Whether the end of the text is inside a comment.
    private func isComment(_ prefix: [UInt8], _ line: CommandLine) -> Bool {
        let end = line.tokens.last?.range.upperBound ?? 0
        return prefix[end...].contains(Ascii.hash)
    }

    /// Whether the end of the text is inside a comment.
    public func endsInComment(_ prefix: [UInt8]) -> Bool {
        guard let line = try? CommandLine(prefix) else { return false }
        return isComment(prefix, line)
    }

    /// The keywords behind which a secret value may stand.
    public var secretIntroducers: [StaticWord] {
        var found: [StaticWord] = []
        for (index, words) in words.enumerated() {
            Self.collectIntroducers(in: row(index).form, after: words.last, into: &found)
        }
        return found
    }

    private static func collectIntroducers(
        in form: Form, after word: StaticWord?, into found: inout [StaticWord]
    ) {
        switch form {
        case .argument(let kind):
            if kind.isSecret, let word { found.append(word) }
        case .sequence(let parts):
            var previous = word
            for part in parts {
                collectIntroducers(in: part, after: previous, into: &found)
                if case .word(let keyword) = part { previous = keyword.word }
            }
        case .choice(let parts), .anyOrder(let parts):
            for part in parts { collectIntroducers(in: part, after: word, into: &found) }
        case .optional(let part), .repeated(let part):
            collectIntroducers(in: part, after: word, into: &found)
        case .word, .rest: break
        }
    }
}
