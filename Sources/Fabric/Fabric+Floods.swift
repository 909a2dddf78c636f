import Cipher
import EventLoop
import Tunnel
import Wire

/// Attacks with many datagrams.
extension Fabric {
    /// Sends so many hostile datagrams to the server end of a tunnel, drawn from the lab's seed if it has one.
    ///
    /// They go in batches that fit into the socket's receive buffer, so that none is lost there; what is
    /// kept does not grow with their number. Between two batches `isInterrupted` is asked.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open; then nothing was sent.
    package func flood(
        _ name: String, count: Int, until isInterrupted: () -> Bool = { false }
    ) throws(FabricFault) -> FloodReport {
        let station = try tunnels.pair(name).server
        let attacker = try theAttacker()
        try run()
        let records = recordedDatagrams(of: name, for: station.end)
        var maker = try floodMaker(
            attacker.nextLabel("flood \(name)"), records, spi: station.end.inbound.spi)
        let state = EndState(of: station.end)
        var report = FloodReport(
            tunnel: name, asked: count, recorded: records.count, before: state, after: state)
        let lostBefore = station.socket.droppedCount
        let batch = min(
            Self.batch, station.socket.safeWindow(forDatagramsOf: FloodMaker.longest))
        var rest = count
        defer { emit(.attacked(datagrams: count - rest)) }
        while rest > 0, !isInterrupted() {
            let size = min(batch, rest)
            rest -= size
            attacker.forget()
            maker.makeBatch(of: size)
            fire(
                maker.bytes.span, lengths: maker.lengths, copiesOf: maker.copies, at: station,
                by: attacker)
            try run()
            for (kind, shot) in zip(maker.batchKinds, attacker.shots) {
                report.count(shot.strike ?? .overdue, of: kind)
            }
        }
        attacker.forget()
        report.after = EndState(of: station.end)
        if let lostBefore, let lost = station.socket.droppedCount {
            report.lost = lost - lostBefore
        }
        return report
    }

    /// The most datagrams of one flood.
    package static let floodLimit = 1_000_000
    /// The most datagrams of a flood that are under way at once.
    private static let batch = 64
    /// The most recorded datagrams that a flood is made from.
    private static let recordLimit = 128

    /// The newest datagrams in the log that the end has an SA for and that fit into a batch.
    private func recordedDatagrams(
        of name: String, for end: TunnelEnd
    ) -> [(number: Int, datagram: [UInt8])] {
        var found: [(number: Int, datagram: [UInt8])] = []
        for record in log.kept.reversed() {
            guard let sealing = record.sealing, sealing.tunnel == name,
                sealing.role != end.role, sealing.datagram.count <= FloodMaker.longest,
                let spi = Self.spi(of: sealing.datagram),
                end.inbounds.contains(where: { $0.spi == spi })
            else { continue }
            found.append((record.number, sealing.datagram))
            if found.count == Self.recordLimit { break }
        }
        return found
    }

    private func floodMaker(
        _ label: String, _ records: [(number: Int, datagram: [UInt8])], spi: SPI
    ) throws(FabricFault) -> FloodMaker {
        do {
            let seed: UInt64
            if let own = self.seed {
                seed = own
            } else {
                let drawn = try RandomSource.system.secret(count: 8)
                seed = drawn.withBytes { bytes in bytes.uint64(at: 0) }
            }
            return FloodMaker(
                try SeededRandom(seed: seed, label: label), recorded: records, spi: spi)
        } catch {
            throw .cipher(error)
        }
    }
}

extension FloodReport {
    fileprivate mutating func count(_ strike: Strike, of kind: FloodKind) {
        last = strike
        if let index = FloodKind.allCases.firstIndex(of: kind) { counts[index].count(strike) }
    }
}
