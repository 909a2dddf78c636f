import Grammar

/// The rows of the commands about the lab itself.
enum LabRows {
    static let use = CommandRow(
        .use, .optional(.argument(Arguments.gateway)), examples: ["use gw-b", "use"]
    ) { .lab(.use($0)) }

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
            Pattern.argument(Arguments.file).map { .transcript($0) },
        ]),
        examples: ["transcript session.txt", "transcript off"]
    ) { .lab($0) }

    static let help = CommandRow(
        .help, .optional(.repeated(.argument(Arguments.topic))),
        examples: ["help", "help rule add"]
    ) { .lab(.help($0 ?? [])) }

    static let history = CommandRow(
        .history, .optional(.keyword("tree", .historyTree, as: true)),
        examples: ["history", "history tree"]
    ) { .lab($0 == nil ? .history : .trail(.tree)) }

    static let quit = CommandRow(.quit, examples: ["quit"], .lab(.quit))

    static let exit = CommandRow(.exit, examples: ["exit"], .lab(.quit))
}
