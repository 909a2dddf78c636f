import Firewall
import Grammar
import Wire

/// The rows of `expect ...`.
enum ExpectRows {
    static let delivered = CommandRow(
        .expectDelivered, examples: ["expect delivered"], .expect(.delivered))

    static let allowed = verdict(
        .expectAllowed, .allow,
        examples: ["expect allowed", "expect allowed by rule 2", "expect allowed by default"])

    static let denied = verdict(
        .expectDenied, .deny,
        examples: ["expect denied", "expect denied by rule 4", "expect denied by default"])

    static let rejected = verdict(
        .expectRejected, .reject, examples: ["expect rejected", "expect rejected by rule 1"])

    /// What no packet is claimed to do.
    private enum Absent: Sendable {
        case verdict(RuleProofRows.Query)
        case arrival(RuleProofRows.Reach)
    }

    static let none = CommandRow(
        checking: .expectNone,
        Pattern<Absent>.choice([
            RuleProofRows.reach.map { .arrival($0) }, RuleProofRows.query.map { .verdict($0) },
        ]),
        examples: [
            "expect none allow on internet to any port 22",
            "expect none reach from zone outside to zone inside port 22",
        ]
    ) { (absent, extent) throws(UsageFault) in
        switch absent {
        case .verdict(let words): .expect(.none(try RuleProofRows.query(words, extent)))
        case .arrival(let words): .expect(.noneReach(try RuleProofRows.reach(words, extent)))
        }
    }

    static let sameAs = CommandRow(
        .expectSameAs, .argument(Arguments.file), examples: ["expect same-as office.rules"]
    ) { .expect(.sameAs($0)) }

    /// What decided.
    static let decider = Pattern.clause(
        "by", .expectBy,
        .choice([
            Pattern.clause("rule", .expectRule, Arguments.ruleNumber).map {
                Decider.rule($0.value)
            },
            Pattern.keyword("default", .expectDefault, as: Decider.byDefault).map(\.value),
        ]))

    private static func verdict(
        _ name: CommandName, _ action: Action, examples: [String]
    ) -> CommandRow<LabCommand> {
        return CommandRow(name, .optional(decider), examples: examples) {
            .expect(.verdict(action, by: $0))
        }
    }

    /// Why something was refused.
    static let because = Pattern.clause(
        "because", .expectBecause,
        .choice(
            DropReason.allCases.map {
                Pattern.keyword(StaticWord($0.rawValue), .reason, as: $0)
            }))

    static let refused = CommandRow(
        .expectRefused, .optional(because),
        examples: ["expect refused because bad-icv"]
    ) { .expect(.refused($0?.value)) }

    static let reply = CommandRow(
        .expectReply, .argument(Arguments.data), examples: ["expect reply \"hola\""]
    ) { .expect(.reply($0.value)) }

    static let error = CommandRow(
        .expectError, .rest(ArgumentKind("COMMAND", .command)),
        examples: ["expect error tunnel send nowhere \"hola\""]
    ) { .expect(.error(firstToken: $0)) }
}
