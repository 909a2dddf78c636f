import Firewall
import Grammar

/// The rows of `rule ...`.
enum RuleRows {
    static let all: [CommandRow<LabCommand>] = [
        add, list, delete, move, replace, clear, setDefault,
    ]

    private static let add = CommandRow<LabCommand>(
        "rule add",
        .sequence([
            RuleSyntax.pattern,
            .optional(.clause("at", "the number that the rule gets", .ruleNumber, as: .number)),
        ]),
        summary: "put a rule into the firewall's list",
        details: [
            "The list is read from rule 1; the first rule that matches a packet decides.",
            "Without `at` the rule becomes the last one. A field that is not named matches anything.",
            "`port` behind `from ADDRESS` is the source port; elsewhere it is the destination port.",
            "Without `proto`, a rule with ports is about TCP and UDP.",
        ],
        examples: [
            "rule add allow from 192.168.1.100", "rule add allow port 22",
            "rule add deny proto tcp from 10.0.0.0/8 to any port 22,8000-8099",
            "rule add allow 443/tcp at 1", "rule add deny from 2001:db8::/32",
        ]
    ) { match throws(UsageFault) in
        .rule(
            .add(
                try RuleSyntax.read(match), at: match.placedWhole(.number),
                range: match.labelledRange))
    }

    private static let list = CommandRow<LabCommand>(
        "rule list", summary: "show the rules in order, and how many packets each decided",
        examples: ["rule list"]
    ) { _ in .rule(.list) }

    private static let delete = CommandRow<LabCommand>(
        "rule delete", .argument(.ruleNumber, .number),
        summary: "take a rule out of the list",
        details: ["The rules behind it move up by one."], examples: ["rule delete 3"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number) else { throw match.missing(.number) }
        return .rule(.delete(number))
    }

    private static let move = CommandRow<LabCommand>(
        "rule move",
        .sequence([
            .argument(.ruleNumber, .number),
            .clause("to", "its new number", .ruleNumber, as: .target),
        ]),
        summary: "give a rule another number, and so another turn", examples: ["rule move 4 to 1"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number), let target = match.placedWhole(.target)
        else {
            throw match.missing(.number)
        }
        return .rule(.move(number, to: target))
    }

    private static let replace = CommandRow<LabCommand>(
        "rule replace", .sequence([.argument(.ruleNumber, .number), RuleSyntax.pattern]),
        summary: "put another rule in the place of one", details: ["Its hits start again at 0."],
        examples: ["rule replace 2 allow from 192.168.1.0/24"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number) else { throw match.missing(.number) }
        return .rule(
            .replace(number, with: try RuleSyntax.read(match), range: match.labelledRange))
    }

    private static let clear = CommandRow<LabCommand>(
        "rule clear", summary: "take all rules out of the list",
        details: ["The default stays as it is."], examples: ["rule clear"]
    ) { _ in .rule(.clear) }

    private static let setDefault = CommandRow<LabCommand>(
        "rule default",
        .choice([
            .keyword("allow", "let it pass", as: .action),
            .keyword("deny", "drop it in silence", as: .action),
        ]),
        summary: "say what happens to a packet that no rule matches",
        details: ["A new lab denies it."], examples: ["rule default deny"]
    ) { match in
        .rule(.setDefault(match.text(.action).flatMap(Action.init(rawValue:)) ?? .deny))
    }
}
