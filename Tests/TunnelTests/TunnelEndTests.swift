import Chance
import Cipher
import Testing
import Timeline
import Tunnel
import Wire

/// A client and a server of one lab.
struct TestTunnel {
    let client: TunnelEnd
    let server: TunnelEnd
    let ledger: IVLedger

    init(ledger: IVLedger = IVLedger(), seed: UInt64 = 1) throws {
        self.ledger = ledger
        client = try Self.end(.client, ledger: ledger, seed: seed)
        server = try Self.end(.server, ledger: ledger, seed: seed)
    }

    /// An end that sends by one SPI and receives by the other, with the key of `seed` for both.
    static func end(
        _ role: TunnelRole, clientSPI: UInt32 = 0x1002, serverSPI: UInt32 = 0x1001,
        ledger: IVLedger, seed: UInt64 = 1, parameters: SAParameters = SAParameters()
    ) throws -> TunnelEnd {
        let direction = { (spi: UInt32) throws in
            TunnelEnd.Direction(
                spi: SPI(rawValue: spi),
                material: try KeyMaterial(
                    seed: seed, label: "t", keyLength: parameters.suite.keyLength),
                parameters: parameters)
        }
        let isClient = role == .client
        return try TunnelEnd(
            role: role, outbound: direction(isClient ? serverSPI : clientSPI),
            inbound: direction(isClient ? clientSPI : serverSPI), ledger: ledger)
    }

    static func seal(_ payload: [UInt8], by end: TunnelEnd) -> [UInt8] {
        var datagram: [UInt8] = []
        _ = end.seal(payload: payload.span, nextHeader: .ipv4, at: .start, into: &datagram)
        return datagram
    }

    static func receive(_ datagram: [UInt8], at end: TunnelEnd) -> OpenOutcome {
        var plaintext: [UInt8] = [0xEE]
        return end.receive(datagram: datagram.span, at: .start, into: &plaintext)
    }

    /// The IV that a datagram carries.
    static func iv(of datagram: [UInt8]) -> UInt64 {
        datagram.span.uint64(at: ESPLayout.ivOffset)
    }
}

@Suite struct TunnelEndTests {
    @Test func bothDirectionsWork() throws {
        let tunnel = try TestTunnel()
        for (sender, receiver) in [
            (tunnel.client, tunnel.server), (tunnel.server, tunnel.client),
        ] {
            let datagram = TestTunnel.seal([1, 2, 3], by: sender)
            #expect(TestTunnel.receive(datagram, at: receiver).payload?.payload == 0..<3)
            // Sent back to its sender it carries an SPI that the sender doesn't receive by.
            #expect(TestTunnel.receive(datagram, at: sender).reason == .unknownSPI)
        }
    }

    @Test(
        arguments: [
            ([], .malformed), ([0xFF], .keepalive), ([0xFE], .malformed), ([0], .malformed),
            ([0xFF, 0xFF], .malformed), ([0, 0, 0], .malformed), ([0, 0, 0, 0], .nonESPMarker),
            ([0, 0, 0, 0, 1, 2, 3, 4, 5], .nonESPMarker), ([0, 0, 0x10, 0x01], .malformed),
            ([0, 0, 0x10, 0x01, 0, 0, 0], .malformed),
            ([0, 0, 0x10, 0x01, 0, 0, 0, 1], .malformed),
            ([0, 0, 0x10, 0x02, 0, 0, 0, 1], .unknownSPI), ([0, 0, 0, 5, 0, 0, 0, 1], .unknownSPI),
        ] as [([UInt8], DropReason)])
    func whatIsNoPacketOfThisEnd(datagram: [UInt8], reason: DropReason) throws {
        let tunnel = try TestTunnel()
        #expect(TestTunnel.receive(datagram, at: tunnel.server).reason == reason)
        #expect(tunnel.server.counters.refusedOnArrival(reason) == 1)
        #expect(tunnel.server.counters.arrived == 1)
    }

    @Test func anotherKeyAtOneEndIsABadICV() throws {
        let tunnel = try TestTunnel()
        try tunnel.client.setKeys(
            outbound: KeyMaterial(seed: 2, label: "t"), inbound: KeyMaterial(seed: 2, label: "t"))
        let there = TestTunnel.seal([1], by: tunnel.client)
        #expect(TestTunnel.receive(there, at: tunnel.server).reason == .badICV)
        let back = TestTunnel.seal([1], by: tunnel.server)
        #expect(TestTunnel.receive(back, at: tunnel.client).reason == .badICV)
        try tunnel.server.setKeys(
            outbound: KeyMaterial(seed: 2, label: "t"), inbound: KeyMaterial(seed: 2, label: "t"))
        let again = TestTunnel.seal([1], by: tunnel.client)
        #expect(TestTunnel.receive(again, at: tunnel.server).payload?.sequence.rawValue == 2)
        let isSameKey = tunnel.client.outboundMaterial.key.matches(
            tunnel.server.outboundMaterial.key)
        #expect(isSameKey)
    }

