extension CommandTable {
    /// The line in its one form: keywords in lower case, `->` for `→`.
    ///
    /// - Returns: nil where the line is so already, or is no command.
    public func canonical(_ reading: LineReading<Command>) -> [UInt8]? {
        guard case .success(let line) = reading.words, case .success? = reading.command,
            line.tokens.contains(where: { line.maySpellOtherwise($0) })
        else { return nil }
        let first = reading.inner?.first ?? 0
        let words = keywords(of: line, from: 0) + (first > 0 ? keywords(of: line, from: first) : [])
        let bytes = line.replacing(words)
        return bytes == line.bytes ? nil : bytes
    }

    /// The tokens that are keywords of the command that begins at a token.
    private func keywords(of line: CommandLine, from start: Int) -> [(token: Int, word: StaticWord)]
    {
        let command = line.dropping(first: start)
        guard let row = row(for: command) else { return [] }
        var matcher = Matcher(line: command, from: words[row].count, recording: .on)
        _ = self.row(row).fits(&matcher)
        let names = words[row].enumerated().map { (token: $0, word: $1) }
        return (names + matcher.keywords).map { (token: $0.token + start, word: $0.word) }
    }

    /// The line with each word that is the beginning of only one keyword written out.
    ///
    /// - Returns: nil where the line is no command even then; a line that is one needs no such reading.
    public func writingOut(_ bytes: [UInt8]) -> [UInt8]? {
        guard case .success(let line)? = writtenOut(bytes) else { return nil }
        return line.bytes
    }

    /// What is wrong with a line of which some words are the beginnings of only one keyword, at its place in the line as
    /// it is; nil where no word is, or nothing is wrong.
    ///
    /// So the word is blamed that is unclear, and not one before it that is understood.
    public func fault(behindShortWordsOf bytes: [UInt8]) -> UsageFault? {
        guard case .failure(let fault)? = writtenOut(bytes) else { return nil }
        return fault
    }

    /// The line with its short words written out, or what is wrong with it then; nil where no word is a short one.
    private func writtenOut(_ bytes: [UInt8]) -> Result<CommandLine, UsageFault>? {
        guard let typed = try? CommandLine(bytes), !typed.isEmpty else { return nil }
        var line = typed
        while true {
            do throws(UsageFault) {
                _ = try plainly(line)
                return .success(line)
            } catch {
                if case .expected(let expectations) = error.kind,
                    let place = line.tokens.firstIndex(where: { $0.range == error.range }),
                    let word = onlyWord(among: expectations, line.tokens[place], in: line),
                    word.bytes.count > line.tokens[place].content.count,
                    let next = try? CommandLine(line.replacing([(place, word)]))
                {
                    line = next
                    continue
                }
                guard line.bytes != typed.bytes else { return nil }
                var fault = UsageFault(typed.place(of: error.range, in: line), error.kind)
                fault.advice = advised(error, line).advice
                return .failure(fault)
            }
        }
    }

    /// The one word that begins as a token does; nil where there are several, or none.
    private func onlyWord(
        among expectations: [Expectation], _ token: Token, in line: CommandLine
    ) -> StaticWord? {
        guard token.kind == .bare else { return nil }
        let typed = line.bytes[token.content].map(Ascii.lower)
        let words = Set(expectations.compactMap(\.word)).filter { $0.bytes.starts(with: typed) }
        return words.count == 1 ? words.first : nil
    }

    /// What stands before the `?` that a line ends with, where the line is no command with it: the person asks what
    /// could stand there.
    public func question(in reading: LineReading<Command>) -> [UInt8]? {
        guard case .failure? = reading.command, case .success(let line) = reading.words,
            let last = line.tokens.last, last.kind == .bare,
            line.bytes[last.content].last == Ascii.question
        else { return nil }
        return Array(line.bytes[..<(last.content.upperBound - 1)])
    }
}

extension CommandLine {
    /// Where bytes of a line with the same tokens, in other words, stand in this one.
    fileprivate func place(of range: Range<Int>, in other: CommandLine) -> Range<Int> {
        func offset(_ end: Int, isLast: Bool) -> Int {
            for (mine, its) in zip(tokens, other.tokens)
            where its.range.contains(isLast ? end - 1 : end) {
                return isLast ? mine.range.upperBound : mine.range.lowerBound
            }
            return bytes.count
        }
        let start = offset(range.lowerBound, isLast: false)
        return start..<(range.isEmpty ? start : max(start, offset(range.upperBound, isLast: true)))
    }

    /// Whether a token may be a keyword in another than its one form.
    fileprivate func maySpellOtherwise(_ token: Token) -> Bool {
        switch token.kind {
        case .quoted, .bar: false
        case .arrow: token.range.count > Ascii.arrow.count
        case .bare: bytes[token.content].contains { Ascii.lower($0) != $0 }
        }
    }
}
