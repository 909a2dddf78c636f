import Firewall
import Grammar
import Wire

/// The rows of `set ...`.
enum SetRows {
    static let all: [CommandRow<LabCommand>] = [add, remove, delete, list]

    private static let members = Pattern.sequence([
        .argument(.newSet, .setName), .repeated(.argument(.members, .members)),
    ])

    private static let add = CommandRow<LabCommand>(
        "set add", members, summary: "put addresses into a named set",
        details: ["The set is made when there is none. Rules refer to it as `@NAME`."],
        examples: ["set add office 192.168.1.0/24 10.1.0.0/16"]
    ) { match throws(UsageFault) in .set(.add(try name(match), addresses(match))) }

    private static let remove = CommandRow<LabCommand>(
        "set remove", members, summary: "take addresses out of a set",
        details: ["At least one member stays."], examples: ["set remove office 10.1.0.0/16"]
    ) { match throws(UsageFault) in .set(.remove(try name(match), addresses(match))) }

    private static let delete = CommandRow<LabCommand>(
        "set delete", .argument(.newSet, .setName), summary: "delete a set that no rule uses",
        examples: ["set delete office"]
    ) { match throws(UsageFault) in .set(.delete(try name(match))) }

    private static let list = CommandRow<LabCommand>(
        "set list", summary: "show the sets and their members", examples: ["set list"]
    ) { _ in .set(.list) }

    private static func name(_ match: Match) throws(UsageFault) -> Placed<SetName> {
        guard let name = match.placedText(.setName) else { throw match.missing(.setName) }
        return Placed(SetName(rawValue: name.value), at: name.range)
    }

    private static func addresses(_ match: Match) -> [Placed<AddressRange>] {
        match.tokens(.members).compactMap { token in
            let bytes = match.line.value(of: token)
            let range = try? AddressRange.parse(bytes.span)
            return range.map { Placed($0, at: token.range) }
        }
    }
}

/// The rows of `flow ...`.
enum FlowRows {
    static let all: [CommandRow<LabCommand>] = [list, clear]

    private static let list = CommandRow<LabCommand>(
        "flow list", summary: "show the connections that the firewall knows",
        details: [
            "A flow is known from its first packet that was let pass until its time is over."
        ],
        examples: ["flow list"]
    ) { _ in .flow(.list) }

    private static let clear = CommandRow<LabCommand>(
        "flow clear", summary: "forget all connections", examples: ["flow clear"]
    ) { _ in .flow(.clear) }
}
