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
        case .restNotSent: "not sent: the rest of the file, interrupted"
        case .excess: "more than one command sends"
        case .packet: "packet {number}"
        case .delivered: "<good:delivered>"
        }
    }
}

extension CaptureMiss: Statement {
    /// Why a packet of a capture is neither sent nor judged.
    var english: String {
        switch self {
        case .notIP(let reason): "no IP packet, \(reason.rawValue)"
        case .malformed(let fault): fault.rawValue
        case .cut: "cut off by the capture"
        case .fragment: "a later fragment"
        case .repeated: "seen at another interface before"
        }
    }
}
