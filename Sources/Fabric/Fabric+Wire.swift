import EventLoop
import Timeline
import Tunnel
import Wire

/// The wire between the gateways: what crosses it in a tunnel crosses real sockets.
extension Fabric {
    func seal(_ transit: Transit, _ name: String, as role: TunnelRole) {
        guard let pair = try? tunnels.pair(name) else {
            return emit(transit.number, topology.clientGateway, .dropped(.noRoute))
        }
        let station = pair.station(role)
        var datagram: [UInt8] = []
        let packet = transit.packet
        let association = station.end.outbound
        let outcome = station.end.seal(
            payload: packet.bytes.span,
            nextHeader: packet.fields.source.family == .v4 ? .ipv4 : .ipv6, into: &datagram)
        let sealing: Sealing
        switch outcome {
        case .refused(let reason):
            return emit(transit.number, station.node, .dropped(reason))
        case .sealed(let sequence):
            sealing = Sealing(
                tunnel: name, role: role, datagram: datagram,
                form: SealingForm(association, sequence, payload: packet.bytes.count))
        }
        emit(transit.number, station.node, .sealed(sealing))
        let peer = pair.peer(of: role)
        guard let (link, next) = topology.nextHop(from: station.node, to: peer.node) else {
            return emit(transit.number, station.node, .dropped(.noRoute))
        }
        carry(transit, over: link, from: station.node, to: next, in: sealing)
    }

    /// Sends the datagram over the real sockets at the virtual instant at which it comes in.
    ///
    /// One datagram is under way at a time, far inside the socket's safe window.
    func cross(_ transit: Transit, _ sealing: Sealing) {
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
        guard let (pair, role) = tunnels.owner(of: id) else { return }
        let station = pair.station(role)
        let peer = pair.peer(of: role)
        for _ in 0..<Self.drainLimit {
            guard let received = try station.socket.receive(into: &datagram) else { return }
            guard received.senderPort == peer.socket.localPort,
                let transit = expected(received, at: station)
            else {
                greet(received, pair, station)
                continue
            }
            loop.noteReceived(at: id)
            open(transit, received, pair, station)
            // What a stranger sent behind it can wait; asking the system costs as much as sending.
            if !station.isExpecting { return }
        }
    }

    /// The most datagrams that are taken from a socket before the clock is looked at again.
    private static let drainLimit = 256

    private func expected(_ received: ReceivedDatagram, at station: TunnelPair.Station) -> Transit?
    {
        let bytes = datagram
        return station.takeExpected(in: bytes.span.extracting(0..<received.count))
    }

    private func outcome(of received: ReceivedDatagram, _ station: TunnelPair.Station)
        -> OpenOutcome
    {
        if received.isTruncated { return .refused(.truncatedDatagram) }
        let bytes = datagram
        return station.end.receive(
            datagram: bytes.span.extracting(0..<received.count), at: loop.now, into: &plaintext)
    }

    private func open(
        _ transit: Transit, _ received: ReceivedDatagram, _ pair: TunnelPair,
        _ station: TunnelPair.Station
    ) {
        switch outcome(of: received, station) {
        case .refused(let reason): emit(transit.number, station.node, .dropped(reason))
        case .opened(let opened):
            let opening = Opening(
                tunnel: pair.name, role: station.end.role, plaintext: plaintext,
                payload: opened.payload, sequence: opened.sequence)
            emit(transit.number, station.node, .opened(opening))
            guard let inner = try? Packet.parse(Array(plaintext[opened.payload])) else {
                return emit(transit.number, station.node, .dropped(.badInnerPacket))
            }
            let onward = Transit(
                number: transit.number, packet: inner, via: transit.via, goal: transit.goal)
            if station.node == transit.goal { return deliver(onward, at: station.node) }
            forward(onward, from: station.node)
        }
    }

    /// Judges a datagram from outside like any other; passing takes the tunnel's key.
    private func greet(
        _ received: ReceivedDatagram, _ pair: TunnelPair, _ station: TunnelPair.Station
    ) {
        var refusal: DropReason?
        if case .refused(let reason) = outcome(of: received, station) { refusal = reason }
        emit(
            .stranger(
                StrangerDatagram(
                    instant: loop.now, tunnel: pair.name, role: station.end.role,
                    length: received.count, refusal: refusal)))
    }

    func giveUp(_ id: SocketID) {
        guard let (pair, role) = tunnels.owner(of: id),
            let transit = pair.station(role).takeOldest()
        else { return }
        emit(transit.number, pair.station(role).node, .dropped(.overdue))
    }
}
