import EventLoop
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// What the checks let pass: copies of what the peer sealed, whose numbers are new to the window.
@Suite struct AcceptedAttackTests {
    private let all = Percentage(hundredths: Percentage.whole)

    @Test func takesALostMessageOnceAndAnswersIt() throws {
        let scene = try AttackScene()
        let fabric = scene.fabric
        _ = try fabric.impair("internet") { $0.loss = all }
        let lost = try fabric.send(message: Array("late".utf8), through: "demo")
        #expect(fabric.log[lost]?.dropReason == .lostOnLink)
        _ = try fabric.clearImpairments(of: nil)
        let report = try fabric.attacker.carryOut(.replay(of: lost))
        #expect(report.refusal == nil && !report.wasAccepted)
        #expect(report.after.window.highest.rawValue == 2)
        #expect(report.after.counters.delivered == report.before.counters.delivered + 1)
        let released = try #require(report.released)
        let record = try #require(fabric.log[released])
        #expect(record.origin == .copy(of: lost) && record.isDelivered)
        #expect(record.packet.bytes == fabric.log[lost]?.packet.bytes)
        // The echo is sealed and comes home, although nobody waits for it any longer.
        let echo = try #require(record.answer.flatMap { fabric.log[$0] })
        #expect(echo.origin == .echo(of: released, tunnel: "demo") && echo.isDelivered)
        // The lost one stays lost: each packet ends once.
        #expect(fabric.log[lost]?.dropReason == .lostOnLink)
        #expect(try scene.refuse(.replay(of: lost)) == .replayed)
        #expect(try scene.refuse(.replay(of: released)) == .replayed)
        #expect(try scene.isWorking())
        #expect(fabric.addsUp)
    }

    @Test func letsALatePacketGoOnToItsReceiver() throws {
        let scene = try AttackScene()
        let fabric = scene.fabric
        _ = try fabric.impair("internet") { $0.loss = all }
        let lost = try fabric.send(Lab.udp6(), via: "demo")
        _ = try fabric.clearImpairments(of: nil)
        let released = try #require(try fabric.attacker.carryOut(.replay(of: lost)).released)
        let steps = (fabric.log[released]?.steps ?? []).map(\.what)
        #expect(steps.count == 7)
        guard case .entered = steps[0], case .sealed = steps[1], case .forwarded = steps[2],
            case .opened = steps[3], case .forwarded = steps[4], case .arrived = steps[5],
            case .delivered = steps[6]
        else {
            Issue.record("\(fabric.way(released))")
            return
        }
        #expect(fabric.log[released]?.outcome?.node == fabric.topology.siteB)
        #expect(fabric.addsUp)
    }

    /// The window forgets with its SA: with the same key again, an old datagram is as good as a new one.
    @Test func isDeceivedByAKeyThatOutlivesItsAssociation() throws {
        let fabric = Lab.open()
        let plan = TunnelPlan(
            name: "demo", keys: .given(Lab.key), client: .init(spi: SPI(rawValue: 0x7001)),
            server: .init(spi: SPI(rawValue: 0x7002)))
        _ = try fabric.open(plan)
        let number = try fabric.send(Lab.udp(), via: "demo")
        #expect(try fabric.attacker.carryOut(.replay(of: number)).refusal == .replayed)
        try fabric.close("demo")
        _ = try fabric.open(plan)
        let report = try fabric.attacker.carryOut(.replay(of: number))
        #expect(report.refusal == nil && report.wasAccepted)
        #expect(fabric.addsUp)
        try fabric.close("demo")
        _ = try fabric.open(TunnelPlan(name: "demo", client: plan.client, server: plan.server))
        #expect(try fabric.attacker.carryOut(.replay(of: number)).refusal == .badICV)
    }

    @Test func takesReorderedPacketsInsideTheWindow() throws {
        let scene = try AttackScene()
        let report = try scene.fabric.attacker.reorder("demo", count: 4)
        #expect(report.releases.map(\.sequence?.rawValue) == [5, 4, 3, 2])
        #expect(report.releases.allSatisfy { $0.refusal == nil })
        #expect(report.releases.map(\.packet) == [6, 5, 4, 3])
        #expect(report.receiver?.before.window.highest.rawValue == 1)
        #expect(report.receiver?.after.window.highest.rawValue == 5)
        #expect(scene.fabric.counters.attacks == 0)
        for number in 3...6 { #expect(scene.fabric.log[number]?.isDelivered == true) }
        #expect(try scene.refuse(.replay(of: 3)) == .replayed)
        #expect(try scene.addsUp() && scene.isWorking())
    }

    @Test(arguments: [64, 65, 200])
    func takesNoneThatIsLeftOfTheWindow(_ count: Int) throws {
        let scene = try AttackScene(messages: 0)
        let report = try scene.fabric.attacker.reorder("demo", count: count)
        for (place, release) in report.releases.enumerated() {
            #expect(release.refusal == (place < 64 ? nil : .tooOld), "\(place)")
        }
        #expect(
            scene.fabric.counters.dropped(.tooOld) == UInt64(count - 64)
                && scene.fabric.counters.made == UInt64(count))
        #expect(try scene.addsUp() && scene.isWorking())
    }

