import Chance
import Cipher
import EventLoop
@testable import Network
import Platform
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Datagrams that somebody else sends to a tunnel's port: judged, told, never trusted.
@Suite struct StrangerTests {
    /// A lab with a tunnel under a known key, and how to reach its ends from outside.
    private struct Scene {
        let fabric = Lab.open(patience: .milliseconds(40))
        let stranger: Outsider
        let listener = Listener()

        init() throws {
            stranger = try Outsider()
            _ = try fabric.open(TunnelPlan(name: "demo", keys: .given(Lab.key)))
        }

        func peer(_ role: TunnelRole) throws -> LocalPeer {
            try fabric.tunnels.local(role, of: "demo")
        }

        /// What the lab says about datagrams of a stranger; it has a bounded time to notice each.
        func judge(_ datagram: [UInt8], at role: TunnelRole = .server) throws -> Frame? {
            let peer = try peer(role)
            try stranger.send(datagram, to: peer.socket.localPort)
            for _ in 0..<2_000 {
                try fabric.socketReady(peer.socketID)
                let told = listener.hear(fabric).compactMap { $0.stranger(in: fabric) }.last
                if let told { return told }
                usleep(1_000)
            }
            return nil
        }
    }

    /// A socket that belongs to no tunnel.
    private final class Outsider {
        private let socket: UDPSocket

        init() throws {
            socket = try UDPSocket(port: 0)
        }

        func send(_ datagram: [UInt8], to port: UInt16) throws {
            try socket.send(datagram.span, to: port)
        }
    }

    /// A datagram that the tunnel has carried, and the scene in which it did.
    private func carried() throws -> (Scene, [UInt8]) {
        let scene = try Scene()
        _ = try scene.fabric.send(message: Array("hola".utf8), through: "demo")
        _ = scene.listener.hear(scene.fabric)
        return (scene, try #require(scene.fabric.datagram(of: 1)))
    }

    @Test func tellsACopyFromTheOriginal() throws {
        let (scene, datagram) = try carried()
        let told = try #require(try scene.judge(datagram))
        #expect(told.fate.refusal == .replayed)
        #expect(told.receiver == .server && told.encapsulation?.tunnel == "demo")
        #expect(told.payload.count == datagram.count && told.end == scene.fabric.loop.now)
        #expect(try scene.judge(datagram, at: .client)?.fate.refusal == .unknownSPI)
        #expect(scene.fabric.counters.strangers == 2)
        #expect(scene.fabric.counters.made == 2)
        #expect(scene.fabric.addsUp)
    }

    @Test func refusesGarbageForItsOwnReason() throws {
        let (scene, datagram) = try carried()
        var wrongSPI = datagram
        wrongSPI[3] ^= 1
        #expect(try scene.judge(wrongSPI)?.fate.refusal == .unknownSPI)
        var forged = datagram
        forged[7] += 1
        #expect(try scene.judge(forged)?.fate.refusal == .badICV)
        #expect(try scene.judge([0xFF])?.fate.refusal == .keepalive)
        #expect(try scene.judge([0, 0, 0, 0, 1])?.fate.refusal == .nonESPMarker)
        #expect(try scene.judge(Array("hello".utf8))?.fate.refusal == .malformed)
        let noise = [UInt8](repeating: 0xA5, count: 1_400)
        #expect(try scene.judge(noise)?.fate.refusal == .unknownSPI)
        let longest = [UInt8](repeating: 0xA5, count: 65_507)
        #expect(try scene.judge(longest)?.payload.count == 65_507)
        // None of it moved the window: the next message passes.
        let number = try scene.fabric.send(message: [1], through: "demo")
        #expect(scene.fabric.log[number]?.isDelivered == true)
    }

    @Test func refusesEveryTruncation() throws {
        let (scene, datagram) = try carried()
        for length in 0..<datagram.count {
            let told = try #require(try scene.judge(Array(datagram[..<length])), "\(length)")
            #expect(told.payload.count == length)
            let expected: [DropReason] =
                length < ESPLayout.full.minimumLength
                ? [.malformed, .unknownSPI] : [.malformed, .replayed]
            #expect(told.fate.refusal.map(expected.contains) == true, "\(length): \(told)")
        }
        #expect(scene.fabric.counters.strangers == UInt64(datagram.count))
        #expect(scene.fabric.counters.delivered == 2)
        let server = try scene.peer(.server).end.counters
        #expect(server.arrived == UInt64(datagram.count) + 1)
        #expect(server.delivered == 1)
    }

    @Test func believesAStrangerWhoHasTheKey() throws {
        let (scene, _) = try carried()
        let digits = Lab.key.flatMap { byte in Array(Self.hexadecimal(byte).utf8) }
        let material = try KeyMaterial(hexadecimal: digits.span)
        let sender = try OutboundSA(
            spi: SPI(rawValue: 0x1002), material: material, ledger: IVLedger(first: 1 << 62),
            lastSequence: SequenceNumber(rawValue: 99))
        var datagram: [UInt8] = []
        let packet = try Lab.udp().build()
        _ = sender.seal(payload: packet.bytes.span, nextHeader: .ipv4, at: .start, into: &datagram)
        let told = try #require(try scene.judge(datagram))
        #expect(told.fate == .arrived)
        #expect(scene.fabric.log[3]?.isDelivered == true)
        #expect(scene.fabric.counters.delivered == 3)
        #expect(scene.fabric.counters.made == 3)
        #expect(try scene.peer(.server).end.counters.delivered == 2)
        #expect(try scene.judge(datagram)?.fate.refusal == .replayed)
    }

    @Test func survivesRandomDatagrams() throws {
        let (scene, datagram) = try carried()
        var random = SplitMix(seed: 4)
        for round in 0..<300 {
            var bytes = datagram
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8.random(
                    in: 1...255, using: &random)
            }
            if round.isMultiple(of: 3) { bytes.shuffle(using: &random) }
            let told = try #require(try scene.judge(bytes))
            #expect(told.fate.refusal != nil || bytes == datagram)
        }
        #expect(scene.fabric.counters.strangers == 300)
        #expect(scene.fabric.counters.delivered == 2)
        #expect(scene.fabric.addsUp)
    }

