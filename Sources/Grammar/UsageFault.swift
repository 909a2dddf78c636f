/// What is wrong with a line, and where: the person's kind of fault.
///
/// It changes nothing: a line that has one is not run.
public struct UsageFault: Error, Equatable, Sendable {
    /// Byte offsets in the line of what is wrong; empty at the line's end where something is missing.
    public let range: Range<Int>
    /// What is wrong there.
    public let kind: Kind
    /// What may help the person; nil where nothing is known beyond the fault.
    public var advice: Advice?

    /// The kinds of fault that a line can have.
    public enum Kind: Equatable, Sendable {
        /// More than `CommandLine.limit` bytes.
        case lineTooLong(bytes: Int)
        /// A control character, by its scalar value.
        case controlCharacter(UInt32)
        /// A byte that can't stand there in UTF-8.
        case invalidUTF8
        /// A quote that is not closed.
        case unterminatedQuote
        /// A backslash inside quotes that starts no known escape.
        case badEscape
        /// Another word, or the end of the line, where one of these was expected; never empty.
        case expected([Expectation])
        /// The word is of the right kind, and its value is wrong.
        case argument(Complaint, expected: ArgumentKind)
        /// Two parts that are each right do not go together.
        case conflict(Complaint)
    }

    /// A fault of this kind at these bytes of the line.
    public init(_ range: Range<Int>, _ kind: Kind) {
        self.range = range
        self.kind = kind
    }

    /// The same fault so many bytes further right.
    public func moved(by count: Int) -> UsageFault {
        var fault = UsageFault(range.lowerBound + count..<range.upperBound + count, kind)
        fault.advice = advice
        return fault
    }
}

/// What may help a person whose line is no command.
public struct Advice: Equatable, Sendable {
    /// The name of what is to be said about the word at fault; nil where the fault says all.
    public let remark: String?
    /// A line that is a command and probably meant; nil where none is known.
    public let line: [UInt8]?
    /// How the command is written whose words the line begins with; nil where that would not help.
    public let usage: String?
    /// Whether the line is said in other words, so that a person may be asked whether to carry it out.
    public let isOffered: Bool

    /// A remark, a line, a usage line, or several of them.
    public init(remark: String?, line: [UInt8]?, usage: String?, isOffered: Bool = false) {
        self.isOffered = isOffered
        self.remark = remark
        self.line = line
        self.usage = usage
    }
}

/// The name of what is wrong with a value.
///
/// The rooms that know the values make them; the one room that speaks has a sentence for each.
public struct Complaint: RawRepresentable, Hashable, Sendable {
    /// The name, in kebab case.
    public let rawValue: String

    /// A complaint of this name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// Something that could stand at a place of the line.
public enum Expectation: Equatable, Sendable {
    /// This keyword.
    case word(Keyword)
    /// This word of a command's name, which is that of these rows of the table.
    case command(StaticWord, rows: [Int])
    /// A value of this kind.
    case argument(ArgumentKind)
    /// Nothing more.
    case endOfLine

    /// The word, where it is one.
    public var word: StaticWord? {
        switch self {
        case .word(let keyword): keyword.word
        case .command(let word, rows: _): word
        case .argument, .endOfLine: nil
        }
    }
}
