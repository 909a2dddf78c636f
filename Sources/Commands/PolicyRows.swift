import Grammar
import Wire

/// The rows of `policy ...`.
enum PolicyRows {
    static let add = CommandRow(
        checking: .policyAdd,
        .sequence(
            .choice([
                Pattern.clause("protect", .policyProtect, Arguments.tunnel).map {
                    PolicyCommand.Action.protect($0)
                },
                Pattern.keyword("bypass", .policyBypass, as: true).map { _ in .bypass },
                Pattern.keyword("discard", .policyDiscard, as: true).map { _ in .discard },
            ]),
            .sequence(
                .clause("from", .policyFrom, Arguments.prefix),
                .clause("to", .policyTo, Arguments.prefix)),
            .optional(
                Pattern.keyword("outbound", .policyOutbound, as: true))),
        examples: [
            "policy add discard from 192.168.1.0/24 to 203.0.113.0/24",
            "policy add bypass from 192.168.1.0/24 to 10.0.0.53",
            "policy add protect demo from 192.168.2.0/24 to 10.0.0.0/24",
            "policy add discard from 192.168.3.0/24 to 10.0.0.0/24 outbound",
        ]
    ) { (words, _) throws(UsageFault) in
        let (action, (source, destination), isOutbound) = words
        guard source.value.family == destination.value.family else {
            throw destination.conflict(ValueFault.mixedFamilies.complaint)
        }
        return .policy(
            .add(
                PolicyCommand.Request(
                    action: action, source: source, destination: destination,
                    isOutbound: isOutbound != nil)))
    }

    static let delete = CommandRow(
        .policyDelete, .argument(Arguments.policyNumber), examples: ["policy delete 1"]
    ) { .policy(.delete($0)) }

    static let list = CommandRow(.policyList, examples: ["policy list"], .policy(.list))
}
