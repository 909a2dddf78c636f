import Firewall
import Grammar
import Wire

/// How people refer to rules: by number, by a range of numbers, or by name.
enum RuleSpelling {
    static func parse(_ text: Span<UInt8>) throws(TextFault) -> RuleReference {
        guard beginsWithDigit(text) else { return .name(try FieldSyntax.readRuleName(text)) }
        return .number(try number(text))
    }

    static func parseRange(_ text: Span<UInt8>) throws(TextFault) -> ClosedRange<Int> {
        let hyphen = text.indices.first { text[$0] == UInt8(ascii: "-") }
        guard let hyphen else { throw .notANumber }
        let first = try number(text.extracting(0..<hyphen))
        let last = try number(text.extracting(hyphen + 1..<text.count))
        guard first <= last else { throw .invertedRange }
        return first...last
    }

    private static func number(_ text: Span<UInt8>) throws(TextFault) -> Int {
        guard case .number(let number) = Numerals.read(text), number <= 1 << 32 else {
            throw .notANumber
        }
        return Int(number)
    }

    static func check(_ text: Span<UInt8>) -> Argument.Check {
        guard beginsWithDigit(text) else {
            return Argument.Check.of(text) { word throws(TextFault) in try parse(word) }
        }
        return checkNumber(text)
    }

    static func checkRange(_ text: Span<UInt8>) -> Argument.Check {
        guard beginsWithDigit(text) else { return check(text) }
        let hyphen = text.indices.first { text[$0] == UInt8(ascii: "-") }
        guard let hyphen else { return checkNumber(text) }
        let first = checkNumber(text.extracting(0..<hyphen))
        guard first == .fits else { return first }
        let last = checkNumber(text.extracting(hyphen + 1..<text.count))
        guard last == .fits else { return last }
        return Argument.Check.of(text) { word throws(TextFault) in try parseRange(word) }
    }

    private static func checkNumber(_ text: Span<UInt8>) -> Argument.Check {
        switch Numerals.read(text) {
        case .number(0): .wrong(ValueFault.zero.complaint)
        case .number(let number):
            number <= 1 << 32 ? .fits : .wrong(ValueFault.numberTooLarge.complaint)
        case .tooLarge: .wrong(ValueFault.numberTooLarge.complaint)
        case .notANumber: .mismatch
        }
    }

    private static func beginsWithDigit(_ text: Span<UInt8>) -> Bool {
        !text.isEmpty && (0x30...0x39).contains(text[0])
    }

    /// Whether a word is meant as a capture file and not as a part of a packet.
    static func isCaptureName(_ text: Span<UInt8>) -> Bool {
        for ending in [".pcap", ".pcapng", ".cap"] where text.count > ending.utf8.count {
            if text.extracting(text.count - ending.utf8.count..<text.count).spells(ending) {
                return true
            }
        }
        // A slash is in prefixes, too, but these begin with a digit and have no dot behind it.
        return text.indices.contains { text[$0] == UInt8(ascii: "/") } && !beginsWithDigit(text)
    }
}
