import Firewall
import Timeline
import Wire

/// Which destinations packets can have that come to each node over each link, as routes, translations and tunnels have it,
/// whatever lists say.
///
/// It may be too many, and never too few.
struct DestinationFlow<Address: PathAddress> {
    /// A node, and a link over which packets come to it.
    struct Arrival: Hashable {
        let node: NodeID
        let link: LinkID
    }

    private(set) var destinations: [Arrival: [Interval<Address>]] = [:]
    private var changed: [Arrival] = []

    /// The flow of a network.
    init(_ map: inout PathMap<Address>, _ policies: [PathPolicies], _ budget: Budget) {
        for policy in policies {
            for entry in policy.sending {
                guard case .tunnel(let tunnel) = entry.end else { continue }
                add(
                    Address.boxes(of: entry.region).map(\.destination),
                    to: Arrival(node: tunnel.node, link: tunnel.link))
            }
        }
        for node in map.network.topology.nodeIDs {
            for span in map.spans(of: node) {
                for route in span.routesOfOwn { send([span.addresses], node, by: route, map) }
            }
        }
        while let arrival = changed.popLast(), budget.spend(Budget.item) {
            guard map.network.topology[arrival.node].forwards else { continue }
            let onward = onward(from: arrival, map)
            for span in map.spans(of: arrival.node) {
                guard let route = span.route(.over(arrival.link)) else { continue }
                send(
                    IntervalList.both(onward, [span.addresses]), arrival.node, by: route, map)
            }
        }
    }

    /// The destinations of what a node is to forward that came over a link, translated ones included.
    func onward(from arrival: Arrival, _ map: PathMap<Address>) -> [Interval<Address>] {
        let all =
            destinations[arrival, default: []]
            + map.network.topology[arrival.node].translation.rules.compactMap { rule in
                switch rule.action {
                case .masquerade, .source: nil
                case .destination(let pool):
                    Address.interval(pool.addresses.first, pool.addresses.last)
                case .oneToOne(let inside, _): Address.interval(inside.first, inside.last)
                }
            }
        return IntervalList.both(all, IntervalList.outside(map.own(arrival.node)))
    }

    /// Lets packets to some addresses leave a node by a route.
    private mutating func send(
        _ addresses: [Interval<Address>], _ node: NodeID, by route: Route,
        _ map: PathMap<Address>
    ) {
        guard !addresses.isEmpty else { return }
        let segment = map.network.segments[route.link.rawValue]
        if let gateway = route.gateway {
            guard let next = segment.neighbour(of: node, on: route, to: gateway) else { return }
            return add(addresses, to: Arrival(node: next, link: route.link))
        }
        var owned: [Interval<Address>] = []
        for (address, owner) in zip(segment.addresses, segment.owners) where owner != node {
            guard let number = Address.number(of: address) else { continue }
            let one = Interval(number, number)
            owned.append(one)
            let met = IntervalList.both([one], addresses)
            if !met.isEmpty { add(met, to: Arrival(node: owner, link: route.link)) }
        }
        guard let next = segment.neighbour(of: node, on: route) else { return }
        add(
            IntervalList.both(addresses, IntervalList.outside(owned)),
            to: Arrival(node: next, link: route.link))
    }

    private mutating func add(_ addresses: [Interval<Address>], to arrival: Arrival) {
        let before = destinations[arrival, default: []]
        let after = IntervalList.merged(before + addresses)
        guard after != before else { return }
        destinations[arrival] = after
        if !changed.contains(arrival) { changed.append(arrival) }
    }
}
