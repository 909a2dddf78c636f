import Cipher
import EventLoop
@testable import Network
import Platform
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// A tunnel whose ends are in two processes: here in two labs that know nothing of each other.
@Suite struct LoneEndTests {
    /// Two labs, and a tunnel between them.
    private struct Scene {
        let near = Lab.open(patience: .milliseconds(300))
        let far = Lab.open(patience: .milliseconds(300))

        init(_ change: (inout TunnelPlan) -> Void = { _ in }) throws {
            var plan = TunnelPlan(
                name: "demo", keys: .given(Lab.key),
                client: TunnelPlan.End(spi: SPI(rawValue: 0x1001)),
                server: TunnelPlan.End(spi: SPI(rawValue: 0x1002)))
            change(&plan)
            _ = try far.open(plan, only: .server, remotePort: nil)
            let port = try farStation().socket.localPort
            _ = try near.open(plan, only: .client, remotePort: Port(rawValue: port))
        }

        func farStation() throws -> LocalPeer {
            try #require(far.tunnels["demo"]).speaker
        }

        func nearStation() throws -> LocalPeer {
            try #require(near.tunnels["demo"]).speaker
        }

        /// Lets the far lab take what has come, once something has.
        func hear() throws {
            let arrived = try farStation().end.counters.arrived
            for _ in 0..<2_000 {
                try far.socketReady(try farStation().socketID)
                if try farStation().end.counters.arrived > arrived { return }
                usleep(1_000)
            }
        }

        /// Sends a message while another thread of control answers: the far lab is asked meanwhile.
        func send(_ text: String) throws -> PacketRecord? {
            let bytes = Array(text.utf8)
            let number = try near.send(message: bytes, through: "demo")
            try hear()
            try near.socketReady(try nearStation().socketID)
            return near.log[number]
        }
    }

    @Test func aMessageCrossesAndItsEchoComesBack() throws {
        let scene = try Scene()
        let record = try #require(try scene.send("hola"))
        #expect(scene.near.way(record.number).contains { $0.contains("departed") })
        let arrived = try #require(scene.far.log[1])
        #expect(arrived.isDelivered)
        #expect(Array(arrived.packet.bytes[arrived.packet.payload]) == Array("hola".utf8))
        #expect(arrived.answer == 2)
        #expect(scene.far.counters.departed == 1)
        // Nobody was there in time to answer: the lab gave the reply up, and takes it late as a packet.
        #expect(scene.near.counters.departed == 1)
        #expect(scene.near.counters.made == 2)
        #expect(scene.near.counters.underway == 0)
    }

    @Test func aPacketGoesOnToTheFarSite() throws {
        let scene = try Scene()
        let number = try scene.near.send(Lab.udp(), via: "demo")
        #expect(scene.near.log[number]?.outcome != nil)
        try scene.hear()
        #expect(scene.far.way(1).last?.contains("site-b delivered") == true)
        // The other way the firewall of gw-a judges what comes out of the tunnel.
        let record = try #require(scene.far.log[1])
        let answer = try scene.far.answer(record, flags: nil, data: [7])
        #expect(scene.far.way(answer).contains { $0.contains("departed") })
        for _ in 0..<2_000 where scene.near.log[2] == nil {
            try scene.near.socketReady(try scene.nearStation().socketID)
            usleep(1_000)
        }
        #expect(scene.near.way(2).contains { $0.contains("gw-a judged") })
        #expect(scene.near.way(2).last?.contains("site-a delivered") == true)
    }

    /// The attacker on the wire holds back what the end that is here seals; the other end judges it elsewhere.
    @Test func whatALoneServerSealsArrivesInAnotherOrder() throws {
        let scene = try Scene()
        _ = try scene.send("hola")
        let before = try scene.nearStation().end.counters
        let report = try scene.far.attacker.reorder("demo", count: 3)
        #expect(report.sender == .server)
        #expect(report.receiver == nil)
        #expect(report.releases.map(\.sequence?.rawValue) == [4, 3, 2])
        #expect(scene.far.counters.departed == 4)
        for _ in 0..<2_000 {
            try scene.near.socketReady(try scene.nearStation().socketID)
            if try scene.nearStation().end.counters.arrived >= before.arrived + 3 { break }
            usleep(1_000)
        }
        let end = try scene.nearStation().end
        #expect(end.counters.delivered == before.delivered + 3)
        #expect(end.inbound.window.highest.rawValue == 4)
        #expect(scene.near.log.lastNumber == 5)
    }

