import Cipher
import Firewall
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// What is recorded of the links: where, when, which way, and how much of it.
@Suite struct CaptureTests {
    private func lab() throws -> Fabric {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        try fabric.startCapture()
        return fabric
    }

    private func seen(_ fabric: Fabric) throws -> [String] {
        let capture = try #require(fabric.capture)
        return capture.framesInOrder.map { frame in
            let what =
                switch frame.content {
                case .clear: "clear"
                case .sealed: "sealed"
                }
            let link = fabric.topology.links[frame.link].name
            return "\(frame.story.number) \(link) \(frame.direction) \(what) \(frame.instant)"
        }
    }

    @Test func seesAPacketOnEveryLinkThatItTakes() throws {
        let fabric = try lab()
        _ = try fabric.send(Lab.udp())
        #expect(
            try seen(fabric) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound clear 1.000 ms",
                "1 lan-b outbound clear 21.000 ms",
            ])
        let packet = try #require(fabric.log[1]?.packet.bytes)
        for frame in try #require(fabric.capture).frames {
            guard case .clear(let bytes) = frame.content else {
                Issue.record("sealed")
                return
            }
            #expect(bytes == packet && frame.length == packet.count)
        }
    }

    @Test func seesAPacketFromTheOtherSide() throws {
        let fabric = try lab()
        _ = try fabric.send(Lab.udp(), over: LinkName(rawValue: "internet"))
        #expect(
            try seen(fabric) == [
                "1 lan-b inbound clear 0.000 ms", "1 internet inbound clear 1.000 ms",
                "1 lan-a outbound clear 21.000 ms",
            ])
    }

    @Test func seesWhatTheFirewallStopsOnlyInside() throws {
        let fabric = try lab()
        fabric.firewall.setDefault(.deny)
        _ = try fabric.send(Lab.udp())
        #expect(try seen(fabric) == ["1 lan-a inbound clear 0.000 ms"])
        let story = try #require(fabric.capture?.frames.first?.story)
        #expect(story.drop?.reason == .deniedByDefault && story.judgements.last != nil)
    }

    @Test func seesARejectionAndAnAnswer() throws {
        let fabric = try lab()
        _ = try fabric.send(Lab.udp())
        _ = try fabric.answer(try #require(fabric.log[1]), flags: nil, data: [])
        fabric.firewall.setDefault(.reject)
        _ = try fabric.send(Lab.udp())
        #expect(
            try seen(fabric).dropFirst(3) == [
                "2 lan-b inbound clear 22.000 ms", "2 internet inbound clear 23.000 ms",
                "2 lan-a outbound clear 43.000 ms", "3 lan-a inbound clear 44.000 ms",
                "4 lan-a outbound clear 45.000 ms",
            ])
        #expect(fabric.capture?.frames.last?.story.origin == .rejection(of: 3))
    }

    @Test func seesTheOuterPacketOfATunnelOnTheWire() throws {
        let fabric = try lab()
        _ = try fabric.send(Lab.udp6(), via: "demo")
        _ = try fabric.send(message: [1], through: "demo")
        #expect(
            try seen(fabric) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound sealed 1.000 ms",
                "1 lan-b outbound clear 21.000 ms", "2 internet outbound sealed 22.000 ms",
                "3 internet inbound sealed 42.000 ms",
            ])
        let frames = try #require(fabric.capture).framesInOrder
        for (place, source) in [(1, "198.51.100.1"), (3, "198.51.100.1"), (4, "203.0.113.1")] {
            guard case .sealed(let sealing, let inner) = frames[place].content else { continue }
            let outer = try Packet.parse(
                try #require(fabric.topology.outerPacket(of: sealing, around: inner)))
            #expect(outer.fields.source == IPAddress(source))
            #expect(outer.fields.sourcePort?.rawValue == 4500)
            #expect(outer.fields.destinationPort?.rawValue == 4500)
            #expect(outer.transportChecksumIsRight != false)
            #expect(Array(outer.bytes[outer.payload]) == sealing.datagram)
            #expect(frames[place].length == outer.bytes.count)
        }
    }

    @Test func saysWhereATunnelEndRefusedAPacket() throws {
        let fabric = try lab()
        try fabric.setKey(Lab.key, at: .server, of: "demo")
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(try seen(fabric).count == 2)
        let drop = try #require(fabric.capture?.frames.last?.story.drop)
        #expect(drop.reason == .badICV && drop.node == fabric.topology.serverGateway)
    }

    @Test func seesWhatALinkLosesWhereItWasPutOnIt() throws {
        let fabric = try lab()
        _ = try fabric.impair("internet") { $0.loss = .all }
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(
            try seen(fabric) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound clear 1.000 ms",
                "2 lan-a inbound clear 1.000 ms", "2 internet outbound sealed 2.000 ms",
            ])
        #expect(fabric.capture?.frames.allSatisfy { $0.story.drop?.reason == .lostOnLink } == true)
    }

    @Test func seesACopyAsAPacketOfItsOwn() throws {
        let fabric = try lab()
        _ = try fabric.impair("internet") { $0.duplication = .all }
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(
            try seen(fabric) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound clear 1.000 ms",
                "2 internet outbound clear 1.000 ms", "1 lan-b outbound clear 21.000 ms",
                "2 lan-b outbound clear 21.000 ms", "3 lan-a inbound clear 22.000 ms",
                "3 internet outbound sealed 23.000 ms", "4 internet outbound sealed 23.000 ms",
                "3 lan-b outbound clear 43.000 ms",
            ])
        let copy = try #require(fabric.capture?.framesInOrder[7].story)
        #expect(copy.origin == .copy(of: 3) && copy.drop?.reason == .replayed)
        #expect(fabric.capture?.keys.list.count == 1)
    }

    @Test func seesPacketsThatTheLogHasForgottenByThen() throws {
        let fabric = try lab()
        let packet = try Lab.udp().build()
        let count = PacketLog.limit + 50
        for _ in 0..<count { _ = fabric.launch(packet, over: nil) }
        _ = try fabric.go(steps: .max)
        #expect(fabric.log[1] == nil && fabric.addsUp)
        #expect(fabric.capture?.summary.links.map(\.packets) == [count, count, count])
    }

    @Test func recordsOnlyWhileItRuns() throws {
        let fabric = Lab.open()
        #expect(fabric.capture == nil)
        #expect(throws: FabricFault.noCaptureRunning) { try fabric.stopCapture() }
        _ = try fabric.send(Lab.udp())
        try fabric.startCapture()
        #expect(throws: FabricFault.captureRunning) { try fabric.startCapture() }
        #expect(fabric.capture?.summary.packets == 0)
        _ = try fabric.send(Lab.udp())
        try fabric.stopCapture()
        #expect(throws: FabricFault.noCaptureRunning) { try fabric.stopCapture() }
        _ = try fabric.send(Lab.udp())
        let summary = try #require(fabric.capture?.summary)
        #expect(!summary.isRunning && summary.links.map(\.packets) == [1, 1, 1])
        #expect(summary.links.map(\.name) == ["lan-a", "internet", "lan-b"])
        #expect(fabric.capture?.frames.allSatisfy { $0.story.number == 2 } == true)
        try fabric.startCapture()
        #expect(fabric.capture?.summary.packets == 0)
    }

    @Test func countsPacketsThatDoNotFit() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp())
        let record = try #require(fabric.log[1])
        var capture = Capture(of: fabric.topology)
        let count = Capture.limit / 3 + 2
        for _ in 0..<count { capture.add(record) }
        #expect(capture.frames.count == Capture.limit)
        #expect(capture.summary.packets == Capture.limit)
        #expect(capture.missed == 3 * count - Capture.limit && capture.missed == 5)
    }

    @Test func countsBytesThatDoNotFit() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp([UInt8](repeating: 0, count: 60_000)))
        _ = try fabric.send(Lab.udp([]))
        let record = try #require(fabric.log[1])
        let small = try #require(fabric.log[2])
        var capture = Capture(of: fabric.topology)
        for _ in 0..<400 { capture.add(record) }
        let bytes = capture.frames.reduce(0) { $0 + $1.length }
        #expect(bytes <= Capture.byteLimit && bytes > Capture.byteLimit - 60_100)
        #expect(capture.missed == 1_200 - capture.frames.count)
        #expect(capture.missed > 0)
        // What still fits is still recorded.
        let missed = capture.missed
        capture.add(small)
        #expect(capture.missed == missed)
    }

    @Test func ordersByTimeAndThenByTheNumbers() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp())
        let record = try #require(fabric.log[1])
        var capture = Capture(of: fabric.topology)
        for _ in 0..<100 { capture.add(record) }
        #expect(
            capture.framesInOrder.map(\.link)
                == [0, 1, 2].flatMap { Array(repeating: $0, count: 100) })
    }
}
