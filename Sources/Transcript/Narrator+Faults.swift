import Commands
import EventLoop
package import Events
import Fabric
import Firewall
import Grammar
import Wire

extension Narrator {
    /// Says why a line was refused: a caret below the line's place, then `error: column N: ...`.
    ///
    /// `indent` is the width of the prompt, so that the caret stands below the right character; without it
    /// the line is not shown above, and there is no caret.
    package mutating func tell(_ fault: LabFault, in line: [UInt8], indent: Int?) {
        let column = CommandLine.column(ofByte: fault.range.lowerBound, in: line)
        if let indent, column + indent <= Self.caretLimit, Self.isPlain(line) {
            caret(fault, line, indent)
        }
        page.begin(.bad)
        page.put("error:")
        page.end()
        page.put(" column \(column): ")
        problem(fault, in: line)
        page.endLine()
    }

    /// Says the same for a script, behind `FILE:LINE:COLUMN:` and with the line repeated.
    package mutating func tell(
        _ fault: LabFault, in line: [UInt8], file: String, lineNumber: Int
    ) {
        let column = CommandLine.column(ofByte: fault.range.lowerBound, in: line)
        page.put("\(file):\(lineNumber):\(column): ")
        page.begin(.bad)
        page.put("error:")
        page.end()
        page.put(" ")
        problem(fault, in: line)
        page.endLine()
        guard column <= Self.caretLimit, Self.isPlain(line) else { return }
        page.put("  ")
        page.put(raw: Array(line.prefix(Self.caretLimit)))
        page.endLine()
        caret(fault, line, 2)
    }

    /// Columns from which no caret is drawn: it would stand in another row of most terminals.
    private static let caretLimit = 120

    /// Whether each byte of the line is one column wide, so that a caret can be placed.
    private static func isPlain(_ line: [UInt8]) -> Bool {
        line.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    private mutating func caret(_ fault: LabFault, _ line: [UInt8], _ indent: Int) {
        page.fill(indent + fault.range.lowerBound)
        let length = max(1, min(fault.range.upperBound, line.count) - fault.range.lowerBound)
        page.begin(.bad)
        page.put("^")
        for _ in 1..<max(length, 1) { page.put("~") }
        page.end()
        page.endLine()
    }

    private mutating func problem(_ fault: LabFault, in line: [UInt8]) {
        switch fault {
        case .usage(let fault): usage(fault, in: line)
        case .command(let fault, _): command(fault)
        }
    }

    mutating func usage(_ fault: UsageFault, in line: [UInt8]) {
        switch fault.kind {
        case .lineTooLong(let bytes):
            page.put("the line has \(bytes) bytes; expected at most \(CommandLine.limit)")
        case .controlCharacter(let scalar):
            page.put("a control character (U+")
            let digits = String(scalar, radix: 16, uppercase: true)
            page.put(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))
            page.put("\(digits)); expected printable text")
        case .invalidUTF8: page.put("a byte that is not UTF-8; expected text in UTF-8")
        case .unterminatedQuote: page.put("the quote is not closed; expected \" at its end")
        case .badEscape:
            page.put("an unknown escape; expected \\\", \\\\, \\n, \\t or \\x and two hex digits")
        case .expected(let expectations): unexpected(fault.range, line, expectations)
        case .argument(let complaint, let argument):
            // A secret that is wrong may be nearly right: it is not repeated.
            if argument.isSecret {
                page.put("the value")
            } else {
                page.put(quoted: Self.excerpt(line[fault.range]))
            }
            page.put(" ")
            page.put(Self.sentence(for: complaint))
            advise(complaint, line[fault.range])
            page.put("; expected \(argument.name): \(argument.help)")
        case .conflict(let complaint):
            if fault.range.isEmpty {
                page.put("the line ends here ")
            } else if complaint == ValueFault.keyAndPassword.complaint {
                page.put("the password ")
            } else {
                put(word: line[fault.range])
                page.put(" ")
            }
            page.put(Self.sentence(for: complaint))
        }
    }