    @Test func bothChooseTheSPIsByThePort() throws {
        let port = Port(rawValue: try UDPSocket(port: 0).localPort)
        let (near, far) = (Lab.open(), Lab.open())
        _ = try far.open(TunnelPlan(name: "another"))
        var plan = TunnelPlan(name: "demo", keys: .given(Lab.key))
        _ = try near.open(plan, only: .client, remotePort: port)
        plan.server.port = port
        for _ in 0..<2 {
            _ = try far.open(plan, only: .server, remotePort: nil)
            let ends = try [(near, TunnelRole.client), (far, .server)].map {
                try #require($0.tunnels["demo"]?.local($1)).end
            }
            #expect(ends[0].inbound.spi.rawValue == UInt32(port.rawValue) << 12 | 1)
            #expect(ends[0].inbound.spi == ends[1].outbound.spi)
            #expect(ends[1].inbound.spi.rawValue == UInt32(port.rawValue) << 12 | 2)
            #expect(ends[1].inbound.spi == ends[0].outbound.spi)
            try far.close("demo")
        }
    }

    /// With one SPI and one key each way, an end would take its own packets for the other's.
    @Test func aChosenSPIIsNeverTheOneThatWasNamed() throws {
        for (named, role) in [
            (SPI(rawValue: 0x1001), TunnelRole.server), (SPI(rawValue: 0x1002), .client),
        ] {
            var plan = TunnelPlan(name: "demo")
            if role == .client { plan.client.spi = named } else { plan.server.spi = named }
            let fabric = Lab.open()
            _ = try fabric.open(plan)
            let spis = try TunnelRole.allCases.map {
                try #require(fabric.tunnels["demo"]?.local($0)).end.inbound.spi
            }
            #expect(spis[0] != spis[1])
            #expect(spis.contains(named))
        }
    }

