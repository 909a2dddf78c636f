/// What is recorded of the links.
enum CapturePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case started = "capturing at {link}"
    case and = "{first} and {last}"
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
    case copy = "a copy that a link made of packet {number}"
    case echo = "the echo of packet {number} through {tunnel}"
    case sealed = "sealed by the {role} end of {tunnel}"
    case refused = "at {node} {reason}"
}

/// What a frame is that carries no packet.
enum FramePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case packet = "a packet"
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
