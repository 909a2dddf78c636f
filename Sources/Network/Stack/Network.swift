import Firewall
package import Timeline
package import Wire

/// A network as it runs: a stack for each node, and who is on each link.
///
/// It is a plain value: a copy is a snapshot.
///
/// One packet and an instant go in; what was decided and what is to be sent out come back. Links take time,
/// lose and copy, which is the business of whoever drives it.
package struct Network: Sendable {
    /// The network as it is written down.
    package private(set) var topology: Topology
    /// The nodes that were ever there; a `NodeID` is an index here.
    package var stacks: [Stack]
    /// Who is on each link; a `LinkID` is an index here.
    private(set) var segments: [Segment]
    /// What rules may name, which every list shares.
    private var nodes: NodeTable

    /// A network at the start of virtual time.
    package init(_ topology: Topology) {
        self.topology = topology
        stacks = topology.nodes.indices.map { Stack(NodeID(rawValue: $0), in: topology) }
        segments = topology.links.indices.map { Segment(LinkID(rawValue: $0), in: topology) }
        nodes = topology.ruleNodes
        for index in stacks.indices { stacks[index].gateway.setNodes(nodes) }
    }

    /// The stack of a node.
    package subscript(node: NodeID) -> Stack {
        get { stacks[node.rawValue] }
        _modify { yield &stacks[node.rawValue] }
    }

    /// Changes what is written down; rules, flows and what else the nodes know stays where the nodes stay.
    ///
    /// - Throws: What `change` throws; then nothing has changed.
    package mutating func edit<Result>(
        _ change: (inout Topology) throws(TopologyFault) -> Result
    ) throws(TopologyFault) -> Result {
        var new = topology
        let result = try change(&new)
        update(to: new)
        return result
    }

    /// Takes over what is written down now, which is ``topology`` with changes.
    package mutating func update(to new: Topology) {
        for index in new.nodes.indices {
            let node = NodeID(rawValue: index)
            if index == stacks.count {
                stacks.append(Stack(node, in: new))
            } else if !new[node].isRemoved,
                new[node] != topology[node] || new.zones != topology.zones
            {
                stacks[index].update(from: new)
            }
        }
        for index in stacks.indices where !new.nodes[index].isRemoved {
            stacks[index].setMTU(from: new)
        }
        segments = new.links.indices.map { Segment(LinkID(rawValue: $0), in: new) }
        topology = new
        let names = new.ruleNodes
        guard names != nodes else { return }
        nodes = names
        for index in stacks.indices { stacks[index].gateway.setNodes(nodes) }
    }

    // MARK: - Packets

    /// What a node knows of a packet that comes to it over a link.
    package func crossing(
        of link: LinkID, at instant: Instant, identification: UInt16 = 0
    ) -> Crossing {
        Crossing(
            over: link, topology[link].ruleName, at: instant, identification: identification)
    }

    /// Lets a node take a packet that has come to it.
    ///
    /// What the node decides is added to `decisions`, in order.
    package mutating func receive(
        _ packet: Packet, at node: NodeID, _ crossing: Crossing,
        noting decisions: inout [Decision]
    ) -> Passage {
        stacks[node.rawValue].receive(packet, crossing, noting: &decisions)
    }

    /// The route of a packet that a node has made; nil where there is none.
    package func originate(
        _ packet: Packet, at node: NodeID, _ approach: Approach = .here
    ) -> Route? {
        stacks[node.rawValue].routes.route(to: packet.fields.destination, approach)
    }

    /// Lets a node take a packet that is for it, whatever its destination: what came out of a tunnel that ends there.
    ///
    /// What the node decides is added to `decisions`, in order.
    package mutating func accept(
        _ packet: Packet, at node: NodeID, _ crossing: Crossing,
        noting decisions: inout [Decision]
    ) -> Passage {
        stacks[node.rawValue].accept(packet, crossing, noting: &decisions)
    }

    /// Lets a node send a packet that it has made; it goes on by a route, or its way ends.
    ///
    /// `identification` is that of what the node makes because of it. What it decides is added to `decisions`, in order.
    package mutating func send(
        _ packet: Packet, from node: NodeID, _ approach: Approach = .here, at instant: Instant,
        identification: UInt16 = 0, noting decisions: inout [Decision]
    ) -> Passage {
        stacks[node.rawValue].send(
            packet, approach, at: instant, identification: identification, noting: &decisions)
    }

    /// Asks the rules of a node about a packet that it has made and that is to leave over a link; nil where they let it.
    ///
    /// What it decides is added to `decisions`, in order.
    package mutating func refusal(
        of packet: Packet, from node: NodeID, over link: LinkID, at instant: Instant,
        identification: UInt16, noting decisions: inout [Decision]
    ) -> Drop? {
        stacks[node.rawValue].refusal(
            of: packet, over: link, at: instant, identification: identification,
            noting: &decisions)
    }

    /// Lets a packet leave a node by a route: its source is translated, and the flow that it begins is known from now on.
    ///
    /// `passing` is what the node knows of it; nil for what the node has made, about which nobody is told. What is
    /// decided is added to `decisions`.
    ///
    /// - Returns: The neighbour that it goes to, or why its way ends.
    package mutating func depart(
        _ packet: Packet, from node: NodeID, by route: Route, _ passing: Passing?,
        noting decisions: inout [Decision]
    ) -> Departure {
        var packet = packet
        if let passing {
            do throws(NATRefusal) {
                let stack = node.rawValue
                guard
                    let leaving = try stacks[stack].leave(
                        packet, by: route, passing, noting: &decisions)
                else { return .dropped(Drop(.flowTableFull)) }
                packet = leaving
            } catch {
                return .dropped(Drop(error.reason))
            }
        }
        let destination = packet.fields.destination
        guard
            let neighbour = segments[route.link.rawValue].neighbour(
                of: node, on: route, to: destination)
        else { return .dropped(unclaimed(passing, at: node)) }
        let hop = Hop(link: route.link, from: node, to: neighbour)
        let mtu = topology.links[route.link.rawValue].mtu
        switch Fragmentation.fit(packet, into: mtu) {
        case .whole: return .out(packet, hop)
        case .fragments(let pieces): return .fragmented(pieces, mtu: mtu, hop)
        case .tooBig(let mtu): return .dropped(tooBig(passing, at: node, mtu))
        }
    }

    // A stack that is only asked is copied with all its tables, where it stands; so it is asked elsewhere about what
    // is rare.

    /// The drop of a packet that nobody on its link answers for.
    @inline(never)
    private func unclaimed(_ passing: Passing?, at node: NodeID) -> Drop {
        guard let passing else { return Drop(.noNeighbour) }
        return stacks[node.rawValue].drop(
            .noNeighbour, .hostUnreachable, passing.arrived.forwarded, passing.crossing)
    }

    /// The drop of a packet that fits into no more than `mtu` bytes.
    @inline(never)
    private func tooBig(_ passing: Passing?, at node: NodeID, _ mtu: Int) -> Drop {
        guard let passing else { return Drop(.packetTooBig) }
        return stacks[node.rawValue].tooBig(passing, mtu: mtu)
    }

    /// Takes note that a packet leaves a node in a tunnel, where its addresses stay what they are.
    ///
    /// - Returns: False where its flow has no room, so that it may not leave.
    package mutating func confirm(_ passing: Passing, at node: NodeID) -> Bool {
        stacks[node.rawValue].confirm(passing)
    }
}
