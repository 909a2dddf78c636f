import Captures
import Wire

/// What is recorded of the links, and what becomes of the packets of a capture file.
enum CapturePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case started = "capturing at {link}"
    case givenUp = "given up: {count|packet|packets} of the capture before"
    case none = "nothing has been captured yet"
    case running = "capture <strong:running>: {count|packet|packets}, {key|key|keys}"
    case stopped = "capture <strong:stopped>: {count|packet|packets}, {key|key|keys}"
    case didNotFit =
        "did not fit: {count|packet|packets}, behind the first {limit} or {bytes} bytes"
    case keysDidNotFit = "did not fit: {count|key|keys}, behind the first {limit}"
    case savedWithKeys = "{count|packet|packets} saved to {file}, with {key|key|keys}"
    case savedWithoutKeys = "{count|packet|packets} saved to {file}, without keys"
    case savedNoKeyUsed = "{count|packet|packets} saved to {file}, no key was used"
    case severalKeys = "note: SPI {spi} had several keys; Wireshark tries only the first"
    case ofEnd = "of the {role} end of {tunnel}"
    case toEnd = "to the {role} end of {tunnel}"
    case linkCopy = "a copy that a link made"
    case packet = "packet {number}"
    case message = "a message through {tunnel}"
    case arrival = "came through {tunnel} from another process"
    case answer = "answers packet {number}"
    case rejection = "says that packet {number} is refused"
    case report = "says why packet {number} went no further"
    case copy = "a copy that a link made of packet {number}"
    case echo = "the echo of packet {number} through {tunnel}"
    case sealed = "sealed by the {role} end of {tunnel}"
    case refused = "at {node} {reason}"
    case notJudged = "not judged"
    case notJudgedCount = "{count|packet|packets} not judged"
    case notJudgedAgain = "{count|packet|packets} not judged again: {reason}"
    case list = "{name} list"
    case rule = "rule"
    case packets = "packets"
    case bytes = "bytes"
    case any = "any"
    case sent = "{count|packet|packets} of {file} sent, as packets {first} to {last}: {outcome}"
    case noneSent = "no packet of {file} was sent"
    case untold = "and {count} more"
    case notSent = "not sent"
    case notSentBecause = "not sent: {count|packet|packets}, {reason}"
    case restNotSent = "not sent: the rest of the file, interrupted"
    case excess = "more than one command sends"
    case delivered = "<good:delivered>"
    case wrongChecksums =
        "note: {count|packet|packets} with a wrong header checksum, as network cards fill it in late; taken for right"
    case cutOff = "note: {count|packet|packets} cut off by the capture; zeros stand for the rest"
    case laterFragments =
        "note: {count|later fragment|later fragments}, without ports and of no flow; a firewall that knows flows puts packets together first"
    case withoutLength =
        "note: {count|packet|packets} without a length, as network cards cut large ones up late; taken to end with the frame"
    case brokenOff =
        "note: the file breaks off inside what starts at byte {place}; that is all there is of it"
    case aPacket = "a packet"
    case dummy = "a dummy packet"
    case keepalive = "a NAT keepalive"
    case replay = "the attacker's: a copy"
    case flip = "the attacker's: a copy with one bit flipped"
    case truncation = "the attacker's: a copy, cut off"
    case forgery = "the attacker's: sealed with another key"
    case unknownSPI = "the attacker's: an SPI that no association has"
    case flood = "the attacker's: {what}"
    case foreign = "a stranger's datagram"
}

extension CaptureMiss: Statement {
    /// Why a packet of a capture is neither sent nor judged.
    var english: String {
        switch self {
        case .notIP(let reason): "no IP packet, \(reason.rawValue)"
        case .malformed(let fault): fault.rawValue
        case .cut: "cut off by the capture inside the headers"
        case .repeated: "seen at another interface before"
        }
    }
}

extension PacketOddity: Statement {
    /// What is odd about a packet of a capture, in few words.
    var english: String {
        switch self {
        case .headerChecksum: "wrong header checksum"
        case .cut: "cut off"
        case .laterFragment: "later fragment"
        case .noLength: "no length"
        }
    }
}
