import EventLoop
import Timeline
import Tunnel
import Wire

/// Tunnels of which one end is in another process: what leaves for it, and what comes from it.
extension Fabric {
    /// Sends a sealed packet to the other process, and waits for the reply to a message.
    func depart(_ transit: Transit, _ sealing: Sealing, _ lone: LoneEnd) {
        let station = lone.station
        guard let port = lone.remotePort else {
            return emit(transit.number, station.node, .dropped(.noRoute))
        }
        do {
            try station.socket.send(sealing.datagram.span, to: port)
        } catch {
            return emit(transit.number, station.node, .dropped(.sendFailed))
        }
        emit(transit.number, station.node, .departed)
        guard waiting[transit.number] != nil else { return }
        // Virtual time stands still until the reply is there, or the loop's patience is at its end.
        lone.question = transit
        loop.noteSent(to: station.socketID)
    }

    /// Takes the datagrams that wait at a lone end, a bounded number of them.
    func drain(_ lone: LoneEnd) throws(SystemFault) {
        for _ in 0..<Self.drainLimit {
            guard let received = try lone.station.socket.receive(into: &datagram) else { return }
            switch outcome(of: received, lone.station) {
            case .refused(.keepalive), .refused(.dummy): continue
            case .refused(let reason): report(received, lone.name, lone.station, reason)
            case .opened(let opened):
                lone.remotePort = received.senderPort
                take(opened, lone)
            }
        }
    }

    /// Lets an authentic packet from the other process into the network.
    private func take(_ opened: OpenedPayload, _ lone: LoneEnd) {
        let station = lone.station
        let opening = Opening(
            tunnel: lone.name, role: station.end.role, plaintext: plaintext,
            payload: opened.payload, sequence: opened.sequence,
            suite: station.end.inbound.parameters.suite)
        guard let packet = inner(of: opened, lone) else {
            return emit(
                .stranger(
                    StrangerDatagram(
                        instant: loop.now, tunnel: lone.name, role: station.end.role,
                        length: opened.payload.count, refusal: .badInnerPacket)))
        }
        let number = enter(
            packet, .arrival(tunnel: lone.name), via: lone.name, at: station.node)
        emit(number, station.node, .opened(opening))
        settle(packet, number, lone)
        let ends = messageEnds(of: lone.plan)
        let own = station.end.role == .client ? ends.client : ends.server
        let isForGateway = packet.fields.destination == own
        let site = station.end.role == .client ? topology.entrance : topology.exit
        admit(
            Transit(
                number: number, packet: packet, via: lone.name,
                goal: isForGateway ? station.node : site), lone.plan.selectors, at: station)
    }

    private func inner(of opened: OpenedPayload, _ lone: LoneEnd) -> Packet? {
        guard lone.station.end.inbound.parameters.mode == .transport else {
            return try? Packet.parse(Array(plaintext[opened.payload]))
        }
        // The outer header stayed with the system; it is the one between the gateways.
        let role = lone.station.end.role
        let ends = [role.peer, role].map {
            topology.nodes[topology.gateway($0).rawValue].address ?? IPv4Address(rawValue: 0)
        }
        let draft = PacketDraft(
            source: .v4(ends[0]), destination: .v4(ends[1]),
            transport: .other(opened.nextHeader), data: Array(plaintext[opened.payload]))
        return (try? draft.build()).flatMap { try? Packet.parse($0.bytes) }
    }

    /// Notes that a packet is the reply that is waited for, if it is.
    private func settle(_ packet: Packet, _ number: Int, _ lone: LoneEnd) {
        guard let question = lone.question else { return }
        let asked = question.packet.fields
        let fields = packet.fields
        guard fields.source == asked.destination, fields.destination == asked.source,
            fields.sourcePort == asked.destinationPort,
            fields.destinationPort == asked.sourcePort
        else { return }
        lone.question = nil
        loop.noteReceived(at: lone.station.socketID)
        emit(question.number, topology.gateway(lone.station.end.role), .answered(by: number))
        guard let token = waiting.removeValue(forKey: question.number) else { return }
        loop.cancel(token)
        _ = schedule.take(token)
    }

    /// Waits no longer for a reply: it is the message's own timer that says so in virtual time.
    func giveUp(on lone: LoneEnd) {
        lone.question = nil
    }
}
