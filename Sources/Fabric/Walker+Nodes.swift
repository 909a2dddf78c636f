import EventLoop
import Firewall
import Timeline
import Tunnel
import Wire

/// What the nodes do with packets.
extension Walker {
    func arrive(_ transit: Transit, at node: NodeID, over link: Link) {
        history.note(transit.number, node, .arrived)
        guard mayCome(transit, to: node, over: link) else { return }
        if node == transit.goal { return deliver(transit, at: node) }
        guard judge(transit, at: node, over: link) else { return }
        leave(transit, from: node)
    }

    /// Asks the policies of a gateway about what comes from the other one in clear; false when one of them wants such
    /// packets in a tunnel, or not at all (RFC 4301 section 5.2).
    ///
    /// As in netfilter, that comes before the rules.
    private func mayCome(_ transit: Transit, to node: NodeID, over link: Link) -> Bool {
        guard let role = topology.role(of: node),
            link.end(across: node) == topology.gateway(role.peer),
            let place = topology.place(ofGateway: node)
        else { return true }
        guard let choice = gateways[place].policies.choice(receiving: transit.packet.fields)
        else { return true }
        let reason: DropReason
        switch choice.policy.action {
        case _ where choice.isOpaque: reason = .opaqueToPolicy
        case .bypass: return true
        case .protect: reason = .unprotected
        case .discard: reason = .discardedByPolicy
        }
        history.note(transit.number, node, newest.step(of: choice.policy))
        history.note(transit.number, node, .dropped(reason))
        return false
    }

    /// Asks the rules of a gateway; false when they stopped the packet.
    func judge(_ transit: Transit, at node: NodeID, over link: Link) -> Bool {
        guard let place = topology.place(ofGateway: node) else { return true }
        let packet = transit.packet
        let (tracked, verdict) = gateways[place].judge(
            packet, over: LinkName(rawValue: link.name), at: scheduler.now)
        if let verdict {
            history.note(transit.number, node, newest.step(of: verdict))
            let isByRule = verdict.rule != nil
            switch verdict.action {
            case .allow, .log: break
            case .reject:
                if let answer = tell(
                    link.end(across: node) ?? node, that: transit, isRefusedAt: node)
                {
                    gateways[place].refuse(tracked, with: answer, at: scheduler.now)
                }
                history.note(
                    transit.number, node,
                    .dropped(isByRule ? .rejectedByRule : .rejectedByDefault))
                return false
            case .deny:
                history.note(
                    transit.number, node, .dropped(isByRule ? .deniedByRule : .deniedByDefault))
                return false
            }
        }
        if gateways[place].confirm(tracked, packet, at: scheduler.now) { return true }
        history.note(transit.number, node, .dropped(.flowTableFull))
        return false
    }

    /// Sends the sender of a packet a TCP reset or an ICMP error, unless an RFC forbids it.
    ///
    /// - Returns: What was sent.
    private func tell(
        _ neighbour: NodeID, that transit: Transit, isRefusedAt node: NodeID
    ) -> Packet? {
        let gateway = topology.nodes[node.rawValue].address.map(IPAddress.v4)
        guard var draft = Rejection.reply(to: transit.packet, from: gateway) else { return nil }
        let number = history.packets.lastNumber + 1
        draft.identification = UInt16(truncatingIfNeeded: number)
        guard let packet = try? draft.build() else { return nil }
        history.note(transit.number, node, .answered(by: number))
        let towards = topology.nextHop(from: node, to: topology.entrance)?.node
        let goal = neighbour == towards ? topology.entrance : topology.exit
        // An ICMP error quotes the packet: what came out of a tunnel goes back through it.
        let via = topology.crosses(from: node, to: goal) ? transit.via : nil
        _ = history.enter(packet, .rejection(of: transit.number), via: via, at: node)
        leave(Transit(number: number, packet: packet, via: via, goal: goal), from: node)
        return packet
    }

    /// Lets a packet leave a node towards its goal: a gateway asks its policies before the wire.
    func leave(_ transit: Transit, from node: NodeID) {
        guard let role = topology.role(of: node), topology.crosses(from: node, to: transit.goal)
        else { return forward(transit, from: node) }
        if let name = transit.via { return seal(transit, name, as: role) }
        guard let place = topology.place(ofGateway: node),
            let choice = gateways[place].policies.choice(sending: transit.packet.fields)
        else { return forward(transit, from: node) }
        history.note(transit.number, node, newest.step(of: choice.policy))
        switch choice.policy.action {
        case _ where choice.isOpaque:
            history.note(transit.number, node, .dropped(.opaqueToPolicy))
        case .protect(let name): seal(transit, name, as: role)
        case .bypass: forward(transit, from: node)
        case .discard: history.note(transit.number, node, .dropped(.discardedByPolicy))
        }
    }

    func forward(_ transit: Transit, from node: NodeID) {
        guard let direction = topology.way(from: node, to: transit.goal) else {
            return history.note(transit.number, node, .dropped(.noRoute))
        }
        carrier.put(transit, direction)
    }

    func deliver(_ transit: Transit, at node: NodeID) {
        history.note(transit.number, node, .delivered)
        switch history.packets.firstOrigin(of: transit.number) {
        case nil, .sent, .answer, .rejection, .copy: break
        case .message(let tunnel), .arrival(let tunnel): answer(transit, through: tunnel)
        case .echo(let request, _):
            if let token = waiting.removeValue(forKey: request) { scheduler.cancel(token) }
        }
    }

    /// The server's echo service (RFC 862): the same data back to where it came from.
    private func answer(_ transit: Transit, through name: String) {
        let fields = transit.packet.fields
        guard fields.proto == .udp, let port = fields.sourcePort,
            let service = fields.destinationPort, service == Fabric.echoPort,
            tunnels[name]?.local(.server)?.node == topology.serverGateway
        else { return }
        let number = history.packets.lastNumber + 1
        let draft = PacketDraft(
            source: fields.destination, destination: fields.source,
            transport: .udp(source: service, destination: port),
            data: Array(transit.packet.bytes[transit.packet.payload]),
            identification: UInt16(truncatingIfNeeded: number))
        guard let packet = try? draft.build() else { return }
        let node = topology.serverGateway
        history.note(transit.number, node, .answered(by: number))
        _ = history.enter(packet, .echo(of: transit.number, tunnel: name), via: name, at: node)
        seal(
            Transit(number: number, packet: packet, via: name, goal: topology.clientGateway), name,
            as: .server)
    }
}
