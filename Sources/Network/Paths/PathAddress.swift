import Firewall
import Wire

/// The numbers of the addresses of a family, as paths need them.
protocol PathAddress: ProofAddress {
    /// The family.
    static var family: IPFamily { get }
    /// The number of an address; nil for one of the other family.
    static func number(of address: IPAddress) -> Self?
    /// The address of a number.
    static func address(_ number: Self) -> IPAddress
    /// The packets of a match at a node with these links; nil where they are too many boxes.
    static func boxes(of match: RuleMatch, links: [LinkName]) -> [PacketBox<Self>]?
    /// The packets of a rule.
    static func boxes(of rule: ProvenRule) -> [PacketBox<Self>]
    /// The packets of a region.
    static func boxes(of region: ProofRegion) -> [PacketBox<Self>]
}

extension UInt32: PathAddress {
    static var family: IPFamily { .v4 }

    static func number(of address: IPAddress) -> Self? {
        guard case .v4(let address) = address else { return nil }
        return address.rawValue
    }

    static func address(_ number: Self) -> IPAddress { .v4(IPv4Address(rawValue: number)) }

    static func boxes(of match: RuleMatch, links: [LinkName]) -> [PacketBox<Self>]? {
        RuleBoxes(ipv4: match, links: links).boxes
    }

    static func boxes(of rule: ProvenRule) -> [PacketBox<Self>] { rule.boxes4 }

    static func boxes(of region: ProofRegion) -> [PacketBox<Self>] { region.boxes4 }
}

extension UInt128: PathAddress {
    static var family: IPFamily { .v6 }

    static func number(of address: IPAddress) -> Self? {
        guard case .v6(let address) = address else { return nil }
        return address.rawValue
    }

    static func address(_ number: Self) -> IPAddress { .v6(IPv6Address(rawValue: number)) }

    static func boxes(of match: RuleMatch, links: [LinkName]) -> [PacketBox<Self>]? {
        RuleBoxes(ipv6: match, links: links).boxes
    }

    static func boxes(of rule: ProvenRule) -> [PacketBox<Self>] { rule.boxes6 }

    static func boxes(of region: ProofRegion) -> [PacketBox<Self>] { region.boxes6 }
}

extension PathAddress {
    /// The addresses that are loopback everywhere (`IPAddress.isLoopback`).
    static var loopback: [Interval<Self>] {
        let v4 = (IPv4Address(rawValue: 0x7F00_0000), IPv4Address(rawValue: 0x7FFF_FFFF))
        let v6 = IPv6Address(rawValue: 1)
        return [interval(.v4(v4.0), .v4(v4.1)), interval(.v6(v6), .v6(v6))].compactMap(\.self)
    }

    /// The addresses from one to another; nil where they are of the other family.
    static func interval(_ first: IPAddress, _ last: IPAddress) -> Interval<Self>? {
        guard let low = number(of: first), let high = number(of: last) else { return nil }
        return Interval(low, high)
    }
}
