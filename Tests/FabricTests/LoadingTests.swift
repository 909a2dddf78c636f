import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Wire

@testable import Fabric

/// Packets that somebody else made, each at its own time.
@Suite struct LoadingTests {
    @Test func takesAPacketByteForByte() throws {
        let fabric = Lab.open()
        var draft = Lab.udp()
        draft.hopLimit = 3
        let packet = try draft.build()
        #expect(try fabric.launch(packet, from: .source) == 1)
        #expect(fabric.counters.underway == 1)
        _ = try fabric.run(steps: .max)
        #expect(fabric.log[1]?.packet == packet)
        #expect(fabric.log[1]?.isDelivered == true)
        #expect(fabric.addsUp)
    }

    @Test func runsUpToAnInstantAndNoFurther() throws {
        let fabric = Lab.open()
        let packet = try Lab.udp().build()
        for milliseconds in [0, 5, 5, 21] as [UInt64] {
            let due = Instant.start + .milliseconds(milliseconds)
            try fabric.run(until: due)
            #expect(fabric.loop.now == due)
            _ = try fabric.launch(packet, from: .source)
        }
        #expect(fabric.way(1).last == "gw-b arrived 21.000 ms")
        #expect(fabric.log[1]?.outcome == nil)
        try fabric.run(until: .start)
        #expect(fabric.loop.now == .start + .milliseconds(21))
        _ = try fabric.run(steps: .max)
        #expect(
            (1...4).map { fabric.log[$0]?.outcome?.instant.description } == [
                "22.000 ms", "27.000 ms", "27.000 ms", "43.000 ms",
            ])
        #expect(fabric.addsUp)
    }

    @Test func comesOverTheLinkThatIsNamed() throws {
        let fabric = Lab.open()
        let packet = try Lab.udp().build()
        for (link, start) in [(nil, "site-a"), ("lan-a", "site-a"), ("internet", "site-b")] {
            let number = try fabric.launch(packet, from: link.map { .over($0) } ?? .source)
            _ = try fabric.run(steps: .max)
            #expect(fabric.way(number).first?.hasPrefix("\(start) entered") == true)
            #expect(fabric.log[number]?.verdict?.context.link?.rawValue == link ?? "lan-a")
        }
    }

    @Test(
        arguments: [
            (nil, nil, "lan-a"), ("eth0", nil, "lan-a"), ("eth0", .outbound, "lan-a"),
            ("", .inbound, "lan-a"), ("lan-a", nil, "lan-a"), ("lan-a", .inbound, "lan-a"),
            ("lan-a", .outbound, "internet"), ("internet", nil, "internet"),
            ("internet", .inbound, "internet"), ("internet", .outbound, "lan-a"),
            ("lan-b", nil, "internet"), ("lan-b", .inbound, "internet"),
            ("lan-b", .outbound, "lan-a"),
        ] as [(String?, PcapngPacketOptions.Direction?, String)])
    func knowsTheSideThatAPacketComesFrom(
        _ name: String?, _ direction: PcapngPacketOptions.Direction?, _ link: String
    ) {
        let gateway = Topology.standard.gateA
        #expect(
            Topology.standard.approach(of: name, direction, to: gateway).map {
                Topology.standard.name(of: $0)
            } == link)
    }
}
