import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// What links do to packets in clear, to ESP datagrams and to messages.
@Suite struct LinkTests {
    private func lab(
        seed: UInt64 = 1, on link: String? = nil, _ change: (inout LinkImpairment) -> Void
    ) throws -> Fabric {
        let fabric = Lab.open()
        fabric.seed(seed)
        _ = try fabric.open(TunnelPlan(name: "demo"))
        _ = try fabric.impair(link, change)
        return fabric
    }

    private func server(_ fabric: Fabric) throws -> TunnelCounters {
        try #require(fabric.snapshot(of: "demo").ends.last).counters
    }

    @Test func losesAPacketWhereItIsPutOnTheLink() throws {
        let fabric = try lab { $0.loss = .all }
        _ = try fabric.send(Lab.udp())
        #expect(
            fabric.way(1).dropFirst(3) == [
                "gw-a internet lost 1.000 ms", "gw-a lost-on-link 1.000 ms",
            ])
        #expect(fabric.counters.dropped(.lostOnLink) == 1)
        #expect(DropReason.lostOnLink.source == "RFC 7680 section 2.4")
        #expect(fabric.addsUp)
    }

    @Test func aLostDatagramNeverComesToASocket() throws {
        let fabric = try lab { $0.loss = Percentage(hundredths: 5_000) }
        for _ in 0..<200 { _ = try fabric.send(Lab.udp(), via: "demo") }
        let lost = fabric.counters.dropped(.lostOnLink)
        #expect((60...140).contains(lost))
        #expect(try server(fabric).arrived == 200 - lost)
        #expect(fabric.counters.delivered == 200 - lost)
        #expect(fabric.log.kept.allSatisfy { $0.encapsulation != nil })
        #expect(fabric.addsUp)
    }

    @Test func takesLonger() throws {
        let fabric = try lab { $0.delay = .milliseconds(50) }
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(Lab.udp(), via: "demo")
        for number in 1...2 {
            #expect(
                fabric.way(number).contains {
                    $0.hasPrefix("gw-a internet delayed(by: 50.000 ms)")
                })
            let record = try #require(fabric.log[number])
            let end = try #require(record.outcome).instant
            #expect(try end - #require(record.steps.first).instant == .milliseconds(72))
            #expect(record.isDelivered)
        }
    }

    @Test func aCopyInClearIsDelivered() throws {
        let fabric = try lab { $0.duplication = .all }
        _ = try fabric.send(Lab.udp())
        #expect(
            fabric.way(1).suffix(4) == [
                "gw-a internet copied(as: 2) 1.000 ms", "gw-b arrived 21.000 ms",
                "site-b arrived 22.000 ms", "site-b delivered 22.000 ms",
            ])
        #expect(
            fabric.way(2) == [
                "gw-a entered 1.000 ms", "gw-b arrived 21.000 ms", "site-b arrived 22.000 ms",
                "site-b delivered 22.000 ms",
            ])
        let copy = try #require(fabric.log[2])
        let made = fabric.log[1]?.packet.forwarded.bytes
        #expect(copy.origin == .copy(of: 1) && copy.packet.bytes == made)
        #expect(fabric.counters.made == 2 && fabric.counters.delivered == 2)
        // Nobody at gw-a sent the copy: its answer goes to site-a.
        let answer = try fabric.answer(copy, flags: nil, data: [])
        #expect(fabric.way(answer).last?.hasPrefix("site-a delivered") == true)
        #expect(fabric.addsUp)
    }

    @Test func aCopyThroughTheTunnelIsReplayed() throws {
        let fabric = try lab { $0.duplication = .all }
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.log[1]?.isDelivered == true)
        #expect(
            fabric.way(2) == [
                "gw-a entered 1.000 ms", "gw-a sealed 1.000 ms", "gw-b replayed 21.000 ms",
            ])
        #expect(fabric.datagram(of: 2) == fabric.datagram(of: 1))
        let counters = try server(fabric)
        #expect(counters.arrived == 2 && counters.delivered == 1)
        #expect(counters.refusedOnArrival(.replayed) == 1)
        let client = try #require(fabric.snapshot(of: "demo").ends.first)
        #expect(client.counters.sealed == 1)
        #expect(fabric.addsUp)
    }

    @Test func aCopyMadeBeforeTheTunnelIsAPacketOfItsOwn() throws {
        let fabric = try lab(on: "lan-a") { $0.duplication = .all }
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.counters.delivered == 2)
        #expect(try server(fabric).delivered == 2)
        #expect(fabric.log[2]?.verdict != nil)
    }

    @Test func aLostMessageHasNoReply() throws {
        let fabric = try lab { $0.loss = .all }
        _ = try fabric.send(message: [1], through: "demo")
        #expect(
            fabric.way(1).dropFirst(2) == [
                "gw-a internet lost 0.000 ms", "gw-a lost-on-link 0.000 ms",
                "gw-a unanswered 1000.000 ms",
            ])
        #expect(fabric.log[1]?.isUnanswered == true && fabric.log[1]?.answer == nil)
        #expect(fabric.addsUp)
    }

    @Test func messagesSurviveCopiesAndLoseEchoes() throws {
        let fabric = try lab {
            $0.loss = Percentage(hundredths: 3_000)
            $0.duplication = Percentage(hundredths: 5_000)
            $0.delay = .milliseconds(30)
            $0.jitter = .milliseconds(30)
        }
        var ends: [String: Int] = [:]
        for _ in 0..<100 {
            let number = try fabric.send(message: [1], through: "demo")
            let record = try #require(fabric.log[number])
            let echo = record.answer.flatMap { fabric.log[$0] }
            let end =
                record.dropReason == .lostOnLink
                ? "message" : echo?.dropReason == .lostOnLink ? "echo" : "answered"
            ends[end, default: 0] += 1
            #expect((end == "answered") == (echo?.isDelivered == true))
            #expect((end == "answered") != record.isUnanswered)
        }
        #expect(["message", "echo", "answered"].allSatisfy { ends[$0, default: 0] > 5 })
        let copies = fabric.log.kept.filter { if case .copy = $0.origin { true } else { false } }
        #expect(copies.count > 10 && copies.allSatisfy { $0.dropReason == .replayed })
        #expect(fabric.addsUp)
    }

    @Test func anEchoThatComesTooLateIsNoReply() throws {
        let fabric = try lab { $0.delay = .milliseconds(600) }
        _ = try fabric.send(message: [1], through: "demo")
        #expect(fabric.log[1]?.isUnanswered == true)
        #expect(fabric.way(2).last == "gw-a delivered 1240.000 ms")
        #expect(fabric.addsUp)
    }

    @Test func knowsItsLinks() throws {
        let fabric = try lab { $0.loss = .all }
        #expect(throws: FabricFault.noSuchLink("lan", known: ["lan-a", "internet", "lan-b"])) {
            try fabric.impair("lan") { $0.loss = .all }
        }
        #expect(throws: FabricFault.noSuchLink("", known: ["lan-a", "internet", "lan-b"])) {
            try fabric.clearImpairments(of: "")
        }
        _ = try fabric.impair("lan-b") { $0.duplication = .all }
        let states = fabric.linkSnapshots
        #expect(states.map(\.impairment.isNone) == [true, false, false])
        #expect(
            states.map(\.ends) == [["site-a", "gw-a"], ["gw-a", "gw-b"], ["gw-b", "site-b"]])
        #expect(try fabric.clearImpairments(of: "lan-b").map(\.name) == ["lan-b"])
        #expect(try fabric.clearImpairments(of: nil).map(\.name) == ["internet"])
        #expect(try fabric.clearImpairments(of: nil).isEmpty)
        // What has no effect any longer is none.
        _ = try fabric.impair(nil) { $0.loss = .all }
        #expect(try fabric.impair(nil) { $0.loss = .none }.impairment.isNone)
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[1]?.isDelivered == true)
    }

    @Test func aSeedTypedAgainDrawsTheSame() throws {
        let fabric = try lab { $0.loss = Percentage(hundredths: 5_000) }
        func losses() throws -> [Bool] {
            try (0..<40).map { _ in
                let number = try fabric.send(Lab.udp())
                return fabric.log[number]?.isDelivered == true
            }
        }
        let first = try losses()
        #expect(try losses() != first)
        fabric.seed(1)
        #expect(try losses() == first)
        fabric.seed(2)
        #expect(try losses() != first)
    }
}
