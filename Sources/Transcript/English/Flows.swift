/// What the firewall knows of connections.
enum FlowPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case forgotten = "{count|flow|flows} forgotten"
    case none = "no flows"
    case full = "the table is full: it holds at most {limit} flows"
    case number = "flow"
    case state = "state"
    case sent = "sent"
    case returned = "returned"
    case endsIn = "ends in"
    case what = "what"
}
