import ArgumentParser
import EventLoop
import Session
import Transcript

/// Starts the program and turns how it ended into an exit status.
@main
enum Main {
    static func main() {
        Host.openStandardStreams()
        Host.ignoreBrokenPipes()
        Host.exitOnInternalFault()
        do {
            // Without flags there is nothing to parse, and the prompt comes sooner.
            guard CommandLine.argc > 1 else { return try Prompt.run(Flags()) }
            var command = try Garita.parseAsRoot()
            try command.run()
        } catch let status as ExitStatus {
            Host.exit(status.rawValue)
        } catch {
            end(Garita.fullMessage(for: error), Garita.exitCode(for: error))
        }
    }

    /// Says why the flags were wrong, or what was asked for by `--help` and `--version`.
    private static func end(_ message: String, _ code: ExitCode) -> Never {
        let isAnswer = code == .success
        if !message.isEmpty {
            try? Console.write(message, to: isAnswer ? Console.output : Console.errors)
        }
        Host.exit(isAnswer ? ExitStatus.well.rawValue : ExitStatus.wrong.rawValue)
    }
}

/// How the program ends; the same numbers as in the documentation.
struct ExitStatus: Error, Equatable {
    let rawValue: Int32

    /// All went well.
    static let well = ExitStatus(rawValue: 0)
    /// An expectation or a check failed.
    static let failed = ExitStatus(rawValue: 1)
    /// A command, a file or a flag was wrong.
    static let wrong = ExitStatus(rawValue: 2)
}

/// The program's flags: what `garita` does without a further word is the prompt.
struct Garita: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "garita",
        abstract: ProgramText.abstract.text,
        discussion: ProgramText.discussion.text,
        version: Session.version,
        subcommands: [
            Prompt.self, Run.self, Present.self, Notes.self, Check.self, Diff.self, Grade.self,
            ExerciseTool.self,
            PracticeTool.self, RecordTool.self, PageTool.self, CourseTool.self, Manual.self,
            Serve.self, Dial.self,
        ],
        defaultSubcommand: Prompt.self)
}

/// What the flags ask for; by default nothing.
struct Flags {
    var seed: UInt64?
    var transcript: String?
    var keepGoing = false
    /// Whether events are written as JSON lines.
    var isJSON = false
    /// What scripts may reach beyond what is their own.
    var readable: [String] = []
    var writable: [String] = []
    var areFixedPortsAllowed = false
}

/// The flags that both ways of running have.
struct LabFlags: ParsableArguments {
    @OptionGroup var spoken: LanguageFlag

    @Option(help: ArgumentHelp(ProgramText.seed.text))
    var seed: UInt64?

    @Option(help: ArgumentHelp(ProgramText.transcript.text, valueName: "file"))
    var transcript: String?

    @Flag(help: ArgumentHelp(ProgramText.keepGoing.text))
    var keepGoing = false

    @Flag(name: .customLong("json"), help: ArgumentHelp(ProgramText.json.text))
    var isJSON = false

    @Option(
        name: .customLong("allow-read"),
        help: ArgumentHelp(ProgramText.allowRead.text, valueName: "dir"))
    var readable: [String] = []

    @Option(
        name: .customLong("allow-write"),
        help: ArgumentHelp(ProgramText.allowWrite.text, valueName: "dir"))
    var writable: [String] = []

    @Flag(name: .customLong("allow-ports"), help: ArgumentHelp(ProgramText.allowPorts.text))
    var areFixedPortsAllowed = false

    var values: Flags {
        Flags(
            seed: seed, transcript: transcript, keepGoing: keepGoing, isJSON: isJSON,
            readable: readable, writable: writable, areFixedPortsAllowed: areFixedPortsAllowed)
    }
}

/// `garita run FILE...`: replays scripts.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: ProgramText.run.text)

    @OptionGroup var flags: LabFlags

    @Argument(help: ArgumentHelp(ProgramText.scripts.text))
    var files: [String]

    mutating func run() throws {
        try Runner(flags.values).run(scripts: files)
    }
}

/// `garita`: the prompt, a script on the standard input, or single commands.
struct Prompt: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: ProgramText.prompt.text)

    @OptionGroup var flags: LabFlags

    @Option(
        name: [.customShort("c"), .customLong("command")], parsing: .unconditionalSingleValue,
        help: ArgumentHelp(ProgramText.command.text, valueName: "command"))
    var commands: [String] = []

    mutating func run() throws {
        if !commands.isEmpty { return try Runner(flags.values).run(commands: commands) }
        try Self.run(flags.values)
    }

    /// Reads commands from the terminal, or from an input that is none.
    static func run(_ flags: Flags) throws {
        let runner = Runner(flags)
        if PromptLoop.isTyped {
            guard !flags.isJSON else { throw ValidationError(ProgramText.jsonAtPrompt.text) }
            return try runner.runPrompt()
        }
        try runner.runInput()
    }
}
