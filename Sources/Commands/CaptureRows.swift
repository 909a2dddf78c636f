import Grammar

/// The rows of `capture ...`.
enum CaptureRows {
    static let start = CommandRow(.captureStart, examples: ["capture start"], .capture(.start))

    static let stop = CommandRow(.captureStop, examples: ["capture stop"], .capture(.stop))

    static let show = CommandRow(.captureShow, examples: ["capture show"], .capture(.show))

    static let save = CommandRow(
        .captureSave,
        .sequence(
            .argument(Arguments.file),
            .optional(
                .sequence(
                    .keyword("without", .captureWithout, as: CapturedKeys.leftOut),
                    .keyword("keys", .captureKeys)))),
        examples: ["capture save lesson.pcapng", "capture save lesson.pcapng without keys"]
    ) { .capture(.save($0.0, $0.1?.0.value ?? .included)) }
}
