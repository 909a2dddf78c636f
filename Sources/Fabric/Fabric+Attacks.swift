import Cipher
import EventLoop
import Timeline
import Tunnel
import Wire

/// Attacks on the ends of tunnels: real datagrams to their real sockets, judged like all others.
extension Fabric {
    /// Sends one datagram of the attacker's to the end that it is meant for.
    ///
    /// When it passes every check, which takes a packet that the peer sealed and that has not arrived, the
    /// packet inside gets a number of its own and goes on its way.
    ///
    /// - Throws: `FabricFault` when the packet was never sealed, its tunnel is not open, or the datagram has no
    ///   such bit or length; then nothing was sent.
    package func carryOut(_ attack: Attack) throws(FabricFault) -> AttackReport {
        let attacker = try theAttacker()
        let shot = try shot(attack, by: attacker)
        let station = shot.pair.station(shot.role)
        // What is still under way comes first, so that nothing but the attack moves a counter.
        try run()
        // A changed SPI can be that of another SA, which then judges it.
        let spis = [shot.datagram, shot.original].compactMap { $0.flatMap(Self.spi) }
        let wasAccepted = shot.record?.sealing.map(isAccepted) ?? false
        let before = EndState(of: station.end, spis: spis)
        attacker.forget()
        fire(
            shot.datagram.span, lengths: [UInt32(shot.datagram.count)],
            copiesOf: [shot.record?.number], at: station, by: attacker)
        try run()
        let strike = attacker.shots.first?.strike ?? .overdue
        attacker.forget()
        emit(.attacked(datagrams: 1))
        return AttackReport(
            attack: attack, tunnel: shot.pair.name, role: shot.role,
            suite: station.end.inbound.parameters.suite, datagram: shot.datagram,
            original: shot.original, wasAccepted: wasAccepted, strike: strike,
            before: before, after: EndState(of: station.end, spis: spis))
    }

    /// The attacker, who gets his socket the first time that there is something to do.
    func theAttacker() throws(FabricFault) -> Attacker {
        if let attacker { return attacker }
        do {
            let new = try Attacker()
            attacker = new
            return new
        } catch {
            throw .system(error)
        }
    }

    /// The SPI at the beginning of a datagram, when it is long enough for one.
    static func spi(of datagram: [UInt8]) -> SPI? {
        datagram.count < ESPHeader.length
            ? nil : SPI(rawValue: datagram.span.uint32(at: ESPHeader.Offset.spi))
    }

    /// Whether a datagram, or a copy of it, has passed every check at some time that the log remembers.
    private func isAccepted(_ sealing: Sealing) -> Bool {
        log.kept.contains { $0.opening != nil && $0.sealing?.datagram == sealing.datagram }
    }

    /// Sends datagrams that lie behind each other in `bytes`, and lets the loop wait for them; what can't be
    /// sent has met its end.
    ///
    /// `copies` says of each which packet's it is, when it is a whole copy of one.
    func fire(
        _ bytes: Span<UInt8>, lengths: [UInt32], copiesOf copies: [Int?], at station: Station,
        by attacker: Attacker
    ) {
        var strike: Strike?
        do {
            try attacker.send(bytes, lengths: lengths, to: station.socket.localPort)
        } catch {
            strike = Strike(refusal: .sendFailed, released: nil)
        }
        for copy in copies {
            if strike == nil { loop.noteSent(to: station.socketID) }
            attacker.note(Attacker.Shot(copied: copy, strike: strike))
        }
    }

    /// Notes how a datagram of the attacker's was judged, and lets go on what passed.
    func struck(
        by attacker: Attacker, _ outcome: OpenOutcome, _ pair: TunnelPair,
        _ station: Station
    ) {
        loop.noteReceived(at: station.socketID)
        switch outcome {
        case .refused(let reason): attacker.noteArrival(Strike(refusal: reason, released: nil))
        case .opened(let opened):
            let copied = attacker.upcomingCopy.flatMap { log[$0] }
            guard let inner = inner(of: opened, under: copied?.packet, station.end) else {
                return attacker.noteArrival(Strike(refusal: .badInnerPacket, released: nil))
            }
            attacker.noteArrival(
                Strike(
                    refusal: nil, released: release(inner, opened, copied, pair, station)))
        }
    }

    /// Lets a packet go on that came out of a datagram of the attacker's: as a copy of the packet whose
    /// datagram it is, it goes where that one would have gone.
    private func release(
        _ inner: Packet, _ opened: OpenedPayload, _ copied: PacketRecord?, _ pair: TunnelPair,
        _ station: Station
    ) -> Int {
        let number = enter(
            inner, copied.map { .copy(of: $0.number) } ?? .sent, via: pair.name, at: station.node)
        if let sealing = copied?.sealing { emit(number, station.node, .sealed(sealing)) }
        let opening = Opening(
            tunnel: pair.name, role: station.end.role, plaintext: plaintext,
            payload: opened.payload, sequence: opened.sequence,
            suite: station.end.inbound.parameters.suite)
        emit(number, station.node, .opened(opening))
        let far = station.end.role == .server ? topology.exit : topology.entrance
        let goal = copied.map(endsAtGateway) ?? false ? station.node : far
        let transit = Transit(number: number, packet: inner, via: pair.name, goal: goal)
        admit(transit, pair.plan.selectors, at: station)
        return number
    }

