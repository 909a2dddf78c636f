import EventLoop
import Tunnel
import Wire

/// Packets that the attacker holds back and lets go in another order.
extension Fabric {
    /// Holds back so many packets that the client end seals, and lets them go to the server end in reverse
    /// order.
    ///
    /// They are packets of the lab like all others: each has a number and ends in a delivery or a drop.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open; then no packet was made.
    package func reorder(_ name: String, count: Int) throws(FabricFault) -> ReorderReport {
        let pair = try tunnels.pair(name)
        let attacker = try theAttacker()
        try run()
        let before = EndState(of: pair.server.end)
        var held: [(transit: Transit, datagram: [UInt8], sequence: SequenceNumber?)] = []
        for _ in 0..<count {
            let transit = try makeDiscarded(in: pair)
            var datagram: [UInt8] = []
            let bytes = transit.packet.bytes
            let (payload, nextHeader) = Self.content(
                of: transit.packet, in: pair.client.end.outbound.parameters.mode)
            let outcome = pair.client.end.seal(
                payload: bytes.span.extracting(payload), nextHeader: nextHeader, at: loop.now,
                into: &datagram)
            switch outcome {
            case .sealed(let sequence):
                let sealing = Sealing(tunnel: name, role: .client, datagram: datagram)
                emit(transit.number, pair.client.node, .sealed(sealing))
                held.append((transit, datagram, sequence))
            case .refused(let reason):
                emit(transit.number, pair.client.node, .dropped(reason))
                held.append((transit, [], nil))
            }
        }
        if let (link, _) = topology.nextHop(from: pair.client.node, to: pair.server.node) {
            try wait(link.delay)
        }
        for packet in held.reversed() where packet.sequence != nil {
            letGo(packet.transit, packet.datagram, to: pair.server, by: attacker)
        }
        try run()
        return ReorderReport(
            tunnel: name,
            releases: held.reversed().map {
                ReorderReport.Release(
                    packet: $0.transit.number, sequence: $0.sequence,
                    refusal: log[$0.transit.number]?.dropReason)
            },
            before: before, after: EndState(of: pair.server.end))
    }

    /// The most packets that are held back at once: so many the log remembers.
    package static let reorderLimit = PacketLog.limit

    /// A small packet for the server end, which throws it away (RFC 863).
    private func makeDiscarded(in pair: TunnelPair) throws(FabricFault) -> Transit {
        let number = log.lastNumber + 1
        let packet = try Self.build(
            PacketDraft(
                source: Self.clientAddress, destination: Self.serverAddress,
                transport: .udp(
                    source: Self.ephemeralPort(number), destination: Self.discardPort),
                data: Array("held back".utf8),
                identification: UInt16(truncatingIfNeeded: number)))
        _ = enter(packet, .sent, via: pair.name, at: pair.client.node)
        return Transit(number: number, packet: packet, via: pair.name, goal: pair.server.node)
    }

    private func letGo(
        _ transit: Transit, _ datagram: [UInt8], to station: Station,
        by attacker: Attacker
    ) {
        do {
            try attacker.socket.send(datagram.span, to: station.socket.localPort)
        } catch {
            return emit(transit.number, station.node, .dropped(.sendFailed))
        }
        loop.noteSent(to: station.socketID)
        station.expect(transit, in: datagram)
        try? drain(station.socketID)
    }
}
