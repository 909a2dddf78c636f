/// Everything that the grammar knows of one command: its words, what may follow them, and its value.
public final class CommandRow<Command>: Sendable {
    /// The words that name it, with blanks between them: `rule add`.
    public let name: String
    /// How what may follow the words is written.
    public let form: Form
    /// Lines that a person could type as they stand.
    public let examples: [String]
    /// Whether what follows the words fits.
    @usableFromInline let fits: @Sendable (inout Matcher) -> Bool
    /// Reads what follows the words; nil where it does not fit.
    @usableFromInline let read: @Sendable (inout Matcher) throws(UsageFault) -> Command?

    /// A row whose command is made from what its pattern reads, unless two parts do not go together.
    @inlinable
    public init<Value>(
        _ name: String, _ pattern: Pattern<Value>, examples: [String],
        reading make: @escaping @Sendable (consuming Value, Extent) throws(UsageFault) -> Command
    ) {
        self.name = name
        self.examples = examples
        form = pattern.form
        fits = { matcher in pattern.read(&matcher) != nil && matcher.takeEnd() }
        read = { (matcher) throws(UsageFault) in
            guard let value = pattern.read(&matcher), matcher.takeEnd() else { return nil }
            return try make(value, matcher.extent)
        }
    }

    /// A row whose command is made from whatever its pattern reads.
    @inlinable
    public convenience init<Value>(
        _ name: String, _ pattern: Pattern<Value>, examples: [String],
        making make: @escaping @Sendable (consuming Value) -> Command
    ) {
        self.init(name, pattern, examples: examples) { (value, _) throws(UsageFault) in make(value)
        }
    }

    /// The usage line: the words and the pattern as a person reads them.
    public var usage: String {
        let rest = UsageText.text(of: form)
        return rest.isEmpty ? name : "\(name) \(rest)"
    }
}

/// Writes patterns the way manuals do: `[optional]`, `a|b`, `VALUE...`.
enum UsageText {
    static func text(of form: Form) -> String {
        switch form {
        case .word(let keyword): keyword.word.text
        case .argument(let kind): kind.name
        case .sequence(let parts): joined(parts, " ")
        case .choice(let parts): choice(parts)
        case .optional(.choice(let parts)): "[\(joined(parts, "|"))]"
        case .optional(let part): "[\(text(of: part))]"
        case .repeated(let part): "\(text(of: part))..."
        case .anyOrder(let parts): parts.map { "[\(text(of: $0))]" }.joined(separator: " ")
        case .rest(let name): name
        }
    }

    private static func choice(_ parts: [Form]) -> String {
        parts.count == 1 ? joined(parts, "|") : "(\(joined(parts, "|")))"
    }

    private static func joined(_ parts: [Form], _ separator: String) -> String {
        parts.map(text(of:)).filter { !$0.isEmpty }.joined(separator: separator)
    }
}
