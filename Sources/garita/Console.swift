import ArgumentParser
import Commands
import EventLoop
import Session
import Transcript

/// The standard streams of the process.
enum Console {
    static let input: Int32 = 0
    static let output: Int32 = 1
    static let errors: Int32 = 2

    /// Whether escape sequences may be written: to a terminal that knows them, unless `NO_COLOR` is set.
    static func appearance(of descriptor: Int32) -> Page.Appearance {
        guard layout == .grid, Host.isTerminal(descriptor), let terminal = Host.environment("TERM"),
            terminal != "dumb", !terminal.isEmpty, Host.environment("NO_COLOR") ?? "" == ""
        else { return .plain }
        return .coloured
    }

    /// The language that `--lang` asks for; nil without it.
    ///
    /// It is looked for here, and not where flags are understood, because what is said about flags is said before that.
    static let askedLanguage = asked(by: "--lang").flatMap(SpokenLanguage.init(rawValue:))

    /// The value of an option; nil without it.
    private static func asked(by option: String) -> String? {
        let arguments = CommandLine.arguments
        for (place, argument) in arguments.enumerated() {
            if argument.hasPrefix(option + "=") {
                return String(argument.dropFirst(option.count + 1))
            }
            if argument == option, place + 1 < arguments.count { return arguments[place + 1] }
        }
        return nil
    }

    /// How tables and drawings are arranged: linear with `--linear`, and where `GARITA_ACCESSIBLE` is neither empty nor 0.
    static let layout: Page.Layout = {
        if CommandLine.arguments.contains("--linear") { return .linear }
        let wish = Host.environment("GARITA_ACCESSIBLE") ?? ""
        return wish.isEmpty || wish == "0" ? .grid : .linear
    }()

    /// The theme that `--theme` asks for; nil without it.
    static let askedTheme = asked(by: "--theme").flatMap(ColourTheme.init(rawValue:))

    /// Whether the terminal says by `COLORTERM` that it has colours of 24 bits.
    static let hasFineColours = ["truecolor", "24bit"].contains(
        Host.environment("COLORTERM") ?? "")

    /// The language in which everything is said but what a person types at a prompt: never that of the locale.
    static var language: SpokenLanguage { askedLanguage ?? .english }

    /// The language at a prompt: without `--lang` that of the locale (POSIX.1-2017 section 8.2).
    static var promptLanguage: SpokenLanguage {
        if let askedLanguage { return askedLanguage }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let locale = Host.environment(name), !locale.isEmpty else { continue }
            return SpokenLanguage(locale: locale) ?? .english
        }
        return .english
    }

    /// The output to one of the streams.
    static func output(
        to descriptor: Int32, in language: SpokenLanguage = language
    ) throws(SystemFault) -> TextOutput {
        let output = TextOutput(
            appearance(of: descriptor), try FileOutput(descriptor: descriptor), in: language,
            as: layout)
        if hasFineColours { output.writer.page.palette = Palette(askedTheme ?? .none) }
        return output
    }

    /// Writes a message and the end of its line.
    static func write(_ message: String, to descriptor: Int32) throws(SystemFault) {
        var file = try FileOutput(descriptor: descriptor)
        var bytes = Array(message.utf8)
        if bytes.last != 0x0A { bytes.append(0x0A) }
        try file.write(bytes.span)
        try file.close()
    }
}

extension ProgramText {
    /// The text in the language that is spoken.
    var text: String { words(in: Console.language) }
}

/// The flags that every way of running has.
struct LanguageFlag: ParsableArguments {
    @Option(name: .customLong("lang"), help: ArgumentHelp(ProgramText.language.text))
    var language: SpokenLanguage?

    @Flag(name: .customLong("linear"), help: ArgumentHelp(ProgramText.linear.text))
    var isLinear = false

    @Option(name: .customLong("theme"), help: ArgumentHelp(ProgramText.theme.text))
    var theme: ColourTheme?
}

extension SpokenLanguage: ExpressibleByArgument {}
extension ColourTheme: ExpressibleByArgument {}
