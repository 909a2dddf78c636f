import Commands
import Grammar
import Wire

/// Why a line is no command, and what was expected.
struct UsageText: Written {
    private typealias Say = UsagePhrase
    private let fault: UsageFault
    private let line: [UInt8]

    init(_ fault: UsageFault, in line: [UInt8]) {
        self.fault = fault
        self.line = line
    }

    func write(on page: inout Page) {
        switch fault.kind {
        case .lineTooLong(let bytes):
            page.say(Say.lineTooLong, (.count, bytes), (.limit, CommandLine.limit))
        case .controlCharacter(let scalar):
            let digits = String(scalar, radix: 16, uppercase: true)
            let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
            page.say(Say.controlCharacter, (.code, zeros + digits))
        case .invalidUTF8: page.say(Say.invalidUTF8)
        case .unterminatedQuote: page.say(Say.unterminatedQuote)
        case .badEscape: page.say(Say.badEscape)
        case .expected(let expectations): write(expectations, &page)
        case .argument(let complaint, let argument):
            // A secret that is wrong may be nearly right: it is not repeated.
            page.say(
                Say.argument, (.text, WordText(word, isSecret: argument.isSecret)),
                (.problem, complaint), (.what, MendedText(complaint: complaint, word: word)),
                (.name, argument.name), (.meaning, TranscriptWriter.note(on: argument)))
        case .conflict(let complaint):
            if fault.range.isEmpty {
                page.say(Say.endConflict, (.problem, complaint))
            } else if complaint == ValueFault.keyAndPassword.complaint {
                page.say(Say.conflict, (.text, Say.thePassword), (.problem, complaint))
            } else {
                page.say(Say.conflict, (.text, WordText(word)), (.problem, complaint))
            }
        }
    }

    private var word: ArraySlice<UInt8> { line[fault.range] }

    private func write(_ expectations: [Expectation], _ page: inout Page) {
        let expectations = Self.distinct(expectations)
        let isAlone = expectations.count == 1
        let members = expectations.map { ExpectationText(expectation: $0, isAlone: isAlone) }
        let list = Listed(members, last: .or)
        if fault.range.isEmpty {
            page.say(Say.endUnexpected, (.members, list))
        } else {
            page.say(Say.wordUnexpected, (.text, WordText(word)), (.members, list))
        }
        if let word = Spelling.closest(to: Array(word), among: expectations) {
            page.say(Say.suggestion, (.text, word))
        }
    }

    /// The same word may be expected for two reasons; it is named once.
    private static func distinct(_ expectations: [Expectation]) -> [Expectation] {
        var words: Set<StaticWord> = []
        return expectations.filter { expectation in
            expectation.word.map { words.insert($0).inserted } ?? true
        }
    }
}

/// What can stand at a place; with its help when nothing else can.
private struct ExpectationText: Written {
    let expectation: Expectation
    let isAlone: Bool

    func write(on page: inout Page) {
        switch expectation {
        case .word(let keyword): page.put(keyword.word.text)
        case .command(let word, rows: _): page.put(word.text)
        case .argument(let kind):
            page.put(kind.name)
            let note = TranscriptWriter.note(on: kind)
            if isAlone, !note.isEmpty { page.put(": \(note)") }
        case .endOfLine: page.say(UsagePhrase.endOfLine)
        }
    }
}

/// A word of the line in quotes, short enough for a sentence; what may be a key is not repeated.
private struct WordText: Written {
    private let word: ArraySlice<UInt8>
    private let isSecret: Bool

    init(_ word: ArraySlice<UInt8>) {
        self.word = word
        isSecret = word.count >= 32 && word.allSatisfy { Ascii.hexDigit($0) != nil }
    }

    init(_ word: ArraySlice<UInt8>, isSecret: Bool) {
        self.word = word
        self.isSecret = isSecret
    }

    func write(on page: inout Page) {
        if isSecret { page.say(UsagePhrase.theValue) } else { page.put(quoted: excerpt) }
    }

    private var excerpt: [UInt8] {
        guard word.count > 40 else { return Array(word) }
        let start = word.prefix(37)
        // Cut in front of a character and not inside it.
        let end = start.lastIndex { $0 & 0xC0 != 0x80 } ?? start.endIndex
        let whole = start.last.map { $0 < 0x80 } ?? true ? start : start[..<end]
        return Array(whole) + Array("...".utf8)
    }
}

/// The mended value where there is only one that can be meant.
private struct MendedText: Written {
    let complaint: Complaint
    let word: ArraySlice<UInt8>

    func write(on page: inout Page) {
        guard complaint.rawValue == TextFault.hostBitsSet.rawValue else { return }
        let bytes = Array(word)
        guard let prefix = Prefix.maskingHostBits(of: bytes.span) else { return }
        page.say(UsagePhrase.prefix, (.text, prefix))
    }
}
