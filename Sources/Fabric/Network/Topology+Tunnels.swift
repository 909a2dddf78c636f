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

    /// The IPv4 addresses of the gateways between which tunnels are; nil where one has none.
    package var tunnelAddresses: (client: IPAddress, server: IPAddress)? {
        guard let client = tunnelAddress(of: .client), let server = tunnelAddress(of: .server)
        else { return nil }
        return (client, server)
    }

    /// The IPv4 addresses of the gateways, from that of a role; 0.0.0.0 for one that has none.
    package func addresses(from role: TunnelRole) -> (source: IPAddress, destination: IPAddress) {
        let none = IPAddress.v4(IPv4Address(rawValue: 0))
        return (tunnelAddress(of: role) ?? none, tunnelAddress(of: role.peer) ?? none)
    }

    /// Whether the gateways between which tunnels are share a link, so that nobody between them forwards.
    package var tunnelsAreDirect: Bool {
        tunnelEnds.flatMap { ends in way(from: ends.client, to: ends.server)?.to == ends.server }
            ?? true
    }

    /// The address under which the gateway of a role has its ends: that on the link towards the other gateway, or else
    /// its first one.
    private func tunnelAddress(of role: TunnelRole) -> IPAddress? {
        guard let own = gateway(role) else { return nil }
        let link = gateway(role.peer).flatMap { way(from: own, to: $0)?.link }
        let interface = self[own].interfaces.first { $0.link == link }
        return interface?.address(.v4) ?? self[own].address(.v4)
    }
}
