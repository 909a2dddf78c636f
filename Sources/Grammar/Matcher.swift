/// Holds a line against a pattern.
///
/// The first pass only matches; when it fails, a second pass over the same line also notes what was
/// expected at the farthest place that was reached. Completion and `?` read the same notes.
struct Matcher {
    let line: CommandLine
    private(set) var match: Match
    private var position: Int
    private let recording: Recording
    private(set) var farthest: Int
    private(set) var expectations: [Expectation] = []
    private(set) var complaint: (Complaint, Argument)?

    /// Whether expectations are gathered.
    enum Recording {
        case off
        case on
    }

    init(line: CommandLine, from first: Int, recording: Recording) {
        self.line = line
        match = Match(line: line)
        position = first
        farthest = first
        self.recording = recording
    }

    /// Whether the pattern takes the whole rest of the line.
    mutating func matchesWhole(_ pattern: Pattern) -> Bool {
        guard matches(pattern) else { return false }
        guard position < line.tokens.count else {
            expect(.endOfLine)
            return true
        }
        expect(.endOfLine)
        return false
    }

    private mutating func matches(_ pattern: Pattern) -> Bool {
        switch pattern {
        case .word(let keyword, let label): matchesWord(keyword, label)
        case .argument(let argument, let label): matchesArgument(argument, label)
        case .sequence(let parts): matchesSequence(parts)
        case .choice(let alternatives): matchesChoice(alternatives)
        case .optional(let part): matchesOptional(part)
        case .repeated(let part): matchesRepeated(part)
        case .anyOrder(let parts): matchesAnyOrder(parts)
        case .rest(let name, let label): matchesRest(name, label)
        }
    }

    private mutating func matchesWord(_ keyword: Keyword, _ label: Label?) -> Bool {
        if position < line.tokens.count, line.matches(line.tokens[position], keyword.word) {
            if let label { match.note(label, token: position) }
            position += 1
            return true
        }
        expect(.word(keyword))
        return false
    }

    private mutating func matchesArgument(_ argument: Argument, _ label: Label) -> Bool {
        guard position < line.tokens.count, line.tokens[position].kind != .arrow else {
            expect(.argument(argument))
            return false
        }
        let token = line.tokens[position]
        switch judge(token, as: argument) {
        case .fits:
            match.note(label, token: position)
            position += 1
            return true
        case .mismatch:
            expect(.argument(argument))
            return false
        case .wrong(let reason):
            expect(.argument(argument))
            if recording == .on, complaint == nil, position == farthest {
                complaint = (reason, argument)
            }
            return false
        }
    }

    private func judge(_ token: Token, as argument: Argument) -> Argument.Check {
        if token.hasEscapes {
            let value = line.value(of: token)
            return argument.check(value.span)
        }
        return argument.check(line.bytes.span.extracting(token.content))
    }

    private mutating func matchesSequence(_ parts: [Pattern]) -> Bool {
        let start = position
        let mark = match.mark
        for part in parts where !matches(part) {
            retreat(to: start, mark)
            return false
        }
        return true
    }

    private mutating func matchesChoice(_ alternatives: [Pattern]) -> Bool {
        for alternative in alternatives where matches(alternative) { return true }
        return false
    }

    /// Leaves out an optional part only where it has not begun: a clause that begins and then goes
    /// wrong is a fault of the clause, not of what follows it.
    private mutating func matchesOptional(_ part: Pattern) -> Bool {
        _ = matches(part)
        return true
    }

    private mutating func matchesRepeated(_ part: Pattern) -> Bool {
        guard matches(part) else { return false }
        var start = position
        // A part that takes nothing would match for ever.
        while position < line.tokens.count, matches(part), position > start { start = position }
        if position == line.tokens.count { _ = matches(part) }
        return true
    }

    private mutating func matchesAnyOrder(_ parts: [Pattern]) -> Bool {
        var used: UInt64 = 0
        var found = true
        while found {
            found = false
            for (index, part) in parts.enumerated() where used & (1 << UInt64(index)) == 0 {
                let start = position
                guard matches(part), position > start else { continue }
                used |= 1 << UInt64(index)
                found = true
                break
            }
        }
        return true
    }

    private mutating func matchesRest(_ name: String, _ label: Label) -> Bool {
        guard position < line.tokens.count else {
            expect(.argument(Argument(name, help: "") { _ in .fits }))
            return false
        }
        match.note(label, token: position)
        position = line.tokens.count
        return true
    }

    private mutating func retreat(to start: Int, _ mark: Int) {
        position = start
        match.forget(after: mark)
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
