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
        guard var line = try? CommandLine(bytes), !line.isEmpty else { return nil }
        for _ in line.tokens.indices {
            do throws(UsageFault) {
                _ = try plainly(line)
                return line.bytes
            } catch {
                guard case .expected(let expectations) = error.kind,
                    let place = line.tokens.firstIndex(where: { $0.range == error.range }),
                    let word = onlyWord(among: expectations, line.tokens[place], in: line),
                    let next = try? CommandLine(line.replacing([(place, word)]))
                else { return nil }
                line = next
            }
        }
        return (try? plainly(line)) == nil ? nil : line.bytes
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
    /// Whether a token may be a keyword in another than its one form.
    fileprivate func maySpellOtherwise(_ token: Token) -> Bool {
        switch token.kind {
        case .quoted: false
        case .arrow: token.range.count > Ascii.arrow.count
        case .bare: bytes[token.content].contains { Ascii.lower($0) != $0 }
        }
    }
}
