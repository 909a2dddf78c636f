import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Wire

@testable import Fabric

/// Packets from either side, answers, and what the flow table tells the rules.
@Suite struct BothWaysTests {
    private let internet = LinkName(rawValue: "internet")

    private func tcp(_ flags: TCPFlags, isInward: Bool = false) -> PacketDraft {
        let near = (address: Lab.source, port: Port(rawValue: 40_000))
        let far = (address: Lab.destination, port: Port(rawValue: 22))
        let (from, to) = isInward ? (far, near) : (near, far)
        return PacketDraft(
            source: from.address, destination: to.address,
            transport: .tcp(
                source: from.port, destination: to.port, sequence: 100, acknowledgment: 200,
                flags: flags))
    }

    private func state(_ states: ConnectionState...) -> RuleMatch {
        var match = RuleMatch()
        match.states = StateMatch(states)
        return match
    }

    @Test func aPacketFromTheOtherSide() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp(), from: .over("internet"))
        #expect(
            fabric.way(1) == [
                "site-b entered 0.000 ms", "gw-b arrived 1.000 ms", "gw-a arrived 21.000 ms",
                "gw-a judged 21.000 ms", "site-a arrived 22.000 ms", "site-a delivered 22.000 ms",
            ])
        #expect(fabric.log[1]?.verdict?.context.link == internet)
        _ = try fabric.send(Lab.udp(), from: .over("lan-a"))
        _ = try fabric.send(Lab.udp())
        for number in 2...3 {
            #expect(fabric.way(number).last?.hasPrefix("site-b delivered") == true)
            #expect(fabric.log[number]?.verdict?.context.link?.rawValue == "lan-a")
        }
        #expect(fabric.entranceLink(of: fabric.topology.gateA) == "lan-a")
        #expect(fabric.firewall.links.map(\.rawValue) == ["lan-a", "internet"])
        #expect(fabric.addsUp)
    }

    @Test func aRuleAboutALink() throws {
        let fabric = Lab.open()
        var match = RuleMatch()
        match.links = [internet]
        _ = try fabric.firewall.add(Rule(.deny, match))
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(Lab.udp(), from: .over("internet"))
        #expect(fabric.log[1]?.isDelivered == true)
        #expect(fabric.log[2]?.dropReason == .deniedByRule)
        #expect(fabric.way(2).last == "gw-a denied-by-rule 43.000 ms")
        #expect(fabric.log[2]?.verdict?.rule?.match == match)
    }

    @Test func aPacketIsAnsweredFromItsOtherEnd() throws {
        let fabric = Lab.open()
        _ = try fabric.send(tcp(.syn))
        let number = try fabric.answer(try #require(fabric.log[1]), flags: nil, data: [])
        let answer = try #require(fabric.log[number])
        #expect(number == 2 && answer.origin == .answer(to: 1))
        #expect(answer.packet.fields.tcpFlags == [.syn, .ack])
        #expect(answer.packet.fields.source == Lab.destination)
        #expect(answer.packet.transportChecksumIsRight == true)
        #expect(
            fabric.way(2) == [
                "site-b entered 22.000 ms", "gw-b arrived 23.000 ms", "gw-a arrived 43.000 ms",
                "gw-a judged 43.000 ms", "site-a arrived 44.000 ms", "site-a delivered 44.000 ms",
            ])
        // And that one from the first end.
        let third = try fabric.answer(answer, flags: [.rst, .ack], data: [])
        #expect(fabric.log[third]?.packet.fields.tcpFlags == [.rst, .ack])
        #expect(fabric.way(third).last?.hasPrefix("site-b delivered") == true)
        let data = try fabric.answer(answer, flags: nil, data: [1, 2])
        let packet = try #require(fabric.log[data]?.packet)
        #expect(Array(packet.bytes[packet.payload]) == [1, 2])
        #expect(fabric.addsUp)
    }

    @Test func someAreNotAnswered() throws {
        let fabric = Lab.open()
        _ = try fabric.send(tcp(.rst))
        _ = try fabric.firewall.add(Rule(.deny, RuleMatch(proto: ProtocolMatch([.udp]))))
        _ = try fabric.send(Lab.udp())
        #expect(throws: FabricFault.notAnswerable(1)) {
            try fabric.answer(try #require(fabric.log[1]), flags: nil, data: [])
        }
        #expect(throws: FabricFault.notDelivered(2)) {
            try fabric.answer(try #require(fabric.log[2]), flags: nil, data: [])
        }
        #expect(fabric.counters.made == 2)
    }

    // MARK: - States

    /// Who sends what, what the rules are told, and how far the flow is then.
    private static let handshake: [(Bool, TCPFlags, ConnectionState, FlowState)] = [
        (false, .syn, .new, .synSent), (true, [.syn, .ack], .established, .synReceived),
        (false, .ack, .established, .established),
        (true, [.ack, .psh], .established, .established),
        (false, [.fin, .ack], .established, .finWait), (true, .ack, .established, .closeWait),
        (true, [.fin, .ack], .established, .lastAck), (false, .ack, .established, .timeWait),
        (false, .syn, .new, .synSent),
    ]

    @Test func rulesSeeTheStatesOfAHandshake() throws {
        let fabric = Fabric()
        // What begins comes from lan-a alone; the rest has to belong to a flow.
        var beginning = state(.new)
        beginning.links = [LinkName(rawValue: "lan-a")]
        _ = try fabric.firewall.add(Rule(.allow, state(.established, .related)))
        _ = try fabric.firewall.add(Rule(.allow, beginning))
        for (isInward, flags, state, flow) in Self.handshake {
            let number = try fabric.send(
                tcp(flags, isInward: isInward), from: isInward ? .over("internet") : .source)
            let record = try #require(fabric.log[number])
            #expect(record.verdict?.context.state == state, "\(flags)")
            #expect(record.verdict?.decider == .rule(state == .new ? 2 : 1))
            #expect(record.isDelivered)
            #expect(
                fabric.gateways[0].flows.flows(at: fabric.loop.now).map(\.state) == [flow],
                "\(flags)")
        }
        #expect(fabric.addsUp)
    }

    @Test func whatComesUnaskedIsNotLetIn() throws {
        let fabric = Fabric()
        _ = try fabric.firewall.add(Rule(.allow, state(.established, .related)))
        for (flags, known) in [
            (TCPFlags.syn, ConnectionState.new), ([.syn, .ack], .invalid), (.ack, .invalid),
        ] {
            let number = try fabric.send(tcp(flags, isInward: true), from: .over("internet"))
            #expect(fabric.log[number]?.verdict?.context.state == known)
            #expect(fabric.log[number]?.dropReason == .deniedByDefault)
        }
        // What the firewall stopped began no flow.
        #expect(fabric.gateways[0].flows.count == 0)
    }

    @Test func anErrorAboutAFlowIsRelated() throws {
        let fabric = Lab.open()
        _ = try fabric.firewall.add(Rule(.allow, state(.related)))
        _ = try fabric.send(Lab.udp())
        let asked = try #require(fabric.log[1]?.packet)
        for (about, known) in [
            (asked.bytes, ConnectionState.related), (try tcp(.syn).build().bytes, .invalid),
        ] {
            let error = PacketDraft(
                source: Lab.destination, destination: Lab.source,
                transport: .icmpError(type: 3, code: 3, about: about))
            let number = try fabric.send(error, from: .over("internet"))
            #expect(fabric.log[number]?.verdict?.context.state == known)
        }
        #expect(fabric.firewall.entries[0].hits == 1)
        #expect(fabric.gateways[0].clearFlows(at: fabric.loop.now) == 1)
        #expect(fabric.gateways[0].flows.count == 0)
    }

    /// Without a rule about states nobody misses a flow; with one the packet may not pass unseen.
    @Test func aFullTableMattersOnlyToRulesAboutStates() throws {
        let fabric = Lab.open()
        fabric.gateways[0].flows = FlowTable(limit: 1)
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(tcp(.syn))
        #expect(fabric.log[2]?.isDelivered == true)
        _ = try fabric.firewall.add(Rule(.deny, state(.invalid)))
        _ = try fabric.send(tcp(.syn))
        #expect(fabric.log[3]?.dropReason == .flowTableFull)
        #expect(fabric.way(3).suffix(2).first?.hasPrefix("gw-a judged") == true)
        #expect(fabric.counters.dropped(.flowTableFull) == 1)
        // The flow that is known goes on, and a place is free when it has gone.
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[4]?.isDelivered == true)
        try fabric.run(for: .seconds(31))
        _ = try fabric.send(tcp(.syn))
        #expect(fabric.log[5]?.isDelivered == true)
        // Without the rule nobody asks about states again.
        _ = try fabric.firewall.undo()
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[6]?.isDelivered == true)
        #expect(fabric.addsUp)
    }
}
