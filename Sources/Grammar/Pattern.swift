/// What may follow a command's words, and the value that is read from it.
///
/// Parsing, usage, help and completion are made from this one description. A choice takes its first
/// alternative that fits, so alternatives start with different words or kinds of value, and the more
/// specific one comes first.
///
/// It is inlinable: rows are made in another module, and there each pattern's types are known.
public struct Pattern<Value>: Sendable {
    /// How it is written.
    public let form: Form
    /// Reads it where the matcher stands; nil where the line does not fit, and then the matcher has not
    /// moved.
    @usableFromInline let read: @Sendable (inout Matcher) -> Value?

    @inlinable
    init(form: Form, read: @escaping @Sendable (inout Matcher) -> Value?) {
        self.form = form
        self.read = read
    }
}

/// How a pattern is written: for usage lines and for finding secrets.
public indirect enum Form: Sendable {
    /// A keyword.
    case word(Keyword)
    /// One value.
    case argument(ArgumentKind)
    /// One after the other.
    case sequence([Form])
    /// One of them.
    case choice([Form])
    /// It, or nothing.
    case optional(Form)
    /// It, once or more often.
    case repeated(Form)
    /// Each of them at most once, in any order.
    case anyOrder([Form])
    /// Everything up to the end of the line, at least one word: another command.
    case rest(String)
}

// MARK: - Words

extension Pattern where Value == Void {
    /// Nothing.
    @inlinable
    public static var nothing: Pattern { Pattern(form: .sequence([])) { _ in () } }

    /// A keyword that only leads to what follows it.
    @inlinable
    public static func keyword(_ word: StaticWord, _ key: String = "") -> Pattern {
        let keyword = Keyword(word, key)
        return Pattern(form: .word(keyword)) { $0.take(keyword) ? () : nil }
    }
}

extension Pattern {
    /// A keyword that means something.
    @inlinable
    public static func keyword<Meaning: Sendable>(
        _ word: StaticWord, _ key: String = "", as meaning: Meaning
    ) -> Pattern where Value == Placed<Meaning> {
        let keyword = Keyword(word, key)
        return Pattern(form: .word(keyword)) { matcher in
            guard let range = matcher.takeValue(keyword) else { return nil }
            return Placed(meaning, at: range)
        }
    }

    /// One value.
    @inlinable
    public static func argument<Read>(
        _ argument: Argument<Read>
    ) -> Pattern where Value == Placed<Read> {
        Pattern(form: .argument(argument.kind)) { $0.take(argument) }
    }

    /// Everything up to the end of the line, at least one word: the index of its first token.
    @inlinable
    public static func rest(_ kind: ArgumentKind) -> Pattern where Value == Int {
        Pattern(form: .rest(kind.name)) { $0.takeRest(kind) }
    }
}

// MARK: - Several parts

extension Pattern {
    /// A keyword and what stands behind it.
    @inlinable
    public static func clause(
        _ word: StaticWord, _ key: String = "", _ rest: Pattern
    ) -> Pattern {
        let keyword = Keyword(word, key)
        let forms: [Form] =
            if case .sequence(let forms) = rest.form { forms } else { [rest.form] }
        return Pattern(form: .sequence([.word(keyword)] + forms)) { matcher in
            let start = matcher.place
            guard matcher.take(keyword) else { return nil }
            return rest.read(&matcher) ?? matcher.retreat(to: start)
        }
    }

    /// A keyword and the value behind it.
    @inlinable
    public static func clause<Read>(
        _ word: StaticWord, _ key: String = "", _ argument: Argument<Read>
    ) -> Pattern where Value == Placed<Read> {
        clause(word, key, .argument(argument))
    }

    /// Two parts, one after the other.
    @inlinable
    public static func sequence<First, Second>(
        _ first: Pattern<First>, _ second: Pattern<Second>
    ) -> Pattern where Value == (First, Second) {
        Pattern(form: .sequence([first.form, second.form])) { matcher in
            let start = matcher.place
            guard let one = first.read(&matcher) else { return nil }
            guard let two = second.read(&matcher) else { return matcher.retreat(to: start) }
            return (one, two)
        }
    }

    /// Three parts, one after the other.
    @inlinable
    public static func sequence<First, Second, Third>(
        _ first: Pattern<First>, _ second: Pattern<Second>, _ third: Pattern<Third>
    ) -> Pattern where Value == (First, Second, Third) {
        Pattern(form: .sequence([first.form, second.form, third.form])) { matcher in
            let start = matcher.place
            guard let one = first.read(&matcher) else { return nil }
            guard let two = second.read(&matcher), let three = third.read(&matcher) else {
                return matcher.retreat(to: start)
            }
            return (one, two, three)
        }
    }

    /// The first of several patterns that fits.
    @inlinable
    public static func choice(_ alternatives: [Pattern]) -> Pattern {
        let readers = alternatives.map(\.read)
        return Pattern(form: .choice(alternatives.map(\.form))) { matcher in
            for read in readers {
                if let value = read(&matcher) { return value }
            }
            return nil
        }
    }

    /// It, or nothing.
    ///
    /// It is left out only where it has not begun: a clause that begins and then goes wrong is a fault of
    /// the clause, not of what follows it.
    @inlinable
    public static func optional<Part>(_ part: Pattern<Part>) -> Pattern where Value == Part? {
        Pattern(form: .optional(part.form)) { .some(part.read(&$0)) }
    }

    /// It, once or more often.
    @inlinable
    public static func repeated<Part>(_ part: Pattern<Part>) -> Pattern where Value == [Part] {
        Pattern(form: .repeated(part.form)) { matcher in
            guard let first = part.read(&matcher) else { return nil }
            var values = [first]
            var start = matcher.position
            while let value = part.read(&matcher) {
                // A part that takes nothing would fit for ever.
                guard matcher.position > start else { break }
                start = matcher.position
                values.append(value)
            }
            return values
        }
    }

    /// Each of the parts at most once, in any order; what they say is written into a draft.
    @inlinable
    public static func anyOrder(_ draft: Value, _ parts: [Part<Value>]) -> Pattern
    where Value: Sendable {
        Pattern(form: .anyOrder(parts.map(\.form))) { matcher in
            var draft = draft
            var used: UInt64 = 0
            var isFound = true
            while isFound, !matcher.isDone {
                isFound = false
                for index in parts.indices where used & (1 << UInt64(index)) == 0 {
                    guard parts[index].read(&matcher, &draft) else { continue }
                    used |= 1 << UInt64(index)
                    isFound = true
                    break
                }
            }
            return draft
        }
    }

    /// The same words, with another meaning.
    @inlinable
    public func map<Other>(
        _ transform: @escaping @Sendable (consuming Value) -> Other
    ) -> Pattern<Other> {
        Pattern<Other>(form: form) { matcher in
            guard let value = read(&matcher) else { return nil }
            return transform(value)
        }
    }
}

/// A part that writes what it says into a draft.
public struct Part<Draft>: Sendable {
    @usableFromInline let form: Form
    /// Reads it, if it stands there; whether it did, and took something.
    @usableFromInline let read: @Sendable (inout Matcher, inout Draft) -> Bool

    /// A part and the place of its value.
    @inlinable
    public init<Value>(
        _ pattern: Pattern<Value>,
        into set: @escaping @Sendable (inout Draft, consuming Value) -> Void
    ) {
        form = pattern.form
        read = { matcher, draft in
            let start = matcher.position
            guard let value = pattern.read(&matcher), matcher.position > start else { return false }
            set(&draft, value)
            return true
        }
    }
}
