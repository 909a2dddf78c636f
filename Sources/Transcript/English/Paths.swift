/// What has been proven about whole ways through the network.
enum PathPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case found = "yes: {what}"
    case send = "{node} packet send {packet}"
    case noneFound = "no: of all packets that begin a flow, none of these gets there"
    case route = "route {what} "
    case sealed = "into tunnel {tunnel}"
    case opened = "out of tunnel {tunnel}"
    case delivered = "<good:delivered>"
    case tooManyParts = "the search met its bound of {limit} groups of packets"
    case tooManyBoxes = "the question is about too many boxes of packets"
    case unconfirmed =
        "packets may get there, but none that was tried does: it depends on a limit, or on which address or port a flow gets"
    case elsewhere = "packets leave through tunnel {tunnel} for another process"
    case again = "packets come to {node} twice, with other addresses"
}
