import Grammar

/// The rows of `capture ...`.
enum CaptureRows {
    static let all: [CommandRow<LabCommand>] = [start, stop, show, save]

    private static let start = CommandRow<LabCommand>(
        "capture start", summary: "record from now on what is seen on the links",
        details: [
            "Each packet is recorded at lan-a, internet and lan-b, wherever it begins its way over that link.",
            "What was recorded before is given up. At most 100,000 packets and 64 MiB are recorded.",
        ],
        examples: ["capture start"]
    ) { _ in .capture(.start) }

    private static let stop = CommandRow<LabCommand>(
        "capture stop", summary: "record no more, and keep what was recorded",
        examples: ["capture stop"]
    ) { _ in .capture(.stop) }

    private static let show = CommandRow<LabCommand>(
        "capture show", summary: "show whether a capture runs, and how many packets it has",
        examples: ["capture show"]
    ) { _ in .capture(.show) }

    private static let save = CommandRow<LabCommand>(
        "capture save",
        .sequence([
            .argument(.file, .file),
            .optional(
                .sequence([
                    .keyword("without", "leave something out", as: .off),
                    .keyword("keys", "the keys of the tunnels"),
                ])),
        ]),
        summary: "write what was recorded to a pcapng file",
        details: [
            "Each packet has its virtual time, direction, number, and a comment with verdict and rule.",
            "The keys of the tunnels that were used are in it, unless they are left out: a Wireshark that is",
            "new enough decrypts with them, and for an older one there is `tunnel keys`.",
            "Only you can read the file. One that is there is written over only if the lab saved it.",
        ],
        examples: ["capture save lesson.pcapng", "capture save lesson.pcapng without keys"]
    ) { match throws(UsageFault) in
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return .capture(.save(file, match.has(.off) ? .leftOut : .included))
    }
}