    /// Whether a packet is for the gateway itself, as messages and their echoes are.
    private func endsAtGateway(_ record: PacketRecord) -> Bool {
        switch firstOrigin(of: record) {
        case .message, .echo: true
        case .sent, .arrival, .answer, .rejection, .copy: false
        }
    }

    // MARK: - Making the datagram

    /// A datagram, and whom it is meant for.
    private struct Shot {
        let pair: TunnelPair
        let role: TunnelRole
        let datagram: [UInt8]
        var record: PacketRecord?
        var original: [UInt8]?
    }

    private func shot(
        _ attack: Attack, by attacker: Attacker
    ) throws(FabricFault) -> Shot {
        switch attack {
        case .replay(let number): try copy(of: number) { $0 }
        case .flip(let number, let bit):
            try copy(of: number) { datagram throws(FabricFault) in
                guard bit < datagram.count * 8 else {
                    throw .noSuchBit(bit, last: datagram.count * 8 - 1)
                }
                var flipped = datagram
                flipped[bit / 8] ^= 0x80 >> UInt8(bit % 8)
                return flipped
            }
        case .truncation(let number, let length):
            try copy(of: number) { datagram throws(FabricFault) in
                guard length < datagram.count else {
                    throw .noSuchCut(length, last: datagram.count - 1)
                }
                return Array(datagram[..<length])
            }
        case .forgery(let name):
            try forgery(in: name, by: attacker) { $0.inbound.spi }
        case .unknownSPI(let name):
            try forgery(in: name, by: attacker) { _ in unusedSPI }
        }
    }

    private func copy(
        of number: Int, _ change: ([UInt8]) throws(FabricFault) -> [UInt8]
    ) throws(FabricFault) -> Shot {
        guard let record = log[number], let sealing = record.sealing else {
            throw .neverSealed(number)
        }
        let pair = try tunnels.pair(sealing.tunnel)
        return Shot(
            pair: pair, role: pair.peer(of: sealing.role).end.role,
            datagram: try change(sealing.datagram), record: record, original: sealing.datagram)
    }

    private func forgery(
        in name: String, by attacker: Attacker, _ spi: (TunnelEnd) -> SPI
    ) throws(FabricFault) -> Shot {
        let pair = try tunnels.pair(name)
        let server = pair.server.end
        var parameters = server.inbound.parameters
        parameters.lifetime = SALifetime()
        // The next one that the server waits for; when there is none any more, the last one again.
        let last = parameters.isExtended ? UInt64.max : UInt64(UInt32.max)
        let sequence = min(pair.client.end.outbound.lastSequence.rawValue, last - 1)
        let packet = try Self.build(
            PacketDraft(
                source: Self.clientAddress, destination: Self.serverAddress,
                transport: .udp(source: Self.discardPort, destination: Self.echoPort),
                data: Array("forged".utf8)))
        var datagram: [UInt8] = []
        do {
            let material = try tunnels.keys.material(
                label: attacker.nextLabel("forge \(name)"), for: parameters.suite)
            let forger = try OutboundSA(
                spi: spi(server), material: material, ledger: IVLedger(), parameters: parameters,
                lastSequence: SequenceNumber(rawValue: sequence))
            _ = forger.seal(
                payload: packet.bytes.span, nextHeader: .ipv4, at: .start, into: &datagram)
        } catch {
            throw .cipher(error)
        }
        return Shot(pair: pair, role: .server, datagram: datagram)
    }

    /// An SPI by which no end of any open tunnel receives.
    private var unusedSPI: SPI {
        let ends = tunnels.pairs.flatMap { [$0.client.end, $0.server.end] }
        let used = Set(ends.flatMap { $0.inbounds.map(\.spi) })
        var spi = SPI(rawValue: 0x0BAD_CAFE)
        while used.contains(spi) { spi = SPI(rawValue: spi.rawValue + 1) }
        return spi
    }

    /// The port of the discard service (RFC 863).
    static let discardPort = Port(rawValue: 9)
}

extension ManualKeys {
    /// Material that belongs to no tunnel, drawn as every other key of the lab.
    ///
    /// - Throws: `CipherFault` when libcrypto can't make it.
    func material(label: String, for suite: ESPSuite) throws(CipherFault) -> KeyMaterial {
        guard let seed else { return try KeyMaterial(from: .system, keyLength: suite.keyLength) }
        return try KeyMaterial(seed: seed, label: label, keyLength: suite.keyLength)
    }
}
