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
            default: scanBare()
            }
        }
        return tokens
    }

    /// Control characters and bytes that are no UTF-8 are refused before anything is read from the line.
    private func refuseForeignBytes() throws(UsageFault) {
        var isASCII = true
        for (offset, byte) in bytes.enumerated() {
            if byte >= 0x80 {
                isASCII = false
            } else if (byte < 0x20 && byte != Ascii.tab) || byte == 0x7F {
                throw UsageFault(offset..<offset + 1, .controlCharacter(UInt32(byte)))
            }
        }
        guard !isASCII else { return }
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
        if isArrow(at: position) {
            position += 2
            append(.arrow, start..<position, start..<position)
            return
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == Ascii.space || byte == Ascii.tab || byte == Ascii.quote { break }
            if isArrow(at: position) { break }
            position += 1
        }
        append(.bare, start..<position, start..<position)
    }

    private func isArrow(at index: Int) -> Bool {
        bytes[index] == Ascii.minus && index + 1 < bytes.count && bytes[index + 1] == Ascii.greater
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
        tokens.append(Token(kind: kind, range: range, content: content, hasEscapes: hasEscapes))
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

/// The ASCII characters that the language gives a meaning.
package enum Ascii {
    static let tab: UInt8 = 0x09
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let minus: UInt8 = 0x2D
    static let greater: UInt8 = 0x3E
    static let backslash: UInt8 = 0x5C

    /// The value of an ASCII hexadecimal digit; nil for every other byte.
    package static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
