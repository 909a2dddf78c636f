import Firewall
import Grammar
import Wire

/// The rows of `expect ...`.
enum ExpectRows {
    static let all: [CommandRow<LabCommand>] = [
        delivered, allowed, denied, rejected, refused, reply, none, sameAs, error,
    ]

    private static let delivered = CommandRow<LabCommand>(
        "expect delivered", summary: "claim that the last packet or message arrived",
        examples: ["expect delivered"]
    ) { _ in .expect(.delivered) }

    private static let allowed = verdict(
        "expect allowed", .allow, "claim that the firewall let the last packet pass",
        examples: ["expect allowed", "expect allowed by rule 2", "expect allowed by default"])

    private static let denied = verdict(
        "expect denied", .deny, "claim that the firewall stopped the last packet",
        examples: ["expect denied", "expect denied by rule 4", "expect denied by default"])

    private static let rejected = verdict(
        "expect rejected", .reject,
        "claim that the firewall stopped the last packet and told its sender",
        examples: ["expect rejected", "expect rejected by rule 1"])

    private static let none = CommandRow<LabCommand>(
        "expect none", RuleProofRows.queryPattern,
        summary: "claim that no packet of these gets this verdict",
        details: ["It is a proof over all packets; a packet that refutes it is shown."],
        examples: ["expect none allow on internet to any port 22"]
    ) { match throws(UsageFault) in .expect(.none(try RuleProofRows.query(match))) }

    private static let sameAs = CommandRow<LabCommand>(
        "expect same-as", .argument(.file, .file),
        summary: "claim that the rules of a file decide the same about every packet",
        details: ["In a script the path is relative to the script's own folder."],
        examples: ["expect same-as office.rules"]
    ) { match throws(UsageFault) in
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return .expect(.sameAs(file))
    }

    private static func verdict(
        _ words: String, _ action: Action, _ summary: String, examples: [String]
    ) -> CommandRow<LabCommand> {
        let decider = Pattern.sequence([
            .keyword("by", "and what decided it"),
            .choice([
                .clause("rule", "this rule", .ruleNumber, as: .number),
                .keyword("default", "no rule matched", as: .byDefault),
            ]),
        ])
        return CommandRow(words, .optional(decider), summary: summary, examples: examples) {
            match in
            if match.has(.byDefault) { return .expect(.verdict(action, by: .byDefault)) }
            let number = match.placedWhole(.number)?.value
            return .expect(.verdict(action, by: number.map { Decider.rule($0) }))
        }
    }

    private static let refused = CommandRow<LabCommand>(
        "expect refused",
        .optional(
            .sequence([
                .keyword("because", "and for which reason"),
                .choice(
                    DropReason.allCases.map {
                        .keyword(StaticWord($0.rawValue), $0.source, as: .reason)
                    }),
            ])),
        summary: "claim that the last packet or message was dropped",
        examples: ["expect refused because bad-icv"]
    ) { match in
        .expect(.refused(match.text(.reason).flatMap(DropReason.init(rawValue:))))
    }

    private static let reply = CommandRow<LabCommand>(
        "expect reply", .argument(.data, .text),
        summary: "claim that the last message was answered with this text",
        examples: ["expect reply \"hola\""]
    ) { match in .expect(.reply(match.token(.text).map(match.line.value(of:)) ?? [])) }

    private static let error = CommandRow<LabCommand>(
        "expect error", .rest("COMMAND", .inner),
        summary: "claim that a command is refused, and show its error",
        details: [
            "The script goes on. If the command is accepted after all, it takes effect and the claim fails."
        ],
        examples: ["expect error tunnel send nowhere \"hola\""]
    ) { match in .expect(.error(firstToken: match.index(.inner) ?? 2)) }
}
