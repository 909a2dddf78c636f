import Firewall
package import Timeline
package import Wire

/// What would become of a packet if it were the first one: its way through a copy of the network, in which no flow is known.
///
/// Every step is that of the nodes themselves, `Network.send`, `receive` and `depart`; links lose nothing.
package struct Rehearsal: Sendable {
    /// What happened, in order.
    package private(set) var steps: [Step] = []
    /// The links that it went over, in order; through a tunnel the two at its ends.
    package private(set) var links: [LinkID] = []
    /// The node at which it was delivered; nil where it was not.
    package private(set) var receiver: NodeID?
    /// Why it was not; nil where it was, or where that is not known.
    package private(set) var reason: DropReason?
    /// The packet as it was last.
    package private(set) var packet: Packet

    /// Something that happened to it.
    package struct Step: Sendable {
        /// Where.
        package let node: NodeID
        /// What.
        package let what: What

        /// What can happen to a packet.
        package enum What: Sendable {
            /// It came over a link.
            case arrived(LinkID)
            /// A node decided about it.
            case decided(Decision)
            /// A policy put it into the tunnel of this name.
            case sealed(String)
            /// It came out of the tunnel of this name.
            case opened(String)
        }
    }

    /// How its way ended.
    package var end: End {
        if let receiver { return .delivered(receiver) }
        return reason == nil ? .unknown : .stopped
    }

    /// How the way of a packet can end.
    package enum End: Hashable, Sendable {
        /// It was delivered at a node.
        case delivered(NodeID)
        /// It came no further.
        case stopped
        /// It left for another process, or as fragments, and nobody here sees what became of it.
        case unknown
    }

    /// What policies say of a packet that leaves, or has come.
    package enum Choice: Sendable {
        /// It goes on in clear.
        case clear
        /// Its way ends.
        case dropped(DropReason)
        /// It takes the tunnel of this name, which leads to a node, where it comes over a link.
        case tunnel(String, to: NodeID, over: LinkID)
        /// It takes the tunnel of this name, whose other end is in another process.
        case elsewhere(String)
    }

    /// What the policies of a network say; whoever has tunnels knows.
    package struct Policies {
        /// Of a packet that is about to leave a node over a link.
        let sending: (PacketFields, NodeID, LinkID) -> Choice
        /// Of a packet that has come to a node over a link in clear.
        let receiving: (PacketFields, NodeID, LinkID) -> Choice

        /// Policies that say this.
        package init(
            sending: @escaping (PacketFields, NodeID, LinkID) -> Choice,
            receiving: @escaping (PacketFields, NodeID, LinkID) -> Choice
        ) {
            self.sending = sending
            self.receiving = receiving
        }

        /// No policies.
        package static var none: Policies {
            Policies(sending: { _, _, _ in .clear }, receiving: { _, _, _ in .clear })
        }
    }

    /// The way of a packet that a node sends.
    package init(
        of packet: Packet, from sender: NodeID, in network: Network, _ policies: Policies = .none,
        at now: Instant = .start
    ) {
        self.packet = packet
        var stage = Stage(network: network.unused, policies: policies, now: now)
        walk(from: sender, &stage)
    }

    /// A network in which a packet walks.
    private struct Stage {
        var network: Network
        let policies: Policies
        let now: Instant
    }

    private mutating func walk(from sender: NodeID, _ stage: inout Stage) {
        var decisions: [Decision] = []
        var passage = stage.network.send(packet, from: sender, at: stage.now, noting: &decisions)
        var node = sender
        // No hop limit is higher.
        for _ in 0...255 {
            note(decisions, at: node)
            let hop: Next
            switch passage {
            case .local(let bytes):
                packet = bytes
                return receiver = node
            case .held: return
            case .dropped(let drop): return reason = drop.reason
            case .onward(let bytes, let route, let passing):
                packet = bytes
                guard let next = leave(node, by: route, passing, &stage) else { return }
                hop = next
            }
            node = hop.node
            decisions.removeAll()
            if hop.isClear {
                steps.append(Step(node: node, what: .arrived(hop.link)))
                switch stage.policies.receiving(packet.fields, node, hop.link) {
                case .clear: break
                case .dropped(let why): return reason = why
                case .tunnel, .elsewhere: return
                }
            }
            let crossing = stage.network.crossing(of: hop.link, at: stage.now)
            passage = stage.network.receive(packet, at: node, crossing, noting: &decisions)
        }
    }

    /// Where a packet comes next.
    private struct Next {
        let node: NodeID
        let link: LinkID
        /// Whether it comes over the link by itself, and not out of a tunnel.
        let isClear: Bool
    }

    private mutating func leave(
        _ node: NodeID, by route: Route, _ passing: Passing?, _ stage: inout Stage
    ) -> Next? {
        switch stage.policies.sending(packet.fields, node, route.link) {
        case .clear: break
        case .dropped(let why):
            reason = why
            return nil
        case .elsewhere(let name):
            steps.append(Step(node: node, what: .sealed(name)))
            return nil
        case .tunnel(let name, let end, let link):
            if let passing, !stage.network.confirm(passing, at: node) {
                reason = .flowTableFull
                return nil
            }
            steps.append(Step(node: node, what: .sealed(name)))
            steps.append(Step(node: end, what: .opened(name)))
            links += [route.link, link]
            return Next(node: end, link: link, isClear: false)
        }
        var decisions: [Decision] = []
        let departure = stage.network.depart(
            packet, from: node, by: route, passing, noting: &decisions)
        note(decisions, at: node)
        switch departure {
        case .out(let bytes, let hop):
            packet = bytes
            links.append(hop.link)
            return Next(node: hop.to, link: hop.link, isClear: true)
        case .fragmented: return nil
        case .dropped(let drop):
            reason = drop.reason
            return nil
        }
    }

    private mutating func note(_ decisions: [Decision], at node: NodeID) {
        steps += decisions.map { Step(node: node, what: .decided($0)) }
    }
}

extension Network {
    /// A copy in which no flow is known, and nothing waits.
    package var unused: Network {
        var copy = self
        for place in copy.stacks.indices { copy.stacks[place] = copy.stacks[place].unused }
        return copy
    }
}
