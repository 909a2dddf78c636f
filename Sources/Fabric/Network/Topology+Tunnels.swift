package import Network
package import Tunnel
package import Wire

/// Where tunnels are.
extension Topology {
    /// The gateways between which tunnels are: the first two nodes that forward, of which the first has the client
    /// ends; nil where there are not so many.
    package var tunnelEnds: (client: NodeID, server: NodeID)? {
        var first: NodeID?
        for index in nodes.indices where nodes[index].forwards && !nodes[index].isRemoved {
            let node = NodeID(rawValue: index)
            if let first { return (first, node) }
            first = node
        }
        return nil
    }

    /// The gateway with the tunnel ends of a role; nil where there are not two.
    package func gateway(_ role: TunnelRole) -> NodeID? {
        tunnelEnds.map { role == .client ? $0.client : $0.server }
    }

    /// The link over which the client's gateway sends to the server's, where an eavesdropper sits; nil where there is
    /// none.
    package var wire: LinkID? {
        tunnelEnds.flatMap { way(from: $0.client, to: $0.server)?.link }
    }

    /// The first IPv4 addresses of the gateways between which tunnels are; nil where one has none.
    package var tunnelAddresses: (client: IPAddress, server: IPAddress)? {
        guard let ends = tunnelEnds, let client = self[ends.client].address(.v4),
            let server = self[ends.server].address(.v4)
        else { return nil }
        return (client, server)
    }

    /// The IPv4 addresses of the gateways, from that of a role; 0.0.0.0 for one that has none.
    package func addresses(from role: TunnelRole) -> (source: IPAddress, destination: IPAddress) {
        func address(_ role: TunnelRole) -> IPAddress {
            gateway(role).flatMap { self[$0].address(.v4) } ?? .v4(IPv4Address(rawValue: 0))
        }
        return (address(role), address(role.peer))
    }
}