    /// A stranger fills the server's buffer, so the kernel loses the next datagram in silence.
    @Test func namesADatagramThatNeverCame() throws {
        let (scene, _) = try carried()
        let fabric = scene.fabric
        let server = try scene.peer(.server)
        let full = server.socket.receiveBuffer / 512
        for _ in 0..<full { try scene.stranger.send([0x2A], to: server.socket.localPort) }
        let start = ContinuousClock.now
        let number = try fabric.send(message: Array("hola".utf8), through: "demo")
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(fabric.log[number]?.dropReason == .overdue)
        #expect(fabric.way(number).last?.hasPrefix("gw-a unanswered") == true)
        #expect(fabric.counters.strangers > 100)
        #expect(fabric.counters.dropped(.overdue) == 1)
        #expect(fabric.addsUp)
        try fabric.clear(server)
        let next = try fabric.send(message: Array("hola".utf8), through: "demo")
        #expect(fabric.log[next]?.isDelivered == true)
        #expect(fabric.log[next + 1]?.isDelivered == true)
    }

    /// The next tunnel gets the descriptors of the closed one; nothing may still listen under its name.
    @Test(arguments: TunnelRole.allCases)
    func isHeardAtTheTunnelThatIsOpen(_ role: TunnelRole) throws {
        let scene = try Scene()
        try scene.fabric.close("demo")
        _ = try scene.fabric.open(TunnelPlan(name: "demo"))
        let peer = try scene.peer(role)
        try scene.stranger.send([1, 2, 3], to: peer.socket.localPort)
        let ready = try scene.fabric.loop.waitForKey(keyboard: -1, wake: -1)
        guard case .readable(peer.socketID) = ready else {
            Issue.record("\(ready)")
            return
        }
        try scene.fabric.socketReady(peer.socketID)
        #expect(scene.fabric.counters.strangers == 1)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
