import Captures
import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Every frame is put on a link by one carrier, whatever it is, and ends once.
@Suite struct FrameTests {
    /// What a person can have sent, each with one frame or more on the wire.
    enum Verb: String, CaseIterable, Sendable {
        case packet, clear, message, keepalive, dummy, replay, flip, truncate, forge, spi, flood,
            reorder
    }

    private func lab(_ seed: UInt64 = 7) throws -> Fabric {
        let fabric = Lab.open()
        fabric.seed(seed)
        _ = try fabric.open(TunnelPlan(name: "demo"))
        return fabric
    }

    private func carryOut(_ verb: Verb, _ number: Int, on fabric: Fabric) throws {
        switch verb {
        case .packet: _ = try fabric.send(Lab.udp(), via: "demo")
        case .clear: _ = try fabric.send(Lab.udp())
        case .message: _ = try fabric.send(message: [1, 2], through: "demo")
        case .keepalive: _ = try fabric.sendKeepalive(through: "demo")
        case .dummy: _ = try fabric.sendDummy(of: 20, through: "demo")
        case .replay: _ = try fabric.attacker.carryOut(.replay(of: number))
        case .flip: _ = try fabric.attacker.carryOut(.flip(of: number, bit: 200))
        case .truncate: _ = try fabric.attacker.carryOut(.truncation(of: number, length: 30))
        case .forge: _ = try fabric.attacker.carryOut(.forgery(tunnel: "demo"))
        case .spi: _ = try fabric.attacker.carryOut(.unknownSPI(tunnel: "demo"))
        case .flood: _ = try fabric.attacker.flood("demo", count: 70)
        case .reorder: _ = try fabric.attacker.reorder("demo", count: 3)
        }
    }

    private func arrived(_ fabric: Fabric) throws -> [UInt64] {
        try fabric.snapshot(of: "demo").ends.map(\.counters.arrived)
    }

    @Test(arguments: Verb.allCases)
    func aWireThatLosesEverythingLosesThis(_ verb: Verb) throws {
        let fabric = try lab()
        let number = try fabric.send(message: [1], through: "demo")
        let before = try arrived(fabric)
        _ = try fabric.impair("internet") { $0.loss = .all }
        let last = fabric.frames.lastNumber
        try carryOut(verb, number, on: fabric)
        #expect(try arrived(fabric) == before)
        let wire = fabric.frames.kept.filter { frame in
            frame.number > last && fabric.topology.name(of: frame.direction.link) == "internet"
        }
        #expect(!wire.isEmpty && wire.allSatisfy { $0.fate == .lost })
        // The same on a wire that loses nothing.
        _ = try fabric.clearImpairments(of: nil)
        try carryOut(verb, number, on: fabric)
        #expect(try (arrived(fabric) != before) == (verb != .clear))
        #expect(fabric.addsUp)
    }

    @Test(arguments: Verb.allCases)
    func takesTheTimeThatTheWireTakes(_ verb: Verb) throws {
        let fabric = try lab()
        let number = try fabric.send(message: [1], through: "demo")
        _ = try fabric.impair("internet") { $0.delay = .milliseconds(50) }
        let last = fabric.frames.lastNumber
        try carryOut(verb, number, on: fabric)
        let wire = fabric.frames.kept.filter { frame in
            frame.number > last && fabric.topology.name(of: frame.direction.link) == "internet"
        }
        #expect(!wire.isEmpty && wire.allSatisfy { $0.end == $0.instant + .milliseconds(70) })
    }

    /// The frames in a capture have the bytes that were on the link, whatever became of them.
    @Test func aCaptureHasEverythingThatWasOnTheWire() throws {
        let fabric = try lab()
        let capture = fabric.startCapture()
        for _ in 0..<2 { _ = try fabric.send(message: [1], through: "demo") }
        _ = try fabric.sendKeepalive(through: "demo")
        for _ in 0..<3 { _ = try fabric.sendDummy(of: 9, through: "demo") }
        _ = try fabric.attacker.carryOut(.replay(of: 1))
        _ = try fabric.attacker.flood("demo", count: 100)
        #expect(capture.summary.links.map(\.packets) == [0, 4 + 1 + 3 + 1 + 100, 0])
        for frame in capture.frames {
            let bytes = capture.withBytes(of: frame) { bytes in bytes.indices.map { bytes[$0] } }
            #expect(fabric.frames.image(of: frame.frame.number)?.bytes == bytes)
            let outer = try Packet.parse(bytes)
            #expect(outer.transportChecksumIsRight == true)
            #expect(outer.fields.destinationPort == .udpEncapsulation)
        }
        let report = WatchReport(fabric.frames, of: "demo", in: fabric.topology)
        #expect(report.seen == 109)
        let stream = try #require(report.ways.first?.streams.first)
        #expect(stream.numbers.range.upperBound.rawValue == 5 && stream.numbers.missing == 0)
        #expect(stream.numbers.repeated >= 1)
        #expect(report.ways.first?.unsealed.keepalives == 1)
    }

    // MARK: - The log

    @Test func keepsTheNewest() throws {
        let fabric = Lab.open()
        let packet = try Lab.udp().build()
        for _ in 0..<FrameLog.limit / 3 + 100 {
            _ = try fabric.launch(packet, from: .source)
            try fabric.run()
        }
        #expect(fabric.frames.kept.count == FrameLog.limit)
        let first = try #require(fabric.frames.firstNumber)
        #expect(first > 1 && fabric.frames[first - 1] == nil && fabric.frames[first] != nil)
        let (gone, came) = (packet.forwarded, packet.forwarded.forwarded)
        let oldest = try #require(fabric.frames.image(of: first)?.bytes)
        #expect([packet.bytes, gone.bytes, came.bytes].contains(oldest))
        #expect(fabric.frames.image(of: fabric.frames.lastNumber)?.bytes == came.bytes)
    }

    @Test func isBoundedInBytes() throws {
        let fabric = Lab.open()
        try fabric.widen()
        for count in 0..<450 {
            let number = try fabric.send(
                Lab.udp([UInt8](repeating: UInt8(count & 0xFF), count: 60_000)))
            let frame = try #require(fabric.log[number]?.frames.last)
            let packet = fabric.log[number]?.packet.forwarded.forwarded
            #expect(fabric.frames.image(of: frame)?.bytes == packet?.bytes)
        }
        #expect(fabric.frames.kept.reduce(0) { $0 + $1.length } <= FrameLog.byteLimit)
        #expect(fabric.frames.kept.count > 900)
        for frame in fabric.frames.kept {
            guard let packet = frame.packet.flatMap({ fabric.log[$0]?.packet }) else { continue }
            let bytes = try #require(fabric.frames.image(of: frame.number)?.bytes)
            let isThere = [packet, packet.forwarded, packet.forwarded.forwarded].contains {
                $0.bytes == bytes
            }
            #expect(isThere)
        }
    }

    /// A frame that is under way is not forgotten, however many are put on links meanwhile.
    @Test func holdsWhatIsUnderWay() throws {
        let fabric = Lab.open()
        let capture = fabric.startCapture()
        let packet = try Lab.udp().build()
        let count = FrameLog.limit + 500
        for _ in 0..<count { _ = try fabric.launch(packet, from: .source) }
        #expect(fabric.frames[1]?.fate == .underway)
        #expect(fabric.frames.firstNumber ?? 0 > 500)
        while try fabric.run(steps: 1_000) {}
        #expect(fabric.counters.delivered == UInt64(count))
        #expect(fabric.frames[1] == nil)
        #expect(capture.frames.count + capture.missed == 3 * count)
    }
}
