/// Bytes as hexadecimal text.
package enum Hexadecimal {
    /// Appends two lower-case digits for each byte.
    package static func write(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        for index in bytes.indices {
            text.append(digit(bytes[index] >> 4))
            text.append(digit(bytes[index] & 0xF))
        }
    }

    /// The secret that `text` spells with two digits a byte, upper or lower case.
    ///
    /// - Throws: ``CipherFault/oddDigitCount`` or ``CipherFault/notHexadecimal``.
    package static func parseSecret(_ text: Span<UInt8>) throws(CipherFault) -> SecretBytes {
        guard text.count.isMultiple(of: 2) else { throw .oddDigitCount }
        return try SecretBytes(count: text.count / 2) { bytes throws(CipherFault) in
            for index in bytes.indices {
                let high = try value(text[2 * index])
                bytes[index] = try high << 4 | value(text[2 * index + 1])
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(_ digit: UInt8) throws(CipherFault) -> UInt8 {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: throw .notHexadecimal
        }
    }
}
