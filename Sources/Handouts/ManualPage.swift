package import Commands
package import Events
import Transcript

/// The manual page, as man(7) has it: the program's flags as its parser says them, and the language as its grammar does.
package struct ManualPage {
    /// A command of the program: its words, and what its `--help` says in lines that are not wrapped.
    package struct Command {
        /// `garita run`, for example.
        package let name: String
        /// The text of `--help`.
        package let help: String

        /// A command.
        package init(name: String, help: String) {
            self.name = name
            self.help = help
        }
    }

    private var text = ""
    private let language: SpokenLanguage

    private init(in language: SpokenLanguage) {
        self.language = language
    }

    /// The page; `commands` begins with what the program does without one.
    package static func text(
        version: String, _ commands: [Command], _ rows: [HelpRow], in language: SpokenLanguage
    ) -> String {
        var page = ManualPage(in: language)
        page.line(".TH GARITA 1 \"\" \(quoted("Garita \(version)"))")
        page.section(.name)
        page.line("garita \\- \(escaped(ManualText.summary.said(in: language)))")
        page.section(.synopsis)
        for command in commands { page.usage(command) }
        page.section(.description)
        page.paragraph(ManualText.whatItIs.said(in: language))
        page.section(.commands)
        for command in commands { page.command(command) }
        page.section(.language)
        page.paragraph(ManualText.languageIntroduction.said(in: language))
        for row in rows { page.row(row) }
        page.section(.exitStatus)
        for status in ManualText.statuses { page.entry(status.0, status.1.said(in: language)) }
        page.section(.files)
        for (file, what) in ManualText.places { page.entry(file, what.said(in: language)) }
        return page.text
    }

    private mutating func usage(_ command: Command) {
        guard let usage = Self.part("USAGE: ", of: command.help) else { return }
        line(".br")
        line(Self.escaped(usage))
    }

    private mutating func command(_ command: Command) {
        line(".SS \(Self.quoted(command.name))")
        if let overview = Self.part("OVERVIEW: ", of: command.help) { paragraph(overview) }
        for (label, words) in Self.entries(of: command.help) { entry(label, words) }
    }

    private mutating func row(_ row: HelpRow) {
        entry(row.usage, ManualText.about(row.command).said(in: language))
        for example in row.examples {
            line(".br")
            line("\\fI\(Self.escaped(example))\\fR")
        }
    }

    private mutating func section(_ heading: ManualText) {
        line(".SH \(Self.quoted(heading.said(in: language)))")
    }

    private mutating func entry(_ label: String, _ words: String) {
        line(".TP")
        line("\\fB\(Self.escaped(label))\\fR")
        line(Self.escaped(words))
    }

    private mutating func paragraph(_ words: String) {
        line(".PP")
        line(Self.escaped(words))
    }

    private mutating func line(_ words: String) {
        text += words
        text += "\n"
    }

    /// The rest of the line that begins with a word.
    private static func part(_ word: String, of help: String) -> String? {
        help.split(separator: "\n").first { $0.hasPrefix(word) }.map {
            String($0.dropFirst(word.count))
        }
    }

    /// The arguments and options of a help text: two blanks from the left, and behind at least two what they are, or below.
    private static func entries(of help: String) -> [(label: String, words: String)] {
        var entries: [(label: String, words: String)] = []
        var isListed = false
        for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
            let indent = line.prefix { $0 == " " }.count
            let words = line.dropFirst(indent)
            if indent == 0 {
                isListed = words == "ARGUMENTS:" || words == "OPTIONS:"
            } else if isListed, indent == 2 {
                let gap = words.firstRange(of: "  ")
                let label = gap.map { words[..<$0.lowerBound] } ?? words
                let rest = gap.map { words[$0.upperBound...].drop { $0 == " " } } ?? ""
                entries.append((String(label), String(rest)))
            } else if isListed, let last = entries.popLast() {
                entries.append(
                    (last.label, last.words.isEmpty ? String(words) : "\(last.words) \(words)"))
            }
        }
        return entries
    }

    /// Text that roff takes for text: its sign of commands is escaped, and so are a point or an apostrophe at a line's beginning.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "\n": escaped += " "
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "`": escaped += "\\(ga"
            case "'": escaped += "\\(aq"
            case "→": escaped += "\\(->"
            default: escaped.append(character)
            }
        }
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }

    private static func quoted(_ text: String) -> String {
        "\"\(escaped(text).replacing("\"", with: "\\(dq"))\""
    }
}
