import Firewall

/// Why rules matched or did not.
enum MissPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case onlyLogs = "rule {number} yes, and it only logs"
    case limit = "rule {number} no: it matches, but its limit is used up: {limit}"
    case noPorts = "rule {number} no: it has no ports, rule wants {wanted}"
    case isOther = "rule {number} no: {field} is {found}, rule wants {wanted}"
    case areOther = "rule {number} no: {field} are {found}, rule wants {wanted}"
    case more = "and {count|more rule|more rules} no"
    case matched = "matched:"
    case field = "{field} {found}"
    case none = "none"
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
        case .state: "state"
        case .limit: "limit"
        }
    }
}

extension HeaderNumber: Statement {
    /// What the number is called.
    var english: String { words.name }

    /// What it is called, what a line says by its keyword, and what may stand behind that.
    var words: (name: String, purpose: String, values: String) {
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
