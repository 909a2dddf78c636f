/// What a line means: found out once, and asked for by everybody who has to do with the line.
public struct LineReading<Command> {
    /// The line, as it was given.
    public let bytes: [UInt8]
    /// Its words, or why it can't be cut into words.
    public let words: Result<CommandLine, UsageFault>
    /// The command that it is, or why it is none; nil where there is nothing to run.
    public let command: Result<Command, UsageFault>?
    /// The command that stands in it behind others, as behind `expect error`, and the index of its first token.
    public let inner: (command: Result<Command, UsageFault>, first: Int)?

    /// What was found out about a line.
    @inlinable
    init(
        bytes: [UInt8], words: Result<CommandLine, UsageFault>,
        command: Result<Command, UsageFault>? = nil,
        inner: (command: Result<Command, UsageFault>, first: Int)? = nil
    ) {
        self.bytes = bytes
        self.words = words
        self.command = command
        self.inner = inner
    }

    /// The same line, with something else to blame for its being no command.
    public func blaming(_ fault: UsageFault) -> LineReading {
        LineReading(bytes: bytes, words: words, command: .failure(fault), inner: inner)
    }

    /// Whether the line is a command as it stands: where it is not, nobody knows what is in it.
    ///
    /// Parts that do not go together are each understood.
    public var isUnderstood: Bool {
        switch inner?.command ?? command {
        case .success: true
        case .failure(let fault): if case .conflict = fault.kind { true } else { false }
        case nil: false
        }
    }
}

extension CommandTable {
    /// Reads a line.
    @inlinable
    public func read(_ bytes: [UInt8]) -> LineReading<Command> {
        let words = Result { () throws(UsageFault) in try CommandLine(bytes) }
        guard case .success(let line) = words, !line.isEmpty else {
            return LineReading(bytes: bytes, words: words)
        }
        guard let index = row(for: line) else {
            let command = Result { () throws(UsageFault) in try parse(line) }
            return LineReading(bytes: bytes, words: words, command: command)
        }
        let row = row(index)
        let count = self.words[index].count
        let command = Result { () throws(UsageFault) in
            do throws(UsageFault) {
                return try parse(line, by: row, behind: count)
            } catch {
                throw advised(error, line)
            }
        }
        guard case .rest = row.form, case .success = command else {
            return LineReading(bytes: bytes, words: words, command: command)
        }
        let first = firstOfInnermost(in: line)
        let inner = Result { () throws(UsageFault) in try parse(line.dropping(first: first)) }
        return LineReading(bytes: bytes, words: words, command: command, inner: (inner, first))
    }

    /// Whether a line holds, or may be meant to hold, a value that must stay out of the history.
    ///
    /// A secret stands behind a word that introduces one. In a line that is no command, that word may
    /// be anywhere, even inside another or in quotes. `introducers` are those of the table.
    public func mayHoldSecret(
        _ reading: LineReading<Command>, behind introducers: [StaticWord]
    ) -> Bool {
        guard reading.isUnderstood, case .success(let line) = reading.words else {
            let bytes = reading.bytes.map(Ascii.lower)
            return introducers.contains { bytes.contains($0.bytes) }
        }
        return introducers.contains { word in
            line.tokens.dropLast().contains { line.matches($0, word) }
        }
    }
}
