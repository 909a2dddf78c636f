import Cipher
import EventLoop
package import Timeline
import Tunnel
import Wire

/// Attacks with many datagrams.
extension Attacker {
    // MARK: - A flood

    /// Sends so many hostile datagrams to the server end of a tunnel, drawn from the lab's seed if it has one.
    ///
    /// They are put on the wire a batch each millisecond of virtual time; what is kept does not grow with their
    /// number. Between two batches `isInterrupted` is asked; what is under way then stays so.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open; then nothing was sent.
    package func flood(
        _ name: String, count: Int, until isInterrupted: () -> Bool = { false }
    ) throws(FabricFault) -> FloodReport {
        let peer = try fabric.tunnels.local(.server, of: name)
        try prepare()
        try fabric.run()
        let recorded = recordedFrames(of: name, for: peer.end)
        var maker = try floodMaker(
            nextLabel("flood \(name)"), recorded, spi: peer.end.inbound.spi)
        let state = EndState(of: peer.end)
        var report = FloodReport(
            tunnel: name, asked: count, recorded: recorded.count, before: state, after: state)
        let lostBefore = peer.socket.droppedCount
        var cursor = Cursor()
        fabric.read(&cursor) { _ in }
        var rest = count
        while rest > 0, !isInterrupted() {
            for _ in 0..<min(Self.batch, rest) {
                let (kind, bytes, original) = maker.next()
                try send(
                    Datagram(tunnel: name, target: peer, bytes: bytes, original: original),
                    .flood(kind))
                if let place = FloodKind.allCases.firstIndex(of: kind) {
                    report.counts[place].sent += 1
                }
            }
            rest -= min(Self.batch, rest)
            try fabric.run(for: .milliseconds(1))
            report.count(fabric, &cursor)
        }
        while !isInterrupted(), try fabric.run(steps: Self.batch) {
            report.count(fabric, &cursor)
        }
        report.count(fabric, &cursor)
        report.after = EndState(of: peer.end)
        if let lostBefore, let lost = peer.socket.droppedCount { report.lost = lost - lostBefore }
        return report
    }

    /// The most datagrams of one flood.
    package static let floodLimit = 1_000_000
    /// How many datagrams of a flood are put on the wire in a millisecond.
    private static let batch = 64
    /// The most recorded frames that a flood is made from.
    private static let recordLimit = 128

    /// The frames of the newest packets that the end has an SA for and that are not too long.
    private func recordedFrames(of name: String, for end: TunnelEnd) -> [FrameImage] {
        var found: [FrameImage] = []
        for record in fabric.log.kept.reversed() {
            guard
                let image = (record.sealedFrame ?? record.openedFrame).flatMap(fabric.frames.image),
                let encapsulation = image.frame.encapsulation, encapsulation.tunnel == name,
                encapsulation.sender != end.role, encapsulation.length <= FloodMaker.longest,
                let spi = Self.spi(of: Array(image.datagram)),
                end.inbounds.contains(where: { $0.spi == spi })
            else { continue }
            found.append(image)
            if found.count == Self.recordLimit { break }
        }
        return found
    }

    private func floodMaker(
        _ label: String, _ recorded: [FrameImage], spi: SPI
    ) throws(FabricFault) -> FloodMaker {
        do {
            let seed: UInt64
            if let own = fabric.seed {
                seed = own
            } else {
                let drawn = try RandomSource.system.secret(count: 8)
                seed = drawn.withBytes { bytes in bytes.uint64(at: 0) }
            }
            return FloodMaker(
                try SeededRandom(seed: seed, label: label), recorded: recorded, spi: spi)
        } catch {
            throw .cipher(error)
        }
    }

    // MARK: - Another order

    /// Holds back so many packets that one end seals, and puts them on the wire in reverse order.
    ///
    /// They are packets of the lab like all others: each has a number and ends in a delivery or a drop. When the
    /// budget ends, no more of them are made.
    ///
    /// They are the client's, when it is here, else the server's. Where the other end is in another process, it is
    /// known there what becomes of them.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open, or the client elsewhere has not been heard yet; then
    ///   no packet was made.
    package func reorder(
        _ name: String, count: Int, _ budget: Budget = Budget()
    ) throws(FabricFault) -> ReorderReport {
        let tunnel = try fabric.tunnels.tunnel(name)
        let sender = tunnel.speaker
        let receiver = tunnel.local(sender.role.peer)
        if let remote = tunnel.remote, remote.port == nil { throw .peerUnknown(name) }
        try prepare()
        try fabric.run()
        let before = receiver.map { EndState(of: $0.end) }
        var held: [Held] = []
        for _ in 0..<count where budget.spend(Self.steps) {
            let transit = try makeDiscarded(by: sender, tunnel)
            let encapsulation = fabric.walker.seal(transit, at: sender, of: tunnel)
            held.append(
                Held(transit: transit, encapsulation: encapsulation, datagram: fabric.walker.sealed)
            )
        }
        for packet in held.reversed() {
            guard let encapsulation = packet.encapsulation else { continue }
            fabric.walker.sealed = packet.datagram
            _ = fabric.walker.put(
                packet.transit,
                Frame.Content(kind: .heldBack, packet: packet.transit.number), encapsulation)
        }
        try fabric.run()
        return ReorderReport(
            tunnel: name, sender: sender.role,
            releases: held.reversed().map {
                ReorderReport.Release(
                    packet: $0.transit.number, sequence: $0.encapsulation?.sequence,
                    refusal: fabric.log[$0.transit.number]?.dropReason)
            },
            receiver: receiver.flatMap { receiver in
                before.map { (before: $0, after: EndState(of: receiver.end)) }
            })
    }

    /// What it costs to make a packet and seal it.
    private static let steps = 1 << 12

    /// The most packets that are held back at once: so many the log remembers.
    package static let reorderLimit = PacketLog.limit

    /// A packet that is held back, and its ESP packet unless the sender refused to seal it.
    private struct Held {
        let transit: Transit
        let encapsulation: Encapsulation?
        let datagram: [UInt8]
    }

    /// A small packet for the other end, which throws it away (RFC 863).
    private func makeDiscarded(
        by sender: LocalPeer, _ tunnel: Tunnel
    ) throws(FabricFault) -> Transit {
        let number = fabric.log.lastNumber + 1
        let ends = fabric.topology.messageEnds(of: tunnel.plan)
        let (own, other) =
            switch sender.role {
            case .client: (ends.client, ends.server)
            case .server: (ends.server, ends.client)
            }
        let packet = try Fabric.build(
            PacketDraft(
                source: own, destination: other,
                transport: .udp(
                    source: Fabric.ephemeralPort(number), destination: Self.discardPort),
                data: Array("held back".utf8),
                identification: UInt16(truncatingIfNeeded: number)))
        _ = fabric.history.enter(packet, .sent, via: tunnel.name, at: sender.node)
        return Transit(
            number: number, packet: packet, via: tunnel.name,
            goal: fabric.nodes.ends.node(sender.role.peer))
    }
}

extension FloodReport {
    /// Counts the datagrams of the flood whose fates are known since the cursor was there.
    fileprivate mutating func count(_ fabric: Fabric, _ cursor: inout Cursor) {
        fabric.read(&cursor) { happening in
            if case .frame(let number) = happening, let frame = fabric.frames[number] {
                count(frame)
            }
        }
    }

    private mutating func count(_ frame: Frame) {
        guard case .attack(.flood(let kind)) = frame.kind, !frame.content.isLinkCopy,
            let index = FloodKind.allCases.firstIndex(of: kind)
        else { return }
        counts[index].count(frame.fate.refusal)
        last = frame
    }
}
