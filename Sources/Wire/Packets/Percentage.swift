/// A share of the packets, in whole hundredths of a percent.
package struct Percentage: Hashable, Sendable {
    /// The share in hundredths of a percent, 0 to `whole`.
    package let hundredths: UInt16

    /// All of them, in hundredths of a percent.
    package static let whole: UInt16 = 10_000

    /// No packet.
    package static let none = Percentage(hundredths: 0)
    /// Every packet.
    package static let all = Percentage(hundredths: whole)

    /// The share of so many hundredths of a percent; there are at most `whole`.
    package init(hundredths: UInt16) {
        precondition(hundredths <= Self.whole, "a share is at most everything")
        self.hundredths = hundredths
    }
}

extension Percentage: TextParsable {
    /// Reads a number without leading zeros, at most two decimals, and `%`: `10%`, `0.25%`.
    ///
    /// - Throws: `notAPercentage`, `leadingZero`, `tooManyDecimals` or `percentageOutOfRange`.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> Percentage {
        guard text.count > 1, text[text.count - 1] == UInt8(ascii: "%") else {
            throw .notAPercentage
        }
        let number = text.extracting(0..<text.count - 1)
        let point = number.firstIndex(of: ASCII.dot) ?? number.count
        let decimals = number.extracting(min(point + 1, number.count)..<number.count)
        guard areDigits(number.extracting(0..<point)), point == number.count || areDigits(decimals)
        else { throw .notAPercentage }
        let ones = try number.extracting(0..<point).decimal(
            upTo: UInt32(whole) / 100, overflow: .percentageOutOfRange)
        guard decimals.count <= 2 else { throw .tooManyDecimals }
        var hundredths = ones
        for place in 0..<2 {
            let digit = place < decimals.count ? ASCII.decimalDigit(decimals[place]) : 0
            hundredths = hundredths * 10 + UInt32(digit ?? 0)
        }
        guard hundredths <= UInt32(whole) else { throw .percentageOutOfRange }
        return Percentage(hundredths: UInt16(truncatingIfNeeded: hundredths))
    }

    /// Appends the number with as many decimals as it needs, and `%`.
    package func write(to text: inout [UInt8]) {
        text.append(decimal: UInt64(hundredths / 100))
        let rest = UInt8(hundredths % 100)
        if rest > 0 {
            text.append(ASCII.dot)
            text.append(ASCII.zero + rest / 10)
            if rest % 10 > 0 { text.append(ASCII.zero + rest % 10) }
        }
        text.append(UInt8(ascii: "%"))
    }

    private static func areDigits(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where ASCII.decimalDigit(text[index]) == nil { return false }
        return !text.isEmpty
    }
}
