/// What only a person who asks for help reads.
enum HelpPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case aboutHelp =
        "`help COMMAND` explains one; at the prompt, ? and TAB show what can come next."
    case welcome =
        "<strong:Garita {version}>: a network-security lab. Type `help`, or ? for what can come next."
    case nothing = "nothing can stand here"
    case enter = "Enter"
    case complete = "the command is complete"
    case known = "now: {members}"
}
