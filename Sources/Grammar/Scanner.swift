/// Cuts a line into tokens, and refuses what no command line may hold.
struct Scanner {
    let bytes: [UInt8]
    private var position = 0
    private var tokens: [Token] = []

    init(bytes: [UInt8]) {
        self.bytes = bytes
        tokens.reserveCapacity(12)
    }

    /// The tokens of the whole line.
    mutating func scan() throws(UsageFault) -> [Token] {
        try refuseForeignBytes()
        while position < bytes.count {
            switch bytes[position] {
            case Ascii.space, Ascii.tab: position += 1
            case Ascii.hash: return tokens
            case Ascii.quote: try scanQuoted()
            case Ascii.bar:
                append(.bar, position..<position + 1, position..<position + 1)
                position += 1
            default: scanBare()
            }
        }
        return tokens
    }

    /// Control characters and bytes that are no UTF-8 are refused before anything is read from the line.
    private func refuseForeignBytes() throws(UsageFault) {
        guard !bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return }
        for (offset, byte) in bytes.enumerated()
        where (byte < 0x20 && byte != Ascii.tab) || byte == 0x7F {
            throw UsageFault(offset..<offset + 1, .controlCharacter(UInt32(byte)))
        }
        try refuseForeignScalars()
    }

    private func refuseForeignScalars() throws(UsageFault) {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                let width = UTF8.width(scalar)
                // C1 controls and the line separators would break a transcript's lines.
                if (0x80..<0xA0).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value)
                {
                    throw UsageFault(offset..<offset + width, .controlCharacter(scalar.value))
                }
                offset += width
            case .emptyInput: return
            case .error: throw UsageFault(offset..<offset + 1, .invalidUTF8)
            }
        }
    }

    private mutating func scanBare() {
        let start = position
        if let length = arrow(at: position) {
            position += length
            append(.arrow, start..<position, start..<position)
            return
        }
        if let end = endOfSingleQuotes() {
            position = end
            append(.quoted, start..<end, start + 1..<end - 1)
            return
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Ascii.space || byte == Ascii.tab || byte == Ascii.quote { break }
            // A bar inside a word is a part of it: `SYN|ACK` and many a password have one.
            if byte == Ascii.bar, isWordEnd(position + 1) { break }
            if arrow(at: position) != nil { break }
            position += 1
        }
        append(.bare, start..<position, start..<position)
    }

    /// Whether no word goes on at a place.
    private func isWordEnd(_ place: Int) -> Bool {
        place == bytes.count || bytes[place] == Ascii.space || bytes[place] == Ascii.tab
    }

    /// How many bytes `->` or `→` takes here; nil where there is none.
    private func arrow(at index: Int) -> Int? {
        // Asked at every byte: no list of the two is made.
        switch bytes[index] {
        case Ascii.minus: bytes[index...].starts(with: Ascii.arrow) ? 2 : nil
        case 0xE2: bytes[index...].starts(with: Ascii.unicodeArrow) ? 3 : nil
        default: nil
        }
    }

    /// Where a word in single quotes ends, in which nothing is an escape; nil where a quote is not around a whole
    /// word, as in `rock'n'roll`.
    private func endOfSingleQuotes() -> Int? {
        guard bytes[position] == Ascii.apostrophe,
            let close = bytes[(position + 1)...].firstIndex(of: Ascii.apostrophe)
        else { return nil }
        let end = close + 1
        let isWhole =
            end == bytes.count || [Ascii.space, Ascii.tab, Ascii.bar].contains(bytes[end])
        return isWhole ? end : nil
    }

    private mutating func scanQuoted() throws(UsageFault) {
        let start = position
        var hasEscapes = false
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case Ascii.quote:
                position += 1
                let content = start + 1..<position - 1
                append(.quoted, start..<position, content, hasEscapes: hasEscapes)
                return
            case Ascii.backslash:
                guard let (_, length) = Escape.read(bytes, at: position) else {
                    throw UsageFault(position..<position + 1, .badEscape)
                }
                hasEscapes = true
                position += length
            default: position += 1
            }
        }
        throw UsageFault(start..<start + 1, .unterminatedQuote)
    }

    private mutating func append(
        _ kind: Token.Kind, _ range: Range<Int>, _ content: Range<Int>, hasEscapes: Bool = false
    ) {
        tokens.append(
            Token(
                kind: kind, range: range, content: content, hasEscapes: hasEscapes,
                head: WordHead(kind == .arrow ? Ascii.arrow[...] : bytes[content])))
    }
}

