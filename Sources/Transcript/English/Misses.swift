import Firewall

extension MissPhrase {
    var english: String {
        switch self {
        case .onlyLogs: "rule {number} yes, and it only logs"
        case .limit: "rule {number} no: it matches, but its limit is used up: {limit}"
        case .noPorts: "rule {number} no: it has no ports, rule wants {wanted}"
        case .isOther: "rule {number} no: {field} is {found}, rule wants {wanted}"
        case .areOther: "rule {number} no: {field} are {found}, rule wants {wanted}"
        case .more: "and {count|more rule|more rules} no"
        case .matched: "matched:"
        case .field: "{field} {found}"
        case .none: "none"
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
        case .state: "state"
        case .limit: "limit"
        }
    }
}

extension HeaderNumber: Statement {
    /// What the number is called.
    var english: String {
        switch self {
        case .hopLimit: "hop limit"
        case .length: "length"
        case .dscp: "DSCP"
        }
    }
}
