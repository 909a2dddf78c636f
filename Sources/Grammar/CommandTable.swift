/// All commands of a language: the one place that parsing, help, completion and the reference read.
///
/// A row is made when it is first asked for, so that a program starts without making them all.
public struct CommandTable<Command>: Sendable {
    /// The words of each row, in the order in which help lists them.
    public let words: [[StaticWord]]
    /// Rows by their first word; a handful, so a walk beats a hash.
    private let groups: [(noun: StaticWord, rows: [Int])]
    @usableFromInline let makeRow: @Sendable (Int) -> CommandRow<Command>
    /// Knows what may help a person whose line is no command.
    public typealias Adviser = @Sendable (CommandLine, CommandTable) -> Advice?
    @usableFromInline let adviser: Adviser

    /// A table of rows with these names, each made by its place in the list.
    public init(
        _ names: [String], adviser: @escaping Adviser = { _, _ in nil },
        row: @escaping @Sendable (Int) -> CommandRow<Command>
    ) {
        self.adviser = adviser
        words = names.map { name in name.split(separator: " ").map { StaticWord(String($0)) } }
        makeRow = row
        var groups: [(noun: StaticWord, rows: [Int])] = []
        for (index, words) in words.enumerated() {
            guard let noun = words.first else { continue }
            if let at = groups.firstIndex(where: { $0.noun == noun }) {
                groups[at].rows.append(index)
            } else {
                groups.append((noun, [index]))
            }
        }
        self.groups = groups
    }

    /// The row of a place in the list.
    @inlinable
    public func row(_ index: Int) -> CommandRow<Command> { makeRow(index) }

    /// All rows.
    public var rows: [CommandRow<Command>] { words.indices.map(makeRow) }

    /// The first words of all commands, in the order of the table.
    public var nouns: [StaticWord] { groups.map(\.noun) }

    /// Reads a line that has at least one token.
    ///
    /// - Throws: `UsageFault` with the place, what was expected there, and what may help.
    @inlinable
    public func parse(_ line: CommandLine) throws(UsageFault) -> Command {
        do throws(UsageFault) {
            return try plainly(line)
        } catch {
            throw advised(error, line)
        }
    }

    /// The fault with what may help, which is not asked for a line that is right.
    @usableFromInline
    func advised(_ fault: UsageFault, _ line: CommandLine) -> UsageFault {
        var fault = fault
        fault.advice = adviser(line, self)
        return fault
    }

    /// Reads a line that has at least one token, without advice where it is no command.
    ///
    /// - Throws: `UsageFault` with the place and what was expected there.
    @inlinable
    public func plainly(_ line: CommandLine) throws(UsageFault) -> Command {
        guard let index = row(for: line) else { throw fault(in: line) }
        return try parse(line, by: makeRow(index), behind: words[index].count)
    }

    /// Reads a line that begins with the words of a row.
    @inlinable
    func parse(
        _ line: CommandLine, by row: CommandRow<Command>, behind count: Int
    ) throws(UsageFault) -> Command {
        var matcher = Matcher(line: line, from: count)
        if let command = try row.read(&matcher) { return command }
        throw fault(in: line)
    }

    /// The row whose words begin the line, or the part of it from token `start` on.
    public func row(for line: CommandLine, from start: Int = 0) -> Int? {
        guard start < line.tokens.count else { return nil }
        for group in groups where line.matches(line.tokens[start], group.noun) {
            for row in group.rows where begins(line, from: start, with: row) { return row }
            return nil
        }
        return nil
    }

    /// Whether the words of a row behind its first one stand in the line.
    private func begins(_ line: CommandLine, from start: Int, with row: Int) -> Bool {
        guard start + words[row].count <= line.tokens.count else { return false }
        for place in 1..<max(words[row].count, 1)
        where !line.matches(line.tokens[start + place], words[row][place]) {
            return false
        }
        return true
    }

    /// What could stand at the farthest place of the line that makes sense.
    func survey(_ line: CommandLine) -> Survey {
        if let row = row(for: line) {
            var matcher = Matcher(line: line, from: words[row].count, recording: .on)
            _ = makeRow(row).fits(&matcher)
            return Survey(
                place: matcher.farthest, expectations: matcher.expectations,
                complaint: matcher.complaint, row: row)
        }
        guard let first = line.tokens.first,
            let group = groups.first(where: { line.matches(first, $0.noun) })
        else {
            let nouns = groups.map { Expectation.command($0.noun, rows: $0.rows) }
            return Survey(place: 0, expectations: nouns, complaint: nil, row: nil)
        }
        // As many words as some command has in common with the line.
        var (rows, count) = (group.rows, 1)
        while count < line.tokens.count {
            let more = rows.filter { row in
                count < words[row].count && line.matches(line.tokens[count], words[row][count])
            }
            guard !more.isEmpty else { break }
            (rows, count) = (more, count + 1)
        }
        return Survey(
            place: count, expectations: nextWords(of: rows, behind: count), complaint: nil, row: nil
        )
    }

    /// The words that stand in some rows at a place of their names, each once.
    private func nextWords(of rows: [Int], behind count: Int) -> [Expectation] {
        var found: [(word: StaticWord, rows: [Int])] = []
        for row in rows where count < words[row].count {
            let word = words[row][count]
            if let place = found.firstIndex(where: { $0.word == word }) {
                found[place].rows.append(row)
            } else {
                found.append((word, [row]))
            }
        }
        return found.map { .command($0.word, rows: $0.rows) }
    }

    /// What is wrong with a line that is no command.
    @usableFromInline
    func fault(in line: CommandLine) -> UsageFault {
        let survey = survey(line)
        let end = line.bytes.count
        let range =
            survey.place < line.tokens.count ? line.tokens[survey.place].range : end..<end
        if let (complaint, kind) = survey.complaint {
            return UsageFault(range, .argument(complaint, expected: kind))
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
    let complaint: (Complaint, ArgumentKind)?
    /// The row whose words begin the line.
    let row: Int?
}