    /// A word of the line in quotes; what may be a key is not repeated.
    private mutating func put(word: ArraySlice<UInt8>) {
        if word.count >= 32, word.allSatisfy({ Ascii.hexDigit($0) != nil }) {
            page.put("the value")
        } else {
            page.put(quoted: Self.excerpt(word))
        }
    }

    /// A word of the line, short enough for a sentence.
    private static func excerpt(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.count > 40 else { return Array(bytes) }
        let start = bytes.prefix(37)
        // Cut in front of a character and not inside it.
        let end = start.lastIndex { $0 & 0xC0 != 0x80 } ?? start.endIndex
        let whole = start.last.map { $0 < 0x80 } ?? true ? start : start[..<end]
        return Array(whole) + Array("...".utf8)
    }

    private mutating func unexpected(
        _ range: Range<Int>, _ line: [UInt8], _ expectations: [Expectation]
    ) {
        if range.isEmpty {
            page.put("the line ends here")
        } else {
            put(word: line[range])
            page.put(" can't stand here")
        }
        page.put("; expected ")
        let expectations = Self.distinct(expectations)
        let isAlone = expectations.count == 1
        for (index, expectation) in expectations.enumerated() {
            if index > 0 { page.put(index == expectations.count - 1 ? " or " : ", ") }
            switch expectation {
            case .word(let keyword): page.put(keyword.word.text)
            case .command(let word, rows: _): page.put(word.text)
            case .argument(let kind):
                page.put(kind.name)
                if isAlone, !kind.help.isEmpty { page.put(": \(kind.help)") }
            case .endOfLine: page.put("the end of the line")
            }
        }
        if let word = Spelling.closest(to: Array(line[range]), among: expectations) {
            page.put("; did you mean \(word)?")
        }
    }

    /// The same word may be expected for two reasons; it is named once.
    private static func distinct(_ expectations: [Expectation]) -> [Expectation] {
        var words: Set<StaticWord> = []
        return expectations.filter { expectation in
            expectation.word.map { words.insert($0).inserted } ?? true
        }
    }

    /// The mended value where there is only one that can be meant.
    private mutating func advise(_ complaint: Complaint, _ word: ArraySlice<UInt8>) {
        guard complaint.rawValue == TextFault.hostBitsSet.rawValue else { return }
        let bytes = Array(word)
        guard let prefix = Prefix.maskingHostBits(of: bytes.span) else { return }
        page.put("; the prefix is ")
        page.put(prefix)
    }
}

/// Finds the word that a mistyped one is meant to be.
enum Spelling {
    /// The keyword that differs in the fewest letters, when that is at most two and under half of it.
    static func closest(to word: [UInt8], among expectations: [Expectation]) -> String? {
        guard word.count > 1, word.count < 24 else { return nil }
        let lower = word.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        let other = others[String(decoding: lower, as: UTF8.self)]
        var best: (distance: Int, word: String)?
        for word in expectations.compactMap(\.word) {
            if word.text == other { return other }
            let distance = distance(lower, word.bytes)
            guard distance <= 2, distance * 2 < word.bytes.count else { continue }
            if distance < best?.distance ?? .max { best = (distance, word.text) }
        }
        return best?.word
    }

    /// The words of other firewalls, and what they are called here.
    private static let others = [
        "drop": "deny", "block": "deny", "discard": "deny", "accept": "allow",
        "pass": "allow", "permit": "allow", "src": "from", "source": "from", "dst": "to",
        "destination": "to", "dport": "port", "protocol": "proto", "tcp": "proto", "udp": "proto",
        "show": "list", "remove": "delete", "policy": "default", "insert": "add", "append": "add",
        "icmp": "proto", "icmpv6": "proto", "esp": "proto", "ip": "any", "all": "any",
        "both": "any",
        "any": "from", "host": "from", "sport": "from", "in": "on", "established": "state",
        "related": "state", "comment": "name", "flush": "clear", "reset": "clear", "del": "delete",
        "-p": "proto", "-s": "from", "-d": "to", "-i": "on", "--dport": "port", "--sport": "from",
    ]

    /// How many letters have to be changed, added or left out.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let change = corner + (letter == other ? 0 : 1)
                corner = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, corner + 1)
            }
        }
        return row[right.count]
    }
}
