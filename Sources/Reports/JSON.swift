/// A JSON text (RFC 8259) in the order in which it was made.
///
/// Control characters of both sets, and those that turn the direction of writing (Unicode TR 9), are escaped, so that a terminal that shows
/// the text obeys nobody.
package enum JSON {
    /// A text.
    case string(String)
    /// A whole number.
    case number(Int)
    /// A whole number that is not below 0; readers that have only doubles know it up to 2^53 (RFC 8259 section 6).
    case unsigned(UInt64)
    /// So many millionths.
    case millionths(Int)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null
    /// Values one behind the other.
    case array([JSON])
    /// Members, in this order.
    case object([(String, JSON)])

    /// The text in one line, without its end.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .string(let text): Self.write(text, to: &bytes)
        case .number(let number): bytes += String(number).utf8
        case .unsigned(let number): bytes += String(number).utf8
        case .millionths(let number): bytes += Self.decimal(number).utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .null: bytes += "null".utf8
        case .array(let values):
            Self.write(values, between: "[", "]", to: &bytes) { $0.write(to: &$1) }
        case .object(let members):
            Self.write(members, between: "{", "}", to: &bytes) { member, bytes in
                Self.write(member.0, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.1.write(to: &bytes)
            }
        }
    }

    private static func write<Part>(
        _ parts: [Part], between open: String, _ close: String, to bytes: inout [UInt8],
        _ body: (Part, inout [UInt8]) -> Void
    ) {
        bytes += open.utf8
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            body(part, &bytes)
        }
        bytes += close.utf8
    }

    /// RFC 8259 section 7: quotation mark, reverse solidus and control characters are escaped.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": bytes += [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: scalar.value)]
            case "\n": bytes += "\\n".utf8
            case _ where scalar.value <= 0xFFFF && ReportText.isHarmful(scalar):
                let digits = String(scalar.value, radix: 16)
                bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
            case _ where scalar.isASCII: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes += String(scalar).utf8
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func decimal(_ millionths: Int) -> String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest != 0 else { return String(whole) }
        let digits = String(rest)
        var text = "\(whole)." + String(repeating: "0", count: 6 - digits.count) + digits
        while text.last == "0" { text.removeLast() }
        return text
    }
}
