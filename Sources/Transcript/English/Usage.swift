/// Why a line is refused, and what only a person who asks for help reads.
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
    case endOfLine = "the end of the line"
    case suggestion = "; did you mean {text}?"
    case line = "; did you mean: {text}"
    case foreignLine = "; in Garita: {text}"
    case wordUnfit = "{text} can't stand here"
    case others = "{count} more, which ? lists"
    case argumentShort = "{text} {problem}{what}"
    case usage = " ({text})"
    case theValue = "the value"
    case thePassword = "the password"
    case aboutHelp =
        "`help COMMAND` explains one; at the prompt, ? and TAB show what can come next."
    case welcome =
        "<strong:Garita {version}>: a network-security lab. Type `help`, or ? for what can come next."
    case nothing = "nothing can stand here"
    case enter = "Enter"
    case complete = "the command is complete"
    case known = "now: {members}"
    /// In the row below a part of a long answer.
    case more = "{count} of {total} lines; space: go on, q: enough, b: back, /TEXT and n: find"
    case notBelow = "{text} is not further down; space: go on, q: enough"
    /// Below a list of words.
    case offer = "Do that? [y/N]"
    /// The key that says so, a small letter.
    case yes = "y"
    case sayMore = "`?` behind one of them says what it does"
    case error = "<bad:error:>"
    case errorInColumn = "<bad:error:> column {column}:"
    case outputFailed = "<bad:error:> the output can't be written: {problem}"
}

/// How a list ends.
enum ListPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case and = "{first} and {last}"
    case or = "{first} or {last}"
}
