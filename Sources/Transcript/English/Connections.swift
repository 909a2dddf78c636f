import Network

/// Connections of hosts, and what others do to them.
enum ConnectionPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    // `connection`
    case kept = "stays open, {count|byte|bytes} received"
    case none = "{node} has no connections"
    case connection = "{source} - {target}, next {number}, awaits {wanted}"
    case received = "received {text}"
    case load = "port {place}: {count} of {total} connections half open, cookies {what}"
    case closed = "connection {source} - {target} is {what} now"

    // `attack syn-flood`
    case flood = "{count|SYN|SYNs} of {node} for {target}, in the names of {first} to {last}"
    case noFlood = "no SYNs of {node} for {target}"
    case interrupted = "interrupted after {count} of {total}"
    case halfOpen = "{count} answered by a SYN-ACK, and kept as half open"
    case backlogFull = "{count} <bad:dropped>: as many are half open as may be (RFC 4987 section 2)"
    case cookieSent =
        "{count} answered by a SYN cookie, and nothing is kept (RFC 4987 section 3.6)"
    case cookieTaken = "{count} cookies came back"
    case noConnection = "{count} ACKs of no connection"
    case onTheWay = "{count} did not arrive: {reason}{source}"

    // `attack reset` and `attack inject`
    case reset = "{node} sends a RST to {target} in the name of {source}"
    case data = "{node} sends {count|byte|bytes} to {target} in the name of {source}"
    case exact = "sequence number {number}, exactly the one that {node} awaits"
    case beyond = "sequence number {number}, and {node} awaits {wanted}: {count} beyond"
    case before = "sequence number {number}, and {node} awaits {wanted}: {count} before"
    case unknown = "sequence number {number}; no host there has such a connection"
    case ended = "the connection with {target} is <bad:over>: {what}"
    case taken = "takes it for what {target} has sent: {text}"
    case ignored = "<good:not taken>: {what}"
    case times = "{count} times"
    case more = "{count|packet|packets} more, {first} to {last}: `packet list` shows them"
    case untouched = "<good:nothing happened> to a connection"
}

extension ConnectionEnd: Statement {
    /// Why a connection is over.
    var english: String {
        switch self {
        case .closed: "both ends closed it"
        case .refused: "a RST answered the SYN"
        case .reset: "a RST with the right number came"
        case .aborted: "it was given up"
        case .timedOut: "nobody acknowledged what was sent"
        case .unreachable: "the peer can't be reached"
        case .overLimit: "it is more than a connection may keep"
        }
    }
}

extension SegmentFault: Statement {
    /// Why a segment had no effect.
    var english: String {
        switch self {
        case .outsideWindow: "it lies outside the window (RFC 9293 section 3.10.7.4)"
        case .inexactReset:
            "a RST has to have exactly the number that is awaited; an ACK asks the peer (RFC 5961 section 3.2)"
        case .unexpectedSYN: "a SYN in a connection; an ACK asks the peer (RFC 5961 section 4.2)"
        case .badAcknowledgment:
            "it acknowledges what was never sent, or too long ago (RFC 5961 section 5.2)"
        case .noAcknowledgment: "it has no ACK (RFC 9293 section 3.10.7.4)"
        case .afterClose: "the peer has closed its side before"
        }
    }
}
