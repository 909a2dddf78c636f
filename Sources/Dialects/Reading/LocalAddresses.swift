import Firewall
import Wire

/// The addresses that are the gateway's own to `addrtype` and `fib` (`inet_addr_type`).
struct LocalAddresses {
    private let own: [IPAddress]

    /// Nil where nobody says which they are.
    init?(_ own: [IPAddress]) {
        if own.isEmpty { return nil }
        self.own = own
    }

    /// The gateway's addresses of a family, nil: of both, or all others; the loopback addresses are its own.
    func match(_ family: IPFamily?, isNegated: Bool) -> AddressMatch {
        let families = family.map { [$0] } ?? IPFamily.allCases
        let ranges = (own + Self.loopback).filter { families.contains($0.family) }
        return AddressMatch(
            ranges.map { .range(AddressRange(Self.prefix($0))) }, isNegated: isNegated)
    }

    private static let loopback: [IPAddress] = [
        .v4(IPv4Address(rawValue: 127 << 24)), .v6(IPv6Address(rawValue: 1)),
    ]

    /// An address, or all of 127.0.0.0/8.
    private static func prefix(_ address: IPAddress) -> Prefix {
        guard address == loopback[0] else { return Prefix(address) }
        return (try? Prefix(masking: address, length: 8)) ?? Prefix(address)
    }
}
