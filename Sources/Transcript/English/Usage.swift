/// Why a line is no command.
enum UsagePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case lineTooLong = "the line has {count} bytes; expected at most {limit}"
    case controlCharacter = "a control character (U+{code}); expected printable text"
    case invalidUTF8 = "a byte that is not UTF-8; expected text in UTF-8"
    case unterminatedQuote = "the quote is not closed; expected \" at its end"
    case badEscape = "an unknown escape; expected \\\", \\\\, \\n, \\t or \\x and two hex digits"
    case argument = "{text} {problem}{what}; expected {name}: {meaning}"
    case prefix = "; the prefix is {text}"
    case conflict = "{text} {problem}"
    case endConflict = "the line ends here {problem}"
    case endUnexpected = "the line ends here; expected {members}"
    case wordUnexpected = "{text} can't stand here; expected {members}"
    case or = "{first} or {last}"
    case endOfLine = "the end of the line"
    case suggestion = "; did you mean {text}?"
    case theValue = "the value"
    case thePassword = "the password"
}
