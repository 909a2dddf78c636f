import Commands
import Firewall
package import Wire

/// What the firewall says, what decided, and why other rules did not.
enum VerdictPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case byRule = "{action}{place} by rule {number}"
    case byDefault = "{action}{place} by default"
    case onlyByRule = "by rule {number}"
    case onlyByDefault = "by default"
    case atGateway = "at {name}"
    case ofList = "of the {name} list"
    case noRuleMatches = "no rule matches"
    case rule = "rule {number}"
    case standard = "default"
    case dropped = "<bad:dropped>: {reason}, {meaning}{source}"
    case section = "{name} section {number}"
    case onlyLogs = "rule {number} yes, and it only logs"
    case limit = "rule {number} no: it matches, but its limit is used up: {limit}"
    case within = "rule {number} no: it would match what is more than its limit: {limit}"
    case noPorts = "rule {number} no: it has no ports, rule wants {wanted}"
    case isOther = "rule {number} no: {field} is {found}, rule wants {wanted}"
    case areOther = "rule {number} no: {field} are {found}, rule wants {wanted}"
    case more = "and {count|more rule|more rules} no"
    case matched = "matched:"
    case field = "{field} {found}"
    case none = "none"
    case path = "packet {number} in the {name} list: {packet}"
    case pathMatch = "match"
    case pathDiffers = "{field} differs"
    case pathDiffer = "{field} differ"
    case pathNoPorts = "it has no ports"
    case pathLimit = "limit used up"
    case pathWithin = "within its limit"
    case pathLogs = "yes, only logs"
    case decides = "yes: {action}"
    case allElse = "no rule: {action}"
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
        case .unexpectedNextHeader:
            "the next header is not what the association carries, or not what is inside"
        case .dummy: "a dummy packet, which only hides how much is sent"
        case .keepalive: "a keepalive, which only has to arrive"
        case .nonESPMarker: "it begins with the non-ESP marker, so it is for IKE"
        case .sequenceExhausted: "the last sequence number is used; it never wraps"
        case .saExpired: "the association's hard lifetime is over"
        case .tooManyAssociations:
            "its hard lifetime is over, and none takes its place: 64 are kept, which is the most"
        case .ivExhausted: "the last IV of the key is used"
        case .fragmentInTransport: "a fragment, and transport mode protects whole packets only"
        case .tooLarge: "sealed, it does not fit into a datagram"
        case .badInnerPacket: "what was decrypted is no IP packet"
        case .congestedOutside:
            "a router on the way was congested, and the packet inside can't say so"
        case .selectorMismatch: "what was decrypted is none of the packets that the tunnel is for"
        case .discardedByPolicy: "a policy discards it"
        case .noAssociation: "its tunnel is not open here, and it may not cross in clear"
        case .unprotected: "it came in clear, and a policy protects such packets"
        case .opaqueToPolicy:
            "its policy asks for what the packet doesn't show: later fragments have no ports"
        case .overdue: "the datagram did not come back from the system"
        case .truncatedDatagram: "the datagram is longer than any that is sent"
        case .noRoute: "no route leads there"
        case .noNeighbour: "nobody on the link has the next hop's address"
        case .hopLimitExceeded: "no hop was left"
        case .notAddressed: "the host does not have this address, and forwards nothing"
        case .reversePath: "no way back to its source leads over this link"
        case .packetTooBig: "it is longer than the link takes, and may not be fragmented"
        case .fragmentLost: "one of its fragments was dropped, so that nobody puts it together"
        case .fragmentCopy: "this fragment has come already"
        case .fragmentOverlap: "it has data for a place for which another fragment came"
        case .badFragment: "it can be a part of no packet"
        case .natPortsExhausted:
            "every port that its NAT rule has to give is another flow's, to the same destination"
        case .natAddressInUse:
            "it has no ports, and another flow to the same destination has the NAT rule's address"
        case .natNoAddress: "the link has no IPv4 address to masquerade as"
        case .natLinkChanged: "its masqueraded flow went out over another link; it is forgotten"
        case .natRedirect:
            "a redirect about a translated flow names addresses unknown to its receiver"
        case .natShortQuote: "it quotes too little of a translated packet to be translated back"
        case .noBinding: "no flow that the NAT knows has this port: it is for nobody inside"
        case .sendFailed: "the system did not take the datagram"
        case .portUnreachable: "nobody listens at the port of the other end"
        case .lostOnLink: "the link lost it on the way"
        }
    }
}

extension RuleField: Statement {
    /// What the field is called.
    var english: String {
        switch self {
        case .proto: "protocol"
        case .source: "source"
        case .sourcePort: "source port"
        case .destination: "destination"
        case .destinationPort: "destination port"
        case .icmpType: "type"
        case .icmpCode: "code"
        case .flags: "flags"
        case .number(let number): number.english
        case .link: "link"
        case .outLink: "out link"
        case .state: "state"
        case .limit: "limit"
        }
    }
}

extension HeaderNumber: Statement {
    /// What the number is called.
    var english: String { englishWords.name }

    /// What it is called, what a line says by its keyword, and what may stand behind that.
    func words(in language: SpokenLanguage) -> (name: String, purpose: String, values: String) {
        switch language {
        case .english: englishWords
        case .spanish: spanishWords
        }
    }

    private var englishWords: (name: String, purpose: String, values: String) {
        switch self {
        case .hopLimit: ("hop limit", "how many hops are left", "a number from 0 to 255: 64")
        case .length:
            (
                "length", "how long the whole packet is",
                "bytes of the packet, its headers included: 100"
            )
        case .dscp: ("DSCP", "how urgent it is", "a codepoint by name or number: ef, 46")
        }
    }
}
