import Firewall
package import Wire

/// What the firewall says, and what decided.
enum VerdictPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case byRule = "{action}{place} by rule {number}"
    case byDefault = "{action}{place} by default"
    case onlyByRule = "by rule {number}"
    case onlyByDefault = "by default"
    case atGateway = "at {name}"
    case noRuleMatches = "no rule matches"
    case rule = "rule {number}"
    case standard = "default"
    case dropped = "<bad:dropped>: {reason}, {meaning}{source}"
}

extension Action: Statement {
    /// What the action does to a packet: it is so.
    var english: String {
        switch self {
        case .allow: "allowed"
        case .deny: "denied"
        case .reject: "rejected"
        case .log: "logged"
        }
    }
}

extension DropReason: Statement {
    /// What the reason means: the one sentence that every output uses.
    package var english: String {
        switch self {
        case .deniedByRule: "a rule denies it"
        case .deniedByDefault: "no rule matches, and the default denies"
        case .flowTableFull: "the table of flows is full, so a new one can't be tracked"
        case .rejectedByRule: "a rule rejects it"
        case .rejectedByDefault: "no rule matches, and the default rejects"
        case .malformed: "it is too short for an ESP packet, or not a multiple of 4 bytes"
        case .unknownSPI: "no association has this SPI"
        case .replayed: "this sequence number was received before"
        case .tooOld: "the sequence number is left of the anti-replay window"
        case .badICV: "the ICV does not verify: another key, or changed bytes"
        case .badPadding: "the padding is not 1, 2, 3 and so on"
        case .unexpectedNextHeader: "the next header is not what the association carries"
        case .dummy: "a dummy packet, which only hides how much is sent"
        case .keepalive: "a keepalive, which only has to arrive"
        case .nonESPMarker: "it begins with the non-ESP marker, so it is for IKE"
        case .sequenceExhausted: "the last sequence number is used; it never wraps"
        case .saExpired: "the association's hard lifetime is over"
        case .ivExhausted: "the last IV of the key is used"
        case .fragmentInTransport: "a fragment, and transport mode protects whole packets only"
        case .tooLarge: "sealed, it does not fit into a datagram"
        case .badInnerPacket: "what was decrypted is no IP packet"
        case .selectorMismatch: "what was decrypted is none of the packets that the tunnel is for"
        case .discardedByPolicy: "a policy discards it"
        case .overdue: "the datagram did not come back from the system"
        case .truncatedDatagram: "the datagram is longer than any that is sent"
        case .noRoute: "no link leads there"
        case .sendFailed: "the system did not take the datagram"
        case .lostOnLink: "the link lost it on the way"
        }
    }
}
