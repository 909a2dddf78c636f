import Captures
import Wire

extension CaptureTestPhrase {
    var english: String {
        switch self {
        case .notJudged: "not judged"
        case .notJudgedCount: "{count|packet|packets} not judged"
        case .notJudgedAgain: "{count|packet|packets} not judged again: {reason}"
        case .rule: "rule"
        case .packets: "packets"
        case .bytes: "bytes"
        case .any: "any"
        case .sent:
            "{count|packet|packets} of {file} sent, as packets {first} to {last}: {outcome}"
        case .noneSent: "no packet of {file} was sent"
        case .untold: "and {count} more"
        case .notSent: "not sent"
        case .notSentBecause: "not sent: {count|packet|packets}, {reason}"
        case .interrupted: "interrupted"
        case .excess: "more than one command sends"
        case .packet: "packet {number}"
        case .delivered: "<good:delivered>"
        case .brokenOff:
            "note: the file breaks off inside what starts at byte {place}; that is all there is of it"
        }
    }
}

extension CaptureNotePhrase {
    var english: String {
        switch self {
        case .headerChecksum:
            "note: {count|packet|packets} with a wrong header checksum, as network cards fill it in late; "
                + "taken for right"
        case .cut: "note: {count|packet|packets} cut off by the capture; zeros stand for the rest"
        case .laterFragment:
            "note: {count|later fragment|later fragments}, without ports and of no flow; a firewall that "
                + "knows flows puts packets together first"
        case .noLength:
            "note: {count|packet|packets} without a length, as network cards cut large ones up late; "
                + "taken to end with the frame"
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
