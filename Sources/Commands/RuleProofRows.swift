import Dialects
import Firewall
import Grammar

/// The rows of `rule ...` that prove something about the list, or carry it to and from files.
enum RuleProofRows {
    static let check = CommandRow(
        .ruleCheck, .optional(.keyword("fix", .checkFix, as: RuleCommand.fix)),
        examples: ["rule check", "rule check fix"]
    ) { .rule($0?.value ?? .check) }

    static let find = CommandRow(
        checking: .ruleFind, query,
        examples: [
            "rule find allow from 10.0.0.0/8 to any port 22", "rule find deny proto udp port 53",
            "rule find drop on internet",
        ]
    ) { (words, extent) throws(UsageFault) in .rule(.find(try query(words, extent))) }

    /// A verdict, perhaps a service, and the rest of which packets.
    typealias Query = (
        sought: Placed<SoughtVerdict>, service: Placed<Service>?, fields: RuleSyntax.Fields
    )

    /// A verdict, and which packets.
    static let query: Pattern<Query> = Pattern.sequence(
        .choice([
            .keyword("allow", .queryAllow, as: .allow),
            .keyword("deny", .queryDeny, as: .deny),
            .keyword("reject", .queryReject, as: .reject),
            .keyword("drop", .queryDrop, as: .drop),
        ]),
        .optional(.argument(Arguments.service)), RuleSyntax.fields
    ).map { $0 }

    static func query(_ words: Query, _ extent: Extent) throws(UsageFault) -> RuleQuery {
        RuleQuery(
            words.sought.value, try RuleSyntax.match(words.fields, words.service),
            at: extent.range)
    }

    /// Perhaps a service, and the rest of which packets.
    typealias Reach = (service: Placed<Service>?, fields: RuleSyntax.Fields)

    /// Which packets are to get where.
    static let reach: Pattern<Reach> = Pattern.sequence(
        .keyword("reach", .queryReach, as: true), .optional(.argument(Arguments.service)),
        RuleSyntax.fields
    ).map { ($0.1, $0.2) }

    static func reach(_ words: Reach, _ extent: Extent) throws(UsageFault) -> PathQuery {
        PathQuery(match: try RuleSyntax.match(words.fields, words.service), range: extent.range)
    }

    static let whyNot = CommandRow(
        checking: .ruleWhyNot, PacketSyntax.testPattern,
        examples: ["rule why-not 10.0.0.5 -> 192.168.1.1:80"]
    ) { (words, extent) throws(UsageFault) in
        .rule(.whyNot(try PacketSyntax.packet(words, extent, for: .asking)))
    }

    static let compare = CommandRow(.ruleCompare, examples: ["rule compare"], .rule(.compare))

    static let diff = CommandRow(
        .ruleDiff, .argument(Arguments.file), examples: ["rule diff office.rules"]
    ) { .rule(.diff($0)) }

    static let load = CommandRow(
        .ruleLoad,
        .sequence(
            .argument(Arguments.file), format,
            .sequence(
                .optional(.keyword("--lenient", .fileLenient, as: true)),
                .optional(.clause("--link", .fileLinks, Arguments.linkAliases)))),
        examples: [
            "rule load office.rules", "rule load firewall.nft as nft --lenient",
            "rule load firewall.nft --link eth0=lan-a,eth1=internet",
        ]
    ) { .rule(.load(RuleLoad($0.0, as: $0.1?.value, isLenient: $0.2.0 != nil, aliases: $0.2.1))) }

    static let save = CommandRow(
        .ruleSave, .sequence(.argument(Arguments.file), format),
        examples: ["rule save office.rules", "rule save firewall.nft as nft"]
    ) { .rule(.save($0.0, as: $0.1?.value)) }

    /// The format of a file of rules, where it does not say itself.
    static let format = Pattern<Placed<RuleFormat>?>.optional(
        .clause(
            "as", .fileFormat,
            .choice(
                RuleFormat.allCases.map { .keyword(StaticWord($0.name), "", as: $0) })))
}
