package import Commands

/// What the manual page says beyond flags and commands.
package enum ManualText: Statement {
    case name, synopsis, description, commands, language, exitStatus, files
    case summary, whatItIs, languageIntroduction
    case statusWell, statusFailed, statusWrong, statusFault
    case historyFile, practiceFolder, labsFolder
    case about(CommandName)

    /// What the exit statuses mean.
    package static let statuses: [(String, ManualText)] = [
        ("0", .statusWell), ("1", .statusFailed), ("2", .statusWrong), ("70", .statusFault),
    ]

    /// Where files are that the program finds.
    package static let places: [(String, ManualText)] = [
        ("$XDG_STATE_HOME/garita/history", .historyFile),
        ("$XDG_STATE_HOME/garita/practice", .practiceFolder),
        ("/usr/share/garita/labs", .labsFolder),
    ]

    /// The text in a language.
    package func said(in language: SpokenLanguage) -> String { text(in: language) }

    /// The text in English.
    package var english: String {
        switch self {
        case .name: "NAME"
        case .synopsis: "SYNOPSIS"
        case .description: "DESCRIPTION"
        case .commands: "COMMANDS OF THE PROGRAM"
        case .language: "COMMANDS OF THE LAB"
        case .exitStatus: "EXIT STATUS"
        case .files: "FILES"
        case .summary: "a network-security lab in a terminal"
        case .whatItIs:
            "Type a rule, send a packet, open a tunnel, and see exactly what happened and why. Packets are real bytes, tunnels real ESP "
                + "between two loopback sockets; nothing needs root, and nothing of the machine's own traffic is touched. The same script "
                + "gives the same transcript on every machine."
        case .languageIntroduction:
            "What is typed at the prompt, and what stands in scripts, a command a line. [ ] may be left out, | separates alternatives, "
                + "... may be repeated, and words in capitals stand for values. `help COMMAND` says more, ? shows what can stand at the "
                + "cursor, and # begins a comment."
        case .statusWell: "All went well."
        case .statusFailed: "A claim was not true, or a check failed."
        case .statusWrong: "A command, a file or a flag was wrong."
        case .statusFault: "The program is wrong; please report it."
        case .historyFile:
            "What was typed at the prompt; without the variable below ~/.local/state."
        case .practiceFolder: "How far somebody has come in exercises."
        case .labsFolder: "The labs, where a package brought them."
        case .about(let command): command.english + "."
        }
    }
}
