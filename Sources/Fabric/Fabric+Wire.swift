import EventLoop
import Timeline
import Tunnel
import Wire

/// The wire between the gateways: what crosses it in a tunnel crosses real sockets.
extension Fabric {
    func seal(_ transit: Transit, _ name: String, as role: TunnelRole) {
        renewIfAging(name)
        guard let station = tunnels.station(name, role) else {
            return emit(transit.number, topology.gateway(role), .dropped(.noRoute))
        }
        guard let (sealing, _) = sealing(of: transit, in: name, at: station) else { return }
        let far = topology.gateway(role.peer)
        guard let (link, next) = topology.nextHop(from: station.node, to: far) else {
            return emit(transit.number, station.node, .dropped(.noRoute))
        }
        carry(transit, over: link, from: station.node, to: next, in: sealing)
    }

    /// Seals a packet at an end of a tunnel and says so; nil when the end refused, which is said, too.
    func sealing(
        of transit: Transit, in name: String, at station: Station
    ) -> (Sealing, SequenceNumber)? {
        var datagram: [UInt8] = []
        let association = station.end.outbound
        if association.parameters.mode == .transport, transit.packet.fragment != .whole {
            emit(transit.number, station.node, .dropped(.fragmentInTransport))
            return nil
        }
        let (payload, nextHeader) = Self.content(
            of: transit.packet, in: association.parameters.mode)
        let bytes = transit.packet.bytes
        let outcome = station.end.seal(
            payload: bytes.span.extracting(payload), nextHeader: nextHeader,
            at: loop.now, into: &datagram)
        switch outcome {
        case .refused(let reason):
            emit(transit.number, station.node, .dropped(reason))
            return nil
        case .sealed(let sequence):
            let sealing = Sealing(
                tunnel: name, role: station.end.role, datagram: datagram,
                form: SealingForm(association, sequence, payload: payload.count))
            emit(transit.number, station.node, .sealed(sealing))
            return (sealing, sequence)
        }
    }

    /// What of a packet goes into ESP, and the next header that says what it is (RFC 4303 section 3.1).
    private static func content(
        of packet: Packet, in mode: ESPMode
    ) -> (payload: Range<Int>, nextHeader: IPProtocol) {
        switch mode {
        case .tunnel:
            (0..<packet.bytes.count, packet.fields.source.family == .v4 ? .ipv4 : .ipv6)
        case .transport: (packet.afterIPHeader, packet.fields.proto)
        }
    }

    /// Sends the datagram over the real sockets at the virtual instant at which it comes in.
    ///
    /// One datagram is under way at a time, far inside the socket's safe window.
    func cross(_ transit: Transit, _ sealing: Sealing) {
        if let lone = tunnels.lone(sealing.tunnel) { return depart(transit, sealing, lone) }
        guard let pair = try? tunnels.pair(sealing.tunnel) else {
            return emit(transit.number, topology.serverGateway, .dropped(.noRoute))
        }
        let station = pair.station(sealing.role)
        let peer = pair.peer(of: sealing.role)
        do {
            try station.socket.send(sealing.datagram.span, to: peer.socket.localPort)
        } catch {
            return emit(transit.number, station.node, .dropped(.sendFailed))
        }
        loop.noteSent(to: peer.socketID)
        peer.expect(transit, in: sealing.datagram)
        // Loopback delivers at once: looking first saves the wait in almost every case.
        try? drain(peer.socketID)
    }

    /// Takes the datagrams that wait at a socket, a bounded number of them.
    ///
    /// Whoever floods the socket is heard again and again, but never for ever at a time.
    func drain(_ id: SocketID) throws(SystemFault) {
        if let lone = tunnels.loneOwner(of: id) { return try drain(lone) }
        guard let (pair, role) = tunnels.owner(of: id) else { return }
        let station = pair.station(role)
        let peer = pair.peer(of: role)
        for _ in 0..<Self.drainLimit {
            guard let received = try station.socket.receive(into: &datagram) else { return }
            let isHostile = received.senderPort == attacker?.port
            let isFromPeer = received.senderPort == peer.socket.localPort
            if isFromPeer, isControl(received, at: station) {
                station.note(outcome(of: received, station))
                loop.noteReceived(at: id)
                continue
            }
            guard isHostile || isFromPeer, let transit = expected(received, at: station) else {
                if isHostile, let attacker, attacker.isAwaiting {
                    struck(by: attacker, outcome(of: received, station), pair, station)
                } else {
                    greet(received, pair.name, station)
                }
                continue
            }
            loop.noteReceived(at: id)
            open(transit, received, pair, station)
            // What a stranger sent behind it can wait; asking the system costs as much as sending.
            if !station.isExpecting { return }
        }
    }

