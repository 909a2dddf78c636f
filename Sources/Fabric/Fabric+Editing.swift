package import Network
import Timeline
import Tunnel

/// Changes of the network while it runs.
extension Fabric {
    /// Takes over what is written down of nodes, links, routes and zones; what the nodes know stays.
    ///
    /// `new` is ``topology`` with changes.
    ///
    /// - Throws: `FabricFault.tunnelsOpen` where the gateways of an open tunnel, or the way between them, would be other
    ///   ones; then nothing has changed.
    package func update(to new: Topology) throws(FabricFault) {
        let isMoved =
            TunnelRole.allCases.contains { topology.gateway($0) != new.gateway($0) }
            || topology.wire != new.wire
        guard tunnels.open.isEmpty || !isMoved else { throw .tunnelsOpen }
        nodes.update(to: new)
    }

    /// Puts another network in the place of this one: its nodes are as at the start of virtual time, and what was
    /// remembered of packets is forgotten; their numbers go on.
    ///
    /// - Throws: `FabricFault.tunnelsOpen` while there are tunnels; then nothing has changed.
    package func replace(with topology: Topology) throws(FabricFault) {
        guard tunnels.open.isEmpty else { throw .tunnelsOpen }
        try run()
        walker.cancelHostTimers()
        nodes.replace(with: topology)
        history.forget()
        carrier.impairments.clear()
    }

    /// A node as it runs.
    package func stack(of node: NodeID) -> Stack { nodes[node] }
}
