import Firewall
import Grammar

/// The rows of the commands about the lab itself.
enum LabRows {
    static let use = CommandRow(
        .use,
        .choice([
            lists.map { (gateway: Placed<String>?.none, list: RuleChain?.some($0.value)) },
            Pattern.sequence(.argument(Arguments.gateway), .optional(lists)).map {
                (gateway: $0.0, list: $0.1?.value)
            },
            Pattern<Void>.nothing.map { (gateway: nil, list: nil) },
        ]), examples: ["use gw-b", "use gw-b input", "use forward", "use"]
    ) { .lab(.use($0.gateway, list: $0.list)) }

    /// A list of rules.
    private static let lists = Pattern.choice([
        .keyword("input", .listInput, as: RuleChain.input),
        .keyword("forward", .listForward, as: .forward),
        .keyword("output", .listOutput, as: .output),
    ])

    static let seed = CommandRow(
        .seed, .argument(Arguments.seed), examples: ["seed 42"]
    ) { .lab(.seed($0.value)) }

    static let clock = CommandRow(.clock, examples: ["clock"], .lab(.clock))

    static let wait = CommandRow(
        .wait, .argument(Arguments.duration), examples: ["wait 5s"]
    ) { .lab(.wait($0.value)) }

    static let counters = CommandRow(.counters, examples: ["counters"], .lab(.counters))

    static let source = CommandRow(
        .source, .argument(Arguments.file), examples: ["source labs/01-first-packets.lab"]
    ) { .lab(.source($0)) }

    static let transcript = CommandRow(
        .transcript,
        .choice([
            Pattern.keyword("off", .labOff, as: true).map { _ in
                SessionCommand.stopTranscript
            },
            Pattern.clause("html", .labPage, Arguments.file).map { .transcriptPage($0) },
            Pattern.argument(Arguments.transcript).map { .transcript($0) },
        ]),
        examples: ["transcript session.txt", "transcript off", "transcript html session.html"]
    ) { .lab($0) }

    static let help = CommandRow(
        .help, .optional(.repeated(.argument(Arguments.topic))),
        examples: ["help", "help rule add"]
    ) { .lab(.help($0 ?? [])) }

    static let history = CommandRow(
        .history, .optional(.keyword("tree", .historyTree, as: true)),
        examples: ["history", "history tree"]
    ) { .lab($0 == nil ? .history : .trail(.tree)) }

    static let language = CommandRow(
        .language,
        .optional(
            .choice([
                .keyword("en", .languageEnglish, as: SpokenLanguage.english),
                .keyword("es", .languageSpanish, as: .spanish),
            ])),
        examples: ["lang es", "lang"]
    ) { .lab(.language($0?.value)) }

    static let theme = CommandRow(
        .theme,
        .optional(
            .choice([
                .keyword("light", .themeLight, as: ColourTheme.light),
                .keyword("dark", .themeDark, as: .dark),
                .keyword("none", .themeNone, as: .none),
            ])),
        examples: ["theme dark", "theme"]
    ) { .lab(.theme($0?.value)) }

    static let quit = CommandRow(.quit, examples: ["quit"], .lab(.quit))

    static let exit = CommandRow(.exit, examples: ["exit"], .lab(.quit))
}
