import Firewall
import Wire

/// What kinds of addresses there are to a gateway, as `addrtype`, `fib` and `pkttype` ask for them
/// (`inet_dev_addr_type`, `ipv6_addr_type`).
struct LocalAddresses: Sendable {
    /// A kind of address.
    enum Kind: String {
        case local, broadcast, multicast, unicast
    }

    private let own: [IPAddress]
    private let broadcasts: [IPv4Address]

    /// The addresses of a gateway; without `own` ones nobody says which they are.
    init(own: [IPAddress] = [], broadcasts: [IPv4Address] = []) {
        (self.own, self.broadcasts) = (own, broadcasts)
    }

    /// Whether somebody says which they are.
    var isKnown: Bool { !own.isEmpty }

    /// The addresses of these kinds, of one family or, for nil, of both; or all others.
    ///
    /// The loopback addresses are local but for the last one, which is broadcast as on every link, and so is 0.0.0.0
    /// (`inet_dev_addr_type` of Linux 6.18; before 5.3 all of 0.0.0.0/8 was).
    ///
    /// - Throws: `unsupported` where nothing is known, or for `unicast` of IPv6, which the routes say.
    func match(
        _ kinds: [Kind], _ family: IPFamily?, isNegated: Bool
    ) throws(ForeignProblem) -> AddressMatch {
        let families = family.map { [$0] } ?? IPFamily.allCases
        if !isKnown || (kinds.contains(.unicast) && families.contains(.v6)) {
            throw .unsupported(.addressKind)
        }
        var (four, six) = (kinds.flatMap(spans4), kinds.flatMap(spans6))
        // A list of both families, or of the one that is meant, is negated as it is.
        let isPlain = families.allSatisfy { $0 == .v4 ? !four.isEmpty : !six.isEmpty }
        if isNegated, !isPlain {
            (four, six) = (IntervalList.outside(four), IntervalList.outside(six))
        }
        var ranges: [AddressRange] = []
        if families.contains(.v4) { ranges += four.map(AddressRange.init(ipv4:)) }
        if families.contains(.v6) { ranges += six.map(AddressRange.init(ipv6:)) }
        return AddressMatch(ranges.map { .range($0) }, isNegated: isNegated && isPlain)
    }

    /// Whether all that a match takes are the gateway's own addresses, the loopback ones among them.
    func hold(all match: AddressMatch) -> Bool {
        isKnown && !match.hasNames
            && IntervalList.both(match.spans4, IntervalList.outside(spans4(.local))).isEmpty
            && IntervalList.both(match.spans6, IntervalList.outside(spans6(.local))).isEmpty
    }

    /// The destinations of packets whose frames go to all, to several, or to one: RFC 894, RFC 1112 section 6.4,
    /// RFC 2464 section 7.
    func frames(
        _ kind: Kind, _ family: IPFamily?, isNegated: Bool
    ) throws(ForeignProblem) -> AddressMatch {
        guard isKnown else { throw .unsupported(.frameKind) }
        var (four, six): ([Interval<UInt32>], [Interval<UInt128>])
        switch kind {
        case .broadcast: (four, six) = (allHosts, [])
        case .multicast: (four, six) = (spans4(.multicast), spans6(.multicast))
        case .local, .unicast:
            four = IntervalList.outside(allHosts + spans4(.multicast))
            six = IntervalList.outside(spans6(.multicast))
        }
        if isNegated { (four, six) = (IntervalList.outside(four), IntervalList.outside(six)) }
        if family == .v4 { six = [] }
        if family == .v6 { four = [] }
        return AddressMatch(
            (four.map(AddressRange.init(ipv4:)) + six.map(AddressRange.init(ipv6:)))
                .map { .range($0) })
    }

    /// The broadcast addresses of the gateway's links, the loopback one among them, and of every link.
    private var allHosts: [Interval<UInt32>] {
        (broadcasts.map(\.rawValue) + [128 << 24 - 1, .max]).map { Interval($0, $0) }
    }

    private func spans4(_ kind: Kind) -> [Interval<UInt32>] {
        switch kind {
        case .local:
            return own.compactMap { address in
                guard case .v4(let four) = address else { return nil }
                return Interval(four.rawValue, four.rawValue)
            } + [Interval(127 << 24, 128 << 24 - 2)]
        case .broadcast: return [Interval(0, 0)] + allHosts
        case .multicast: return [Interval(224 << 24, 240 << 24 - 1)]
        case .unicast:
            return IntervalList.outside(
                spans4(.local) + spans4(.broadcast) + spans4(.multicast))
        }
    }

    private func spans6(_ kind: Kind) -> [Interval<UInt128>] {
        switch kind {
        case .local:
            own.compactMap { address in
                guard case .v6(let six) = address else { return nil }
                return Interval(six.rawValue, six.rawValue)
            } + [Interval(1, 1)]
        case .multicast: [Interval(0xFF << 120, .max)]
        case .broadcast, .unicast: []
        }
    }
}
