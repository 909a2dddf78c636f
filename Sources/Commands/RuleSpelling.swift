import Firewall
import Grammar
import Wire

/// How people refer to rules: by number, by a range of numbers, or by name.
enum RuleSpelling {
    /// One rule, or those from one number to another.
    enum Target {
        case one(RuleReference)
        case span(ClosedRange<Int>)
    }

    static func read(_ text: Span<UInt8>) throws(Misfit) -> RuleReference {
        if beginsWithDigit(text) { return .number(try number(text)) }
        do throws(TextFault) { return .name(try FieldSyntax.readRuleName(text)) } catch {
            throw Misfit(error)
        }
    }

    static func readRange(_ text: Span<UInt8>) throws(Misfit) -> Target {
        let hyphen = text.indices.first { text[$0] == UInt8(ascii: "-") }
        guard let hyphen, beginsWithDigit(text) else { return .one(try read(text)) }
        let first = try number(text.extracting(0..<hyphen))
        let last = try number(text.extracting(hyphen + 1..<text.count))
        guard first <= last else { throw Misfit(TextFault.invertedRange) }
        return .span(first...last)
    }

    private static func number(_ text: Span<UInt8>) throws(Misfit) -> Int {
        switch Numerals.read(text) {
        case .number(0): throw Misfit(ValueFault.zero)
        case .number(let number) where number <= 1 << 32: return Int(number)
        case .number, .tooLarge: throw Misfit(ValueFault.numberTooLarge)
        case .notANumber: throw .mismatch
        }
    }

    private static func beginsWithDigit(_ text: Span<UInt8>) -> Bool {
        !text.isEmpty && (0x30...0x39).contains(text[0])
    }
}
