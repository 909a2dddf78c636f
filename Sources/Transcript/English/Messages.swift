/// What each end does with a message.
enum MessagePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case headline = "message to {tunnel}, {count|byte|bytes}: {text}"
    case wire = "wire"
    case plaintext = "plaintext"
    case packet = "packet {number}, {count|byte|bytes}: {packet}"
    case behindHeader = "packet {number}, {count|byte|bytes} behind its IP header: {packet}"
    case espHeader = "ESP header"
    case header = "{text} = SPI {spi}, sequence {number}"
    case iv = "IV"
    case otherIV =
        "random: it, the ciphertext and the ICV are other ones in each run, whatever the seed"
    case ciphertext = "ciphertext"
    case readable = "readable"
    case length = "{text}, {count|byte|bytes}"
    case icv = "ICV"
    case link = "link"
    case datagram = "datagram"
    case crossed = "{count|byte|bytes} of ESP in UDP over a loopback socket"
    case verified = "verified"
    case decrypted =
        "<good:ICV right>, sequence number {number} is new: {count|byte|bytes} decrypted"
    case inClear =
        "<good:ICV right>, sequence number {number} is new: {count|byte|bytes} that were in clear"
    case unchecked =
        "<good:ICV right>; nobody asks whether sequence number {number} is new: {count|byte|bytes}"
    case isUnchecked = "<good:ICV right>; nobody asks whether sequence number {number} is new"
    case refused = "refused"
    case nothingDelivered = "nothing is delivered"
    case message = "message"
    case reply = "reply"
    case roundTrip = "round trip"
    case noReply = "no reply"
    case within = "within {time}"
    case lostBy = ": {link} lost it"
    case nothingSent = ": the {end} sent nothing, {reason}"
    case droppedBy = ": the {end} dropped it as {reason}, in silence"
    case mayBeOld =
        "the other end says why; a client that began anew counts from 1, and its numbers are old to a server that has heard it before"
    case nobodyListens = ": nobody listens there"
    case cameLater = ": it came later"
    case arrived = "! through {tunnel} came "
    case severalArrived = "! through {tunnel} came {count} more such packets, and the last is "
    case isNew = "<good:ICV right>, sequence number {number} is new"
    case echoed = "message {text}, echoed by packet {number}"
}
