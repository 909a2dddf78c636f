/// What happens to the lab itself, and what comes of claims.
enum LabPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case seeded =
        "keys of new tunnels and the chance of links come from seed {seed}, which everybody can repeat"
    case later = "{time} later: {total}"
    case gatewayChanged = "rules, sets, flows and policies are those of {name} now"
    case listInUse = "rules and sets are those of its {name} list"
    case gateway = "{name} is in use, of {members}"
    case moved = "as it was after `{line}`: {time}, {count|rule|rules}, {total|packet|packets}"
    case movedToStart =
        "as it was at the beginning: {time}, {count|rule|rules}, {total|packet|packets}"
    case placeKept = "{name} is this place: {time}, {count|rule|rules}, {total|packet|packets}"
    case tunnelRenewed =
        "{tunnel} has new associations: keys, sequence numbers and IVs never go back"
    case tunnelReopened = "{tunnel} is open again, with new keys: those it had are wiped"
    case tunnelNotYet = "{tunnel} is closed: it was not open then"
    case tunnelMissing =
        "{tunnel} is not open: the key that was given for it is wiped; `tunnel open {name}` takes it again"
    case beginning = "the beginning"
    case lessonEnd =
        "<strong:The lesson ends here.> `back` goes on the way back, `lesson` lists it, `quit` leaves."
    case transcriptStarted = "the transcript goes to {file}"
    case transcriptStopped = "the transcript is complete"
    case interrupted = "interrupted before line {line} of {file}"
    case ended = "{reason} before its end"
    case made = "packets made"
    case delivered = "delivered"
    case left = "left"
    case leftWhere = "for the other end of a tunnel, in another process"
    case underWay = "under way"
    case fromStrangers = "from strangers"
    case fromAttacker = "from the attacker"
    case header = "{version} transcript, seed {seed}, language {name}, commands {digest}"
    case none = "none"
    case typed = "typed"
    case met = "<good:as expected>"
    case failed = "<bad:expectation failed>: expected {claim}, got {outcome}"
    case refused = "refused"
    case refusedBecause = "refused because {reason}"
    case reply = "reply {text}"
    case anError = "an error"
    case noPacket = "no packet to be {action}"
    case noPacketThere = "no packet to get there"
    case sameVerdicts = "the same verdicts as {file}"
    case nothing = "nothing: no packet has been sent or tested"
    case carriedOut = "a command that was carried out"
    case anotherOne = "another one for {packet}"
    case nothingSent = "and nothing was sent"
    case leftHere = "left for another process"
}
