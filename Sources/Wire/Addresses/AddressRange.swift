/// The addresses from `first` to `last` of one family, both included.
package struct AddressRange: Hashable, Sendable {
    /// The lowest address.
    package let first: IPAddress
    /// The highest address, of the same family and never under `first`.
    package let last: IPAddress

    /// The addresses from `first` to `last`.
    ///
    /// - Throws: `invertedRange` where `last` is under `first`, `mixedFamilies` where they are of two.
    package init(first: IPAddress, last: IPAddress) throws(TextFault) {
        guard first.family == last.family else { throw .mixedFamilies }
        guard first <= last else { throw .invertedRange }
        self.first = first
        self.last = last
    }

    /// The addresses of a prefix.
    package init(_ prefix: Prefix) {
        first = prefix.first
        last = prefix.last
    }

    /// Which family the addresses belong to.
    package var family: IPFamily { first.family }

    /// Whether `address` lies in the range; never true across families.
    package func contains(_ address: IPAddress) -> Bool {
        address.family == family && first <= address && address <= last
    }

    /// The prefix that holds the same addresses, or nil when there is none.
    package var prefix: Prefix? {
        let shared: Int
        switch (first, last) {
        case (.v4(let first), .v4(let last)):
            shared = (first.rawValue ^ last.rawValue).leadingZeroBitCount
        case (.v6(let first), .v6(let last)):
            shared = (first.rawValue ^ last.rawValue).leadingZeroBitCount
        default: return nil
        }
        guard let prefix = try? Prefix(masking: first, length: shared), prefix.first == first,
            prefix.last == last
        else { return nil }
        return prefix
    }

    /// The fewest prefixes that together hold the same addresses, rising.
    package var prefixes: [Prefix] {
        var found: [Prefix] = []
        switch (first, last) {
        case (.v4(let first), .v4(let last)):
            Self.cut(first.rawValue, last.rawValue) { low, length in
                found.append(Self.prefix(.v4(IPv4Address(rawValue: low)), length))
            }
        case (.v6(let first), .v6(let last)):
            Self.cut(first.rawValue, last.rawValue) { low, length in
                found.append(Self.prefix(.v6(IPv6Address(rawValue: low)), length))
            }
        default: break
        }
        return found
    }

    private static func prefix(_ address: IPAddress, _ length: Int) -> Prefix {
        (try? Prefix(masking: address, length: length)) ?? Prefix(address)
    }

    private static func cut<Number: FixedWidthInteger & UnsignedInteger>(
        _ first: Number, _ last: Number, _ body: (Number, Int) -> Void
    ) {
        var low = first
        while true {
            // The largest block that starts here and does not reach beyond the end.
            var size = low == 0 ? Number.bitWidth : low.trailingZeroBitCount
            while size > 0, low | Self.ones(size) > last { size -= 1 }
            body(low, Number.bitWidth - size)
            let end = low | Self.ones(size)
            if end >= last { return }
            low = end + 1
        }
    }

    private static func ones<Number: FixedWidthInteger & UnsignedInteger>(_ count: Int) -> Number {
        count == Number.bitWidth ? .max : (1 << count) - 1
    }
}

extension AddressRange: TextParsable {
    /// Reads `FIRST-LAST`, a prefix or an address.
    ///
    /// - Throws: `invertedRange`, `mixedFamilies`, or what `Prefix.parse(_:)` throws.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> AddressRange {
        guard let hyphen = text.firstIndex(of: ASCII.hyphen) else {
            return AddressRange(try .parse(text))
        }
        let first = try IPAddress.parse(text.extracting(..<hyphen))
        let last = try IPAddress.parse(text.extracting((hyphen + 1)...))
        return try AddressRange(first: first, last: last)
    }

    /// Appends the prefix where the range is one, and `FIRST-LAST` otherwise.
    package func write(to text: inout [UInt8]) {
        if let prefix { return prefix.write(to: &text) }
        first.write(to: &text)
        text.append(ASCII.hyphen)
        last.write(to: &text)
    }
}
