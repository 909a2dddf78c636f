import Firewall
import Grammar

/// The rows of `rule ...`.
enum RuleRows {
    static let add = CommandRow(
        checking: .ruleAdd, RuleSyntax.placedPattern,
        examples: [
            "rule add allow from 192.168.1.100", "rule add allow port 22",
            "rule add deny proto tcp from 10.0.0.0/8 to any port 22,8000-8099",
            "rule add allow 443/tcp at 1", "rule add deny from 2001:db8::/32",
            "rule add allow https to 10.0.0.5-10.0.0.9 name \"web\"",
            "rule add allow state established,related",
            "rule add reject on internet proto tcp from not 10.0.0.0/8 flags SYN/SYN,ACK",
            "rule add allow proto icmp type 8 limit 5/s burst 10",
            "rule add allow proto tcp from pc1 to web,dns port 80",
        ]
    ) { (words, extent) throws(UsageFault) in
        .rule(.add(try RuleSyntax.rule(words), at: words.draft.place, range: extent.range))
    }

    static let list = CommandRow(
        .ruleList, .optional(.clause("path", .ruleListPath, Arguments.packetNumber)),
        examples: ["rule list", "rule list path 1"]
    ) { packet in packet.map { .rule(.path($0)) } ?? .rule(.list) }

    static let delete = CommandRow(
        .ruleDelete, .argument(Arguments.ruleRange),
        examples: ["rule delete 3", "rule delete 3-7", "rule delete web"]
    ) { target in
        switch target.value {
        case .one(let rule): .rule(.delete(.one(Placed(rule, at: target.range))))
        case .span(let numbers): .rule(.delete(.span(Placed(numbers, at: target.range))))
        }
    }

    static let move = CommandRow(
        .ruleMove,
        .sequence(
            .argument(Arguments.rule), .clause("to", .ruleMoveTo, Arguments.ruleNumber)),
        examples: ["rule move 4 to 1"]
    ) { .rule(.move($0.0, to: $0.1)) }

    static let replace = CommandRow(
        checking: .ruleReplace, .sequence(.argument(Arguments.rule), RuleSyntax.pattern),
        examples: ["rule replace 2 allow from 192.168.1.0/24"]
    ) { (words, extent) throws(UsageFault) in
        .rule(.replace(words.0, with: try RuleSyntax.rule(words.1), range: extent.range))
    }

    static let enable = CommandRow(
        .ruleEnable, .argument(Arguments.rule), examples: ["rule enable 2"]
    ) { .rule(.setEnabled($0, true)) }

    static let disable = CommandRow(
        .ruleDisable, .argument(Arguments.rule), examples: ["rule disable 2"]
    ) { .rule(.setEnabled($0, false)) }

    static let order = CommandRow(
        .ruleOrder,
        .choice([
            .keyword(
                "first-match", .orderFirstMatch, as: .firstMatch),
            .keyword("last-match", .orderLastMatch, as: .lastMatch),
            .keyword(
                "source-first", .orderSourceFirst, as: .sourceFirst),
        ]),
        examples: ["rule order last-match"]
    ) { (order: Placed<ReadingOrder>) in .rule(.setOrder(order.value)) }

    static let undo = CommandRow(.ruleUndo, examples: ["rule undo"], .rule(.undo))

    static let redo = CommandRow(.ruleRedo, examples: ["rule redo"], .rule(.redo))

    static let clear = CommandRow(.ruleClear, examples: ["rule clear"], .rule(.clear))

    static let setDefault = CommandRow(
        .ruleDefault,
        .choice([
            .keyword("allow", .defaultAllow, as: .allow),
            .keyword("deny", .defaultDeny, as: .deny),
            .keyword("reject", .defaultReject, as: .reject),
        ]),
        examples: ["rule default deny"]
    ) { (action: Placed<Action>) in .rule(.setDefault(action.value)) }
}
