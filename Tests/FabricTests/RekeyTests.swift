import Cipher
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// New pairs of associations take over while packets go on, and nothing is lost.
@Suite struct RekeyTests {
    private func plan(
        soft: SALifetime.Bound = .init(), hard: SALifetime.Bound = .init(),
        keys: TunnelPlan.Keys = .generated
    ) -> TunnelPlan {
        var plan = TunnelPlan(name: "demo", keys: keys)
        plan.parameters.lifetime = SALifetime(soft: soft, hard: hard)
        return plan
    }

    private func rekeyings(_ fabric: Fabric) -> [Rekeying] {
        Listener().hear(fabric).compactMap {
            guard case .rekeyed(let rekeying) = $0 else { return nil }
            return rekeying
        }
    }

    @Test(arguments: [
        SALifetime.Bound(packets: 3), .init(bytes: 100), .init(time: .milliseconds(50)),
    ])
    func aSoftLifetimeStartsARekeying(soft: SALifetime.Bound) throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan(soft: soft))
        for _ in 0..<20 {
            let number = try fabric.send(Lab.udp(), via: "demo")
            #expect(fabric.log[number]?.isDelivered == true)
        }
        let made = rekeyings(fabric)
        #expect(made.count >= 4)
        #expect(made.allSatisfy { $0.cause == .softLifetime })
        #expect(try fabric.snapshot(of: "demo").rekeyings == made.count)
        #expect(fabric.addsUp)
    }

    @Test func nothingUnderWayIsLost() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan(soft: .init(packets: 7)))
        for _ in 0..<200 {
            _ = try fabric.launch(Lab.udp(), via: "demo")
            try fabric.run(for: .milliseconds(1))
        }
        while try fabric.run(steps: 1_000) {}
        #expect(fabric.counters.delivered == 200)
        #expect(rekeyings(fabric).count >= 20)
        let opened = try fabric.snapshot(of: "demo").ends[1].opened
        #expect(opened.packets == 200)
    }

    /// More than the ends can keep: the aging one goes on, until a hard lifetime ends it, and that is said.
    @Test func moreRekeyingsThanAnEndCanKeepLoseNothing() throws {
        for hard in [SALifetime.Bound(), .init(packets: 2)] {
            let fabric = Lab.open()
            _ = try fabric.open(plan(soft: .init(packets: 1), hard: hard))
            for _ in 0..<200 {
                _ = try fabric.launch(Lab.udp(), via: "demo")
                try fabric.run(for: .milliseconds(1))
            }
            while try fabric.run(steps: 1_000) {}
            let limit = TunnelEnd.associationLimit
            let snapshot = try fabric.snapshot(of: "demo")
            #expect(snapshot.rekeyings == limit - 1)
            #expect(throws: FabricFault.tooManyAssociations("demo", limit: limit)) {
                try fabric.rekey("demo")
            }
            let dropped = hard.packets == nil ? 0 : UInt64(200 - limit - 1)
            #expect(fabric.counters.dropped(.tooManyAssociations) == dropped)
            #expect(
                snapshot.ends[0].counters.refusedForSending(.tooManyAssociations) == dropped)
            #expect(fabric.counters.delivered == 200 - dropped && fabric.addsUp)
            // Once they have drained it goes on as before.
            try fabric.run(for: Fabric.drainTime)
            #expect(fabric.record(try fabric.send(Lab.udp(), via: "demo"))?.isDelivered == true)
        }
    }

    @Test func theOldPairDrainsAndEnds() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan())
        _ = try fabric.send(Lab.udp(), via: "demo")
        let rekeying = try fabric.rekey("demo")
        #expect(rekeying.cause == .asked)
        #expect(rekeying.changes.map(\.new.rawValue) == [0x1011, 0x1012])
        #expect(rekeying.changes.map(\.old.rawValue) == [0x1001, 0x1002])
        var ends = try fabric.snapshot(of: "demo").ends
        #expect(ends.map(\.inbound.draining) == [[SPI(rawValue: 0x1001)], [SPI(rawValue: 0x1002)]])
        // The lab is idle although an association is waiting for its end.
        try fabric.run(for: .milliseconds(4_999))
        ends = try fabric.snapshot(of: "demo").ends
        #expect(ends.allSatisfy { $0.inbound.draining.count == 1 })
        try fabric.run(for: .milliseconds(1))
        ends = try fabric.snapshot(of: "demo").ends
        #expect(ends.allSatisfy { $0.inbound.draining.isEmpty })
        let retired = Listener().hear(fabric).compactMap { event -> Retirement? in
            guard case .retired(let retirement) = event else { return nil }
            return retirement
        }
        #expect(retired.map(\.spis) == [[SPI(rawValue: 0x1001), SPI(rawValue: 0x1002)]])
        let old = try #require(fabric.datagram(of: 1))
        var plaintext: [UInt8] = []
        let outcome = try fabric.tunnels.local(.server, of: "demo").end.receive(
            datagram: old.span, at: .start, into: &plaintext)
        #expect(outcome == .refused(.unknownSPI))
    }

    @Test func aTunnelThatClosesBeforeItDrainsIsNotMissed() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan())
        _ = try fabric.rekey("demo")
        try fabric.close("demo")
        _ = try fabric.open(plan())
        try fabric.run(for: .seconds(10))
        #expect(fabric.record(try fabric.send(Lab.udp(), via: "demo"))?.isDelivered == true)
    }

    @Test func everyPairHasKeysAndSPIsOfItsOwn() throws {
        for keys in [
            TunnelPlan.Keys.generated, .given(Lab.key), .password([1]),
            .both(client: Lab.key, server: Lab.key.reversed()),
        ] {
            let fabric = Lab.open()
            fabric.seed(1)
            _ = try fabric.open(plan(keys: keys))
            var texts: Set<[UInt8]> = []
            var spis: Set<SPI> = []
            for round in 0..<5 {
                if round > 0 { _ = try fabric.rekey("demo") }
                for role in TunnelRole.allCases {
                    texts.insert(try fabric.keyText(sealedBy: role, of: "demo"))
                }
                let ends = try fabric.snapshot(of: "demo").ends
                spis.formUnion(ends.map(\.inbound.spi))
                let message = try fabric.send(message: [1], through: "demo")
                #expect(fabric.log[message]?.answer != nil)
            }
            var expected = 10
            if case .given = keys { expected = 9 }
            #expect(texts.count == expected)
            #expect(spis.count == 10)
        }
    }

    /// Two labs that were given one key come to the same successors, and must not use the same IVs.
    @Test func derivedKeysStartTheirIVsWhereTypedOnesDo() throws {
        for keys in [TunnelPlan.Keys.given(Lab.key), .password([1])] {
            for isSeeded in [true, false] {
                let ivs = try (0..<2).map { _ in
                    let fabric = Lab.open()
                    if isSeeded { fabric.seed(1) }
                    _ = try fabric.open(plan(keys: keys))
                    _ = try fabric.rekey("demo")
                    let number = try fabric.send(Lab.udp(), via: "demo")
                    let datagram = try #require(fabric.datagram(of: number))
                    return datagram.span.uint64(at: ESPLayout.ivOffset)
                }
                #expect((ivs[0] == ivs[1]) == isSeeded)
                #expect((ivs[0] == 1) == isSeeded)
            }
        }
    }

    @Test func aHardLifetimeEndsTheAssociation() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan(hard: .init(packets: 2)))
        var reasons: [DropReason?] = []
        for _ in 0..<4 {
            reasons.append(fabric.record(try fabric.send(Lab.udp(), via: "demo"))?.dropReason)
        }
        #expect(reasons == [nil, nil, .saExpired, .saExpired])
        _ = try fabric.rekey("demo")
        #expect(fabric.record(try fabric.send(Lab.udp(), via: "demo"))?.isDelivered == true)
        #expect(fabric.addsUp)
    }

    @Test func theLastSequenceNumberIsUsedAndNoneAfterIt() throws {
        let fabric = Lab.open()
        var plan = plan()
        plan.client.lastSequence = SequenceNumber(rawValue: UInt64(UInt32.max) - 1)
        _ = try fabric.open(plan)
        #expect(fabric.record(try fabric.send(Lab.udp(), via: "demo"))?.isDelivered == true)
        let refused = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.log[refused]?.dropReason == .sequenceExhausted)
        // With extended numbers the sender goes on, if the receiver has followed so far.
        plan.parameters.isExtended = true
        plan.name = "extended"
        _ = try fabric.open(plan)
        for _ in 0..<3 {
            #expect(fabric.record(try fabric.send(Lab.udp(), via: "extended"))?.isDelivered == true)
        }
    }

    @Test func aKeyForOneEndIsHealedByANewPair() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan())
        try fabric.setKey(Lab.key, at: .client, of: "demo")
        let refused = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.log[refused]?.dropReason == .badICV)
        _ = try fabric.rekey("demo")
        #expect(fabric.record(try fabric.send(Lab.udp(), via: "demo"))?.isDelivered == true)
    }
}
