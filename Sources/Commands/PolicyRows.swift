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
            SelectorSyntax.pattern,
            .optional(
                Pattern.keyword("outbound", .policyOutbound, as: true))),
        examples: [
            "policy add discard from 192.168.1.0/24 to 203.0.113.0/24",
            "policy add bypass from 192.168.1.0/24 to 10.0.0.53",
            "policy add protect demo from 192.168.2.0/24 to 10.0.0.0/24",
            "policy add discard from 192.168.3.0/24 to 10.0.0.0/24 outbound",
            "policy add bypass proto udp from 192.168.2.0/24 to 10.0.0.0/24 port domain",
            "policy add discard from 192.168.2.0/24 to any port 23",
        ]
    ) { (words, _) throws(UsageFault) in
        let (action, selectors, isOutbound) = words
        return .policy(
            .add(
                PolicyCommand.Request(
                    action: action, request: try SelectorSyntax.selectors(selectors),
                    isOutbound: isOutbound != nil)))
    }

    static let delete = CommandRow(
        .policyDelete, .argument(Arguments.policyNumber), examples: ["policy delete 1"]
    ) { .policy(.delete($0)) }

    static let list = CommandRow(.policyList, examples: ["policy list"], .policy(.list))
}
