import Grammar

/// The rows of the commands that go back and forward.
enum TrailRows {
    static let back = CommandRow(
        .back, .optional(.argument(Arguments.steps)), examples: ["back", "back 3"]
    ) { .lab(.trail(.back($0))) }

    static let undo = CommandRow(.undo, examples: ["undo"], .lab(.trail(.back(nil))))

    static let redo = CommandRow(
        .redo, .optional(.argument(Arguments.steps)), examples: ["redo", "redo 3"]
    ) { .lab(.trail(.forward($0))) }

    static let rewind = CommandRow(.rewind, examples: ["rewind"], .lab(.trail(.rewind)))

    static let snapshot = CommandRow(
        .snapshot, .argument(Arguments.placeName), examples: ["snapshot before-nat"]
    ) { .lab(.trail(.keep($0))) }

    static let fork = CommandRow(
        .fork, .argument(Arguments.placeName), examples: ["fork without-nat"]
    ) { .lab(.trail(.fork($0))) }

    static let restore = CommandRow(
        .restore, .argument(Arguments.placeName), examples: ["restore before-nat"]
    ) { .lab(.trail(.restore($0))) }
}
