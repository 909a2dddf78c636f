import Grammar
import Wire

/// The rows of `policy ...`.
enum PolicyRows {
    static let all: [CommandRow<LabCommand>] = [add, delete, list]

    private static let add = CommandRow<LabCommand>(
        "policy add",
        .sequence([
            .choice([
                .sequence([
                    .keyword("protect", "they take this tunnel", as: .action),
                    .argument(.tunnel, .name),
                ]),
                .keyword("bypass", "they cross in clear", as: .action),
                .keyword("discard", "they are dropped", as: .action),
            ]),
            .clause("from", "packets from these sources", .prefix, as: .source),
            .clause("to", "to these destinations", .prefix, as: .destinationPrefix),
            .optional(
                .keyword("outbound", "for this gateway alone, and no way back", as: .outbound)),
        ]),
        summary: "say how packets between two prefixes cross the wire",
        details: [
            "The gateway in use asks for what it sends over the wire. The other one gets the same policy for",
            "the way back, with the prefixes exchanged; `outbound` leaves that out. The longest match decides,",
            "that of `to` before that of `from`; what no policy is about crosses in clear. `tunnel open ...",
            "from ... to ...` adds its own policy.",
        ],
        examples: [
            "policy add discard from 192.168.1.0/24 to 203.0.113.0/24",
            "policy add bypass from 192.168.1.0/24 to 10.0.0.53",
            "policy add protect demo from 192.168.2.0/24 to 10.0.0.0/24",
            "policy add discard from 192.168.3.0/24 to 10.0.0.0/24 outbound",
        ]
    ) { match throws(UsageFault) in
        guard let source = placed(match, .source),
            let destination = placed(match, .destinationPrefix)
        else { throw match.missing(.source) }
        guard source.value.family == destination.value.family else {
            throw match.conflict(ValueFault.mixedFamilies.complaint, at: .destinationPrefix)
        }
        let action: PolicyCommand.Action
        switch match.text(.action) {
        case "bypass": action = .bypass
        case "discard": action = .discard
        default:
            guard let name = match.placedText(.name) else { throw match.missing(.name) }
            action = .protect(name)
        }
        return .policy(
            .add(
                PolicyCommand.Request(
                    action: action, source: source, destination: destination,
                    isOutbound: match.has(.outbound))))
    }

    private static func placed(_ match: Match, _ label: Label) -> Placed<Prefix>? {
        guard let token = match.token(label), let prefix = match.value(label, Prefix.parse) else {
            return nil
        }
        return Placed(prefix, at: token.range)
    }

    private static let delete = CommandRow<LabCommand>(
        "policy delete", .argument(.policyNumber, .number), summary: "remove a policy",
        examples: ["policy delete 1"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number) else { throw match.missing(.number) }
        return .policy(.delete(number))
    }

    private static let list = CommandRow<LabCommand>(
        "policy list", summary: "list the policies: what is protected, bypasses, or is discarded",
        examples: ["policy list"]
    ) { _ in .policy(.list) }
}
