import EventLoop
import Firewall
import Timeline
import Tunnel
import Wire

/// The way of a packet from node to node.
extension Fabric {
    func enter(
        _ packet: Packet, _ origin: PacketOrigin, via: String?, at node: NodeID
    ) -> Int {
        history.enter(packet, origin, via: via, at: node)
    }

    func arrive(_ transit: Transit, at node: NodeID, over link: Link) {
        emit(transit.number, node, .arrived)
        if node == transit.goal { return deliver(transit, at: node) }
        guard judge(transit, at: node, over: link) else { return }
        leave(transit, from: node)
    }

    /// Asks the rules of a gateway; false when they stopped the packet.
    func judge(_ transit: Transit, at node: NodeID, over link: Link) -> Bool {
        guard let place = gateways.firstIndex(where: { $0.node == node }) else { return true }
        let packet = transit.packet
        if let judgement = gateways[place].judge(
            packet, over: LinkName(rawValue: link.name), at: loop.now)
        {
            emit(transit.number, node, .judged(judgement))
            let isByRule = judgement.rule != nil
            switch judgement.verdict.action {
            case .allow, .log: break
            case .reject:
                tell(link.end(across: node) ?? node, that: transit, isRefusedAt: node)
                emit(
                    transit.number, node,
                    .dropped(isByRule ? .rejectedByRule : .rejectedByDefault))
                return false
            case .deny:
                emit(transit.number, node, .dropped(isByRule ? .deniedByRule : .deniedByDefault))
                return false
            }
        }
        if gateways[place].track(packet, at: loop.now) { return true }
        emit(transit.number, node, .dropped(.flowTableFull))
        return false
    }

    /// Sends the sender of a packet a TCP reset or an ICMP error, unless an RFC forbids it.
    private func tell(_ neighbour: NodeID, that transit: Transit, isRefusedAt node: NodeID) {
        let gateway = topology.nodes[node.rawValue].address.map(IPAddress.v4)
        guard var draft = Rejection.reply(to: transit.packet, from: gateway) else { return }
        let number = log.lastNumber + 1
        draft.identification = UInt16(truncatingIfNeeded: number)
        guard let packet = try? draft.build() else { return }
        emit(transit.number, node, .answered(by: number))
        _ = enter(packet, .rejection(of: transit.number), via: nil, at: node)
        let towards = topology.nextHop(from: node, to: topology.entrance)?.node
        leave(
            Transit(
                number: number, packet: packet, via: nil,
                goal: neighbour == towards ? topology.entrance : topology.exit),
            from: node)
    }

    func forward(_ transit: Transit, from node: NodeID) {
        guard let (link, next) = topology.nextHop(from: node, to: transit.goal) else {
            return emit(transit.number, node, .dropped(.noRoute))
        }
        guard let place = topology.links.firstIndex(of: link) else { return }
        carrier.put(transit, over: place, from: node, to: next)
    }

    func deliver(_ transit: Transit, at node: NodeID) {
        emit(transit.number, node, .delivered)
        guard let record = log[transit.number] else { return }
        switch firstOrigin(of: record) {
        case .sent, .answer, .rejection, .copy: break
        case .message(let tunnel), .arrival(let tunnel): answer(transit, through: tunnel)
        case .echo(let request, _):
            if let token = waiting.removeValue(forKey: request) { scheduler.cancel(token) }
        }
    }

    /// The server's echo service (RFC 862): the same data back to where it came from.
    private func answer(_ transit: Transit, through name: String) {
        let fields = transit.packet.fields
        guard fields.proto == .udp, let port = fields.sourcePort,
            let service = fields.destinationPort, service == Self.echoPort,
            tunnels[name]?.local(.server)?.node == topology.serverGateway
        else { return }
        let number = log.lastNumber + 1
        let draft = PacketDraft(
            source: fields.destination, destination: fields.source,
            transport: .udp(source: service, destination: port),
            data: Array(transit.packet.bytes[transit.packet.payload]),
            identification: UInt16(truncatingIfNeeded: number))
        guard let packet = try? draft.build() else { return }
        let node = topology.serverGateway
        emit(transit.number, node, .answered(by: number))
        _ = enter(packet, .echo(of: transit.number, tunnel: name), via: name, at: node)
        seal(
            Transit(number: number, packet: packet, via: name, goal: topology.clientGateway), name,
            as: .server)
    }
}
