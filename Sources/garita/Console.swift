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
        guard Host.isTerminal(descriptor), let terminal = Host.environment("TERM"),
            terminal != "dumb", !terminal.isEmpty, Host.environment("NO_COLOR") ?? "" == ""
        else { return .plain }
        return .coloured
    }

    /// The language that `--lang` asks for; nil without it.
    ///
    /// It is looked for here, and not where flags are understood, because what is said about flags is said before that.
    static let askedLanguage: SpokenLanguage? = {
        let arguments = CommandLine.arguments
        for (place, argument) in arguments.enumerated() {
            if argument.hasPrefix("--lang=") {
                return SpokenLanguage(rawValue: String(argument.dropFirst(7)))
            }
            if argument == "--lang", place + 1 < arguments.count {
                return SpokenLanguage(rawValue: arguments[place + 1])
            }
        }
        return nil
    }()

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
        TextOutput(
            appearance(of: descriptor), try FileOutput(descriptor: descriptor), in: language)
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

/// The flag that every way of running has.
struct LanguageFlag: ParsableArguments {
    @Option(name: .customLong("lang"), help: ArgumentHelp(ProgramText.language.text))
    var language: SpokenLanguage?
}

extension SpokenLanguage: ExpressibleByArgument {}
