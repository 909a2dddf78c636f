/// An IPv4 address (RFC 791 section 3.2), written as a dotted quad.
package struct IPv4Address: Hashable, Comparable, Sendable {
    /// The address as a number; the first octet is the most significant.
    package let rawValue: UInt32

    /// The address whose number is `rawValue`.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Orders by number.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension IPv4Address: TextParsable {
    /// Reads four decimal octets, none with a leading zero.
    ///
    /// - Throws: `notAnAddress`, `octetOutOfRange` or `leadingZero`.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> IPv4Address {
        var rawValue: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for index in text.indices {
            let byte = text[index]
            if let digit = ASCII.decimalDigit(byte) {
                guard digits == 0 || octet > 0 else { throw .leadingZero }
                octet = octet * 10 + UInt32(digit)
                guard octet <= 255 else { throw .octetOutOfRange }
                digits += 1
            } else {
                guard byte == ASCII.dot, digits > 0, dots < 3 else { throw .notAnAddress }
                rawValue = rawValue << 8 | octet
                (octet, digits) = (0, 0)
                dots += 1
            }
        }
        guard dots == 3, digits > 0 else { throw .notAnAddress }
        return IPv4Address(rawValue: rawValue << 8 | octet)
    }

    /// Appends the dotted quad, such as `192.0.2.1`.
    package func write(to text: inout [UInt8]) {
        text.append(addingCapacity: 15) { output in
            output.append(octet: UInt8(truncatingIfNeeded: rawValue >> 24))
            output.append(ASCII.dot)
            output.append(octet: UInt8(truncatingIfNeeded: rawValue >> 16))
            output.append(ASCII.dot)
            output.append(octet: UInt8(truncatingIfNeeded: rawValue >> 8))
            output.append(ASCII.dot)
            output.append(octet: UInt8(truncatingIfNeeded: rawValue))
        }
    }
}
