extension [UInt8] {
    /// Appends `number` in decimal, without leading zeros.
    package mutating func append(decimal number: UInt64) {
        var unit: UInt64 = 1
        while number / unit >= 10 { unit *= 10 }
        var rest = number
        while unit > 0 {
            append(ASCII.zero + UInt8(truncatingIfNeeded: rest / unit))
            rest %= unit
            unit /= 10
        }
    }

    /// Appends the lowest `digits` hexadecimal digits of `number`, in lower case.
    package mutating func append(hex number: UInt64, digits: Int) {
        for place in stride(from: digits - 1, through: 0, by: -1) {
            let digit = UInt8(truncatingIfNeeded: number >> (4 * UInt64(place))) & 0xF
            append(digit < 10 ? ASCII.zero + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
