/// One word of a command line: bare, quoted, the arrow `->`, or the bar `|`.
public struct Token: Hashable, Sendable {
    /// How the person wrote the word.
    public enum Kind: Hashable, Sendable {
        /// Characters without quotes; may be a keyword or an argument.
        case bare
        /// `"..."` or `'...'`: always an argument, never a keyword.
        case quoted
        /// `->` or `→`, which need no blanks around them.
        case arrow
        /// `|`, which needs no blanks around it: what stands behind it is done with the answer.
        case bar
    }

    /// How the word was written.
    public let kind: Kind
    /// Byte offsets in the line, quotes included: where a caret points.
    public let range: Range<Int>
    /// Byte offsets in the line of what is between the quotes; equals `range` for a bare word.
    public let content: Range<Int>
    /// Whether `content` holds a backslash escape, so that its value differs from its bytes.
    public let hasEscapes: Bool
    /// The first bytes of `content`, for telling words apart without looking at the line.
    let head: WordHead
}

/// The first eight bytes of a word in lower case and their number, in one piece.
struct WordHead: Hashable, Sendable {
    /// The bytes, the first one lowest; 0 beyond the word's end.
    let bytes: UInt64
    /// The length of the whole word.
    let count: Int

    /// The head of a word.
    init(_ word: ArraySlice<UInt8>) {
        var bytes: UInt64 = 0
        for byte in word.prefix(8).reversed() { bytes = bytes << 8 | UInt64(Ascii.lower(byte)) }
        self.bytes = bytes
        count = word.count
    }
}
