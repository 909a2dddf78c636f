import Firewall
import Grammar

/// The rows of `rule ...`.
enum RuleRows {
    static let all: [CommandRow<LabCommand>] = [
        add, list, delete, move, replace, enable, disable, clear, setDefault, order, undo, redo,
    ]

    private static let add = CommandRow<LabCommand>(
        "rule add",
        RuleSyntax.pattern(with: [
            .clause("at", "the number that the rule gets", .ruleNumber, as: .number)
        ]),
        summary: "put a rule into the firewall's list",
        details: [
            "The list is read from rule 1; the first rule that matches a packet decides.",
            "Without `at` the rule becomes the last one. A field that is not named matches anything.",
            "`port` behind `from ADDRESS` is the source port; elsewhere it is the destination port.",
            "Without `proto`, a rule with ports is about TCP and UDP.",
            "`not` takes everything but a list; `not 10.0.0.0/8` is about IPv4 addresses only.",
            "A rule with a `limit` matches while it has tokens; then the rules behind it are read.",
        ],
        examples: [
            "rule add allow from 192.168.1.100", "rule add allow port 22",
            "rule add deny proto tcp from 10.0.0.0/8 to any port 22,8000-8099",
            "rule add allow 443/tcp at 1", "rule add deny from 2001:db8::/32",
            "rule add allow https to 10.0.0.5-10.0.0.9 name \"web\"",
            "rule add allow state established,related",
            "rule add reject on internet proto tcp from not 10.0.0.0/8 flags SYN/SYN,ACK",
            "rule add allow proto icmp type 8 limit 5/s burst 10",
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
        "rule delete", .argument(.ruleRange, .number),
        summary: "take rules out of the list",
        details: ["The rules behind them move up."],
        examples: ["rule delete 3", "rule delete 3-7", "rule delete web"]
    ) { match throws(UsageFault) in
        if let token = match.token(.number),
            let span = match.value(.number, RuleSpelling.parseRange)
        {
            return .rule(.delete(.span(Placed(span, at: token.range))))
        }
        return .rule(.delete(.one(try reference(match))))
    }

    private static let move = CommandRow<LabCommand>(
        "rule move",
        .sequence([
            .argument(.rule, .number),
            .clause("to", "its new number", .ruleNumber, as: .target),
        ]),
        summary: "give a rule another number, and so another turn", examples: ["rule move 4 to 1"]
    ) { match throws(UsageFault) in
        guard let target = match.placedWhole(.target) else { throw match.missing(.target) }
        return .rule(.move(try reference(match), to: target))
    }

    private static let replace = CommandRow<LabCommand>(
        "rule replace", .sequence([.argument(.rule, .number), RuleSyntax.pattern]),
        summary: "put another rule in the place of one", details: ["Its hits start again at 0."],
        examples: ["rule replace 2 allow from 192.168.1.0/24"]
    ) { match throws(UsageFault) in
        .rule(
            .replace(
                try reference(match), with: try RuleSyntax.read(match),
                range: match.labelledRange))
    }

    private static let enable = CommandRow<LabCommand>(
        "rule enable", .argument(.rule, .number), summary: "read a rule again",
        examples: ["rule enable 2"]
    ) { match throws(UsageFault) in .rule(.setEnabled(try reference(match), true)) }

    private static let disable = CommandRow<LabCommand>(
        "rule disable", .argument(.rule, .number),
        summary: "leave a rule in the list without reading it",
        details: ["It keeps its number and its hits."], examples: ["rule disable 2"]
    ) { match throws(UsageFault) in .rule(.setEnabled(try reference(match), false)) }

    static func reference(_ match: Match) throws(UsageFault) -> Placed<RuleReference> {
        guard let token = match.token(.number),
            let reference = match.value(.number, RuleSpelling.parse)
        else { throw match.missing(.number) }
        return Placed(reference, at: token.range)
    }

    private static let order = CommandRow<LabCommand>(
        "rule order",
        .choice([
            .keyword("first-match", "from rule 1 on; the first that matches decides", as: .order),
            .keyword("last-match", "the last that matches decides, as in pf", as: .order),
            .keyword("source-first", "rules that name a source before the others", as: .order),
        ]),
        summary: "say in which order the rules are read",
        details: ["A new lab reads first-match. `rule compare` shows where the orders differ."],
        examples: ["rule order last-match"]
    ) { match in
        .rule(
            .setOrder(match.text(.order).flatMap(ReadingOrder.init(rawValue:)) ?? .firstMatch))
    }

    private static let undo = CommandRow<LabCommand>(
        "rule undo", summary: "turn the last change of rules or sets back",
        examples: ["rule undo"]
    ) { _ in .rule(.undo) }

    private static let redo = CommandRow<LabCommand>(
        "rule redo", summary: "do again what was turned back", examples: ["rule redo"]
    ) { _ in .rule(.redo) }

    private static let clear = CommandRow<LabCommand>(
        "rule clear", summary: "take all rules out of the list",
        details: ["Default, order and sets stay as they are."], examples: ["rule clear"]
    ) { _ in .rule(.clear) }

    private static let setDefault = CommandRow<LabCommand>(
        "rule default",
        .choice([
            .keyword("allow", "let it pass", as: .action),
            .keyword("deny", "drop it in silence", as: .action),
            .keyword("reject", "drop it and tell its sender", as: .action),
        ]),
        summary: "say what happens to a packet that no rule matches",
        details: ["A new lab denies it."], examples: ["rule default deny"]
    ) { match in
        .rule(.setDefault(match.text(.action).flatMap(Action.init(rawValue:)) ?? .deny))
    }
}
