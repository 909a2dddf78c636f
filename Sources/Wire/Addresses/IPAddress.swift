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

/// The two versions of the Internet Protocol (RFC 791, RFC 8200).
package enum IPFamily: String, CaseIterable, Sendable {
    /// IP version 4.
    case v4 = "ipv4"
    /// IP version 6.
    case v6 = "ipv6"

    /// How many bits an address has.
    package var addressBits: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }
}

extension IPAddress {
    /// Whether the address stands for a group: 224.0.0.0/4 (RFC 1112 section 4) or ff00::/8 (RFC 4291
    /// section 2.7).
    package var isMulticast: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 28 == 0xE
        case .v6(let address): address.rawValue >> 120 == 0xFF
        }
    }

    /// Whether the address is 255.255.255.255, every host of the sender's network (RFC 919 section 7).
    package var isBroadcast: Bool { self == .v4(IPv4Address(rawValue: .max)) }

    /// Whether the address is 0.0.0.0 or `::`, which stand for none (RFC 1122 section 3.2.1.3, RFC 4291
    /// section 2.5.2).
    package var isUnspecified: Bool {
        switch self {
        case .v4(let address): address.rawValue == 0
        case .v6(let address): address.rawValue == 0
        }
    }

    /// Whether the address never leaves its host: 127.0.0.0/8 (RFC 1122 section 3.2.1.3) or `::1` (RFC
    /// 4291 section 2.5.3).
    package var isLoopback: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 24 == 127
        case .v6(let address): address.rawValue == 1
        }
    }

    /// Whether the address is of the reserved block 240.0.0.0/4, once class E (RFC 1112 section 4);
    /// 255.255.255.255 is one of it.
    package var isReserved: Bool {
        switch self {
        case .v4(let address): address.rawValue >> 28 == 0xF
        case .v6: false
        }
    }
}
