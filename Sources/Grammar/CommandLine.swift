/// A line of input, cut into tokens that know their columns.
///
/// A line is UTF-8 without control characters (a tab counts as a blank) and at most
/// `CommandLine.limit` bytes. `#` where a word could begin starts a comment.
public struct CommandLine: Sendable {
    /// The line as it was given, without its line end.
    public let bytes: [UInt8]
    /// The words in order.
    public let tokens: [Token]
    /// Whether there is nothing to run: only blanks and a comment.
    public var isEmpty: Bool { tokens.isEmpty }

    /// The longest line that is read, in bytes.
    public static let limit = 65_536

    /// Cuts a line into tokens.
    ///
    /// - Throws: `UsageFault` at the first byte that can't belong to a command line.
    public init(_ bytes: [UInt8]) throws(UsageFault) {
        guard bytes.count <= Self.limit else {
            throw UsageFault(0..<1, .lineTooLong(bytes: bytes.count))
        }
        var scanner = Scanner(bytes: bytes)
        tokens = try scanner.scan()
        self.bytes = bytes
    }

    /// The same line with its first `count` tokens set aside.
    ///
    /// Columns stay those of the whole line, so that a command inside a command is reported where it stands.
    public func dropping(first count: Int) -> CommandLine {
        CommandLine(bytes: bytes, tokens: Array(tokens.dropFirst(count)))
    }

    private init(bytes: [UInt8], tokens: [Token]) {
        self.bytes = bytes
        self.tokens = tokens
    }

    /// Whether a token is this bare word, in any letter case.
    public func matches(_ token: Token, _ word: StaticWord) -> Bool {
        guard token.head == word.head, token.kind != .quoted else { return false }
        guard word.bytes.count > 8 else { return true }
        return bytes[token.content].lazy.map(Ascii.lower).elementsEqual(word.bytes)
    }

    /// The line with other words in the places of some of its tokens, and all else as it is.
    func replacing(_ words: [(token: Int, word: StaticWord)]) -> [UInt8] {
        var line = bytes
        for (place, word) in words.sorted(by: { $0.token > $1.token }) {
            line.replaceSubrange(tokens[place].range, with: word.bytes)
        }
        return line
    }

    /// The value of a token with its escapes resolved, as bytes.
    public func value(of token: Token) -> [UInt8] {
        guard token.hasEscapes else { return Array(bytes[token.content]) }
        var value: [UInt8] = []
        value.reserveCapacity(token.content.count)
        var index = token.content.lowerBound
        while index < token.content.upperBound {
            guard bytes[index] == Ascii.backslash else {
                value.append(bytes[index])
                index += 1
                continue
            }
            let (byte, length) = Escape.read(bytes, at: index) ?? (bytes[index], 1)
            value.append(byte)
            index += length
        }
        return value
    }

    /// The value of a token as text; bytes that are no UTF-8 (from `\xHH`) become U+FFFD.
    public func text(of token: Token) -> String {
        String(decoding: value(of: token), as: UTF8.self)
    }

    /// The column of a byte offset: 1 for the first character, counted in Unicode scalars.
    public static func column(ofByte offset: Int, in bytes: [UInt8]) -> Int {
        // A continuation byte (10xxxxxx) never starts a scalar.
        bytes.prefix(offset).count { $0 & 0xC0 != 0x80 } + 1
    }
}

/// A keyword in lower case with its bytes laid out once, for comparing without a `String`.
public struct StaticWord: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The word as text.
    public let text: String
    /// The word's UTF-8 bytes.
    public let bytes: [UInt8]
    let head: WordHead

    /// Makes the word from its text.
    public init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        head = WordHead(bytes[...])
    }

    /// Makes the word from a literal.
    public init(stringLiteral text: String) {
        self.init(text)
    }
}