/// The escapes inside quotes: `\"`, `\\`, `\n`, `\t` and `\xHH`.
enum Escape {
    /// The byte that an escape stands for and how many bytes of the line it takes.
    static func read(_ bytes: [UInt8], at index: Int) -> (byte: UInt8, length: Int)? {
        guard index + 1 < bytes.count else { return nil }
        switch bytes[index + 1] {
        case Ascii.quote: return (Ascii.quote, 2)
        case Ascii.backslash: return (Ascii.backslash, 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "t"): return (Ascii.tab, 2)
        case UInt8(ascii: "x"):
            guard index + 3 < bytes.count, let high = Ascii.hexDigit(bytes[index + 2]),
                let low = Ascii.hexDigit(bytes[index + 3])
            else { return nil }
            return (high << 4 | low, 4)
        default: return nil
        }
    }
}

/// Bytes in quotes, so that the scanner reads the same bytes again.
public enum Quotes {
    /// Writes bytes in quotes.
    ///
    /// Readable UTF-8 stays as it is; quotes, backslashes, controls and other bytes become escapes.
    public static func write(_ data: some Collection<UInt8>, to text: inout [UInt8]) {
        text.append(Ascii.quote)
        var rest = data[...]
        while let first = rest.first {
            if first < 0x80 {
                write(ascii: first, to: &text)
                rest.removeFirst()
                continue
            }
            var decoder = UTF8()
            var iterator = rest.makeIterator()
            guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
                // One byte is no UTF-8: escape it, and go on behind it.
                write(escaped: first, to: &text)
                rest.removeFirst()
                continue
            }
            let width = UTF8.width(scalar)
            if isReadable(scalar) {
                text.append(contentsOf: rest.prefix(width))
            } else {
                for byte in rest.prefix(width) { write(escaped: byte, to: &text) }
            }
            rest.removeFirst(width)
        }
        text.append(Ascii.quote)
    }

    private static func write(ascii byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case Ascii.quote: text += [Ascii.backslash, Ascii.quote]
        case Ascii.backslash: text += [Ascii.backslash, Ascii.backslash]
        case 0x0A: text += [Ascii.backslash, UInt8(ascii: "n")]
        case Ascii.tab: text += [Ascii.backslash, UInt8(ascii: "t")]
        case 0..<0x20, 0x7F: write(escaped: byte, to: &text)
        default: text.append(byte)
        }
    }

    private static func write(escaped byte: UInt8, to text: inout [UInt8]) {
        text += [Ascii.backslash, UInt8(ascii: "x")]
        for digit in [byte >> 4, byte & 0xF] {
            text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// Whether a scalar beyond ASCII is no control, and turns no text round.
    private static func isReadable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80..<0xA0, 0x2028...0x2029, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}

/// The ASCII characters that the language gives a meaning.
public enum Ascii {
    static let tab: UInt8 = 0x09
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let apostrophe: UInt8 = 0x27
    static let minus: UInt8 = 0x2D
    static let greater: UInt8 = 0x3E
    static let bar: UInt8 = 0x7C
    static let backslash: UInt8 = 0x5C
    static let question: UInt8 = 0x3F
    static let arrow: [UInt8] = [minus, greater]
    /// U+2192 in UTF-8.
    static let unicodeArrow: [UInt8] = [0xE2, 0x86, 0x92]

    /// An ASCII letter in lower case; every other byte as it is.
    static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// The value of an ASCII hexadecimal digit; nil for every other byte.
    public static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
