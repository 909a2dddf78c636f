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
            renewIfAging(name)
            let transit = try makeDiscarded(in: pair)
            let sealed = sealing(of: transit, in: name, at: pair.client)
            held.append((transit, sealed?.0.datagram ?? [], sealed?.1))
        }
        if let wire = topology.wire { try wait(wire.delay) }
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
        let ends = messageEnds(of: pair.plan)
        let packet = try Self.build(
            PacketDraft(
                source: ends.client, destination: ends.server,
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
            try attacker.send(
                datagram.span, lengths: [UInt32(datagram.count)], to: station.socket.localPort)
        } catch {
            return emit(transit.number, station.node, .dropped(.sendFailed))
        }
        loop.noteSent(to: station.socketID)
        station.expect(transit, in: datagram)
        try? drain(station.socketID)
    }
}
