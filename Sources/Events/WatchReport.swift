package import Fabric
import Timeline

/// What somebody who listens on the wire between the gateways has seen.
package struct WatchReport: Sendable {
    /// The tunnel that is looked at alone; nil for everything on the wire.
    package let tunnel: String?
    /// How many datagrams were seen.
    package let seen: Int
    /// The newest of them, in the order of time.
    package let newest: [WireCrossing]
    /// What each direction tells: from the client gateway, then to it; those with a datagram.
    package let ways: [WatchedWay]
    /// The number of the oldest packet that is still remembered, unless it is the first.
    package let oldest: Int?
    /// The network.
    package let topology: Topology

    /// The most datagrams that are listed.
    package static let limit = 50

    /// The report on `crossings`, which stand in the order of the packets' numbers.
    package init(
        _ crossings: [WireCrossing], of tunnel: String?, oldest: Int?, in topology: Topology
    ) {
        self.tunnel = tunnel
        self.oldest = oldest
        self.topology = topology
        let ordered = crossings.indices.sorted { left, right in
            let (first, second) = (crossings[left].instant, crossings[right].instant)
            return first == second ? left < right : first < second
        }.map { crossings[$0] }
        seen = ordered.count
        newest = Array(ordered.suffix(Self.limit))
        ways = [topology.clientGateway, topology.serverGateway].compactMap { gateway in
            WatchedWay(ordered.filter { $0.from == gateway })
        }
    }
}
