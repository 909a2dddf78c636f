import Firewall
import Wire

extension AddressRange {
    /// The IPv4 addresses of a span.
    init(ipv4 span: Interval<UInt32>) {
        self.init(
            .v4(IPv4Address(rawValue: span.low)), .v4(IPv4Address(rawValue: span.high)))
    }

    /// The IPv6 addresses of a span.
    init(ipv6 span: Interval<UInt128>) {
        self.init(
            .v6(IPv6Address(rawValue: span.low)), .v6(IPv6Address(rawValue: span.high)))
    }

    /// The addresses between two of one family, of which the first is not the higher one.
    private init(_ first: IPAddress, _ last: IPAddress) {
        self = (try? AddressRange(first: first, last: last)) ?? AddressRange(Prefix(first))
    }

    /// Every address of a family.
    static func all(_ family: IPFamily) -> AddressRange {
        switch family {
        case .v4: AddressRange(ipv4: .all)
        case .v6: AddressRange(ipv6: .all)
        }
    }
}

extension AddressMatch {
    /// The addresses of one family that it takes, as ranges.
    func ranges(_ family: IPFamily) -> [AddressRange] {
        switch family {
        case .v4: spans4.map(AddressRange.init(ipv4:))
        case .v6: spans6.map(AddressRange.init(ipv6:))
        }
    }
}

extension Interval<UInt16> {
    /// The port, or both ends with a text between them.
    func text(_ between: String) -> String { low == high ? "\(low)" : "\(low)\(between)\(high)" }
}

extension AddressMatch {
    /// The single range that is negated, where that says all of it in one word.
    func negated(_ family: IPFamily) -> AddressRange? {
        guard isNegated else { return nil }
        let listed: [AddressRange] =
            switch family {
            case .v4: IntervalList.outside(spans4).map(AddressRange.init(ipv4:))
            case .v6: IntervalList.outside(spans6).map(AddressRange.init(ipv6:))
            }
        return listed.count == 1 ? listed[0] : nil
    }
}