    /// The most datagrams that are taken from a socket before the clock is looked at again.
    static let drainLimit = 256

    private func expected(_ received: ReceivedDatagram, at station: Station) -> Transit? {
        let bytes = datagram
        return station.takeExpected(in: bytes.span.extracting(0..<received.count))
    }

    private func isControl(_ received: ReceivedDatagram, at station: Station) -> Bool {
        let bytes = datagram
        return station.isExpecting(control: bytes.span.extracting(0..<received.count))
    }

    func outcome(of received: ReceivedDatagram, _ station: Station)
        -> OpenOutcome
    {
        if received.isTruncated { return .refused(.truncatedDatagram) }
        let bytes = datagram
        return station.end.receive(
            datagram: bytes.span.extracting(0..<received.count), at: loop.now, into: &plaintext)
    }

    private func open(
        _ transit: Transit, _ received: ReceivedDatagram, _ pair: TunnelPair,
        _ station: Station
    ) {
        switch outcome(of: received, station) {
        case .refused(let reason): emit(transit.number, station.node, .dropped(reason))
        case .opened(let opened):
            let opening = Opening(
                tunnel: pair.name, role: station.end.role, plaintext: plaintext,
                payload: opened.payload, sequence: opened.sequence,
                suite: station.end.inbound.parameters.suite)
            emit(transit.number, station.node, .opened(opening))
            guard let inner = inner(of: opened, under: transit.packet, station.end) else {
                return emit(transit.number, station.node, .dropped(.badInnerPacket))
            }
            let onward = Transit(
                number: transit.number, packet: inner, via: transit.via, goal: transit.goal)
            admit(onward, pair.plan.selectors, at: station)
        }
    }

    /// The packet that was in ESP; in transport mode with the IP header that it had outside.
    func inner(
        of opened: OpenedPayload, under outer: Packet?, _ end: TunnelEnd
    ) -> Packet? {
        switch end.inbound.parameters.mode {
        case .tunnel: try? Packet.parse(Array(plaintext[opened.payload]))
        case .transport:
            try? outer?.replacingPayload(
                with: plaintext[opened.payload], proto: opened.nextHeader)
        }
    }

    /// Lets a decrypted packet go on if it is one that its SA is for (RFC 4301 section 5.2).
    func admit(_ transit: Transit, _ selectors: TrafficSelectors?, at station: Station) {
        let node = station.node
        let fields = transit.packet.fields
        let isMeant =
            selectors?.match(
                source: fields.source, destination: fields.destination,
                sentBy: station.end.role.peer) ?? true
        guard isMeant else { return emit(transit.number, node, .dropped(.selectorMismatch)) }
        if node == transit.goal { return deliver(transit, at: node) }
        guard let link = topology.wire, judge(transit, at: node, over: link) else { return }
        forward(transit, from: node)
    }

    /// Judges a datagram from outside like any other; passing takes the tunnel's key.
    private func greet(
        _ received: ReceivedDatagram, _ tunnel: String, _ station: Station
    ) {
        var refusal: DropReason?
        if case .refused(let reason) = outcome(of: received, station) { refusal = reason }
        report(received, tunnel, station, refusal)
    }

    func report(
        _ received: ReceivedDatagram, _ tunnel: String, _ station: Station, _ refusal: DropReason?
    ) {
        emit(
            .stranger(
                StrangerDatagram(
                    instant: loop.now, tunnel: tunnel, role: station.end.role,
                    length: received.count, refusal: refusal)))
    }

    func giveUp(_ id: SocketID) {
        if let lone = tunnels.loneOwner(of: id) { return giveUp(on: lone) }
        guard let (pair, role) = tunnels.owner(of: id),
            let transit = pair.station(role).takeOldest()
        else { return }
        emit(transit.number, pair.station(role).node, .dropped(.overdue))
    }
}
