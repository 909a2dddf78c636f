import Timeline

/// Whole numbers, hexadecimal bytes and durations as people write them; only ASCII digits are digits.
enum Numerals {
    /// What a text is, read as a whole number.
    enum Reading: Equatable {
        case number(UInt64)
        case tooLarge
        case notANumber
    }

    /// Reads decimal digits, or hexadecimal ones behind `0x`.
    static func read(_ text: Span<UInt8>) -> Reading {
        guard text.count > 2, text[0] == 0x30, text[1] | 0x20 == 0x78 else {
            return read(text, from: 0, radix: 10)
        }
        return read(text, from: 2, radix: 16)
    }

    private static func read(_ text: Span<UInt8>, from start: Int, radix: UInt64) -> Reading {
        guard start < text.count else { return .notANumber }
        var number: UInt64 = 0
        var overflows = false
        for index in start..<text.count {
            guard let digit = hexDigit(text[index]), UInt64(digit) < radix else {
                return .notANumber
            }
            let (scaled, first) = number.multipliedReportingOverflow(by: radix)
            let (sum, second) = scaled.addingReportingOverflow(UInt64(digit))
            overflows = overflows || first || second
            number = sum
        }
        return overflows ? .tooLarge : .number(number)
    }

    /// Reads pairs of hexadecimal digits; nil when another character or half a pair is there.
    static func bytes(hex text: Span<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = hexDigit(text[index]), let low = hexDigit(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// Whether bytes are written in base64 (RFC 4648 section 4), to its padding.
    static func isBase64(_ text: Span<UInt8>) -> Bool {
        guard text.count > 4, text[text.count - 1] == UInt8(ascii: "=") else { return false }
        return text.indices.allSatisfy { index in
            switch text[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): true
            default: false
            }
        }
    }

    /// Reads a duration: digits and one of `ms`, `s`, `m`, `h`.
    static func duration(_ text: Span<UInt8>) throws(ValueFault) -> Duration {
        var end = 0
        while end < text.count, (0x30...0x39).contains(text[end]) { end += 1 }
        guard case .number(let count) = read(text.extracting(0..<end)), end > 0 else {
            throw end == 0 ? .noUnit : .waitTooLong
        }
        guard let milliseconds = milliseconds(ofUnit: text.extracting(end..<text.count)) else {
            throw .noUnit
        }
        let (total, overflows) = count.multipliedReportingOverflow(by: milliseconds)
        guard !overflows, total <= waitLimit else { throw .waitTooLong }
        return .milliseconds(total)
    }

    /// The longest wait, in milliseconds: a thousand days.
    static let waitLimit: UInt64 = 1000 * 24 * 60 * 60 * 1000

    private static func milliseconds(ofUnit unit: Span<UInt8>) -> UInt64? {
        switch (unit.count, unit.count > 0 ? unit[0] : 0) {
        case (2, UInt8(ascii: "m")): unit[1] == UInt8(ascii: "s") ? 1 : nil
        case (1, UInt8(ascii: "s")): 1000
        case (1, UInt8(ascii: "m")): 60_000
        case (1, UInt8(ascii: "h")): 3_600_000
        default: nil
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
