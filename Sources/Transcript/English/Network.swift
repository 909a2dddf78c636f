/// What the firewall knows of connections, and what links do to packets.
enum NetworkPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case changed = "{link}: {what}"
    case noneCleared = "no link did anything to packets"
    case cleared = "{link} does nothing to packets any longer"
    case ends = "{first} to {last}"
    case doesNothing = "does nothing to packets"
    case lost = "<bad:dropped> on {link}: {reason}, {meaning}{source}"
    case delayed = "delayed by {time} on {link}"
    case heldBack = "held back for {time} on {link}"
    case marked = "marked on {link}: its ECN field says CE now"
    case copied = "copied on {link}: packet {number}"
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
