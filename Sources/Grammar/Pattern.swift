/// What may follow a command's words: the one description that parsing, usage, help and completion read.
///
/// A choice takes its first alternative that matches, so alternatives start with different words or
/// kinds of value, and the more specific one comes first.
package indirect enum Pattern: Sendable {
    /// A keyword; noted under the label when there is one.
    case word(Keyword, Label?)
    /// One value, noted under the label.
    case argument(Argument, Label)
    /// One after the other.
    case sequence([Pattern])
    /// One of them.
    case choice([Pattern])
    /// It, or nothing.
    case optional(Pattern)
    /// It, once or more often.
    case repeated(Pattern)
    /// Each of them at most once, in any order.
    case anyOrder([Pattern])
    /// Everything up to the end of the line, at least one word: another command.
    case rest(String, Label)

    /// Nothing.
    package static let nothing = Pattern.sequence([])

    /// A keyword with a line of help.
    package static func keyword(
        _ word: StaticWord, _ help: String = "", as label: Label? = nil
    ) -> Pattern {
        .word(Keyword(word, help), label)
    }

    /// A keyword and the value behind it.
    package static func clause(
        _ word: StaticWord, _ help: String, _ argument: Argument, as label: Label
    ) -> Pattern {
        .sequence([.word(Keyword(word, help), nil), .argument(argument, label)])
    }
}

/// Names a part of a pattern, so that what stood there can be asked for after a match.
package struct Label: RawRepresentable, Hashable, Sendable {
    /// The name.
    package let rawValue: Int

    /// The label of this number.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
