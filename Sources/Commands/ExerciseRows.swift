package import Grammar

/// What a line of an exercise says that is no command of the lab.
package enum ExerciseLine: Sendable {
    /// `exercise "A small office"`: what it is called.
    case title(Placed<[UInt8]>)
    /// `submission may rule "tunnel open"`: here the submission's commands go; those that begin with these words.
    case submission(may: [Placed<[UInt8]>])
    /// `check 2 "the web server answers" needs "the gate is shut" COMMAND expect CLAIM`.
    case check(Check)
    /// `hint "Look at the default." cost 1`: about the check above.
    case hint(Placed<[UInt8]>, cost: Int)

    /// What a check is about.
    package struct Check: Sendable {
        /// What it is worth.
        package let points: Int
        /// What it is called.
        package let name: Placed<[UInt8]>
        /// The checks that have to pass before.
        package let needs: [Placed<[UInt8]>]
        /// The first token of a command and of what is expected of it.
        package let firstToken: Int
    }

    /// Makes the table of these lines.
    package static func table() -> CommandTable<ExerciseLine> {
        let rows = [
            ExerciseRows.title, ExerciseRows.submission, ExerciseRows.check, ExerciseRows.hint,
        ]
        return CommandTable(rows.map(\.name)) { rows[$0] }
    }

    /// The most points of one check.
    package static let pointsLimit = 1_000
}

/// The rows of an exercise's own lines.
private enum ExerciseRows {
    private static let text = Argument("TEXT", .exerciseText, read: Names.readBytes)
    private static let name = Argument("NAME", .checkName, read: Names.readBytes)
    private static let words = Argument("COMMAND", .commandWords, read: Names.readBytes)
    private static let points: Argument<Int> = Arguments.bounded(
        "POINTS", .points, 0...ExerciseLine.pointsLimit, .numberTooLarge)

    static let title = CommandRow(
        "exercise", .argument(text), examples: ["exercise \"A small office\""]
    ) { ExerciseLine.title($0) }

    static let submission = CommandRow(
        "submission", .optional(.clause("may", "", .repeated(.argument(words)))),
        examples: ["submission", "submission may rule \"tunnel open\""]
    ) { ExerciseLine.submission(may: $0 ?? []) }

    static let check = CommandRow(
        "check",
        .sequence(
            .sequence(.argument(points), .argument(name)),
            .optional(.repeated(.clause("needs", "", name))),
            .rest(ArgumentKind("[COMMAND] expect CLAIM", .command))),
        examples: [
            "check 2 \"ssh is closed\" expect none allow to any port 22",
            "check 1 \"web answers\" needs \"ssh is closed\" packet test 10.0.0.9 -> 10.1.0.80:443 expect allowed",
        ]
    ) { parts in
        ExerciseLine.check(
            ExerciseLine.Check(
                points: parts.0.0.value, name: parts.0.1, needs: parts.1 ?? [], firstToken: parts.2)
        )
    }

    static let hint = CommandRow(
        "hint", .sequence(.argument(text), .optional(.clause("cost", "", points))),
        examples: ["hint \"Look at the default.\" cost 1"]
    ) { ExerciseLine.hint($0.0, cost: $0.1?.value ?? 0) }
}
