/// A kind of value that a command takes: its name in usage lines, and how to tell one.
package struct Argument: Sendable {
    /// What it is called in usage lines, in capitals: `ADDRESS`.
    package let name: String
    /// One line that says what may stand there, with an example.
    package let help: String
    /// Whether the value must stay out of the history file.
    package let isSecret: Bool
    /// Values that the lab knows at this moment and that could stand here.
    package let known: KnownValues?
    /// Judges the bytes of one word.
    package let check: @Sendable (Span<UInt8>) -> Check

    /// What a word is, seen as a value of this kind.
    package enum Check: Equatable, Sendable {
        /// A valid value.
        case fits
        /// Not of this kind at all: something else may be meant.
        case mismatch
        /// Clearly meant as this kind, and wrong for this reason.
        case wrong(Complaint)
    }

    /// A kind of value.
    package init(
        _ name: String, help: String, isSecret: Bool = false, known: KnownValues? = nil,
        check: @escaping @Sendable (Span<UInt8>) -> Check
    ) {
        self.name = name
        self.help = help
        self.isSecret = isSecret
        self.known = known
        self.check = check
    }
}

extension Argument: Equatable {
    /// Two kinds are the same when they are called the same.
    package static func == (left: Argument, right: Argument) -> Bool { left.name == right.name }
}

/// Names a list of values that only the running lab knows, such as its open tunnels.
package struct KnownValues: RawRepresentable, Hashable, Sendable {
    /// The name of the list.
    package let rawValue: String

    /// The list of this name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// A word that stands for itself.
package struct Keyword: Hashable, Sendable {
    /// The word.
    package let word: StaticWord
    /// One line that says what it does; may be empty.
    package let help: String

    /// A keyword with its line of help.
    package init(_ word: StaticWord, _ help: String = "") {
        self.word = word
        self.help = help
    }
}
