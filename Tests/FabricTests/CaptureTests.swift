import Captures
import Cipher
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// What is recorded of the links: where, when, which way, and how much of it.
@Suite struct CaptureTests {
    private func lab() throws -> (fabric: Fabric, capture: Capture) {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        return (fabric, fabric.startCapture())
    }

    private func seen(_ capture: Capture) -> [String] {
        capture.framesInOrder.map { captured in
            let frame = captured.frame
            let link = capture.topology.name(of: frame.direction.link)
            let number = captured.story.map { "\($0.number) " } ?? ""
            return
                "\(number)\(link) \(capture.direction(of: captured)) \(frame.kind) \(frame.instant)"
        }
    }

    @Test func seesAPacketOnEveryLinkThatItTakes() throws {
        let (fabric, capture) = try lab()
        _ = try fabric.send(Lab.udp())
        #expect(
            seen(capture) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound clear 1.000 ms",
                "1 lan-b outbound clear 21.000 ms",
            ])
        let packet = try #require(fabric.log[1]?.packet)
        // A hop fewer behind each gateway.
        let images = [packet, packet.forwarded, packet.forwarded.forwarded].map(\.bytes)
        #expect(capture.frames.count == images.count)
        for (frame, image) in zip(capture.frames, images) {
            capture.withBytes(of: frame) { bytes in
                #expect(bytes.indices.map { bytes[$0] } == image)
            }
        }
    }

    @Test func seesAPacketFromTheOtherSide() throws {
        let (fabric, capture) = try lab()
        _ = try fabric.send(Lab.udp(), from: .over("internet"))
        #expect(
            seen(capture) == [
                "1 lan-b inbound clear 0.000 ms", "1 internet inbound clear 1.000 ms",
                "1 lan-a outbound clear 21.000 ms",
            ])
    }

    @Test func seesWhatTheFirewallStopsOnlyInside() throws {
        let (fabric, capture) = try lab()
        fabric.firewall.setDefault(.deny)
        _ = try fabric.send(Lab.udp())
        #expect(seen(capture) == ["1 lan-a inbound clear 0.000 ms"])
        let story = try #require(capture.frames.first?.story)
        #expect(story.drop?.reason == .deniedByDefault && story.verdicts.last != nil)
    }

    @Test func seesARejectionAndAnAnswer() throws {
        let (fabric, capture) = try lab()
        _ = try fabric.send(Lab.udp())
        _ = try fabric.answer(try #require(fabric.log[1]), flags: nil, data: [])
        fabric.firewall.setDefault(.reject)
        _ = try fabric.send(Lab.udp())
        #expect(
            seen(capture).dropFirst(3) == [
                "2 lan-b inbound clear 22.000 ms", "2 internet inbound clear 23.000 ms",
                "2 lan-a outbound clear 43.000 ms", "3 lan-a inbound clear 44.000 ms",
                "4 lan-a outbound clear 45.000 ms",
            ])
        #expect(capture.frames.last?.story?.origin == .rejection(of: 3))
    }

    @Test func seesTheOuterPacketOfATunnelOnTheWire() throws {
        let (fabric, capture) = try lab()
        _ = try fabric.send(Lab.udp6(), via: "demo")
        _ = try fabric.send(message: [1], through: "demo")
        #expect(
            seen(capture) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound esp 1.000 ms",
                "1 lan-b outbound clear 21.000 ms", "2 internet outbound esp 22.000 ms",
                "3 internet inbound esp 42.000 ms",
            ])
        let frames = capture.framesInOrder
        for (place, source) in [(1, "198.51.100.1"), (3, "198.51.100.1"), (4, "203.0.113.1")] {
            let outer = try capture.withBytes(of: frames[place]) { bytes throws in
                try Packet.parse(bytes.indices.map { bytes[$0] })
            }
            let number = try #require(frames[place].story).number
            #expect(outer.fields.source == IPAddress(source))
            #expect(outer.fields.sourcePort?.rawValue == 4500)
            #expect(outer.fields.destinationPort?.rawValue == 4500)
            #expect(outer.transportChecksumIsRight == true)
            #expect(Array(outer.bytes[outer.payload]) == fabric.datagram(of: number))
        }
    }

    @Test func saysWhereATunnelEndRefusedAPacket() throws {
        let (fabric, capture) = try lab()
        try fabric.setKey(Lab.key, at: .server, of: "demo")
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(seen(capture).count == 2)
        let drop = try #require(capture.frames.last?.story?.drop)
        #expect(drop.reason == .badICV && drop.node == fabric.topology.gateB)
    }

    @Test func seesWhatALinkLosesWhereItWasPutOnIt() throws {
        let (fabric, capture) = try lab()
        _ = try fabric.impair("internet") { $0.loss = .all }
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(
            seen(capture) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound clear 1.000 ms",
                "2 lan-a inbound clear 1.000 ms", "2 internet outbound esp 2.000 ms",
            ])
        #expect(capture.frames.allSatisfy { $0.story?.drop?.reason == .lostOnLink })
    }

    @Test func seesACopyAsAPacketOfItsOwn() throws {
        let (fabric, capture) = try lab()
        _ = try fabric.impair("internet") { $0.duplication = .all }
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(Lab.udp(), via: "demo")
        #expect(
            seen(capture) == [
                "1 lan-a inbound clear 0.000 ms", "1 internet outbound clear 1.000 ms",
                "2 internet outbound clear 1.000 ms", "1 lan-b outbound clear 21.000 ms",
                "2 lan-b outbound clear 21.000 ms", "3 lan-a inbound clear 22.000 ms",
                "3 internet outbound esp 23.000 ms", "4 internet outbound esp 23.000 ms",
                "3 lan-b outbound clear 43.000 ms",
            ])
        let copy = try #require(capture.framesInOrder[7].story)
        #expect(copy.origin == .copy(of: 3) && copy.drop?.reason == .replayed)
        #expect(capture.keys.list.count == 1)
    }

    @Test func seesPacketsThatTheLogHasForgottenByThen() throws {
        let (fabric, capture) = try lab()
        let packet = try Lab.udp().build()
        let count = PacketLog.limit + 50
        for _ in 0..<count { _ = try fabric.launch(packet, from: .source) }
        _ = try fabric.run(steps: .max)
        #expect(fabric.log[1] == nil && fabric.addsUp)
        #expect(
            capture.missed == 3 * count - capture.frames.count
                && capture.summary.links.map(\.packets) == [count, count, count])
    }

    @Test func recordsOnlyWhileItIsListening() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp())
        let capture = fabric.startCapture()
        #expect(capture.isRunning && capture.summary.packets == 0)
        _ = try fabric.send(Lab.udp())
        capture.stop()
        fabric.remove(capture)
        _ = try fabric.send(Lab.udp())
        let summary = capture.summary
        #expect(!summary.isRunning && summary.links.map(\.packets) == [1, 1, 1])
        #expect(summary.links.map(\.name) == ["lan-a", "internet", "lan-b"])
        #expect(capture.frames.allSatisfy { $0.story?.number == 2 })
    }

    @Test func countsPacketsThatDoNotFit() throws {
        let fabric = Lab.open()
        let capture = Capture(of: fabric.topology)
        _ = try fabric.send(Lab.udp())
        let frames = Array(fabric.frames.kept)
        let count = Capture.limit / 3 + 2
        for _ in 0..<count { for frame in frames { take(frame, of: fabric, into: capture) } }
        #expect(capture.frames.count == Capture.limit)
        #expect(capture.summary.packets == Capture.limit)
        #expect(capture.missed == 3 * count - Capture.limit && capture.missed == 5)
    }

    @Test func countsBytesThatDoNotFit() throws {
        let fabric = Lab.open()
        try fabric.widen()
        _ = try fabric.send(Lab.udp([UInt8](repeating: 0, count: 60_000)))
        _ = try fabric.send(Lab.udp([]))
        let frames = Array(fabric.frames.kept)
        let capture = Capture(of: fabric.topology)
        for _ in 0..<1_200 { take(frames[0], of: fabric, into: capture) }
        let bytes = capture.frames.reduce(0) { $0 + $1.frame.length }
        #expect(bytes <= Capture.byteLimit && bytes > Capture.byteLimit - 60_100)
        #expect(capture.missed == 1_200 - capture.frames.count)
        #expect(capture.missed > 0)
        // What still fits is still recorded.
        let missed = capture.missed
        take(frames[3], of: fabric, into: capture)
        #expect(capture.missed == missed)
    }

    private func take(_ frame: Frame, of fabric: Fabric, into capture: Capture) {
        _ = fabric.frames.withBytes(of: frame.number) { capture.take(frame, $0) }
    }
}
