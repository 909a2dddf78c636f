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
        if let remark {
            page.say(Say.conflict, (.text, WordText(word)), (.problem, remark))
        } else {
            writeFault(on: &page)
        }
        if let usage = fault.advice?.usage { page.say(Say.usage, (.text, usage)) }
        guard let line = fault.advice?.line else { return }
        let isForeign = remark == .foreignRule || remark == .otherTool
        page.say(isForeign ? Say.foreignLine : Say.line, (.text, Characters(line[...])))
    }

    /// What is said of the word, where `can't stand here` would not help.
    private var remark: LineRemark? {
        guard let name = fault.advice?.remark, !word.isEmpty else { return nil }
        return LineRemark(rawValue: name)
    }

    private func writeFault(on page: inout Page) {
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
                fault.advice?.line == nil ? Say.argument : .argumentShort,
                (.text, WordText(word, isSecret: argument.isSecret)),
                (.problem, complaint), (.what, MendedText(complaint: complaint, word: word)),
                (.name, argument.name),
                (.meaning, TranscriptWriter.note(on: argument, page.language)))
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
        if fault.advice?.line != nil, !word.isEmpty {
            return page.say(Say.wordUnfit, (.text, WordText(word)))
        }
        let list = ExpectationList(expectations, begun: word)
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

/// What can stand at a place: the first few, or those that the word begins.
private struct ExpectationList: Written {
    private let members: [ExpectationText]
    private let others: Int

    init(_ expectations: [Expectation], begun word: ArraySlice<UInt8>) {
        let begun = expectations.filter { expectation in
            !word.isEmpty && expectation.word?.bytes.starts(with: word) == true
        }
        let shown = begun.count > 1 ? begun : expectations
        let isExplained =
            shown.count { $0.word == nil && $0 != .endOfLine } == 1
            && shown.count <= Self.explained
        let kept = shown.count > Self.limit + 1 ? Self.limit : shown.count
        members = shown.prefix(kept).map {
            ExpectationText(expectation: $0, isAlone: isExplained)
        }
        others = shown.count - kept
    }

    /// How many are named; one more is named rather than counted.
    private static let limit = 8
    /// With how many others a kind of value is explained.
    private static let explained = 4

    func write(on page: inout Page) {
        if others == 0 { return page.put(Listed(members, last: .or)) }
        page.say(
            ListPhrase.or, (.first, Listed(members)),
            (.last, Composed { $0.say(UsagePhrase.others, (.count, others)) }))
    }
}

/// What can stand at a place; with its help when no other value can.
private struct ExpectationText: Written {
    let expectation: Expectation
    let isAlone: Bool

    func write(on page: inout Page) {
        switch expectation {
        case .word(let keyword): page.put(keyword.word.text)
        case .command(let word, rows: _): page.put(word.text)
        case .argument(let kind):
            page.put(kind.name)
            let note = TranscriptWriter.note(on: kind, page.language)
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
