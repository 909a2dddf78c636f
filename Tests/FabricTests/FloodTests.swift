import Cipher
import EventLoop
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Many hostile datagrams at a live endpoint: none accepted, none fatal, none lost.
@Suite struct FloodTests {
    @Test func acceptsNoneOfAHundredThousand() throws {
        let scene = try AttackScene(messages: 80)
        let report = try scene.fabric.attacker.flood("demo", count: 100_000)
        #expect(report.sent == 100_000 && report.accepted == 0)
        #expect(report.lost == 0)
        #expect(report.after.window.isSame(as: report.before.window))
        let arrived = report.after.counters.arrived - report.before.counters.arrived
        #expect(arrived == 100_000)
        #expect(scene.fabric.counters.attacks == 100_000)
        #expect(scene.fabric.counters.made == 160)
        for reason in DropReason.allCases {
            let counted =
                report.after.counters.refusedOnArrival(reason)
                - report.before.counters.refusedOnArrival(reason)
            #expect(report.counts.reduce(0) { $0 + $1.refused(reason) } == counted, "\(reason)")
        }
        // Every check that needs no key has refused some.
        for reason: DropReason in [
            .malformed, .unknownSPI, .replayed, .tooOld, .badICV, .keepalive, .nonESPMarker,
        ] {
            #expect(report.counts.contains { $0.refused(reason) > 0 }, "\(reason)")
        }
        for (kind, count) in zip(FloodKind.allCases, report.counts) {
            #expect(count.sent > 15_000, "\(kind)")
        }
        #expect(try scene.addsUp() && scene.isWorking())
    }

    @Test func isTheSameForTheSameSeed() throws {
        func counts(_ floods: Int, seed: UInt64 = 7) throws -> [[UInt64]] {
            let scene = try AttackScene(messages: 3)
            scene.fabric.seed(seed)
            var report = try scene.fabric.attacker.flood("demo", count: 500)
            for _ in 1..<floods { report = try scene.fabric.attacker.flood("demo", count: 500) }
            return report.counts.map { count in
                [count.sent] + DropReason.allCases.map(count.refused)
            }
        }
        #expect(try counts(1) == counts(1))
        #expect(try counts(2) == counts(2))
        #expect(try counts(1) != counts(2))
        #expect(try counts(1) != counts(1, seed: 8))
    }

    @Test func hasNothingToCopyBeforeTheFirstPacket() throws {
        let scene = try AttackScene(messages: 0)
        let report = try scene.fabric.attacker.flood("demo", count: 300)
        #expect(report.recorded == 0)
        for (kind, count) in zip(FloodKind.allCases, report.counts) {
            #expect((count.sent == 0) == kind.needsRecord, "\(kind)")
        }
        #expect(try scene.addsUp() && scene.isWorking())
    }

    @Test func stopsBetweenTwoBatches() throws {
        let scene = try AttackScene()
        var asked = 0
        let report = try scene.fabric.attacker.flood("demo", count: 10_000) {
            asked += 1
            return asked > 3
        }
        #expect(report.asked == 10_000 && report.sent > 0 && report.sent <= 3 * 64)
        #expect(report.counts.reduce(0) { $0 + $1.underWay } > 0, "what is under way stays so")
        try scene.fabric.run()
        #expect(scene.fabric.counters.attacks == report.sent)
        let none = try scene.fabric.attacker.flood("demo", count: 5) { true }
        #expect(none.sent == 0 && none.last == nil)
        #expect(try scene.addsUp() && scene.isWorking())
    }

    /// A recorded datagram that never arrived is as good as ever: it passes once.
    @Test func letsALostPacketPassOnce() throws {
        let scene = try AttackScene()
        let fabric = scene.fabric
        _ = try fabric.impair("internet") { $0.loss = Percentage(hundredths: Percentage.whole) }
        let lost = try fabric.send(message: Array("late".utf8), through: "demo")
        _ = try fabric.clearImpairments(of: nil)
        let report = try fabric.attacker.flood("demo", count: 2_000)
        #expect(report.accepted == 1)
        let copies = fabric.log.kept.filter { $0.origin == .copy(of: lost) }
        #expect(copies.count == 1 && copies.allSatisfy(\.isDelivered))
        #expect(try scene.addsUp() && scene.isWorking())
    }

    /// Somebody has filled the buffer, so that the kernel loses what the attacker sends: each has an end.
    @Test func namesWhatTheKernelLost() throws {
        let fabric = Lab.open(patience: .milliseconds(40))
        _ = try fabric.open(TunnelPlan(name: "demo"))
        let stranger = try UDPSocket(port: 0)
        let server = try fabric.tunnels.local(.server, of: "demo")
        for _ in 0..<server.socket.receiveBuffer / 512 {
            try stranger.send([0x2A].span, to: server.socket.localPort)
        }
        let report = try fabric.attacker.carryOut(.forgery(tunnel: "demo"))
        #expect(report.refusal == .overdue)
        #expect(fabric.counters.attacks == 1 && fabric.counters.strangers > 100)
        #expect(fabric.loop.inFlight == 0)
        try fabric.clear(server)
        let next = try fabric.attacker.carryOut(.forgery(tunnel: "demo"))
        #expect(next.refusal == .badICV)
        #expect(fabric.addsUp)
    }

    @Test func isBounded() {
        #expect(Attacker.floodLimit == 1_000_000)
        #expect(Attacker.reorderLimit == PacketLog.limit)
    }

    /// The sandbox takes nothing from the tunnel, and the same two texts never meet the same key twice.
    @Test func misusesNoIVOfTheTunnel() throws {
        let scene = try AttackScene()
        let before = try #require(scene.fabric.datagram(of: 1))
        let first = try scene.fabric.attacker.reuseIV(in: "demo", for: [1, 2, 3], and: [4, 5])
        let second = try scene.fabric.attacker.reuseIV(in: "demo", for: [1, 2, 3], and: [4, 5])
        #expect(first.secondText(knowing: [1, 2, 3]) == [4, 5])
        #expect(first.packets[0] != second.packets[0])
        #expect(try scene.isWorking())
        let after = try #require(scene.fabric.datagram(of: 3))
        #expect(before[15] + 1 == after[15])
        let limit = Fabric.messageLimit
        _ = try scene.fabric.attacker.reuseIV(
            in: "demo", for: [1], and: [UInt8](repeating: 1, count: limit))
        #expect(throws: FabricFault.messageTooLarge(bytes: limit + 1, limit: limit)) {
            try scene.fabric.attacker.reuseIV(
                in: "demo", for: [1], and: [UInt8](repeating: 1, count: limit + 1))
        }
    }
}
