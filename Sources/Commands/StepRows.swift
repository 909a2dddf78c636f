import Grammar

/// The rows of the commands that go from event to event.
enum StepRows {
    static let step = CommandRow(
        .step, .optional(.argument(Arguments.steps)), examples: ["step", "step 3"]
    ) { .step(.step($0?.value ?? 1)) }

    static let play = CommandRow(
        .play, .optional(.clause("every", .playEvery, Arguments.duration)),
        examples: ["play", "play every 1s"]
    ) { .step(.play(every: $0?.value)) }

    static let watch = CommandRow(
        .watch, .argument(Arguments.packetNumber), examples: ["watch 1"]
    ) { .step(.watch($0)) }

    static let zoom = CommandRow(
        .zoom, .argument(Arguments.packetNumber), examples: ["zoom 1"]
    ) { .step(.zoom($0)) }
}
