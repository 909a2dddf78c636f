/// What became of changes of a text, as other programs read it: the report of mutation testing of Stryker.
package struct MutantReport: Sendable {
    /// What became of a change.
    package enum Status: String, Sendable {
        case killed = "Killed"
        case survived = "Survived"
        /// It changes nothing that matters.
        case ignored = "Ignored"
        /// It can't be made.
        case refused = "CompileError"
    }

    /// A change.
    package struct Mutant: Sendable {
        /// The kind of change.
        package let kind: String
        /// What stands there instead.
        package let replacement: String
        /// The line that is changed, from 1.
        package let line: Int
        /// What became of it.
        package let status: Status
        /// Why.
        package let reason: String

        /// A change.
        package init(
            kind: String, replacement: String, line: Int, status: Status, reason: String
        ) {
            self.kind = kind
            self.replacement = replacement
            self.line = line
            self.status = status
            self.reason = reason
        }
    }

    private let file: String
    private let source: String
    private let mutants: [Mutant]

    /// The changes of a file.
    package init(file: String, source: [UInt8], mutants: [Mutant]) {
        self.file = file
        self.source = String(decoding: source, as: UTF8.self)
        self.mutants = mutants
    }

    /// The report: `mutation-report.schema.json`, version 2, with the end of its line.
    package var bytes: [UInt8] {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let all = mutants.enumerated().map { number, mutant in
            let line = lines.indices.contains(mutant.line - 1) ? lines[mutant.line - 1] : ""
            return JSON.object([
                ("id", .string(String(number + 1))), ("mutatorName", .string(mutant.kind)),
                (
                    "replacement",
                    .string(ReportText.line(mutant.replacement, limit: ReportText.saidLimit))
                ),
                (
                    "location",
                    .object([
                        ("start", Self.place(mutant.line, 1)),
                        ("end", Self.place(mutant.line, line.unicodeScalars.count + 1)),
                    ])
                ), ("status", .string(mutant.status.rawValue)),
                (
                    "statusReason",
                    .string(ReportText.line(mutant.reason, limit: ReportText.saidLimit))
                ),
            ])
        }
        let text = lines.map { ReportText.line(String($0), limit: Self.lineLimit) }.joined(
            separator: "\n")
        return JSON.object([
            ("schemaVersion", .string("2")),
            ("thresholds", .object([("high", .number(100)), ("low", .number(80))])),
            (
                "files",
                .object([
                    (
                        ReportText.line(file, limit: ReportText.submissionLimit),
                        .object([
                            ("language", .string("garita")), ("source", .string(text)),
                            ("mutants", .array(all)),
                        ])
                    )
                ])
            ),
        ]).bytes + [0x0A]
    }

    /// Where a line of the source is cut, in bytes.
    private static let lineLimit = 65_536

    private static func place(_ line: Int, _ column: Int) -> JSON {
        .object([("line", .number(line)), ("column", .number(column))])
    }
}
