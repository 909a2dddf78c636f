/// What happens step by step.
enum StepPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case ofPacket = "packet {number} "
    case waits = "it waits for `step` or `play`"
    case last = "nothing is under way any longer"
    case still = "nothing is under way: `packet send ... hold` puts a packet on its way"
    case paused = "more is under way: `play` goes on"
    case onLink = "<strong:{node}> on {link}"
    case sameLayers = "nothing changed on the way"
    case change = "{name} {field}"
    case beforeAfter = "{first} -> {last}"
    case flow = "flow {number}"
    case flowBegan = "new, {what}"
    case flowEnded = "gone, {what}"
    case noHops = "it was put on no link"
    case moving = "packet {number} from {first} to {last}"
    case standing = "{node} with packet {members}"
}
