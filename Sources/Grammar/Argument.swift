/// One way to write a value as a word, and the reader that judges it.
///
/// Judging and reading are one act: a word fits when `read` gives its value, and that value is what the
/// command gets.
public struct Argument<Value>: Sendable {
    /// What usage lines, help and errors say of it.
    public let kind: ArgumentKind
    /// Reads the bytes of one word.
    @usableFromInline let read: @Sendable (Span<UInt8>) throws(Misfit) -> Value

    /// A kind of value with its reader.
    @inlinable
    public init(
        _ kind: ArgumentKind, read: @escaping @Sendable (Span<UInt8>) throws(Misfit) -> Value
    ) {
        self.kind = kind
        self.read = read
    }
}

/// Why a word is no value of a kind.
public enum Misfit: Error, Equatable, Sendable {
    /// It is not of this kind at all: something else may be meant.
    case mismatch
    /// It is clearly meant as this kind, and wrong for this reason.
    case wrong(Complaint)
}

/// What can be said of an argument without its type.
public struct ArgumentKind: Sendable {
    /// What it is called in usage lines, in capitals: `ADDRESS`.
    public let name: String
    /// The key of what help says about it.
    public let key: String
    /// Whether the value must stay out of the history file.
    public let isSecret: Bool

    /// A kind of value.
    public init(_ name: String, key: String, isSecret: Bool = false) {
        self.name = name
        self.key = key
        self.isSecret = isSecret
    }
}

extension ArgumentKind: Equatable {
    /// Two kinds are the same when they are called the same.
    public static func == (left: ArgumentKind, right: ArgumentKind) -> Bool {
        left.name == right.name
    }
}

/// A word that stands for itself.
public struct Keyword: Hashable, Sendable {
    /// The word.
    public let word: StaticWord
    /// The key of what help says about it; empty for a word that says all itself.
    public let key: String

    /// A keyword with the key of its help.
    public init(_ word: StaticWord, _ key: String = "") {
        self.word = word
        self.key = key
    }
}

/// A value and the bytes of the line that it was written in, so that a fault found later can point there.
public struct Placed<Value> {
    /// The value.
    public let value: Value
    /// Byte offsets in the line.
    public let range: Range<Int>

    /// A value written at these bytes.
    @inlinable
    public init(_ value: Value, at range: Range<Int>) {
        self.value = value
        self.range = range
    }

    /// Another value, written in the same place.
    @inlinable
    public func map<Other>(_ transform: (Value) -> Other) -> Placed<Other> {
        Placed<Other>(transform(value), at: range)
    }

    /// The fault of two parts that do not go together, here.
    public func conflict(_ complaint: Complaint) -> UsageFault {
        UsageFault(range, .conflict(complaint))
    }
}

extension Placed: Sendable where Value: Sendable {}
