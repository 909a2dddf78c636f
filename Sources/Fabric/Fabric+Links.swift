import EventLoop
package import Firewall
package import Network
import Timeline
import Tunnel
package import Wire

/// Changes of the network while it runs: what is written down, and links that lose, delay, reorder and duplicate packets.
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

    /// Lets a node translate addresses by these rules and no others.
    ///
    /// `history` is what can be turned back from now on.
    ///
    /// - Throws: as ``update(to:)``.
    package func setTranslation(
        _ rules: NATRules, _ history: NATHistory, at node: NodeID
    ) throws(FabricFault) {
        var net = topology
        net.setTranslation(rules, of: node)
        try update(to: net)
        nodes[node].translator.history = history
    }

    /// A packet as the rules of a node would see it if it came over a link now: its destination may be translated.
    package func foreseen(_ packet: Packet, at node: NodeID, over link: LinkName?) -> Packet {
        nodes[node].foreseen(packet, over: link, at: loop.now)
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

    /// Every link and what it does, in the topology's order.
    package var linkSnapshots: [LinkSnapshot] {
        topology.linkIDs.map { snapshot(of: topology[$0]) }
    }

    /// Changes what a link does to the packets that are put on it from now on; nil: the wire.
    ///
    /// - Returns: What it does now.
    /// - Throws: `FabricFault` when there is no such link, or nothing to draw from.
    package func impair(
        _ name: String?, _ change: (inout LinkImpairment) -> Void
    ) throws(FabricFault) -> LinkSnapshot {
        let link = try link(name ?? topology.wire.map { topology.name(of: $0) } ?? "")
        do {
            try carrier.impairments.dice.prepare()
        } catch {
            throw .cipher(error)
        }
        var impairment = carrier.impairments[link] ?? LinkImpairment()
        change(&impairment)
        precondition(impairment.jitter <= impairment.delay, "no packet comes before it was sent")
        carrier.impairments[link] = impairment.isNone ? nil : impairment
        return snapshot(of: link)
    }

    /// Makes a link do nothing to packets any longer; nil: all of them.
    ///
    /// - Returns: The links that did something.
    /// - Throws: `FabricFault` when there is no such link.
    package func clearImpairments(of name: String?) throws(FabricFault) -> [Link] {
        let links = try name.map { (name) throws(FabricFault) in [try link(name)] }
        return (links ?? topology.linkIDs.map { topology[$0] }).filter {
            carrier.impairments[$0].take() != nil
        }
    }

    private func link(_ name: String) throws(FabricFault) -> Link {
        guard let link = topology.link(named: name) else {
            throw .noSuchLink(name, known: topology.linkIDs.map { topology.name(of: $0) })
        }
        return topology[link]
    }

    private func snapshot(of link: Link) -> LinkSnapshot {
        LinkSnapshot(
            name: link.name, ends: link.ends.map { topology.name(of: $0) },
            delay: link.delay, impairment: carrier.impairments[link] ?? LinkImpairment())
    }
}
