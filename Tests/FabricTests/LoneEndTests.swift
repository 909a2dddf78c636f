import Cipher
import EventLoop
import Glibc
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
            var plan = TunnelPlan(name: "demo", keys: .given(Lab.key))
            change(&plan)
            _ = try far.open(plan, only: .server, remotePort: nil)
            let port = try farStation().socket.localPort
            _ = try near.open(plan, only: .client, remotePort: Port(rawValue: port))
        }

        func farStation() throws -> Station {
            try #require(far.tunnels.lone("demo")).station
        }

        func nearStation() throws -> Station {
            try #require(near.tunnels.lone("demo")).station
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

    @Test func theTwoEndsNeverUseOneIV() throws {
        for isSeeded in [false, true] {
            let near = Lab.open()
            let far = Lab.open()
            if isSeeded {
                near.seed(1)
                far.seed(1)
            }
            let plan = TunnelPlan(name: "demo", keys: .given(Lab.key))
            _ = try near.open(plan, only: .client, remotePort: Port(rawValue: 9))
            _ = try far.open(plan, only: .server, remotePort: Port(rawValue: 9))
            let ivs = try [(near, TunnelRole.client), (far, .server)].map { fabric, role in
                var packet: [UInt8] = []
                let station = try #require(fabric.tunnels.station("demo", role))
                let payload: [UInt8] = [1]
                _ = station.end.seal(payload: payload.span, nextHeader: .ipv4, into: &packet)
                return packet.span.uint64(at: ESPLayout.ivOffset)
            }
            #expect(ivs[0] >> 63 == 0)
            #expect(ivs[1] >> 63 == 1)
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
        #expect(scene.far.takeEvents().compactMap(\.stranger).map(\.refusal) == [.badICV])
        #expect(scene.far.tunnels.lone("demo")?.remotePort == nil)
        _ = try scene.near.send(Lab.udp(), via: "demo")
        try scene.hear()
        #expect(
            scene.far.tunnels.lone("demo")?.remotePort
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

    @Test func whatTakesBothEndsIsRefused() throws {
        let scene = try Scene()
        #expect(throws: FabricFault.otherEndElsewhere("demo")) {
            try scene.far.send(message: [1], through: "demo")
        }
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
}
