import Firewall
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// What comes out of the wire, as somebody sees it who listens there.
@Suite struct CrossingTests {
    private func crossings(_ fabric: Fabric, _ number: Int) -> [WireCrossing] {
        fabric.log[number].map { WireCrossing.all(of: $0, in: fabric.topology) } ?? []
    }

    @Test func aPacketInClearIsSeenAsItIs() throws {
        let fabric = Lab.open()
        let number = try fabric.send(Lab.udp())
        let seen = crossings(fabric, number)
        #expect(seen.count == 1)
        let one = try #require(seen.first)
        #expect(one.instant == .start + .milliseconds(21))
        #expect(one.from == fabric.topology.clientGateway)
        #expect(one.to == fabric.topology.serverGateway)
        #expect(one.source == Lab.source && one.destination == Lab.destination)
        #expect(one.length == 32 && one.tunnel == nil)
    }

    @Test func inATunnelOnlyTheGatewaysAreSeen() throws {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        let number = try fabric.send(message: Array("hola".utf8), through: "demo")
        for (place, role) in [(number, TunnelRole.client), (number + 1, .server)] {
            let seen = crossings(fabric, place)
            #expect(seen.count == 1)
            let one = try #require(seen.first)
            #expect(one.tunnel == "demo" && one.length == 96)
            let gateways = ["198.51.100.1", "203.0.113.1"].map { IPAddress($0) }
            #expect(one.source == gateways[role == .client ? 0 : 1])
            #expect(one.destination == gateways[role == .client ? 1 : 0])
            let record = try #require(fabric.log[place])
            let sealing = try #require(record.sealing)
            #expect(
                fabric.topology.outerPacket(of: sealing, around: record.packet)?.count == 96)
            let content = sealing.content(around: record.packet)
            #expect(content.packetLength == sealing.datagram.count)
            #expect(sealing.form == SealingForm())
        }
    }

    @Test func whatIsStoppedOrLostIsNotSeen() throws {
        let fabric = Fabric()
        #expect(try crossings(fabric, fabric.send(Lab.udp())).isEmpty)
        let open = Lab.open()
        _ = try open.open(TunnelPlan(name: "demo"))
        _ = try open.impair(nil) { $0.loss = .all }
        #expect(try crossings(open, open.send(Lab.udp())).isEmpty)
        #expect(try crossings(open, open.send(Lab.udp(), via: "demo")).isEmpty)
    }

    @Test func whatTheOtherEndRefusesWasSeen() throws {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        try fabric.setKey(Lab.key, at: .client, of: "demo")
        let number = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.log[number]?.dropReason == .badICV)
        #expect(crossings(fabric, number).map(\.instant) == [.start + .milliseconds(21)])
    }

    @Test func transportModeKeepsThePacketsOwnAddresses() throws {
        for draft in [Lab.udp(), Lab.udp6()] {
            let packet = try draft.build()
            let sealing = Sealing(
                tunnel: "demo", role: .server, datagram: [UInt8](repeating: 1, count: 60),
                form: SealingForm(mode: .transport))
            let outer = try Packet.parse(
                #require(Topology.standard.outerPacket(of: sealing, around: packet)))
            #expect(outer.fields.source == packet.fields.source)
            #expect(outer.fields.destination == packet.fields.destination)
            #expect(outer.fields.sourcePort == .udpEncapsulation)
            #expect(outer.payload.count == 60)
            #expect(sealing.outerLength(around: packet) == outer.bytes.count)
        }
    }
}
