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
        let number = log.lastNumber + 1
        emit(.entered(PacketRecord(number: number, origin: origin, via: via, packet: packet)))
        emit(number, node, .entered)
        return number
    }

    func arrive(_ transit: Transit, at node: NodeID) {
        emit(transit.number, node, .arrived)
        if node == transit.goal { return deliver(transit, at: node) }
        if node == topology.clientGateway, !judge(transit, at: node) { return }
        if node == topology.clientGateway, let name = transit.via {
            return seal(transit, name, as: .client)
        }
        forward(transit, from: node)
    }

    /// Asks the firewall; false when it stopped the packet.
    private func judge(_ transit: Transit, at node: NodeID) -> Bool {
        let verdict = firewall.decide(transit.packet.fields)
        firewall.count(verdict)
        let rule: Rule?
        let reason: DropReason
        switch verdict.decider {
        case .rule(let number): (rule, reason) = (firewall.entries[number - 1].rule, .deniedByRule)
        case .byDefault: (rule, reason) = (nil, .deniedByDefault)
        }
        let judgement = Judgement(verdict: verdict, rule: rule, revision: firewall.revision)
        emit(transit.number, node, .judged(judgement))
        if verdict.action == .allow { return true }
        emit(transit.number, node, .dropped(reason))
        return false
    }

    func forward(_ transit: Transit, from node: NodeID) {
        guard let (link, next) = topology.nextHop(from: node, to: transit.goal) else {
            return emit(transit.number, node, .dropped(.noRoute))
        }
        _ = add(.arrive(transit, at: next), after: link.delay)
    }

    func deliver(_ transit: Transit, at node: NodeID) {
        emit(transit.number, node, .delivered)
        guard let record = log[transit.number] else { return }
        switch record.origin {
        case .sent: break
        case .message(let tunnel): answer(transit, through: tunnel)
        case .echo(let request, _):
            if let token = waiting.removeValue(forKey: request) {
                loop.cancel(token)
                _ = schedule.take(token)
            }
        }
    }

    /// The server's echo service (RFC 862): the same data back to where it came from.
    private func answer(_ transit: Transit, through name: String) {
        let fields = transit.packet.fields
        guard let port = fields.sourcePort, let service = fields.destinationPort else { return }
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
