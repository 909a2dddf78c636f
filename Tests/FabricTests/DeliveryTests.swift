import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Packets without a tunnel: where they go, when, and where their way ends.
@Suite struct DeliveryTests {
    @Test func deliversAnAllowedPacket() throws {
        let fabric = Lab.open()
        let number = try fabric.send(Lab.udp())
        #expect(number == 1)
        #expect(
            fabric.way(1) == [
                "site-a entered 0.000 ms", "gw-a arrived 1.000 ms", "gw-a judged 1.000 ms",
                "gw-b arrived 21.000 ms", "site-b arrived 22.000 ms", "site-b delivered 22.000 ms",
            ])
        #expect(fabric.loop.now == .start + .milliseconds(22))
        #expect(fabric.counters.delivered == 1)
        #expect(fabric.addsUp)
        #expect(fabric.log[1]?.isDelivered == true)
        #expect(fabric.log[1]?.packet.bytes == (try Lab.udp().build().bytes))
    }

    @Test func stopsADeniedPacketAtTheFirstGateway() throws {
        let fabric = Fabric()
        _ = try fabric.send(Lab.udp())
        #expect(
            fabric.way(1).dropFirst(2) == [
                "gw-a judged 1.000 ms", "gw-a denied-by-default 1.000 ms",
            ])
        _ = try fabric.firewall.add(Rule(.deny, RuleMatch(proto: ProtocolMatch([.udp]))))
        let second = try fabric.send(Lab.udp())
        #expect(fabric.log[second]?.dropReason == .deniedByRule)
        #expect(fabric.firewall.entries.first?.hits == 1)
        #expect(fabric.firewall.defaultHits == 1)
        #expect(fabric.counters.dropped(.deniedByRule) == 1)
        #expect(fabric.counters.dropped(.deniedByDefault) == 1)
        #expect(fabric.addsUp)
    }

    @Test func tellsWhatHappenedOnceAndInOrder() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp())
        let listener = Listener()
        let events = listener.hear(fabric)
        // Five steps beside those that put it on three links.
        #expect(events.count == 1 + 5 + 3)
        #expect(listener.hear(fabric).isEmpty)
        var last = Instant.start
        for case .step(let number, let step) in events {
            #expect(number == 1)
            #expect(step.instant >= last)
            last = step.instant
        }
        guard case .entered(1, .sent)? = events.first else {
            Issue.record("the first event is no packet")
            return
        }
    }

    @Test func givesNoNumberToAPacketThatCannotBeBuilt() throws {
        let fabric = Lab.open()
        var draft = Lab.udp()
        draft.destination = Lab.destination6
        #expect(throws: FabricFault.packet(.mixedFamilies)) { try fabric.send(draft) }
        let tooLong = Lab.udp([UInt8](repeating: 0, count: 65_535))
        #expect(throws: FabricFault.packet(.tooLong)) { try fabric.send(tooLong) }
        #expect(fabric.counters.made == 0)
        #expect(Listener().hear(fabric).isEmpty)
        #expect(try fabric.send(Lab.udp()) == 1)
    }

    @Test func letsTimePass() throws {
        let fabric = Lab.open()
        try fabric.run(for: .seconds(5))
        #expect(fabric.loop.now == .start + .seconds(5))
        _ = try fabric.send(Lab.udp())
        #expect(fabric.way(1).last == "site-b delivered 5022.000 ms")
        try fabric.run(for: .longest)
        try fabric.run(for: .seconds(1))
        #expect(fabric.loop.now == .last)
        _ = try fabric.send(Lab.udp())
        #expect(fabric.addsUp)
    }

    @Test func findsTheWayBetweenAnyTwoNodes() {
        let standard = Topology.standard
        func next(_ start: Int, _ goal: Int) -> Int? {
            standard.way(from: NodeID(rawValue: start), to: NodeID(rawValue: goal))?.to.rawValue
        }
        #expect(next(0, 3) == 1)
        #expect(next(1, 3) == 2)
        #expect(next(3, 0) == 2)
        #expect(next(2, 1) == 1)
        #expect(next(2, 2) == nil)
    }

    @Test func dropsAPacketThatHasNoWay() throws {
        // A site with a link that leads nowhere, and no route.
        var apart = Topology()
        let link = try apart.add(Link(name: "lan-a"))
        try apart.add(Node(name: "site-a", kind: .site, interfaces: [Interface(link: link)]))
        let fabric = Fabric(topology: apart)
        _ = try fabric.send(Lab.udp())
        #expect(fabric.way(1) == ["site-a entered 0.000 ms", "site-a no-route 0.000 ms"])
        #expect(fabric.addsUp)
    }
}
