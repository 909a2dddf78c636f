import Fabric

/// What an attacker did to a tunnel, and what came of many hostile datagrams.
enum AttackPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case headline = "<strong:attack> on the {role} end of {tunnel}: {what}"
    case replay = "the datagram of packet {number} once more"
    case flip = "the datagram of packet {number} with bit {place} flipped"
    case truncation = "the first {count|byte|bytes} of the datagram of packet {number}"
    case forgery = "a datagram sealed with a key of the attacker's own"
    case unknownSPI = "a datagram with an SPI that no association has"
    case changed = "changed"
    case nothing = "nothing"
    case cut = "cut behind {count|byte|bytes} of {total}"
    case forgedChange = "SPI and sequence number as the client's next; the key is another"
    case spiChange = "the SPI; the rest as forged with another key"
    case became = "byte {place}, <strong:{field}>: {first} became {last}"
    case fieldSPI = "SPI"
    case fieldSequence = "sequence number"
    case fieldIV = "IV"
    case fieldCiphertext = "ciphertext"
    case fieldClear = "text in clear"
    case fieldICV = "ICV"
    case sentStep = "sent"
    case sent = "{count|byte|bytes}, from a socket of the attacker's"
    case sentWithHeader =
        "{count|byte|bytes}: SPI {spi}, sequence {number}, from a socket of the attacker's"
    case askedBefore =
        "the window is asked before the ICV; bits 32 to 63 change the sequence number"
    case askedBeforeCut = "the window is asked before the ICV, which is no longer right"
    case accepted = "accepted"
    case rightAndNew = "<good:the ICV is right and the sequence number is new>"
    case rightICV = "<bad:the ICV is right, and nobody asks whether the sequence number is new>"
    case unchecked =
        "anti-replay is off here: it is accepted as often as it comes (RFC 4303 section 3.4.3)"
    case acceptedBefore =
        "it was accepted once before: a window forgets with its association, so a key"
    case setByHand =
        "that was set by hand must not be used for a second one (RFC 4303 section 3.3.3)"
    case onlyLate = "no break-in: the peer sealed it and it had not arrived, so it is only late;"
    case neverAgain = "now the window has its number, and it is never taken again"
    case window = "window"
    case before = "before  {what}"
    case after = "after   {what}"
    case moved = "moved"
    case notMoved = "not moved"
    case counterMoved = "{name} {first} to {last}"
    case counter = "{name} {count}"
    case arrived = "arrived"
    case delivered = "delivered"
    case reordering = "{count|packet|packets} of the {role}, let go in reverse order"
    case sealed = "sealed"
    case heldBack = "{count|packet|packets}; the attacker holds them back"
    case heldBackRange = "{count|packet|packets}, {first} to {last}; the attacker holds them back"
    case packets = "{count|packet|packets}"
    case packetsNumber = "{count|packet|packets}, sequence number {last}"
    case packetsNumbers = "{count|packet|packets}, sequence numbers {first} down to {last}"
    case reason = ": <bad:{reason}>{source}"
    case eachSealed = "no break-in: the {role} sealed each, and the window of {total} takes every"
    case judgedElsewhere =
        "in another process, where `tunnel show` says which of them it accepted"
    case onceEach = "number that it has not seen, in any order, once"
    case title = "a flood of {count} hostile datagrams"
    case interrupted = "interrupted after {count} of {total}"
    case none = "none"
    case notRecorded = "none: no datagram was recorded"
    case acceptedCount = "{count} accepted"
    case refused = "{count} {reason}"
    case underWay = "{count} under way"
    case lost = "lost"
    case noneLost = "none, as the socket's own counter says"
    case lostCount = "{count} at the socket's receive buffer"
    case unknownLoss = "the system does not tell"
    case noneAccepted = "<good:none>"
    case copies = "{count}: copies of what the peer sealed, with numbers that were new"
}

extension FloodKind: Statement {
    /// What the datagrams are.
    var english: String {
        switch self {
        case .random: "random bytes"
        case .control: "keepalives and IKE markers"
        case .rightSPI: "right SPI, random rest"
        case .truncated: "recorded, cut"
        case .flipped: "recorded, one bit flipped"
        case .replayed: "recorded, as it was"
        }
    }
}