    @Test func onlyAnAuthenticDatagramTellsWhereThePeerIs() throws {
        let scene = try Scene()
        #expect(throws: FabricFault.peerUnknown("demo")) {
            try scene.far.sendKeepalive(through: "demo")
        }
        let stranger = try Scene { $0.keys = .given([UInt8](repeating: 9, count: 32)) }
        _ = try stranger.near.send(Lab.udp(), via: "demo")
        var forged: [UInt8] = []
        let payload: [UInt8] = [1]
        _ = try stranger.nearStation().end.seal(
            payload: payload.span, nextHeader: .ipv4, into: &forged)
        try scene.nearStation().socket.send(
            forged.span, to: try scene.farStation().socket.localPort)
        try scene.hear()
        let strangers = Listener().hear(scene.far).compactMap { $0.stranger(in: scene.far) }
        #expect(strangers.map(\.fate.refusal) == [.badICV])
        #expect(scene.far.tunnels["demo"]?.remote?.port == nil)
        _ = try scene.near.send(Lab.udp(), via: "demo")
        try scene.hear()
        #expect(
            scene.far.tunnels["demo"]?.remote?.port
                == (try scene.nearStation().socket.localPort))
        #expect(try scene.far.sendKeepalive(through: "demo").reason == nil)
    }

    @Test func bothRekeyByThemselvesToTheSameKeys() throws {
        let scene = try Scene()
        _ = try scene.near.rekey("demo")
        _ = try scene.far.rekey("demo")
        for role in TunnelRole.allCases {
            #expect(
                try scene.near.keyText(sealedBy: role, of: "demo")
                    == scene.far.keyText(sealedBy: role, of: "demo"))
        }
        _ = try scene.near.send(Lab.udp(), via: "demo")
        try scene.hear()
        #expect(scene.far.log[1]?.isDelivered == true)
    }

    /// One lab made the keys, and a person typed them into the other.
    @Test func keysThatOneLabMadeAreFollowedByTheSameInBoth() throws {
        let far = Lab.open()
        _ = try far.open(TunnelPlan(name: "demo"), only: .server, remotePort: nil)
        let typed = try TunnelRole.allCases.map { role in
            let digits = Array(try far.keyText(sealedBy: role, of: "demo"))
            return stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
            }
        }
        let near = Lab.open()
        _ = try near.open(
            TunnelPlan(name: "demo", keys: .both(client: typed[0], server: typed[1])),
            only: .client, remotePort: Port(rawValue: 9))
        for round in 0..<3 {
            if round > 0 { for fabric in [near, far] { _ = try fabric.rekey("demo") } }
            for role in TunnelRole.allCases {
                #expect(
                    try near.keyText(sealedBy: role, of: "demo")
                        == far.keyText(sealedBy: role, of: "demo"), "\(round)")
            }
        }
    }

    @Test func whatTakesBothEndsIsRefused() throws {
        let scene = try Scene()
        #expect(throws: FabricFault.clientElsewhere("demo")) {
            try scene.far.send(message: [1], through: "demo")
        }
        #expect(throws: FabricFault.clientElsewhere("demo")) {
            try scene.far.send(Lab.udp(), via: "demo")
        }
        #expect(scene.far.counters.made == 0)
        #expect(throws: FabricFault.otherEndElsewhere("demo")) {
            try scene.near.setKey(Lab.key, at: .server, of: "demo")
        }
        #expect(throws: FabricFault.tunnelExists("demo")) {
            try scene.near.open(TunnelPlan(name: "demo"))
        }
        try scene.near.close("demo")
        #expect(throws: FabricFault.tunnelClosed("demo")) {
            try scene.near.send(Lab.udp(), via: "demo")
        }
    }

    @Test func transportModeWorksBetweenTheGateways() throws {
        let scene = try Scene { $0.parameters.mode = .transport }
        _ = try scene.send("hola")
        let arrived = try #require(scene.far.log[1])
        #expect(arrived.isDelivered)
        #expect(arrived.packet.transportChecksumIsRight == true)
        #expect(arrived.answer == 2)
    }

    /// A copy of an old datagram from elsewhere does not lead the server away, nor does anything a client
    /// (RFC 7296 section 2.23).
    @Test func onlyTheServerFollowsAndOnlyForANewerNumber() throws {
        let scene = try Scene()
        for _ in 0..<2 {
            _ = try scene.near.send(Lab.udp(), via: "demo")
            try scene.hear()
        }
        let port = { scene.far.tunnels["demo"]?.remote?.port }
        let home = try scene.nearStation().socket.localPort
        #expect(port() == home)
        // Somebody else sends number 4, and then number 3, which is new but not newer.
        let elsewhere = try UDPSocket(port: 0)
        let end = try scene.nearStation().end
        var datagrams: [[UInt8]] = []
        for _ in 0..<2 {
            var datagram: [UInt8] = []
            let packet = try Lab.udp().build()
            _ = end.seal(payload: packet.bytes.span, nextHeader: .ipv4, into: &datagram)
            datagrams.append(datagram)
        }
        let (older, newer) = (datagrams[0], datagrams[1])
        let server = try scene.farStation()
        try elsewhere.send(newer.span, to: server.socket.localPort)
        try scene.hear()
        #expect(port() == elsewhere.localPort)
        let late = try UDPSocket(port: 0)
        try late.send(older.span, to: server.socket.localPort)
        try scene.hear()
        #expect(scene.far.counters.made == 4)
        #expect(port() == elsewhere.localPort)
        // The client takes what comes from elsewhere, and goes on sending to its server.
        let client = try scene.nearStation()
        var answer: [UInt8] = []
        let packet = try Lab.udp().build()
        _ = server.end.seal(payload: packet.bytes.span, nextHeader: .ipv4, into: &answer)
        try late.send(answer.span, to: client.socket.localPort)
        for _ in 0..<2_000 where client.end.counters.arrived == 0 {
            try scene.near.socketReady(client.socketID)
            usleep(1_000)
        }
        #expect(client.end.counters.delivered == 1)
        #expect(scene.near.tunnels["demo"]?.remote?.port == server.socket.localPort)
    }

    /// Without a window nobody knows that a number is newer, so that the server follows nobody: whoever has seen a
    /// datagram could lead it away with a copy.
    @Test(arguments: [0, 64])
    func withoutAntiReplayTheServerStays(_ window: Int) throws {
        let scene = try Scene { $0.server.windowSize = window }
        _ = try scene.near.send(Lab.udp(), via: "demo")
        try scene.hear()
        let home = try scene.nearStation().socket.localPort
        let port = { scene.far.tunnels["demo"]?.remote?.port }
        #expect(port() == home)
        var newer: [UInt8] = []
        let packet = try Lab.udp().build()
        _ = try scene.nearStation().end.seal(
            payload: packet.bytes.span, nextHeader: .ipv4, into: &newer)
        let elsewhere = try UDPSocket(port: 0)
        try elsewhere.send(newer.span, to: try scene.farStation().socket.localPort)
        try scene.hear()
        #expect(try scene.farStation().end.counters.delivered == 2)
        #expect(port() == (window == 0 ? home : elsewhere.localPort))
    }

    @Test func nobodyListeningIsADropAndSilenceIsNot() throws {
        let scene = try Scene()
        let silent = try scene.near.send(Lab.udp(), via: "demo")
        #expect(scene.near.record(silent)?.hasLeft == true)
        try scene.far.close("demo")
        for _ in 0..<3 {
            let lost = try scene.near.send(Lab.udp(), via: "demo")
            #expect(scene.near.record(lost)?.dropReason == .portUnreachable)
        }
        let message = try scene.near.send(message: [1], through: "demo")
        #expect(scene.near.record(message)?.dropReason == .portUnreachable)
        #expect(scene.near.record(message)?.isUnanswered == true)
        #expect(try scene.near.sendKeepalive(through: "demo").reason == .portUnreachable)
        #expect(scene.near.counters.dropped(.portUnreachable) == 4)
        #expect(scene.near.counters.departed == 1 && scene.near.counters.underway == 0)
    }

    /// Two servers of one process at one port, and a client of each.
    @Test func aPortIsSharedBySPI() throws {
        let far = Lab.open(patience: .milliseconds(300))
        let port = Port(rawValue: try UDPSocket(port: 0).localPort)
        let keys = [Lab.key, Lab.key.reversed()]
        var clients: [Fabric] = []
        for (place, key) in keys.enumerated() {
            var plan = TunnelPlan(name: "demo\(place)", keys: .given(key))
            plan.server.port = port
            if place > 0 {
                #expect(
                    throws: FabricFault.spiTaken(
                        SPI(rawValue: UInt32(port.rawValue) << 12 | 2), tunnel: "demo0")
                ) {
                    try far.open(plan, only: .server)
                }
                plan.client.spi = SPI(rawValue: 0x501)
                plan.server.spi = SPI(rawValue: 0x502)
            }
            _ = try far.open(plan, only: .server)
            plan.server.port = nil
            clients.append(Lab.open(patience: .milliseconds(300)))
            _ = try clients[place].open(plan, only: .client, remotePort: port)
        }
        func hear(until count: UInt64) throws {
            let socket = try #require(far.tunnels["demo1"]).speaker.socketID
            for _ in 0..<2_000 where far.counters.made + far.counters.strangers < count {
                try far.socketReady(socket)
                usleep(1_000)
            }
        }
        for place in [1, 0, 1] { _ = try clients[place].send(Lab.udp(), via: "demo\(place)") }
        try hear(until: 3)
        let ends = try keys.indices.map { try #require(far.tunnels["demo\($0)"]).speaker.end }
        #expect(ends.map(\.counters.delivered) == [1, 2])
        #expect(far.log.kept.map(\.via) == ["demo1", "demo0", "demo1"])
        // Each answers its own client.
        let answers = try (1...2).map { number in
            try far.answer(try #require(far.record(number)), flags: nil, data: [7])
        }
        #expect(answers.allSatisfy { far.record($0)?.hasLeft == true })
        for (place, client) in clients.enumerated() {
            let peer = try #require(client.tunnels["demo\(place)"]).speaker
            for _ in 0..<2_000 where peer.end.counters.delivered == 0 {
                try client.socketReady(peer.socketID)
                usleep(1_000)
            }
            #expect(peer.end.counters.delivered == 1)
        }
        // What neither has an SA for is told once.
        let before = far.counters.made
        let stranger = try UDPSocket(port: 0)
        let unknown: [UInt8] = [9, 9, 9, 9] + [UInt8](repeating: 1, count: 60)
        try stranger.send(unknown.span, to: port.rawValue)
        try hear(until: before + 1)
        #expect(far.counters.strangers == 1)
        #expect(ends.map { $0.counters.refusedOnArrival(.unknownSPI) } == [1, 0])
        // One closes, and the other goes on.
        try far.close("demo0")
        _ = try clients[1].send(Lab.udp(), via: "demo1")
        try hear(until: before + 2)
        #expect(ends[1].counters.delivered == 3)
        try far.close("demo1")
        #expect(throws: Never.self) { _ = try UDPSocket(port: port.rawValue) }
    }

    /// What the client here seals goes out in another order; what becomes of it is known at the other end.
    @Test func packetsForAnotherProcessAreReordered() throws {
        let scene = try Scene()
        let report = try scene.near.attacker.reorder("demo", count: 3)
        #expect(report.receiver == nil)
        #expect(report.releases.map(\.sequence?.rawValue) == [3, 2, 1])
        #expect(report.releases.allSatisfy { $0.refusal == nil })
        #expect(scene.near.counters.departed == 3 && scene.near.counters.attacks == 0)
        for _ in 0..<2_000 where try scene.farStation().end.counters.arrived < 3 {
            try scene.far.socketReady(try scene.farStation().socketID)
            usleep(1_000)
        }
        #expect(scene.far.log.kept.map(\.decapsulation?.sequence.rawValue) == [3, 2, 1])
        #expect(scene.far.counters.delivered == 3)
    }

    /// An attacker sends what another process sealed once more, and changed, to the end that is here.
    @Test func anEndThatIsAloneIsAttacked() throws {
        let scene = try Scene()
        _ = try scene.near.send(Lab.udp(), via: "demo")
        try scene.hear()
        let attacker = scene.far.attacker
        #expect(try attacker.carryOut(.replay(of: 1)).refusal == .replayed)
        #expect(try attacker.carryOut(.flip(of: 1, bit: 300)).refusal == .replayed)
        #expect(try attacker.carryOut(.truncation(of: 1, length: 9)).refusal == .malformed)
        #expect(try attacker.carryOut(.forgery(tunnel: "demo")).refusal == .badICV)
        #expect(try attacker.carryOut(.unknownSPI(tunnel: "demo")).refusal == .unknownSPI)
        #expect(try attacker.flood("demo", count: 500).accepted == 0)
        #expect(scene.far.counters.attacks == 505)
        #expect(try scene.near.attacker.carryOut(.forgery(tunnel: "demo")).refusal == .badICV)
        // What is attacked has to be here.
        #expect(throws: FabricFault.otherEndElsewhere("demo")) {
            try scene.near.attacker.carryOut(.replay(of: 1))
        }
        #expect(throws: FabricFault.otherEndElsewhere("demo")) {
            try scene.near.attacker.flood("demo", count: 1)
        }
        _ = try scene.near.send(Lab.udp(), via: "demo")
        try scene.hear()
        #expect(scene.far.record(2)?.isDelivered == true)
    }
}
