package import Firewall
package import Network
package import Timeline
import Tunnel
package import Wire

/// What proofs about a network ask of it as it runs: its policies as boxes, and the way of one packet.
package struct NetworkProofs {
    private let nodes: Nodes
    private let tunnels: Tunnels
    private let now: Instant

    /// Proofs about nodes and tunnels at an instant.
    init(_ nodes: Nodes, _ tunnels: Tunnels, at now: Instant) {
        self.nodes = nodes
        self.tunnels = tunnels
        self.now = now
    }

    /// Proofs about the network as it is, but for the flows that its nodes know.
    package var paths: PathProof { PathProof(nodes.network, pathPolicies) }

    /// The network as it runs; a copy.
    package var network: Network { nodes.network }

    /// The network with its policies and tunnels, to be compared with another; `packet` makes the packets that are tried.
    package func side(
        making packet: @escaping (ProofPoint) -> Packet?
    ) -> PathDifference.Side {
        PathDifference.Side(nodes.network, pathPolicies) { point, sender in
            packet(point).map { rehearse($0, from: sender).end } ?? .unknown
        }
    }

    /// What is the matter with the network as a whole.
    package func check(_ budget: Budget) -> NetworkCheck {
        NetworkCheck(nodes.network, pathPolicies, budget)
    }

    /// What would become of a packet that a node sends, if it were the first one; nothing is sent or remembered.
    package func rehearse(_ packet: Packet, from node: NodeID) -> Rehearsal {
        let tables = nodes.policies
        let ends = nodes.ends
        let policies = Rehearsal.Policies(
            sending: { fields, node, link in
                guard ends.outside(of: node)?.link == link,
                    let choice = tables[node.rawValue].choice(sending: fields)
                else { return .clear }
                if choice.isOpaque { return .dropped(.opaqueToPolicy) }
                return self.choice(choice.policy, fields, at: node)
            },
            receiving: { fields, node, link in
                guard ends.outside(of: node)?.link == link,
                    let choice = tables[node.rawValue].choice(receiving: fields)
                else { return .clear }
                return switch choice.policy.action {
                case _ where choice.isOpaque: .dropped(.opaqueToPolicy)
                case .bypass: .clear
                case .protect: .dropped(.unprotected)
                case .discard: .dropped(.discardedByPolicy)
                }
            })
        return Rehearsal(of: packet, from: node, in: nodes.network, policies, at: now)
    }

    private func choice(
        _ policy: Policy, _ fields: PacketFields, at node: NodeID
    ) -> Rehearsal.Choice {
        switch policy.action {
        case .bypass: return .clear
        case .discard: return .dropped(.discardedByPolicy)
        case .protect(let name):
            guard let role = nodes.ends.role(of: node), let tunnel = tunnels[name],
                tunnel.local(role) != nil
            else { return .dropped(.noAssociation) }
            let isMeant = tunnel.plan.selectors?.match(fields, sentBy: role) ?? true
            if isMeant, tunnel.remote != nil { return .elsewhere(name) }
            guard let peer = tunnel.local(role.peer),
                let link = nodes.ends.outside(of: peer.node)?.link
            else { return .dropped(.noRoute) }
            if let reason = TunnelWay(from: role, in: nodes, at: now).refusal {
                return .dropped(reason)
            }
            return isMeant
                ? .tunnel(name, to: peer.node, over: link) : .dropped(.selectorMismatch)
        }
    }

    /// The policies of the gateways between which tunnels are.
    private var pathPolicies: [PathPolicies] {
        TunnelRole.allCases.compactMap { role in
            guard let node = nodes.ends.node(role), let outside = nodes.ends.outside(of: node)
            else { return nil }
            let table = nodes.policies[node.rawValue]
            guard !table.entries.isEmpty else { return nil }
            return PathPolicies(
                node: node, outside: outside.link,
                sending: table.inOrder(receiving: false).map { policy in
                    entry(policy.outbound, end(of: policy, from: role))
                },
                receiving: table.inOrder(receiving: true).map { policy in
                    let isClear = policy.action == .bypass
                    return entry(policy.inbound, isClear ? .clear : .dropped)
                })
        }
    }

    private func entry(_ selectors: TrafficSelectors, _ end: PathPolicies.End) -> PathPolicies.Entry
    {
        PathPolicies.Entry(
            selectors.region, end, unseen: selectors.unseen,
            selectors.asksBeyondIP ? .dropped : end)
    }

    /// What becomes of packets that a policy is about and the gateway of a role sends.
    private func end(of policy: Policy, from role: TunnelRole) -> PathPolicies.End {
        switch policy.action {
        case .bypass: return .clear
        case .discard: return .dropped
        case .protect(let name):
            guard let tunnel = tunnels[name], let own = tunnel.local(role) else {
                return .dropped
            }
            guard tunnel.remote == nil else { return .elsewhere(name) }
            guard let peer = tunnel.local(role.peer),
                let link = nodes.ends.outside(of: peer.node)?.link
            else { return .dropped }
            let way = TunnelWay(from: role, in: nodes, at: now)
            guard way.refusal == nil else { return .dropped }
            let selectors = tunnel.plan.selectors
            let taken = role == .client ? selectors : selectors?.reversed
            return .tunnel(
                PathPolicies.Passageway(
                    to: peer.node, over: link, taken: taken?.region ?? .all,
                    unseen: taken.map { $0.asksBeyondIP ? ProofRegion() : $0.unseen } ?? .all,
                    longest: longest(at: own, in: way.mtu)))
        }
    }

    /// The longest packet that the end of a tunnel takes over links which take `mtu` bytes, in bytes.
    private func longest(at peer: LocalPeer, in mtu: Int) -> Int {
        let room = mtu - IPv4Header.length - UDPHeader.length
        let association = peer.end.outbound
        let header = association.parameters.mode == .tunnel ? 0 : IPv4Header.length
        return association.longestPayload(in: room) + header
    }
}

