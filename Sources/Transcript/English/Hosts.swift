import Network
import Wire

/// What hosts ask the network, and what they offer.
enum HostPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    // What is to blame.
    case wasJudged = "packet {packet} was {verdict} at {node}"
    case wasDropped = "packet {packet} was <bad:dropped> at {node}: {reason}"
    case answerJudged = "the answer, packet {packet}, was {verdict} at {node}"
    case answerDropped = "the answer, packet {packet}, was <bad:dropped> at {node}: {reason}"
    case because = "{what}; {reason}"
    case icmpError = "an ICMP error of {source}: {meaning} (type {number} code {code})"
    case wasCut = "ended before it was done"
    case understood = "{node} understood: {what}"

    // `ping`
    case reply = "reply {number} from {target}: {count|byte|bytes}, hop limit {limit}, {time}"
    case duplicate = "reply {number} from {target} <bad:once more>, after {time}"
    case noReply = "<bad:no reply {number}>"
    case pingError = "<bad:no reply {number}>: {what}"
    case pinged = "{count|request|requests}, {found|reply|replies}, {last} % lost"
    case pingTimes = "shortest {first}, mean {time}, longest {last}"

    // `traceroute`
    case reached = "{target} is {count|hop|hops} away"
    case unreachable = "nobody beyond brings packets to {target}"
    case silent = "nobody answered for {count|hop|hops}; the way is given up"
    case mostHops = "{target} is more than {count|hop|hops} away"

    // `connect` and `fetch`
    case opened = "<good:connected> to {target} after {time}"
    case said = "sent {count|byte|bytes}"
    case heard = "received {text}"
    case peerClosed = "the other end closed its side first"
    case closed = "closed after {time}, {count|byte|bytes} received"
    case refused = "<bad:refused> after {time}: a RST answered the SYN"
    case wasReset = "<bad:reset> after {time}: a RST with the right number ended the connection"
    case aborted = "<bad:given up> after {time}"
    case timedOut = "<bad:timed out> after {time}: nobody acknowledged what was sent"
    case unreachableHost = "<bad:unreachable> after {time}"
    case overLimit = "<bad:given up> after {time}: it is more than a connection may keep"
    case status = "{number} {reason}, {count|byte|bytes}"
    case notHTTP = "<bad:no response>: {count|byte|bytes} that are none of HTTP"

    // `resolve`
    case record = "{name} {what}"
    case nameError = "<bad:{name} does not exist> (NXDOMAIN)"
    case noData = "{name} has no {what} record"
    case otherCode = "<bad:{code}> for {name} {what}"
    case overTCP = "the answer did not fit into a datagram, and was asked for over TCP"
    case mismatch =
        "<bad:ignored> an answer with identifier {number}: it answers nothing that was asked"
    case noAnswer = "<bad:no answer> about {name} {what}"

    // `scan`
    case port = "port"
    case state = "state"
    case why = "why"
    case synACK = "a SYN-ACK answered"
    case reset = "a RST answered"
    case datagram = "{count|byte|bytes} answered"
    case nobody = "nobody answered"
    case more = "{count|port is|ports are} {what}: {reason}"
    case scanned = "{count|port|ports} asked with {found|packet|packets} in {time}"

    // `service` and `record`
    case offers = "{node} offers {what}"
    case offersNoMore = "{node} offers {what} no longer"
    case noServices = "{node} offers no services"
    case says = "{node} says: {what}"
    case saysNoMore = "{node} says nothing about {name} any longer: {count|record|records} removed"
    case noRecords = "{node} says nothing about names"

    // What services understand.
    case echoed = "{count|byte|bytes} to be sent back"
    case discarded = "{count|byte|bytes} to be thrown away"
    case request = "{text} is answered by {number}"
    case loginRight = "user {name} with the password {text}: <good:let in>"
    case loginWrong = "user {name} with the password {text}: <bad:refused>"
    case typed = "the line {text}"
    case asked = "the question {name} {what}, answered {code} with {count|record|records}"
    case malformed = "nothing: it is no message of that service"
    case tooLong = "nothing: the line is too long"
}

extension ICMPReport.Meaning: Statement {
    /// What the error says.
    var english: String {
        switch self {
        case .noRoute: "it knows no way there"
        case .hostUnreachable: "it can't reach that host"
        case .protocolUnreachable: "it does not have that protocol"
        case .portUnreachable: "nobody listens there"
        case .tooBig: "the packet is larger than the next link takes"
        case .prohibited: "it is forbidden"
        case .timeExceeded: "the hop limit fell to zero"
        case .other: "something is wrong"
        }
    }
}
