import Grammar

/// The row of `tunnel watch`.
enum WatchRows {
    static let all: [CommandRow<LabCommand>] = [watch]

    private static let watch = CommandRow<LabCommand>(
        "tunnel watch", .optional(.argument(.tunnel, .name)),
        summary: "show what somebody on the wire between the gateways sees, and learns from it",
        details: [
            "It lists the datagrams that the kept packets left on the internet link, and sums up what their",
            "addresses, lengths, times and numbers tell. With a name, only those of that tunnel.",
        ],
        examples: ["tunnel watch", "tunnel watch demo"]
    ) { match in .tunnel(.watch(match.placedText(.name))) }
}
