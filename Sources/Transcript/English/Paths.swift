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
    case hereOnly = "here only: {what}, delivered at {node}"
    case thereOnly = "with {file} only: {what}, delivered at {node}"
    case netsEqual = "equal: both networks deliver the same packets to the same nodes"
    case netsDiffer = "{count|packet arrives|packets arrive} in one of both networks only"
    case notAll = "; whether there are others is unknown: {limit}"
    case loop = "packets to {what} loop between {members}"
    case unreached = "no node can reach {node}"
    case unreachedUnknown = "whether a node can reach {node} is unknown: {limit}"
    case unmet = "{node} rule {number}: no packet of this network comes to it: {rule}"
    case unmetOfList = "{node} {name} rule {number}: no packet of this network comes to it: {rule}"
    case idle = "{node} NAT rule {number}: it translates no packet of this network: {rule}"
    case checked = "{count|node|nodes}, {total|rule|rules} and {number|NAT rule|NAT rules} checked"
    case nothingFound = ": <good:nothing found>"
    case someFound = ": {found|finding|findings}"
    case ended = "; {reason}, and nothing is known of the rest"
    case tooManyParts = "the search met its bound of {limit} groups of packets"
    case tooManyBoxes = "the question is about too many boxes of packets"
    case unconfirmed =
        "packets may get there, but none that was tried does: it depends on a limit, or on which address or port a flow gets"
    case elsewhere = "packets leave through tunnel {tunnel} for another process"
    case fragments = "fragments of packets may get there, of which rules see less than of the whole"
    case again = "packets come to {node} twice, with other addresses"
}
