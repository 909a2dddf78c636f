import Captures
import Chance
import EventLoop
import Firewall
@testable import Network
import Platform
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Whatever a script does, the log of frames is what was on the links, on the sockets and in captures.
@Suite struct WireScriptTests {
    /// Every cause for which a frame is put on a link.
    private enum Cause: CaseIterable {
        case packet, clear, policy, rejection, message, answer, keepalive, dummy, reorder, flood
        case replay, flip, truncate, forge, spi, stranger
    }

    /// A lab with a tunnel and a policy, a socket outside it, and what chance does with them.
    private final class Script {
        let fabric = Lab.open()
        let stranger: UDPSocket
        var random: SplitMix
        /// What a policy sends through the tunnel.
        let protected = PacketDraft(
            source: .v4(IPv4Address(rawValue: 0xC000_0201)), destination: Lab.destination,
            transport: .udp(source: Port(rawValue: 40_000), destination: Port(rawValue: 53)))

        init(_ seed: UInt64) throws {
            stranger = try UDPSocket(port: 0)
            random = SplitMix(seed: seed)
            fabric.seed(seed)
            _ = try fabric.open(TunnelPlan(name: "demo"))
            let selectors = try #require(
                TrafficSelectors(
                    source: Prefix(protected.source), destination: Prefix(protected.destination)))
            try fabric.add(
                Policy(.protect("demo"), for: selectors), at: fabric.gateways[0].node)
            _ = try fabric.send(message: [1], through: "demo")
        }

        func carryOut(_ cause: Cause) throws {
            let sealed = fabric.log.kept.filter { $0.encapsulation != nil }.map(\.number)
            let number = sealed.randomElement(using: &random) ?? 1
            switch cause {
            case .packet: _ = try fabric.send(Lab.udp(), via: "demo")
            case .clear: _ = try fabric.send(Lab.udp6())
            case .policy: _ = try fabric.send(protected)
            case .rejection:
                fabric.firewall.setDefault(.reject)
                _ = try fabric.send(Lab.udp())
                fabric.firewall.setDefault(.allow)
            case .message: _ = try fabric.send(message: [1, 2], through: "demo")
            case .answer:
                let delivered = fabric.log.kept.filter { record in
                    record.isDelivered && record.origin == .sent
                }
                guard let record = delivered.randomElement(using: &random) else { return }
                _ = try fabric.answer(record, flags: nil, data: [7])
            case .keepalive: _ = try fabric.sendKeepalive(through: "demo")
            case .dummy: _ = try fabric.sendDummy(of: 20, through: "demo")
            case .reorder: _ = try fabric.attacker.reorder("demo", count: 3)
            case .flood: _ = try fabric.attacker.flood("demo", count: 70)
            case .replay: _ = try fabric.attacker.carryOut(.replay(of: number))
            case .flip: _ = try fabric.attacker.carryOut(.flip(of: number, bit: 200))
            case .truncate: _ = try fabric.attacker.carryOut(.truncation(of: number, length: 30))
            case .forge: _ = try fabric.attacker.carryOut(.forgery(tunnel: "demo"))
            case .spi: _ = try fabric.attacker.carryOut(.unknownSPI(tunnel: "demo"))
            case .stranger: try sendFromOutside()
            }
        }

        /// A datagram of a stranger's, which the lab has a bounded time to notice.
        private func sendFromOutside() throws {
            let peer = try fabric.tunnels.local(
                Bool.random(using: &random) ? .client : .server, of: "demo")
            let datagram = [UInt8](repeating: 0x2A, count: Int.random(in: 0...60, using: &random))
            let before = fabric.counters.strangers
            try stranger.send(datagram.span, to: peer.socket.localPort)
            for _ in 0..<2_000 where fabric.counters.strangers == before {
                try fabric.socketReady(peer.socketID)
                if fabric.counters.strangers == before { usleep(1_000) }
            }
        }

        func changeLink() throws {
            let share = Percentage(hundredths: 2_000)
            let change = Int.random(in: 0..<4, using: &random)
            _ = try fabric.impair(["internet", "lan-a"].randomElement(using: &random)) {
                impairment in
                switch change {
                case 0: impairment.loss = share
                case 1: impairment.duplication = share
                case 2:
                    impairment.reordering = share
                    impairment.holdBack = .milliseconds(30)
                default: impairment = LinkImpairment()
                }
            }
        }

