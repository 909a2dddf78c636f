package import Grammar

/// What a line says that is typed while somebody works at an exercise, and that is no command of the lab.
package enum PracticeLine: Sendable {
    /// `task`: what is to be done.
    case task
    /// `hint`: about the first check that does not pass.
    case hint
    /// `check`: the first check that does not pass.
    case check
    /// `solution`: the right answer, once every check passes.
    case solution
    /// `submit FILE`: writes down the commands that an exercise takes.
    case submit(Placed<String>)
    /// `list`: the exercises, with what is done.
    case list
    /// `open NAME`: another exercise; `next`: the one behind this one.
    case open(Placed<String>)
    case next

    /// Makes the table of these lines.
    package static func table() -> CommandTable<PracticeLine> {
        let rows = [
            plain("task", .task), plain("hint", .hint), plain("check", .check),
            plain("solution", .solution),
            CommandRow("submit", .argument(Arguments.file), examples: ["submit mine.lab"]) {
                PracticeLine.submit($0)
            },
            plain("list", .list),
            CommandRow("open", .argument(name), examples: ["open first-gate"]) {
                PracticeLine.open($0)
            },
            plain("next", .next),
        ]
        return CommandTable(rows.map(\.name)) { rows[$0] }
    }

    private static func plain(_ name: String, _ line: PracticeLine) -> CommandRow<PracticeLine> {
        CommandRow(name, .nothing, examples: [name]) { _ in line }
    }

    private static let name = Argument("NAME", .exerciseName) { text throws(ValueFault) in text.text
    }
}
