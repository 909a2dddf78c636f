/// Holds a line against a pattern.
///
/// The first pass only reads; when it fails, a second pass over the same line also notes what was
/// expected at the farthest place that was reached. Completion and `?` read the same notes.
public struct Matcher {
    @usableFromInline let line: CommandLine
    @usableFromInline private(set) var position: Int
    /// The first and the last token that gave a value; none while the first is beyond the last.
    private var values = (first: Int.max, last: -1)
    private let recording: Recording
    private(set) var farthest: Int
    private(set) var expectations: [Expectation] = []
    private(set) var complaint: (Complaint, ArgumentKind)?
    /// The tokens that are keywords, as far as they have been read; only while expectations are gathered.
    private(set) var keywords: [(token: Int, word: StaticWord)] = []

    /// Whether expectations are gathered.
    enum Recording {
        case off
        case on
    }

    /// Where a matcher stands, and what it has read.
    @usableFromInline struct Place {
        let position: Int
        let values: (first: Int, last: Int)
    }

    /// A matcher that only reads, from a token on.
    @usableFromInline init(line: CommandLine, from first: Int) {
        self.init(line: line, from: first, recording: .off)
    }

    init(line: CommandLine, from first: Int, recording: Recording) {
        self.line = line
        position = first
        farthest = first
        self.recording = recording
    }

    /// Where it stands, for `retreat(to:)`.
    @usableFromInline var place: Place { Place(position: position, values: values) }

    /// Goes back to a place; the answer is that nothing was read.
    @usableFromInline mutating func retreat<Value>(to place: Place) -> Value? {
        position = place.position
        values = place.values
        while let last = keywords.last, last.token >= position { keywords.removeLast() }
        return nil
    }

    /// Whether no part can fit any longer, and nobody wants to know which could.
    @usableFromInline var isDone: Bool { recording == .off && position >= line.tokens.count }

    /// Whether the line ends here.
    @usableFromInline mutating func takeEnd() -> Bool {
        expect(.endOfLine)
        return position == line.tokens.count
    }

    /// The bytes of the line that gave values.
    @usableFromInline var extent: Extent {
        let end = line.bytes.count
        guard values.first <= values.last else { return Extent(range: end..<end, end: end) }
        let range =
            line.tokens[values.first].range.lowerBound..<line.tokens[values.last].range.upperBound
        return Extent(range: range, end: end)
    }

    /// Takes a keyword that only leads to what follows it.
    @usableFromInline mutating func take(_ keyword: Keyword) -> Bool {
        if position < line.tokens.count, line.matches(line.tokens[position], keyword.word) {
            if recording == .on { keywords.append((position, keyword.word)) }
            position += 1
            return true
        }
        if recording == .on { expect(.word(keyword)) }
        return false
    }

    /// Takes a keyword that means something; where it stood.
    @usableFromInline mutating func takeValue(_ keyword: Keyword) -> Range<Int>? {
        take(keyword) ? note(position - 1) : nil
    }

    /// Reads one word as a value.
    @inlinable
    mutating func take<Value>(_ argument: Argument<Value>) -> Placed<Value>? {
        guard let token = word(for: argument.kind) else { return nil }
        do throws(Misfit) {
            let value: Value
            if token.hasEscapes {
                let bytes = line.value(of: token)
                value = try argument.read(bytes.span)
            } else {
                value = try argument.read(line.bytes.span.extracting(token.content))
            }
            return Placed(value, at: takeWord())
        } catch {
            refuse(argument.kind, error)
            return nil
        }
    }

    /// The word that may be a value of a kind; nil where there is none.
    @usableFromInline
    mutating func word(for kind: ArgumentKind) -> Token? {
        if position < line.tokens.count {
            switch line.tokens[position].kind {
            case .bare, .quoted: return line.tokens[position]
            case .arrow, .bar: break
            }
        }
        if recording == .on { expect(.argument(kind)) }
        return nil
    }

    @usableFromInline
    mutating func takeWord() -> Range<Int> {
        position += 1
        return note(position - 1)
    }

    /// Notes that a word is no value of a kind.
    @usableFromInline
    mutating func refuse(_ kind: ArgumentKind, _ misfit: Misfit) {
        guard recording == .on else { return }
        expect(.argument(kind))
        if case .wrong(let reason) = misfit, complaint == nil, position == farthest {
            complaint = (reason, kind)
        }
    }

    /// Takes everything to the end of the line; the index of the first token.
    @usableFromInline mutating func takeRest(_ kind: ArgumentKind) -> Int? {
        guard position < line.tokens.count else {
            expect(.argument(kind))
            return nil
        }
        let first = position
        _ = note(first)
        position = line.tokens.count
        return first
    }

    private mutating func note(_ token: Int) -> Range<Int> {
        values = (min(values.first, token), token)
        return line.tokens[token].range
    }

    private mutating func expect(_ expectation: Expectation) {
        guard recording == .on, position >= farthest else { return }
        if position > farthest {
            farthest = position
            expectations.removeAll()
            complaint = nil
        }
        if !expectations.contains(expectation) { expectations.append(expectation) }
    }
}

/// The part of a line that gave a command its values.
public struct Extent: Sendable {
    /// Byte offsets from the first word with a meaning to the last; empty at the line's end when there is none.
    public let range: Range<Int>
    /// The length of the line in bytes.
    public let end: Int

    /// The fault of something that is missing at the line's end.
    public func missing(_ complaint: Complaint) -> UsageFault {
        UsageFault(end..<end, .conflict(complaint))
    }
}
