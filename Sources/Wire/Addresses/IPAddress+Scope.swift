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
