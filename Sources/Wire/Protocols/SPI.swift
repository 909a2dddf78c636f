/// A security parameters index: the number that tells a receiver which SA a packet belongs to
/// (RFC 4303 section 2.1).
package struct SPI: Hashable, Comparable, Sendable {
    /// The number on the wire.
    package let rawValue: UInt32

    /// The index with the number `rawValue`.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Whether no SA may use the number: 0 is never sent, 1...255 are kept by IANA.
    package var isReserved: Bool { rawValue <= 255 }

    /// Orders by number.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension SPI: TextParsable {
    /// Reads `0x` and one to eight hexadecimal digits of either case.
    ///
    /// - Throws: `notAnSPI`.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> SPI {
        guard 3...10 ~= text.count, text[0] == ASCII.zero, text[1] == UInt8(ascii: "x") else {
            throw .notAnSPI
        }
        var number: UInt32 = 0
        for index in 2..<text.count {
            guard let digit = ASCII.hexDigit(text[index]) else { throw .notAnSPI }
            number = number << 4 | UInt32(digit)
        }
        return SPI(rawValue: number)
    }

    /// Appends `0x` and eight hexadecimal digits.
    package func write(to text: inout [UInt8]) {
        text.append(ASCII.zero)
        text.append(UInt8(ascii: "x"))
        text.append(hex: UInt64(rawValue), digits: 8)
    }
}
