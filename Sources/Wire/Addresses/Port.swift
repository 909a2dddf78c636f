/// A TCP or UDP port number (RFC 6335 section 6).
package struct Port: Hashable, Comparable, Sendable {
    /// The number, 0...65535; 0 is reserved but may be seen on the wire.
    package let rawValue: UInt16

    /// The port with the number `rawValue`.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The UDP port of ESP behind address translators (RFC 3948 section 2).
    package static let udpEncapsulation = Port(rawValue: 4500)

    /// Orders by number.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Port: TextParsable {
    /// Reads a decimal number without leading zeros.
    ///
    /// - Throws: `notANumber`, `leadingZero` or `portOutOfRange`.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> Port {
        let number = try text.decimal(upTo: 65535, overflow: .portOutOfRange)
        return Port(rawValue: UInt16(truncatingIfNeeded: number))
    }

    /// Appends the number in decimal.
    package func write(to text: inout [UInt8]) {
        text.append(decimal: UInt64(rawValue))
    }
}
