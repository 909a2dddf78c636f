import Firewall
import Timeline
import Wire

/// The tokens of a file of nft, taken one by one (nft(8), "Input file formats").
final class NftLexer {
    struct Token {
        enum Kind {
            case word
            case sign
            /// The end of a line that no backslash continues.
            case lineEnd
            /// `#off` at the beginning of a comment: what follows is a rule that is not read.
            case off
            case end
        }

        let kind: Kind
        let word: Word
    }

    private let bytes: [UInt8]
    private let budget: Budget
    /// How many bytes have been read; where nothing was looked at ahead, the end of the token that was taken last.
    private(set) var position = 0
    private var line = 1
    private var lineStart = 0
    /// Where the length of the lines was checked up to.
    private var checked = -1
    private var peeked: Token?

    /// The tokens of a file, which ends where the budget does.
    init(_ bytes: [UInt8], _ budget: Budget) {
        self.bytes = bytes
        self.budget = budget
    }

    func peek() throws(ForeignFault) -> Token {
        if let peeked { return peeked }
        let token = try scan()
        peeked = token
        return token
    }

    func next() throws(ForeignFault) -> Token {
        let token = try peek()
        peeked = nil
        return token
    }

    /// A place in the file to which reading can go back.
    struct Mark {
        fileprivate let position: Int
        fileprivate let line: Int
        fileprivate let lineStart: Int
        fileprivate let checked: Int
        fileprivate let peeked: Token?
    }

    var mark: Mark {
        Mark(
            position: position, line: line, lineStart: lineStart, checked: checked, peeked: peeked)
    }

    func goBack(to mark: Mark) {
        (position, line, lineStart) = (mark.position, mark.line, mark.lineStart)
        (checked, peeked) = (mark.checked, mark.peeked)
    }

    /// Goes on behind the line, so that the rest of it is not read.
    func skipLine() {
        if let peeked, peeked.kind == .lineEnd || peeked.kind == .end { return }
        peeked = nil
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        checked = lineStart
    }

    /// The next token, which has to be a word.
    func word() throws(ForeignFault) -> Word {
        let token = try next()
        switch token.kind {
        case .word: return token.word
        case .end, .lineEnd: throw token.word.fault(.missingWord)
        case .sign, .off: throw token.word.fault(.unknownWord)
        }
    }

    /// Takes a sign if it is the next token.
    func take(sign: String) throws(ForeignFault) -> Bool {
        let token = try peek()
        guard token.kind == .sign, token.word.text == sign else { return false }
        _ = try next()
        return true
    }

    /// Takes a word of the language if it is the next token.
    func take(_ text: String) throws(ForeignFault) -> Bool {
        let token = try peek()
        guard token.kind == .word, token.word.bare == text else { return false }
        _ = try next()
        return true
    }

    func expect(sign: String) throws(ForeignFault) {
        guard try !take(sign: sign) else { return }
        let token = try next()
        throw token.word.fault(
            token.kind == .sign || token.kind == .word ? .unknownWord : .missingWord)
    }

    func skipLineEnds() throws(ForeignFault) {
        while try peek().kind == .lineEnd { _ = try next() }
    }

    /// The members of a list up to its `}`, which is taken.
    func members() throws(ForeignFault) -> [Word] {
        var words: [Word] = []
        while true {
            try skipLineEnds()
            if try take(sign: "}") { return words }
            let member = try word()
            words.append(member)
            guard words.count <= AddressSet.memberLimit else {
                throw member.fault(.tooManyMembers(limit: AddressSet.memberLimit))
            }
            if try take("comment") { _ = try word() }
            try skipLineEnds()
            if try take(sign: ",") { continue }
            try expect(sign: "}")
            return words
        }
    }

    private func scan() throws(ForeignFault) -> Token {
        while true {
            try checkLine()
            guard position < bytes.count, budget.spend(Self.steps) else {
                return token(.end, position, "")
            }
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                position += 1
            case UInt8(ascii: "\n"):
                let end = token(.lineEnd, position, "\n")
                newLine()
                return end
            case UInt8(ascii: "\\") where isLineEnd(position + 1):
                position += 1
                while bytes[position] != UInt8(ascii: "\n") { position += 1 }
                newLine()
            case UInt8(ascii: "#"):
                let start = position
                if bytes[position...].starts(with: "#off ".utf8) {
                    position += 5
                    return token(.off, start, "#off")
                }
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
                    position += 1
                }
            case UInt8(ascii: "\""): return try quoted()
            default: return Self.isWord(byte) ? bareWord() : sign()
            }
        }
    }

    /// The steps of a token.
    private static let steps = 64

    private func isLineEnd(_ place: Int) -> Bool {
        var place = place
        if place < bytes.count, bytes[place] == UInt8(ascii: "\r") { place += 1 }
        return place < bytes.count && bytes[place] == UInt8(ascii: "\n")
    }

    private func newLine() {
        position += 1
        line += 1
        lineStart = position
    }

    private func checkLine() throws(ForeignFault) {
        guard checked != lineStart else { return }
        checked = lineStart
        var end = lineStart
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        guard end - lineStart > Dialect.lineLimit else { return }
        throw ForeignFault(
            line: line, range: Dialect.lineLimit..<end - lineStart,
            problem: .lineTooLong(limit: Dialect.lineLimit))
    }

    private func token(
        _ kind: Token.Kind, _ start: Int, _ text: String, isQuoted: Bool = false
    ) -> Token {
        let end = kind == .lineEnd || kind == .end ? start : position
        return Token(
            kind: kind,
            word: Word(
                text: text, line: line, range: start - lineStart..<end - lineStart,
                isQuoted: isQuoted))
    }

    private func quoted() throws(ForeignFault) -> Token {
        let start = position
        position += 1
        let text = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
            bytes[position] != UInt8(ascii: "\n")
        { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            throw token(.word, start, "").word.fault(.unterminatedQuote)
        }
        position += 1
        return token(
            .word, start, String(decoding: bytes[text..<position - 1], as: UTF8.self),
            isQuoted: true)
    }

    private func bareWord() -> Token {
        let start = position
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        return token(.word, start, String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private func sign() -> Token {
        let start = position
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "="),
            "!=<>".utf8.contains(bytes[start])
        {
            position += 1
        }
        return token(.sign, start, String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "@"),
            UInt8(ascii: "$"), UInt8(ascii: "*"):
            true
        default: false
        }
    }
}
