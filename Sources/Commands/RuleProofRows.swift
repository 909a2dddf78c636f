import Firewall
import Grammar

/// The rows of `rule ...` that prove something about the list, or carry it to and from files.
enum RuleProofRows {
    static let all: [CommandRow<LabCommand>] = [
        check, find, whyNot, compare, diff, load, save,
    ]

    private static let check = CommandRow<LabCommand>(
        "rule check", summary: "find rules that can never match, and others that mislead",
        details: [
            "It is a proof over all packets of both families, and no sampling.",
            "Each finding has a packet to try and a way to mend it.",
        ], examples: ["rule check"]
    ) { _ in .rule(.check) }

    private static let find = CommandRow<LabCommand>(
        "rule find", queryPattern,
        summary: "find a packet that gets a verdict, or prove that there is none",
        examples: [
            "rule find allow from 10.0.0.0/8 to any port 22", "rule find deny proto udp port 53",
        ]
    ) { match throws(UsageFault) in .rule(.find(try query(match))) }

    /// A verdict, and which packets.
    static let queryPattern = Pattern.sequence([
        .choice([
            .keyword("allow", "let pass", as: .action),
            .keyword("deny", "dropped in silence", as: .action),
            .keyword("reject", "dropped, and the sender told", as: .action),
        ]),
        .optional(.argument(.service, .service)), RuleSyntax.matchPattern(),
    ])

    static func query(_ match: Match) throws(UsageFault) -> RuleQuery {
        RuleQuery(
            match.text(.action).flatMap(Action.init(rawValue:)) ?? .allow,
            try RuleSyntax.readMatch(match), at: match.labelledRange)
    }

    private static let whyNot = CommandRow<LabCommand>(
        "rule why-not", PacketSyntax.testPattern,
        summary: "find the smallest changes that turn a packet's verdict round",
        details: ["One change of the packet, and one of the list; neither is made."],
        examples: ["rule why-not 10.0.0.5 -> 192.168.1.1:80"]
    ) { match throws(UsageFault) in .rule(.whyNot(try PacketSyntax.read(match, for: .asking))) }

    private static let compare = CommandRow<LabCommand>(
        "rule compare", summary: "show packets on which the orders of reading differ",
        examples: ["rule compare"]
    ) { _ in .rule(.compare) }

    private static let diff = CommandRow<LabCommand>(
        "rule diff", .argument(.file, .file),
        summary: "show the packets about which the rules of a file decide otherwise",
        details: [
            "Or `equal`, which is a proof over all packets.",
            "In a script the path is relative to the script's own folder.",
        ],
        examples: ["rule diff office.rules"]
    ) { match throws(UsageFault) in .rule(.diff(try file(match))) }

    private static let load = CommandRow<LabCommand>(
        "rule load",
        .sequence([
            .argument(.file, .file), format,
            .optional(.keyword("--lenient", "skip what can't be carried over", as: .lenient)),
        ]),
        summary: "put the rules of a file in the place of those there are",
        details: [
            "The file is Garita's own, `nft list ruleset`, `iptables-save`, `ip6tables-save`,",
            "a Cisco extended access list or `ufw show added`; which one is seen from its text.",
            "Loading is all or nothing: an error leaves the rules as they were.",
            "In a script the path is relative to the script's own folder.",
        ], examples: ["rule load office.rules", "rule load firewall.nft as nft --lenient"]
    ) { match throws(UsageFault) in
        .rule(
            .load(
                try file(match), as: match.text(.dialect).flatMap(RuleFormat.init(rawValue:)),
                isLenient: match.has(.lenient)))
    }

    private static let save = CommandRow<LabCommand>(
        "rule save", .sequence([.argument(.file, .file), format]),
        summary: "write the rules to a file",
        details: ["Without `as` it is Garita's own format."],
        examples: ["rule save office.rules", "rule save firewall.nft as nft"]
    ) { match throws(UsageFault) in
        .rule(
            .save(
                try file(match), as: match.text(.dialect).flatMap(RuleFormat.init(rawValue:))))
    }

    private static let format = Pattern.optional(
        .sequence([
            .keyword("as", "in whose format"),
            .choice(
                RuleFormat.allCases.map { .keyword(StaticWord($0.rawValue), "", as: .dialect) }),
        ]))

    private static func file(_ match: Match) throws(UsageFault) -> Placed<String> {
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return file
    }
}
