package import Network
import Tunnel
package import Wire

/// Where a packet begins its way.
package enum Origin: Hashable, Sendable {
    /// At the host that has its source; else at the first node that stands for any address.
    case source
    /// Where those begin that come to a gateway over a link.
    case beyond(LinkID, of: NodeID)
    /// At this node, whatever its source is.
    case node(NodeID)
}

/// Packets that are under way together.
extension Fabric {
    /// Builds a packet and puts it on its way, without following it.
    ///
    /// - Returns: The packet's number.
    /// - Throws: as `send(_:via:from:)`.
    package func launch(
        _ draft: PacketDraft, via name: String? = nil, from origin: Origin = .source
    ) throws(FabricFault) -> Int {
        let start = try start(of: origin, draft.source)
        if let name {
            let tunnel = try tunnels.tunnel(name)
            // The second question looks for a way through the network, and is rarely asked.
            guard tunnel.local(.client) != nil || isBehindServer(start) else {
                throw .clientElsewhere(name)
            }
        }
        return launch(
            try Self.build(draft, inPlaceOf: history.takeSpare()), .sent, via: name, from: start)
    }

    /// Puts a packet on its way as it is, without following it.
    ///
    /// - Returns: The packet's number.
    /// - Throws: `FabricFault.noSender`.
    package func launch(
        _ packet: Packet, from origin: Origin
    ) throws(FabricFault) -> Int {
        launch(packet, .sent, via: nil, from: try start(of: origin, packet.fields.source))
    }

    /// The node at which a packet begins.
    private func start(
        of origin: Origin, _ source: IPAddress
    ) throws(FabricFault) -> NodeID {
        let node: NodeID?
        switch origin {
        case .source: node = topology.owner(of: source) ?? topology.firstSite
        case .beyond(let link, let gateway): node = topology.sender(towards: gateway, over: link)
        case .node(let chosen): node = chosen
        }
        guard let node else { throw .noSender(source) }
        return node
    }

    /// Whether what a node sends comes to the gateway with the server ends first.
    private func isBehindServer(_ node: NodeID) -> Bool {
        guard let server = nodes.ends.node(.server), let client = nodes.ends.node(.client) else {
            return false
        }
        return node == server || topology.way(from: node, to: client)?.to == server
    }

    /// Puts a packet on its way at a node; with a goal it is for that node, whoever has its destination.
    func launch(
        _ packet: Packet, _ origin: PacketOrigin, via name: String?, from start: NodeID,
        for goal: NodeID? = nil
    ) -> Int {
        let number = history.enter(packet, origin, via: name, at: start)
        walker.originate(
            Transit(number: number, packet: packet, via: name, goal: goal), at: start, .here)
        return number
    }

    /// The node that answers to a birthplace are for where no address says so: a gateway that speaks from inside a tunnel.
    func goal(of birthplace: Birthplace) -> NodeID? {
        guard case .node(let node) = birthplace, topology[node].forwards else { return nil }
        return node
    }
}