    @Test func aNewKeyKeepsNumbersWindowAndCounts() throws {
        let tunnel = try TestTunnel()
        let old = TestTunnel.seal([1, 2], by: tunnel.client)
        _ = TestTunnel.receive(old, at: tunnel.server)
        try tunnel.client.setKeys(
            outbound: KeyMaterial(seed: 9, label: "t"), inbound: KeyMaterial(seed: 9, label: "t"))
        try tunnel.server.setKeys(
            outbound: KeyMaterial(seed: 9, label: "t"), inbound: KeyMaterial(seed: 9, label: "t"))
        #expect(tunnel.client.outbound.lastSequence.rawValue == 1)
        #expect(tunnel.client.outbound.traffic.bytes == 2)
        #expect(tunnel.server.inbound.traffic.bytes == 2)
        #expect(tunnel.server.inbound.lastHeard == .start)
        #expect(TestTunnel.receive(old, at: tunnel.server).reason == .replayed)
    }

    @Test func noIVIsEverUsedTwiceWithOneKey() throws {
        var random = SplitMix(seed: 5)
        let ledger = IVLedger()
        var tunnel = try TestTunnel(ledger: ledger)
        var keys: [Bool: UInt64] = [true: 1, false: 1]
        var used: [UInt64: Set<UInt64>] = [:]
        var events = [Int](repeating: 0, count: 4)
        for _ in 0..<3_000 {
            let isClient = random.next(upperBound: UInt32(2)) == 0
            let end = isClient ? tunnel.client : tunnel.server
            switch random.next(upperBound: UInt32(40)) {
            case 0:
                let seed = UInt64(1 + random.next(upperBound: UInt32(3)))
                try end.setKeys(
                    outbound: KeyMaterial(seed: seed, label: "t"),
                    inbound: KeyMaterial(seed: seed, label: "t"))
                keys[isClient] = seed
                events[0] += 1
            case 1:
                let seed = UInt64(1 + random.next(upperBound: UInt32(3)))
                tunnel = try TestTunnel(ledger: ledger, seed: seed)
                keys = [true: seed, false: seed]
                events[1] += 1
            default:
                let iv = TestTunnel.iv(of: TestTunnel.seal([1], by: end))
                let key = try #require(keys[isClient])
                #expect(used[key, default: []].insert(iv).inserted, "IV \(iv), key \(key)")
                events[isClient ? 2 : 3] += 1
            }
        }
        #expect(used.count == 3)
        #expect(events.allSatisfy { $0 > 10 })
    }

    @Test func countersAddUp() throws {
        var random = SplitMix(seed: 8)
        let tunnel = try TestTunnel()
        var sent: [[UInt8]] = []
        for _ in 0..<2_000 {
            var datagram = TestTunnel.seal([1, 2, 3, 4], by: tunnel.client)
            sent.append(datagram)
            switch random.next(upperBound: UInt32(7)) {
            case 0: datagram[Int(random.next(upperBound: UInt32(40)))] ^= 4
            case 1: datagram.removeLast(Int(random.next(upperBound: UInt32(41))))
            case 2: datagram = sent[Int(random.next(upperBound: UInt32(sent.count)))]
            case 3: datagram = [0xFF]
            default: break
            }
            _ = TestTunnel.receive(datagram, at: tunnel.server)
        }
        let counters = tunnel.server.counters
        let refused = DropReason.allCases.map(counters.refusedOnArrival)
        #expect(counters.arrived == 2_000)
        #expect(counters.arrived == counters.delivered + refused.reduce(0, +))
        #expect(counters.delivered == tunnel.server.inbound.traffic.packets)
        let reasons: [DropReason] = [
            .malformed, .unknownSPI, .replayed, .tooOld, .badICV, .keepalive,
        ]
        for reason in reasons { #expect(counters.refusedOnArrival(reason) > 0, "\(reason)") }

        let tooLong = [UInt8](repeating: 0, count: OutboundSA.maximumPayload + 1)
        #expect(TestTunnel.seal(tooLong, by: tunnel.client).isEmpty)
        let sending = tunnel.client.counters
        #expect(sending.offered == 2_001)
        #expect(sending.sealed == 2_000)
        #expect(sending.refusedForSending(.tooLarge) == 1)
        #expect(sending.refusedForSending(.ivExhausted) == 0)
    }

    @Test func aReservedSPIStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            _ = try TestTunnel.end(
                .client, clientSPI: 256, serverSPI: 255, ledger: IVLedger())
        }
    }
}
