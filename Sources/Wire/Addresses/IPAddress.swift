/// An address of either family.
package enum IPAddress: Hashable, Sendable {
    /// An IPv4 address.
    case v4(IPv4Address)
    /// An IPv6 address.
    case v6(IPv6Address)

    /// Which family the address belongs to.
    package var family: IPFamily {
        switch self {
        case .v4: .v4
        case .v6: .v6
        }
    }
}

extension IPAddress: Comparable {
    /// Orders IPv4 before IPv6, and by number within a family.
    package static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.v4(let left), .v4(let right)): left < right
        case (.v6(let left), .v6(let right)): left < right
        case (.v4, .v6): true
        case (.v6, .v4): false
        }
    }
}

extension IPAddress: TextParsable {
    /// Reads an IPv6 address where there is a colon, and an IPv4 address otherwise.
    ///
    /// - Throws: `empty`, or what the family's own parser throws.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> IPAddress {
        guard text.count > 0 else { throw .empty }
        guard text.firstIndex(of: ASCII.colon) == nil else { return .v6(try .parse(text)) }
        return .v4(try .parse(text))
    }

    /// Appends the family's canonical form.
    package func write(to text: inout [UInt8]) {
        switch self {
        case .v4(let address): address.write(to: &text)
        case .v6(let address): address.write(to: &text)
        }
    }
}
