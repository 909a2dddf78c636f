import Cipher
import EventLoop
import Foundation
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Opening and closing: names, ports, descriptors; what is refused changes nothing.
@Suite struct TunnelLifeTests {
    @Test func refusesWhatIsNotOpen() throws {
        let fabric = Lab.open()
        func refuse(_ name: String, _ fault: FabricFault) {
            #expect(throws: fault) { try fabric.send(Lab.udp(), via: name) }
            #expect(throws: fault) { try fabric.send(message: [1], through: name) }
            #expect(throws: fault) { try fabric.setKey(Lab.key, at: .client, of: name) }
            #expect(throws: fault) { try fabric.snapshot(of: name) }
            #expect(throws: fault) { try fabric.keyText(sealedBy: .client, of: name) }
            #expect(throws: fault) { try fabric.close(name) }
        }
        refuse("demo", .noSuchTunnel("demo"))
        _ = try fabric.open(TunnelPlan(name: "demo"))
        try fabric.close("demo")
        refuse("demo", .tunnelClosed("demo"))
        refuse("Demo", .noSuchTunnel("Demo"))
        #expect(fabric.counters.made == 0)
        _ = try fabric.open(TunnelPlan(name: "demo"))
        let number = try fabric.send(message: [1], through: "demo")
        #expect(fabric.log[number]?.isDelivered == true)
    }

    @Test func refusesANameTwice() throws {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        #expect(throws: FabricFault.tunnelExists("demo")) {
            try fabric.open(TunnelPlan(name: "demo"))
        }
        #expect(fabric.tunnelSnapshots.map(\.name) == ["demo"])
        let second = try fabric.open(TunnelPlan(name: "other"))
        #expect(second.ends.map(\.inbound.spi) == [SPI(rawValue: 0x2001), SPI(rawValue: 0x2002)])
    }

    @Test func keepsWhatThePlanFixes() throws {
        let fabric = Lab.open()
        let spi = SPI(rawValue: 0xFFFF_FFFF)
        let snapshot = try fabric.open(
            TunnelPlan(name: "demo", keys: .given(Lab.key), server: .init(spi: spi)))
        #expect(snapshot.ends.map(\.role) == [.client, .server])
        #expect(snapshot.ends.map(\.inbound.spi) == [SPI(rawValue: 0x1001), spi])
        #expect(snapshot.ends.map(\.outbound.spi) == [spi, SPI(rawValue: 0x1001)])
        #expect(snapshot.ends.map(\.port) == [nil, nil])
        let number = try fabric.send(message: [1], through: "demo")
        let datagram = try #require(fabric.datagram(of: number))
        #expect(try ESPHeader.parse(datagram.span).spi == spi)
    }

    @Test func refusesAPortThatIsTakenAndOpensNothing() throws {
        let fabric = Lab.open()
        let taken = try UDPSocket(port: 0)
        let port = Port(rawValue: taken.localPort)
        for role in TunnelRole.allCases {
            var plan = TunnelPlan(name: "demo")
            if role == .client { plan.client.port = port } else { plan.server.port = port }
            do throws(FabricFault) {
                _ = try fabric.open(plan)
                Issue.record("the port was free")
            } catch {
                guard case .port(port, role, let fault) = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(fault.operation == .bind && fault.code == EADDRINUSE)
            }
        }
        #expect(fabric.tunnelSnapshots.isEmpty)
        try taken.close()
        let snapshot = try fabric.open(TunnelPlan(name: "demo", client: .init(port: port)))
        #expect(snapshot.ends.map(\.port) == [port, nil])
        #expect(snapshot.ends.map(\.inbound.spi.rawValue) == [0x1001, 0x1002])
    }

    @Test func changesNothingWhenAKeyIsRefused() throws {
        let fabric = Lab.open()
        #expect(throws: FabricFault.keyLength(.usual)) {
            try fabric.open(TunnelPlan(name: "demo", keys: .given([1, 2, 3])))
        }
        #expect(fabric.tunnelSnapshots.isEmpty)
        let snapshot = try fabric.open(TunnelPlan(name: "demo"))
        #expect(snapshot.ends.map(\.inbound.spi.rawValue) == [0x1001, 0x1002])
    }

    @Test func refusesMoreTunnelsThanTheLimit() throws {
        let fabric = Lab.open()
        for number in 0..<Tunnels.limit { _ = try fabric.open(TunnelPlan(name: "t\(number)")) }
        #expect(throws: FabricFault.tooManyTunnels(limit: Tunnels.limit)) {
            try fabric.open(TunnelPlan(name: "more"))
        }
        try fabric.close("t0")
        _ = try fabric.open(TunnelPlan(name: "more"))
        let number = try fabric.send(message: [1], through: "t\(Tunnels.limit - 1)")
        #expect(fabric.log[number]?.isDelivered == true)
    }

    /// Other suites have sockets too, so what is looked for is a leak that is far above theirs.
    @Test func closesItsDescriptors() throws {
        func count() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }
        let before = try count()
        let rounds = 400
        let fabric = Lab.open()
        for round in 0..<rounds {
            _ = try fabric.open(TunnelPlan(name: "demo"))
            if round.isMultiple(of: 50) { _ = try fabric.send(message: [1], through: "demo") }
            try fabric.close("demo")
        }
        #expect(try count() < before + rounds)
        do {
            let forgotten = Lab.open()
            for name in 0..<60 { _ = try forgotten.open(TunnelPlan(name: "t\(name)")) }
        }
        #expect(try count() < before + rounds)
    }

    @Test func losesNoPacketOfAClosedTunnelInSilence() throws {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        let packet = try Lab.udp().build()
        let number = fabric.history.enter(
            packet, .sent, via: "demo", at: fabric.topology.gateA)
        fabric.walker.seal(
            Transit(number: number, packet: packet, via: "demo", goal: nil),
            "demo", as: .client, at: fabric.topology.gateA)
        try fabric.close("demo")
        try fabric.run(for: .seconds(1))
        #expect(fabric.addsUp)
        #expect(fabric.log[number]?.dropReason == .noRoute)
    }
}