        func arrived() throws -> [UInt64] {
            try fabric.snapshot(of: "demo").ends.map(\.counters.arrived)
        }
    }

    /// Nothing that is put on a wire that loses everything reaches an end, in any order of causes.
    @Test(arguments: [UInt64(1), 2, 3])
    func nothingArrivesOverAWireThatLosesEverything(_ seed: UInt64) throws {
        let script = try Script(seed)
        let fabric = script.fabric
        let before = try script.arrived()
        let last = fabric.frames.lastNumber
        _ = try fabric.impair("internet") { $0.loss = .all }
        // What comes from outside has crossed already.
        let causes = Cause.allCases.filter { $0 != .stranger }
        for cause in (causes + causes).shuffled(using: &script.random) {
            try script.carryOut(cause)
            #expect(try script.arrived() == before, "\(cause)")
            #expect(fabric.addsUp)
        }
        let onWire = fabric.frames.kept.filter { frame in
            frame.number > last && fabric.topology.name(of: frame.direction.link) == "internet"
        }
        #expect(onWire.allSatisfy { $0.fate == .lost })
        #expect(
            Set(onWire.map(\.kind)).isSuperset(of: [.clear, .esp, .heldBack, .dummy, .keepalive]))
        _ = try fabric.clearImpairments(of: nil)
        try script.carryOut(.message)
        #expect(try script.arrived() != before)
    }

    /// What arrived at an end is what it counts; what a capture has, byte by byte, is what was put on links.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func theLogIsWhatWasOnLinksAndSockets(_ seed: UInt64) throws {
        let script = try Script(seed)
        let fabric = script.fabric
        let capture = fabric.startCapture()
        let first = fabric.frames.lastNumber + 1
        for cause in (0..<8).flatMap({ _ in Cause.allCases }).shuffled(using: &script.random) {
            if Int.random(in: 0..<6, using: &script.random) == 0 { try script.changeLink() }
            try script.carryOut(cause)
            #expect(fabric.addsUp)
        }
        for end in try fabric.snapshot(of: "demo").ends {
            let frames = fabric.frames.kept.filter { frame in
                frame.receiver == end.role && frame.hasReachedAnEnd
            }
            #expect(end.counters.arrived == UInt64(frames.count))
            #expect(end.counters.delivered == UInt64(frames.count { $0.fate == .arrived }))
            for reason in DropReason.allCases {
                let refused = frames.count { $0.fate == .refused(reason) }
                #expect(end.counters.refusedOnArrival(reason) == UInt64(refused), "\(reason)")
            }
        }
        let captured = capture.framesInOrder
        #expect(captured.map(\.frame.number) == Array(first...fabric.frames.lastNumber))
        #expect(capture.missed == 0)
        for frame in captured {
            let bytes = capture.withBytes(of: frame) { bytes in bytes.indices.map { bytes[$0] } }
            let image = try #require(fabric.frames.image(of: frame.frame.number))
            #expect(image.bytes == bytes && image.frame.fate == frame.frame.fate)
            // What was decrypted of a frame is what its packet is, with the trailer behind it.
            if let plaintext = image.plaintext, let packet = image.frame.packet {
                // A gateway's own packet has passed no router yet.
                let inner = try #require(fabric.log[packet]).packet
                let isInside = [inner, inner.forwarded].contains {
                    plaintext.starts(with: $0.bytes)
                }
                #expect(isInside && plaintext.count > inner.bytes.count)
            }
        }
        checkOutcomes(fabric)
    }

    private func checkOutcomes(_ fabric: Fabric) {
        let kinds = Set(fabric.frames.kept.map(\.kind))
        #expect(kinds.isSuperset(of: [.clear, .esp, .heldBack, .dummy, .keepalive, .foreign]))
        #expect(kinds.contains { if case .attack(.flood) = $0 { true } else { false } })
        let fates = Set(fabric.frames.kept.map(\.fate))
        for fate: Frame.Fate in [.arrived, .lost, .refused(.replayed), .refused(.dummy)] {
            #expect(fates.contains(fate), "\(fate)")
        }
        #expect(!fates.contains(.underway))
        #expect(fabric.frames.kept.contains { $0.content.isLinkCopy && $0.packet == nil })
        for record in fabric.log.kept {
            for number in record.frames { #expect(fabric.frames[number]?.packet == record.number) }
        }
    }

    /// Between two processes, what the one put on its socket is, byte by byte, what the other found on its own.
    @Test(arguments: [UInt64(1), 2])
    func whatLeavesALabIsWhatComesToAnother(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let (near, far) = (Lab.open(patience: .milliseconds(300)), Lab.open())
        near.seed(seed)
        let plan = TunnelPlan(name: "demo", keys: .given(Lab.key))
        _ = try far.open(plan, only: .server, remotePort: nil)
        let peer = try far.tunnels.local(.server, of: "demo")
        _ = try near.open(
            plan, only: .client, remotePort: Port(rawValue: peer.socket.localPort))
        _ = try near.impair("internet") { $0.loss = Percentage(hundredths: 3_000) }
        for count in 0..<60 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0: _ = try near.send(Lab.udp([UInt8](repeating: 1, count: count)), via: "demo")
            case 1: _ = try near.sendKeepalive(through: "demo")
            default: _ = try near.sendDummy(of: count, through: "demo")
            }
        }
        func payloads(_ fabric: Fabric, _ fates: (Frame) -> Bool) -> [[UInt8]] {
            fabric.frames.kept.filter { $0.encapsulation != nil && fates($0) }
                .compactMap { fabric.frames.image(of: $0.number).map { Array($0.datagram) } }
        }
        let left = payloads(near) { $0.fate == .departed }
        for _ in 0..<2_000 where peer.end.counters.arrived < UInt64(left.count) {
            try far.socketReady(peer.socketID)
            if peer.end.counters.arrived < UInt64(left.count) { usleep(1_000) }
        }
        #expect(payloads(far) { $0.hasReachedAnEnd } == left)
        #expect(left.count > 20 && near.frames.kept.contains { $0.fate == .lost })
        #expect(Set(left.map { $0.count == 1 }) == [true, false])
    }
}
