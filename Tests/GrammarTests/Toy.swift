@testable import Grammar

/// A small language with every kind of pattern, so that no test depends on Garita's own.
enum Toy {
    /// What a line means: what stood under each label, in order.
    typealias Notes = [String]

    static let table = CommandTable<Notes>([
        row("draw line", line, "draw line 1 to 20"),
        row("draw shape", shape, "draw shape circle", "draw shape 7"),
        row("draw style", style, "draw style width 2 dashed colour red", "draw style"),
        row("mark", .repeated(.argument(.anything, .first)), "mark a", "mark a b c"),
        row("fill", fill, "fill 3", "fill 3 red", "fill 3 in hall"),
        row("lock", lock, "lock safe", "lock safe key 00ff"),
        row("go", way, "go a->b", "go a -> b"),
        row("try", .rest("COMMAND", .first), "try draw line 1 to 2", "try try undo"),
        row("undo", .nothing, "undo"),
    ])

    private static let line = Pattern.sequence([
        .argument(.number, .first), .keyword("to", "the other end"), .argument(.number, .second),
    ])

    private static let shape = Pattern.choice([
        .keyword("circle", "round", as: .first), .keyword("square", "", as: .first),
        .argument(.number, .second),
    ])

    private static let style = Pattern.anyOrder([
        .clause("colour", "which colour", .anything, as: .first),
        .clause("width", "how wide", .number, as: .second),
        .keyword("dashed", "with gaps", as: .third),
    ])

    private static let fill = Pattern.sequence([
        .argument(.number, .first),
        .optional(.choice([.keyword("red", "", as: .second), .keyword("blue", "", as: .second)])),
        .optional(.clause("in", "where", .anything, as: .third)),
    ])

    private static let lock = Pattern.sequence([
        .argument(.anything, .first), .optional(.clause("key", "", .secret, as: .second)),
    ])

    private static let way = Pattern.sequence([
        .argument(.anything, .first), .keyword("->"), .argument(.anything, .second),
    ])

    private static func row(
        _ words: String, _ pattern: Pattern, _ examples: String...
    ) -> CommandRow<Notes> {
        CommandRow(words, pattern, summary: "does \(words)", examples: examples) { match in
            match.notes.map { note in
                "\(note.label.rawValue)=\(match.line.text(of: match.line.tokens[note.token]))"
            }
        }
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

extension Label {
    static let first = Label(rawValue: 1)
    static let second = Label(rawValue: 2)
    static let third = Label(rawValue: 3)
}

extension Argument {
    /// Digits; a word that begins with one is meant as a number, and 13 is never right.
    static let number = Argument("NUMBER", help: "digits") { text in
        guard text.count > 0, (0x30...0x39).contains(text[0]) else { return .mismatch }
        for index in text.indices where !(0x30...0x39).contains(text[index]) {
            return .wrong(.badNumber)
        }
        return text.count == 2 && text[0] == 0x31 && text[1] == 0x33 ? .wrong(.unlucky) : .fits
    }

    static let anything = Argument("WORD", help: "any word") { _ in .fits }

    static let secret = Argument("HEX", help: "digits nobody may see", isSecret: true) { text in
        text.count == 4 ? .fits : .wrong(.badNumber)
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
        case .argument(let argument): argument.name
        case .endOfLine: "."
        }
    }
}
