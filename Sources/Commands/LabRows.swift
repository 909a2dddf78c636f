import Grammar
import Timeline

/// The rows of the commands about the lab itself.
enum LabRows {
    static let all: [CommandRow<LabCommand>] = [
        use, seed, clock, wait, counters, source, transcript, help, history, quit, exit,
    ]

    private static let use = CommandRow<LabCommand>(
        "use", .optional(.argument(.gateway, .name)),
        summary: "say which gateway's rules, sets, flows and policies the commands are about",
        details: [
            "gw-a and gw-b have a list each. A packet meets that of each gateway which it passes. gw-b lets",
            "everything pass until it gets rules, and says nothing. `packet test` asks the gateway in use.",
        ],
        examples: ["use gw-b", "use"]
    ) { match in .lab(.use(match.placedText(.name))) }

    private static let seed = CommandRow<LabCommand>(
        "seed", .argument(.seed, .number),
        summary: "make the keys of new tunnels from this number, so that they repeat",
        details: [
            "Keys made from a seed are known to everybody who knows the seed: for lessons only.",
            "What links do to packets by chance is drawn from it, too, from its beginning.",
            "A script has seed 1 unless it says otherwise; the prompt has none.",
        ],
        examples: ["seed 42"]
    ) { match in .lab(.seed(match.whole(.number) ?? 0)) }

    private static let clock = CommandRow<LabCommand>(
        "clock", summary: "show the virtual time", examples: ["clock"]
    ) { _ in .lab(.clock) }

    private static let wait = CommandRow<LabCommand>(
        "wait", .argument(.duration, .time), summary: "let virtual time pass",
        examples: ["wait 5s"]
    ) { match in
        let duration = match.placedBytes(.time).flatMap { try? Numerals.duration($0.value.span) }
        return .lab(.wait(duration ?? .milliseconds(0)))
    }

    private static let counters = CommandRow<LabCommand>(
        "counters", summary: "show how many packets were sent and how each of them ended",
        examples: ["counters"]
    ) { _ in .lab(.counters) }

    private static let source = CommandRow<LabCommand>(
        "source", .argument(.file, .file), summary: "run the commands of a file",
        details: ["In a script the path is relative to the script's own folder."],
        examples: ["source labs/01-first-packets.lab"]
    ) { match throws(UsageFault) in
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return .lab(.source(file))
    }

    private static let transcript = CommandRow<LabCommand>(
        "transcript",
        .choice([.keyword("off", "stop writing", as: .off), .argument(.file, .file)]),
        summary: "write what follows to a file as a transcript, or stop it",
        examples: ["transcript session.txt", "transcript off"]
    ) { match throws(UsageFault) in
        if match.has(.off) { return .lab(.stopTranscript) }
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return .lab(.transcript(file))
    }

    private static let help = CommandRow<LabCommand>(
        "help", .optional(.repeated(.argument(.topic, .topic))),
        summary: "explain a command, or list all of them",
        details: ["At the prompt `?` shows what can stand at the cursor, and TAB completes it."],
        examples: ["help", "help rule add"]
    ) { match in
        .lab(
            .help(match.tokens(.topic).map { Placed(match.line.text(of: $0), at: $0.range) }))
    }

    private static let history = CommandRow<LabCommand>(
        "history", summary: "show the lines typed before",
        details: [
            "A line with a key or a password is not kept. The history file has only lines that are commands."
        ], examples: ["history"]
    ) { _ in .lab(.history) }

    private static let quit = CommandRow<LabCommand>(
        "quit", summary: "leave", examples: ["quit"]
    ) { _ in .lab(.quit) }

    private static let exit = CommandRow<LabCommand>(
        "exit", summary: "leave, as `quit` does", examples: ["exit"]
    ) { _ in .lab(.quit) }
}