extension TrafficSelectors {
    private var between: RuleMatch {
        RuleMatch(source: AddressMatch(source), destination: AddressMatch(destination))
    }

    /// Whether they ask for what a fragment of IPv4 that is not the first, or a packet behind an extension header of IPv6, does not
    /// show.
    fileprivate var asksBeyondIP: Bool {
        if source.family == .v6, !nextLayer.protocols.isEmpty { return true }
        return switch nextLayer.content {
        case .any, .opaque: false
        case .ports, .messages: true
        }
    }

    /// The packets that are meant, or may be, of those that do not show all that can be asked for.
    fileprivate var unseen: ProofRegion {
        var match = between
        if source.family == .v4, !nextLayer.protocols.isEmpty {
            match.proto = ProtocolMatch(nextLayer.protocols)
        }
        return Self.region(of: match)
    }

    /// The packets that are meant, of those that show what they are asked about.
    fileprivate var region: ProofRegion {
        var match = between
        if !nextLayer.protocols.isEmpty { match.proto = ProtocolMatch(nextLayer.protocols) }
        switch nextLayer.content {
        case .any: break
        case .ports(let source, let destination):
            match.sourcePorts = source.map { PortMatch($0) }
            match.destinationPorts = destination.map { PortMatch($0) }
        case .messages(let types, let codes):
            match.icmp = ICMPMatch(types: types, codes: codes)
        // Nothing that shows its ports is meant.
        case .opaque: return ProofRegion()
        }
        return Self.region(of: match)
    }

    private static func region(of match: RuleMatch) -> ProofRegion {
        let links = [LinkName(rawValue: "any")]
        return ProofRegion(
            boxes4: RuleBoxes(ipv4: match, links: links).boxes ?? [],
            boxes6: RuleBoxes(ipv6: match, links: links).boxes ?? [])
    }
}
