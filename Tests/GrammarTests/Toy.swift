@testable import Grammar

/// A small language with every kind of pattern, so that no test depends on Garita's own.
enum Toy {
    /// What a line means: each value behind the place that it has in the pattern.
    typealias Notes = [String]

    static let table = makeTable([
        row("draw line", line, "draw line 1 to 20"),
        row("draw shape", shape, "draw shape circle", "draw shape 7"),
        row("draw style", style, "draw style width 2 dashed colour red", "draw style"),
        row("mark", .repeated(word).map { $0.map { "1=\($0)" } }, "mark a", "mark a b c"),
        row("fill", fill, "fill 3", "fill 3 red", "fill 3 in hall"),
        row("lock", lock, "lock safe", "lock safe key 00ff"),
        row("go", way, "go a->b", "go a -> b"),
        row(
            "try", Pattern.rest(.command).map { ["1=\($0)"] }, "try draw line 1 to 2",
            "try try undo"),
        row("undo", Pattern<Void>.nothing.map { [] }, "undo"),
    ])

    /// A table of rows that are made already.
    static func makeTable<Command: Sendable>(
        _ rows: [CommandRow<Command>]
    ) -> CommandTable<Command> {
        CommandTable(rows.map(\.name)) { rows[$0] }
    }

    private static let word = Pattern.argument(.anything).map(\.value)

    private static let line = Pattern.sequence(
        .argument(.number), .clause("to", "the other end", .number)
    ).map { ["1=\($0.0.value)", "2=\($0.1.value)"] }

    private static let shape = Pattern.choice([
        Pattern.keyword("circle", "round", as: "circle").map { ["1=\($0.value)"] },
        Pattern.keyword("square", "", as: "square").map { ["1=\($0.value)"] },
        Pattern.argument(.number).map { ["2=\($0.value)"] },
    ])

    private static let style = Pattern.anyOrder(
        [],
        [
            Part(Pattern.clause("colour", "which colour", .anything)) {
                $0.append("1=\($1.value)")
            },
            Part(Pattern.clause("width", "how wide", .number)) { $0.append("2=\($1.value)") },
            Part(Pattern.keyword("dashed", "with gaps", as: "dashed")) {
                $0.append("3=\($1.value)")
            },
        ])

    private static let fill = Pattern.sequence(
        .argument(.number),
        .optional(
            .choice([.keyword("red", "", as: "red"), .keyword("blue", "", as: "blue")])),
        .optional(.clause("in", "where", .anything))
    ).map { words in
        ["1=\(words.0.value)"] + (words.1.map { ["2=\($0.value)"] } ?? [])
            + (words.2.map { ["3=\($0.value)"] } ?? [])
    }

    private static let lock = Pattern.sequence(
        .argument(.anything), .optional(.clause("key", "", .secret))
    ).map { words in ["1=\(words.0.value)"] + (words.1.map { ["2=\($0.value)"] } ?? []) }

    private static let way = Pattern.sequence(
        .argument(.anything), .clause("->", "", .anything)
    ).map { ["1=\($0.0.value)", "2=\($0.1.value)"] }

    private static func row(
        _ name: String, _ pattern: Pattern<Notes>, _ examples: String...
    ) -> CommandRow<Notes> {
        CommandRow(name, pattern, examples: examples) { $0 }
    }

    /// What a line means.
    static func read(_ text: String) throws -> Notes {
        try table.parse(CommandLine(Array(text.utf8)))
    }

    /// What is wrong with a line; nil when it is right.
    static func fault(_ text: String) -> UsageFault? {
        fault(Array(text.utf8))
    }

    /// What is wrong with the bytes of a line; nil when they are right.
    static func fault(_ bytes: [UInt8]) -> UsageFault? {
        do throws(UsageFault) {
            let line = try CommandLine(bytes)
            if !line.isEmpty { _ = try table.parse(line) }
            return nil
        } catch {
            return error
        }
    }

    /// What could stand at the end of the text, as the words and names that a person would be shown.
    static func completions(_ text: String) -> [String] {
        table.completion(at: Array(text.utf8)).expectations.map(\.shown)
    }
}

extension ArgumentKind {
    static let command = ArgumentKind("COMMAND", key: "")
}

extension Argument<String> {
    /// Digits; a word that begins with one is meant as a number, and 13 is never right.
    static var number: Argument {
        Argument(ArgumentKind("NUMBER", key: "digits")) { text throws(Misfit) in
            guard text.count > 0, (0x30...0x39).contains(text[0]) else { throw .mismatch }
            for index in text.indices where !(0x30...0x39).contains(text[index]) {
                throw .wrong(.badNumber)
            }
            guard text.count != 2 || text[0] != 0x31 || text[1] != 0x33 else {
                throw .wrong(.unlucky)
            }
            return Self.text(text)
        }
    }

    static var anything: Argument {
        Argument(ArgumentKind("WORD", key: "any word")) { text throws(Misfit) in Self.text(text) }
    }

    static var secret: Argument {
        Argument(ArgumentKind("HEX", key: "digits nobody may see", isSecret: true)) {
            text throws(Misfit) in
            guard text.count == 4 else { throw .wrong(.badNumber) }
            return Self.text(text)
        }
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
}

extension Complaint {
    static let badNumber = Complaint(rawValue: "bad-number")
    static let unlucky = Complaint(rawValue: "unlucky")
}

extension Expectation {
    /// The keyword, the name of the kind of value, or `.` for the end of the line.
    var shown: String {
        switch self {
        case .word(let keyword): keyword.word.text
        case .command(let word, rows: _): word.text
        case .argument(let kind): kind.name
        case .endOfLine: "."
        }
    }
}
