import EventLoop
import Firewall
import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// How long a datagram may be between the ends of a tunnel, which the end learns (RFC 4301 section 8.2.1).
@Suite struct TunnelPathTests {
    private static let narrow = 600

    @Test func aGatewayLearnsWhatTheWayTakes() throws {
        var (lost, told, passed) = (0, 0, 0)
        for size in stride(from: 400, through: 560, by: 4) {
            let home = try HomeScene(mtu: Self.narrow)
            let gate = try home.node("gw-a")
            let first = try home.send(from: .client, size)
            if first.isDelivered {
                passed += 1
                continue
            }
            // The box can't put it on its next link, and tells the gateway.
            #expect(first.dropReason == .packetTooBig)
            #expect(first.outcome?.node == (try home.node("box")))
            let error = try #require(first.answer.flatMap { home.fabric.record($0) })
            #expect(error.isDelivered && error.outcome?.node == gate)
            lost += 1
            // The next one is not even sealed, and the gateway tells its sender.
            let second = try home.send(from: .client, size)
            #expect(second.dropReason == .packetTooBig && second.outcome?.node == gate)
            let report = try #require(second.answer.flatMap { home.fabric.record($0) })
            #expect(report.packet.fields.destination == HomeScene.pc)
            let start = report.packet.transportOffset + ICMPHeader.Offset.identifier
            let mtu = Int(report.packet.bytes.span.uint16(at: start + 2))
            #expect(mtu < size + 28)
            told += 1
            // As long as he was told, it arrives; and no byte more.
            #expect(try home.send(from: .client, mtu - 28).isDelivered)
            #expect(try home.send(from: .client, mtu - 27).dropReason == .packetTooBig)
            #expect(home.fabric.addsUp)
        }
        #expect(lost == told && lost > 5)
        #expect(passed > 5)
    }

    /// After ten minutes a longer one is tried again (RFC 1191 section 6.3).
    @Test func whatWasLearnedIsForgotten() throws {
        let home = try HomeScene(mtu: Self.narrow)
        let (gate, box) = (try home.node("gw-a"), try home.node("box"))
        func shown() -> [Int?] {
            home.fabric.tunnelSnapshots.flatMap(\.ends).map(\.outbound.pathMTU)
        }
        #expect(shown() == [nil, nil])
        #expect(try home.send(from: .client, 700).outcome?.node == box)
        #expect(shown() == [Self.narrow, nil])
        #expect(try home.send(from: .client, 700).outcome?.node == gate)
        try home.fabric.run(for: .seconds(590))
        #expect(try home.send(from: .client, 700).outcome?.node == gate)
        #expect(shown() == [Self.narrow, nil])
        try home.fabric.run(for: .seconds(20))
        #expect(shown() == [nil, nil])
        #expect(try home.send(from: .client, 700).outcome?.node == box)
        #expect(try home.send(from: .client, 700).outcome?.node == gate)
    }

    @Test func itGoesBackWithTheNetwork() throws {
        let home = try HomeScene(mtu: Self.narrow)
        let (gate, box) = (try home.node("gw-a"), try home.node("box"))
        let before = try #require(home.fabric.snapshot)
        _ = try home.send(from: .client, 700)
        let after = try #require(home.fabric.snapshot)
        #expect(home.fabric.putBack(before) != nil)
        #expect(try home.send(from: .client, 700).outcome?.node == box)
        #expect(home.fabric.putBack(after) != nil)
        #expect(try home.send(from: .client, 700).outcome?.node == gate)
    }

    /// An error is believed where it quotes what can have gone between the ends, and nothing else is.
    @Test func onlyErrorsAboutTheTunnelAreBelieved() throws {
        var (believed, ignored) = (0, 0)
        for (source, destination, port, isRight) in [
            (HomeScene.client, HomeScene.server, 4500, true),
            (HomeScene.client, HomeScene.server, 4501, false),
            (HomeScene.client, HomeScene.box, 4500, false),
            (HomeScene.server, HomeScene.client, 4500, false),
        ] {
            let home = try HomeScene()
            let gate = try home.node("gw-a")
            #expect(try home.send(from: .client, 700).isDelivered)
            let quoted = try PacketDraft(
                source: source, destination: destination,
                transport: .udp(
                    source: Port(rawValue: 4500), destination: Port(rawValue: UInt16(port))),
                data: [UInt8](repeating: 0, count: 64)
            ).build()
            let error = try #require(
                Rejection.error(.tooBig(mtu: 300), about: quoted, from: HomeScene.server))
            var forged = error
            forged.destination = HomeScene.client
            _ = try home.fabric.send(forged, from: .node(try home.node("phone")))
            let next = try home.send(from: .client, 700)
            if isRight {
                #expect(next.outcome?.node == gate && !next.isDelivered)
                believed += 1
            } else {
                #expect(next.isDelivered)
                ignored += 1
            }
        }
        #expect(believed == 1)
        #expect(ignored == 3)
    }
}
