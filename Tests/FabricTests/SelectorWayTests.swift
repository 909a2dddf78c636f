import Firewall
import Network
import Testing
import Tunnel
import Wire

@testable import Fabric

/// Policies and tunnels that ask for protocols, ports and messages, on the way of real packets.
@Suite struct SelectorWayTests {
    private let home = Topology.standard.gateA

    private func prefix(_ text: String) throws -> Prefix { try .parse(Array(text.utf8).span) }

    private func selectors(_ nextLayer: NextLayer) throws -> TrafficSelectors {
        try #require(
            TrafficSelectors(
                source: prefix("10.0.0.0/24"), destination: prefix("10.1.0.0/24"), nextLayer))
    }

    /// UDP to port 53.
    private func dns() throws -> NextLayer {
        try NextLayer(
            [.udp], .ports(source: nil, destination: PortSet(PortRange(Port(rawValue: 53)))),
            in: .v4)
    }

    private func open(_ nextLayer: NextLayer) throws -> Fabric {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo")
        plan.selectors = try selectors(nextLayer)
        _ = try fabric.open(plan)
        return fabric
    }

    private func udp(to port: UInt16) -> PacketDraft {
        var draft = Lab.udp()
        draft.transport = .udp(
            source: Port(rawValue: 40_000), destination: Port(rawValue: port))
        return draft
    }

    /// Lets a later fragment of UDP come to gw-a.
    private func sendFragment(_ fabric: Fabric) throws -> PacketRecord {
        var bytes = try Lab.udp().build().bytes
        bytes[IPv4Header.Offset.fragment + 1] = 8
        IPv4Header.fillChecksum(of: 0..<IPv4Header.length, in: &bytes)
        let packet = try Packet.parse(bytes)
        #expect(packet.fragment == .later && packet.fields.destinationPort == nil)
        let number = try fabric.launch(packet, from: .source)
        while try fabric.run(steps: 100) {}
        return try #require(fabric.log[number])
    }

    @Test func portsChooseTheTunnelBothWays() throws {
        let fabric = try open(dns())
        let number = try fabric.send(udp(to: 53))
        let question = try #require(fabric.log[number])
        #expect(question.encapsulation?.tunnel == "demo" && question.isDelivered)
        let reply = try fabric.answer(question, flags: nil, data: [1])
        let answer = try #require(fabric.log[reply])
        #expect(answer.encapsulation?.sender == .server && answer.isDelivered)
        let other = try fabric.send(udp(to: 54))
        #expect(fabric.log[other]?.encapsulation == nil && fabric.log[other]?.isDelivered == true)
        // What is asked to take the tunnel all the same is none of its packets.
        let strange = try fabric.send(udp(to: 54), via: "demo")
        #expect(fabric.log[strange]?.dropReason == .selectorMismatch)
        #expect(fabric.addsUp)
    }

    @Test func whatComesInClearIsHeldAgainstPortsToo() throws {
        let fabric = try open(dns())
        let narrow = try #require(
            TrafficSelectors(source: Prefix(Lab.source), destination: Prefix(Lab.destination)))
        try fabric.add(Policy(.bypass, for: narrow, .outbound), at: home)
        #expect(fabric.record(try fabric.send(udp(to: 53)))?.dropReason == .unprotected)
        #expect(fabric.record(try fabric.send(udp(to: 54)))?.isDelivered == true)
        // gw-a sends a fragment in clear, and gw-b can't know that it is none of port 53.
        let fragment = try sendFragment(fabric)
        #expect(fragment.dropReason == .opaqueToPolicy)
        #expect(fabric.way(fragment.number).last?.hasPrefix("gw-b opaque-to-policy") == true)
        #expect(fabric.addsUp)
    }

    @Test func aLaterFragmentTakesNoPolicyOfPorts() throws {
        let fabric = try open(dns())
        let dropped = try sendFragment(fabric)
        #expect(dropped.dropReason == .opaqueToPolicy)
        #expect(fabric.way(dropped.number).last?.hasPrefix("gw-a opaque-to-policy") == true)
        // A policy of all ports is less exact than that one, and one for opaque packets is not.
        try fabric.add(Policy(.bypass, for: selectors(.any)), at: home)
        #expect(try sendFragment(fabric).dropReason == .opaqueToPolicy)
        let opaque = try NextLayer([.udp], .opaque, in: .v4)
        try fabric.add(Policy(.bypass, for: selectors(opaque)), at: home)
        #expect(try sendFragment(fabric).isDelivered)
        _ = try fabric.removePolicy(3, at: home)
        try fabric.add(Policy(.protect("demo"), for: selectors(opaque)), at: home)
        #expect(try sendFragment(fabric).dropReason == .selectorMismatch)
        #expect(fabric.addsUp)
    }

    @Test func aTunnelOfAllPortsCarriesFragments() throws {
        let fabric = try open(NextLayer([.udp], in: .v4))
        let fragment = try sendFragment(fabric)
        #expect(fragment.encapsulation?.tunnel == "demo" && fragment.isDelivered)
    }

    @Test func theReplyOfAPingTakesTheTunnelOfTheRequest() throws {
        let fabric = try open(
            NextLayer([.icmp], .messages(types: [8], codes: [0]), in: .v4))
        let draft = PacketDraft(
            source: Lab.source, destination: Lab.destination,
            transport: .icmpEcho(.request, identifier: 1, sequence: 1))
        let number = try fabric.send(draft)
        let request = try #require(fabric.log[number])
        #expect(request.encapsulation?.tunnel == "demo")
        let answer = try fabric.answer(request, flags: nil, data: [])
        #expect(fabric.log[answer]?.packet.fields.icmpType == 0)
        #expect(fabric.log[answer]?.encapsulation?.sender == .server)
        #expect(fabric.log[answer]?.isDelivered == true)
    }

    @Test func twoOfWhichNeitherIsTheLongerMatchAreRefused() throws {
        let fabric = try open(dns())
        let sources = try NextLayer(
            [.udp], .ports(source: PortSet(PortRange(Port(rawValue: 53))), destination: nil),
            in: .v4)
        #expect(throws: FabricFault.policyAmbiguous(number: 1, at: nil)) {
            try fabric.add(Policy(.bypass, for: selectors(sources)), at: home)
        }
        let back = Policy(.bypass, for: try selectors(dns()).reversed)
        #expect(throws: FabricFault.policyRepeated(number: 1, at: nil)) {
            try fabric.add(back, at: Topology.standard.gateB)
        }
        #expect(fabric.policyTables.allSatisfy { $0.entries.count == 1 })
        // One that is about all UDP, and one that is about none of its packets, are in order.
        try fabric.add(Policy(.discard, for: selectors(NextLayer([.udp], in: .v4))), at: home)
        try fabric.add(Policy(.bypass, for: selectors(NextLayer([.tcp], in: .v4))), at: home)
        #expect(fabric.record(try fabric.send(udp(to: 53)))?.isDelivered == true)
        #expect(
            fabric.record(try fabric.send(udp(to: 54)))?.dropReason == .discardedByPolicy)
        #expect(fabric.addsUp)
    }
}
