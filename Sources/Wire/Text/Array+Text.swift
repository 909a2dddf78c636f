extension [UInt8] {
    /// Appends `number` in decimal, without leading zeros.
    package mutating func append(decimal number: UInt64) {
        append(addingCapacity: 20) { $0.append(decimal: number) }
    }

    /// Appends the lowest `digits` hexadecimal digits of `number`, in lower case.
    package mutating func append(hex number: UInt64, digits: Int) {
        for place in stride(from: digits - 1, through: 0, by: -1) {
            let digit = UInt8(truncatingIfNeeded: number >> (4 * UInt64(place))) & 0xF
            append(digit < 10 ? ASCII.zero + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}

extension OutputSpan<UInt8> {
    /// Appends `number` in decimal, without leading zeros; it takes at most 20 bytes.
    mutating func append(decimal number: UInt64) {
        // Division by a constant is a multiplication, which that by a power of ten in a variable is not.
        if number >= 10 { append(decimal: number / 10) }
        append(ASCII.zero + UInt8(truncatingIfNeeded: number % 10))
    }

    /// Appends an octet of a dotted quad in decimal; it takes at most three bytes.
    mutating func append(octet: UInt8) {
        if octet >= 100 { append(ASCII.zero + octet / 100) }
        if octet >= 10 { append(ASCII.zero + octet / 10 % 10) }
        append(ASCII.zero + octet % 10)
    }
}
