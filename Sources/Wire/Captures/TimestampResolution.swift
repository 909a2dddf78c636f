/// How long a tick of a capture's time stamps is: the value of a pcapng `if_tsresol` option
/// (draft-ietf-opsawg-pcapng section 4.2).
package struct TimestampResolution: Hashable, Sendable {
    /// The highest bit chooses a power of 2 over one of 10; the others are the negative exponent.
    package let rawValue: UInt8

    /// The resolution with the option value `rawValue`.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// A millionth of a second, which is meant where nothing is said.
    package static let microseconds = TimestampResolution(rawValue: 6)
    /// A billionth of a second.
    package static let nanoseconds = TimestampResolution(rawValue: 9)

    /// The nanoseconds since 1970 of `ticks` since `epoch`, in seconds since 1970.
    ///
    /// Parts of a nanosecond are cut off. Nil where the sum is before 1970, or past 2554 and so
    /// over 64 bits.
    package func nanoseconds(of ticks: UInt64, epoch: Int64 = 0) -> UInt64? {
        // At most 2^64 times 10^9, which is far below 2^127.
        let sum = Int128(nanoseconds(of: ticks)) + Int128(epoch) * 1_000_000_000
        return UInt64(exactly: sum)
    }

    private func nanoseconds(of ticks: UInt64) -> UInt128 {
        let exponent = Int(rawValue & 0x7F)
        if rawValue & 0x80 != 0 { return (UInt128(ticks) * 1_000_000_000) >> exponent }
        if exponent <= 9 { return UInt128(ticks) * UInt128(Self.powerOfTen(9 - exponent)) }
        // 10^20 and more don't fit, and are more ticks than 64 bits count.
        guard exponent <= 28 else { return 0 }
        return UInt128(ticks / Self.powerOfTen(exponent - 9))
    }

    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
