import Wire

/// Who is on a link, and under which addresses: what neighbour discovery finds out there (RFC 826, RFC 4861).
struct Segment: Hashable, Sendable {
    /// The addresses, rising.
    let addresses: [IPAddress]
    /// Whose they are.
    let owners: [NodeID]
    /// The nodes that stand for any address.
    private let sites: [NodeID]
    private let ends: [NodeID]

    /// What is on a link of a topology.
    init(_ link: LinkID, in topology: Topology) {
        ends = topology[link].ends
        sites = ends.filter { topology[$0].standsForAny }
        let found = ends.flatMap { end in
            (topology[end].interface(on: link)?.addresses ?? []).map { ($0.address, end) }
        }
        let sorted = found.sorted { $0.0 < $1.0 }
        addresses = sorted.map(\.0)
        owners = sorted.map(\.1)
    }

    /// The neighbour of a node that packets by a route go to; nil where nobody answers for the address.
    func neighbour(of node: NodeID, on route: Route, to destination: IPAddress) -> NodeID? {
        if let owner = owner(of: route.gateway ?? destination), owner != node { return owner }
        return neighbour(of: node, on: route)
    }

    /// The neighbour of a node that packets by a route go to where nobody has their address; nil where nobody answers.
    func neighbour(of node: NodeID, on route: Route) -> NodeID? {
        if route.gateway == nil, route.source == .written, ends.count == 2 {
            return ends[0] == node ? ends[1] : ends[0]
        }
        return sites.first { $0 != node }
    }

    private func owner(of address: IPAddress) -> NodeID? {
        var low = 0
        var high = addresses.count
        while low < high {
            let middle = (low + high) / 2
            if addresses[middle] < address { low = middle + 1 } else { high = middle }
        }
        guard low < addresses.count, addresses[low] == address else { return nil }
        return owners[low]
    }
}
