/// Everything about one command, once: its words, its pattern, its help, and how its value is made.
package struct CommandRow<Command>: Sendable {
    /// The words that name it: `rule add`.
    package let words: [StaticWord]
    /// What may follow the words.
    package let pattern: Pattern
    /// One line that says what it does.
    package let summary: String
    /// More about it, in lines that stand as they are; may be empty.
    package let details: [String]
    /// Lines that a person could type as they stand.
    package let examples: [String]
    /// Makes the command's value from a line that fits.
    package let build: @Sendable (Match) throws(UsageFault) -> Command

    /// A row of the table.
    package init(
        _ words: String, _ pattern: Pattern = .nothing, summary: String, details: [String] = [],
        examples: [String] = [],
        build: @escaping @Sendable (Match) throws(UsageFault) -> Command
    ) {
        self.words = words.split(separator: " ").map { StaticWord(String($0)) }
        self.pattern = pattern
        self.summary = summary
        self.details = details
        self.examples = examples
        self.build = build
    }

    /// The words with blanks between them.
    package var name: String { words.map(\.text).joined(separator: " ") }

    /// The usage line: the words and the pattern as a person reads them.
    package var usage: String {
        let rest = UsageText.text(of: pattern)
        return rest.isEmpty ? name : "\(name) \(rest)"
    }
}

/// Writes patterns the way manuals do: `[optional]`, `a|b`, `VALUE...`.
enum UsageText {
    static func text(of pattern: Pattern) -> String {
        switch pattern {
        case .word(let keyword, _): keyword.word.text
        case .argument(let argument, _): argument.name
        case .sequence(let parts): joined(parts, " ")
        case .choice(let parts): choice(parts)
        case .optional(.choice(let parts)): "[\(joined(parts, "|"))]"
        case .optional(let part): "[\(text(of: part))]"
        case .repeated(let part): "\(text(of: part))..."
        case .anyOrder(let parts): parts.map { "[\(text(of: $0))]" }.joined(separator: " ")
        case .rest(let name, _): name
        }
    }

    private static func choice(_ parts: [Pattern]) -> String {
        parts.count == 1 ? joined(parts, "|") : "(\(joined(parts, "|")))"
    }

    private static func joined(_ parts: [Pattern], _ separator: String) -> String {
        parts.map(text(of:)).filter { !$0.isEmpty }.joined(separator: separator)
    }
}
