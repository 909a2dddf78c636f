import Timeline

/// The lines of a file, taken one by one, and the words of a line.
struct LineReader {
    /// How words are put in quotes.
    enum Quoting {
        /// They aren't.
        case none
        /// Double quotes, in which a backslash takes the next byte as it is (`iptables-save`).
        case escaped
        /// Single or double quotes (command lines).
        case shell
    }

    private let bytes: [UInt8]
    private let budget: Budget
    private var position = 0
    /// The number of the line that was read last.
    private(set) var number = 0
    /// The bytes of that line, without its end.
    private(set) var line: ArraySlice<UInt8> = []

    init(_ bytes: [UInt8], _ budget: Budget) {
        self.bytes = bytes
        self.budget = budget
    }

    /// Goes on to the next line; false when there is none, or the budget has ended.
    mutating func advance() -> Bool {
        guard position < bytes.count, budget.spend(Budget.item) else { return false }
        var end = position
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        number += 1
        line = bytes[position..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        position = end + 1
        return true
    }

    /// The words of the line, from a byte of it on.
    func words(_ quoting: Quoting, from start: Int = 0) throws(ForeignFault) -> Words {
        try checkLength()
        var words: [Word] = []
        var index = line.startIndex + start
        while index < line.endIndex {
            if Self.isBlank(line[index]) {
                index += 1
            } else {
                words.append(try word(at: &index, quoting))
            }
        }
        return Words(words, line: number, length: line.count)
    }

    func checkLength() throws(ForeignFault) {
        guard line.count > Dialect.lineLimit else { return }
        throw ForeignFault(
            line: number, range: Dialect.lineLimit..<line.count,
            problem: .lineTooLong(limit: Dialect.lineLimit))
    }

    /// Whether the line begins with this text, and where what follows begins.
    func rest(after text: String) -> Int? {
        line.starts(with: text.utf8) ? text.utf8.count : nil
    }

    private func word(at index: inout Int, _ quoting: Quoting) throws(ForeignFault) -> Word {
        let start = index
        var text: [UInt8] = []
        var quote: UInt8?
        var isQuoted = false
        while index < line.endIndex {
            let byte = line[index]
            index += 1
            if let open = quote {
                if byte == open {
                    quote = nil
                } else if byte == UInt8(ascii: "\\"), quoting == .escaped, index < line.endIndex {
                    text.append(line[index])
                    index += 1
                } else {
                    text.append(byte)
                }
            } else if Self.isBlank(byte) {
                index -= 1
                break
            } else if Self.opens(byte, quoting) {
                quote = byte
                isQuoted = true
            } else {
                text.append(byte)
            }
        }
        let range = start - line.startIndex..<index - line.startIndex
        guard quote == nil else {
            throw ForeignFault(line: number, range: range, problem: .unterminatedQuote)
        }
        return Word(
            text: String(decoding: text, as: UTF8.self), line: number, range: range,
            isQuoted: isQuoted)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private static func opens(_ byte: UInt8, _ quoting: Quoting) -> Bool {
        switch quoting {
        case .none: false
        case .escaped: byte == UInt8(ascii: "\"")
        case .shell: byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        }
    }
}