    @Test func reordersAsManyAsTheLogRemembers() throws {
        let scene = try AttackScene(messages: 0)
        let report = try scene.fabric.attacker.reorder("demo", count: Attacker.reorderLimit)
        #expect(report.releases.count { $0.refusal == nil } == 64)
        #expect(report.releases.count { $0.refusal == .tooOld } == Attacker.reorderLimit - 64)
        #expect(try scene.addsUp() && scene.isWorking())
    }

    @Test func saysWhichTheClientRefusedToSeal() throws {
        let scene = try AttackScene(messages: 0)
        let keys = try KeyMaterial(seed: 1, label: "short")
        try scene.end(.client).rekey(
            outbound: TunnelEnd.Direction(
                spi: SPI(rawValue: 0x1002), material: keys.copy(),
                parameters: SAParameters(lifetime: SALifetime(hard: .init(packets: 2)))),
            inbound: TunnelEnd.Direction(spi: SPI(rawValue: 0x1001), material: keys.copy()),
            at: .start)
        let report = try scene.fabric.attacker.reorder("demo", count: 4)
        #expect(report.releases.map(\.refusal) == [.saExpired, .saExpired, .badICV, .badICV])
        #expect(report.releases.map { $0.sequence?.rawValue } == [nil, nil, 2, 1])
        #expect(scene.fabric.addsUp)
    }

    /// In transport mode only the copied packet knows the IP header that stayed outside.
    @Test func takesALatePacketInTransportMode() throws {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo")
        plan.parameters.mode = .transport
        _ = try fabric.open(plan)
        _ = try fabric.impair("internet") { $0.loss = all }
        let lost = try fabric.send(Lab.udp(), via: "demo")
        _ = try fabric.clearImpairments(of: nil)
        #expect(try fabric.attacker.carryOut(.flip(of: lost, bit: 300)).refusal == .badICV)
        let released = try #require(try fabric.attacker.carryOut(.replay(of: lost)).released)
        let record = try #require(fabric.log[released])
        #expect(record.isDelivered && record.outcome?.node == fabric.topology.siteB)
        #expect(record.packet.fields == fabric.log[lost]?.packet.forwarded.fields)
        #expect(
            try fabric.attacker.reorder("demo", count: 3).releases.allSatisfy { $0.refusal == nil })
        #expect(fabric.addsUp)
    }

    @Test(arguments: [("192.168.1.0/24", "10.0.0.0/24"), ("2001:db8::/64", "2001:db8:1::/48")])
    func reordersWhatTheSelectorsAllow(_ source: String, _ destination: String) throws {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo")
        plan.selectors = TrafficSelectors(
            source: try #require(Prefix(source)), destination: try #require(Prefix(destination)))
        #expect(plan.selectors != nil)
        _ = try fabric.open(plan)
        let report = try fabric.attacker.reorder("demo", count: 66)
        #expect(report.releases.count { $0.refusal == nil } == 64)
        #expect(report.releases.suffix(2).allSatisfy { $0.refusal == .tooOld })
        #expect(fabric.addsUp)
    }

    /// A new pair of SAs takes over while packets are held back: the old one still takes its own.
    @Test func reordersAcrossANewPairOfAssociations() throws {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo")
        plan.parameters.lifetime.soft.packets = 3
        _ = try fabric.open(plan)
        let report = try fabric.attacker.reorder("demo", count: 8)
        #expect(report.releases.map { $0.sequence?.rawValue } == [2, 1, 3, 2, 1, 3, 2, 1])
        #expect(report.releases.allSatisfy { $0.refusal == nil })
        #expect(try fabric.attacker.carryOut(.replay(of: 1)).refusal == .replayed)
        try fabric.run(for: Fabric.drainTime)
        #expect(try fabric.attacker.carryOut(.replay(of: 1)).refusal == .unknownSPI)
        #expect(fabric.addsUp)
    }

    /// A flipped bit makes the old SPI that of the new pair: that one's window is asked, and shown.
    @Test func aFlippedBitCanLeadToAnotherAssociation() throws {
        let scene = try AttackScene(messages: 2)
        let old = try scene.end().inbound.spi.rawValue
        _ = try scene.fabric.rekey("demo")
        #expect(try scene.isWorking())
        let new = try scene.end().inbound.spi.rawValue
        try #require((old ^ new).nonzeroBitCount == 1)
        let bit = (old ^ new).leadingZeroBitCount
        let report = try scene.fabric.attacker.carryOut(.flip(of: 3, bit: bit))
        #expect(report.refusal == .badICV)
        #expect(report.before.window.highest.rawValue == 1)
        #expect(report.after.window.isSame(as: try scene.end().inbound.window))
        #expect(try scene.refuse(.flip(of: 1, bit: bit)) == .replayed)
        #expect(
            try scene.fabric.attacker.carryOut(.replay(of: 1)).before.window.highest.rawValue == 2)
    }

    @Test func attacksNobodyElsesProcess() throws {
        let fabric = Lab.open()
        _ = try fabric.open(
            TunnelPlan(name: "demo", keys: .given(Lab.key)), only: .server, remotePort: nil)
        #expect(throws: FabricFault.peerUnknown("demo")) {
            try fabric.attacker.reorder("demo", count: 1)
        }
        #expect(fabric.counters.attacks == 0 && fabric.counters.made == 0)
        // What needs one end alone goes to the one that is here.
        let report = try fabric.attacker.carryOut(.forgery(tunnel: "demo"))
        #expect(report.target.role == .server && report.refusal == .badICV)
        #expect(fabric.counters.attacks == 1)
    }
}
