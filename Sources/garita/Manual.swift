import ArgumentParser
import Commands
import Events
import Grammar
import Handouts
import Session
import Transcript

/// `garita man`: the manual page, which a package puts where man(1) finds it.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: ProgramText.manual.text, shouldDisplay: false)

    @OptionGroup var spoken: LanguageFlag

    mutating func run() throws {
        let rows = zip(CommandName.allCases, Commands.Language.table().rows).map(HelpRow.init)
        let text = ManualPage.text(
            version: Session.version, Self.commands(of: Garita.self, name: "garita"), rows,
            in: Console.language)
        try Runner(Flags()).reporting { () throws(SessionFault) in
            let output = try Runner.output(to: Console.output)
            output.writer.page.put(text)
            try Evidence.flush(output)
            return .well
        }
    }

    /// The commands below one that do something themselves, in order; the one that needs no name is called as the program is.
    private static func commands(
        of parent: any ParsableCommand.Type, name: String
    ) -> [ManualPage.Command] {
        var found: [ManualPage.Command] = []
        for command in parent.configuration.subcommands where command.configuration.shouldDisplay {
            let isDefault = parent.configuration.defaultSubcommand.map { $0 == command } ?? false
            let word = command.configuration.commandName ?? command._commandName
            let whole = isDefault ? name : "\(name) \(word)"
            if command.configuration.subcommands.isEmpty {
                let help = Garita.helpMessage(for: command, columns: 10_000)
                found.append(ManualPage.Command(name: whole, help: help))
            } else {
                found += commands(of: command, name: whole)
            }
        }
        return found
    }
}
