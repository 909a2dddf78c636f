@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Every suite and mode over the real sockets, and what crosses beside packets.
@Suite struct SuiteWayTests {
    private func open(
        _ change: (inout TunnelPlan) -> Void
    ) throws -> Fabric {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo")
        change(&plan)
        _ = try fabric.open(plan)
        return fabric
    }

    @Test(arguments: ESPSuite.all, ESPMode.allCases)
    func messagesAndPacketsCross(suite: ESPSuite, mode: ESPMode) throws {
        let fabric = try open {
            $0.parameters.suite = suite
            $0.parameters.mode = mode
            $0.parameters.isExtended = true
            $0.parameters.paddingMultiple = 100
        }
        let message = try fabric.send(message: Array("hola".utf8), through: "demo")
        #expect(fabric.log[message]?.isDelivered == true)
        #expect(fabric.log[message]?.answer.flatMap { fabric.log[$0] }?.isDelivered == true)
        for draft in [Lab.udp(), Lab.udp6()] {
            let number = try fabric.send(draft, via: "demo")
            let record = try #require(fabric.log[number])
            #expect(record.isDelivered)
            let text = Array(record.packet.bytes[record.packet.payload])
            let datagram = try #require(fabric.datagram(of: record.number))
            let isReadable = datagram.indices.contains { start in
                datagram[start...].starts(with: text)
            }
            #expect(isReadable == !suite.encrypts)
        }
        #expect(fabric.addsUp)
    }

    @Test func transportModeCarriesOnlyWhatFollowsTheHeader() throws {
        let whole = try open { _ in }
        let part = try open { $0.parameters.mode = .transport }
        let lengths = try [whole, part].map { fabric in
            let number = try fabric.send(Lab.udp(), via: "demo")
            return try #require(fabric.datagram(of: number)).count
        }
        #expect(lengths[0] - lengths[1] == IPv4Header.length)
    }

    @Test(arguments: ESPMode.allCases)
    func aFragmentTakesTunnelModeOnly(mode: ESPMode) throws {
        let fabric = try open { plan in
            plan.parameters.mode = mode
            plan.selectors = TrafficSelectors(
                source: Prefix(Lab.source), destination: Prefix(Lab.destination))
        }
        var bytes = try Lab.udp().build().bytes
        // More fragments follow: the first one of several.
        bytes[IPv4Header.Offset.fragment] = 0x20
        IPv4Header.fillChecksum(of: 0..<IPv4Header.length, in: &bytes)
        let number = try fabric.launch(try Packet.parse(bytes), from: .source)
        while try fabric.run(steps: 100) {}
        let record = try #require(fabric.log[number])
        #expect(record.packet.fragment == .first)
        #expect(record.dropReason == (mode == .transport ? .fragmentInTransport : nil))
        #expect(record.isDelivered == (mode == .tunnel))
        #expect(fabric.addsUp)
    }

    @Test func eachEndMayReceiveInItsOwnWay() throws {
        let fabric = try open {
            $0.client.suite = ESPSuite.all.first { $0.transform == .chaCha20Poly1305 }
            $0.client.windowSize = 1_024
            $0.server.isExtended = true
        }
        let ends = try fabric.snapshot(of: "demo").ends
        #expect(ends[0].inbound.parameters.suite.transform == .chaCha20Poly1305)
        #expect(ends[1].outbound.parameters == ends[0].inbound.parameters)
        #expect(ends[1].inbound.parameters.suite == .usual)
        #expect(ends.map(\.inbound.window.size) == [1_024, 64])
        #expect(ends.map(\.inbound.parameters.isExtended) == [false, true])
        let message = try fabric.send(message: [1], through: "demo")
        #expect(fabric.log[message]?.answer.flatMap { fabric.log[$0] }?.isDelivered == true)
    }

    @Test func keysHaveToFitTheSuite() throws {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo", keys: .given([UInt8](repeating: 1, count: 16)))
        #expect(throws: FabricFault.keyLength(.usual)) { try fabric.open(plan) }
        #expect(fabric.tunnelSnapshots.isEmpty)
        plan.parameters.suite = try #require(ESPSuite.all.first { $0.keyLength == 16 })
        _ = try fabric.open(plan)
        #expect(throws: FabricFault.keyLength(plan.parameters.suite)) {
            try fabric.setKey(Lab.key, at: .client, of: "demo")
        }
        #expect(fabric.record(try fabric.send(Lab.udp(), via: "demo"))?.isDelivered == true)
    }

    @Test func whatCarriesNothingIsCountedAndDropped() throws {
        let fabric = try open { _ in }
        let keepalive = try fabric.sendKeepalive(through: "demo")
        #expect(keepalive.reason == .keepalive)
        #expect(keepalive.length == 1)
        for length in [0, 1, 1_400] {
            let dummy = try fabric.sendDummy(of: length, through: "demo")
            #expect(dummy.reason == .dummy)
            #expect(dummy.length == ESPLayout.full.packetLength(forPayload: length))
        }
        let server = try fabric.snapshot(of: "demo").ends[1].counters
        #expect(server.arrived == 4)
        #expect(server.delivered == 0)
        #expect(server.refusedOnArrival(.dummy) == 3)
        #expect(server.refusedOnArrival(.keepalive) == 1)
        #expect(fabric.counters.made == 0)
        #expect(fabric.counters.strangers == 0)
        #expect(fabric.addsUp)
        #expect(throws: FabricFault.noSuchTunnel("x")) { try fabric.sendKeepalive(through: "x") }
        #expect(try fabric.sendDummy(of: 65_500, through: "demo").reason == .tooLarge)
    }
}
