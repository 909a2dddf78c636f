import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Two gateways with rules, flows and policies of their own.
@Suite struct GatewayTests {
    private let internet = LinkName(rawValue: "internet")

    private func udp(_ action: Action) -> Rule {
        Rule(action, RuleMatch(proto: ProtocolMatch([.udp])))
    }

    private func plan(_ name: String) throws -> TunnelPlan {
        var plan = TunnelPlan(name: name)
        plan.selectors = try selectors()
        return plan
    }

    private func selectors() throws -> TrafficSelectors {
        try #require(
            TrafficSelectors(
                source: try Prefix(masking: Lab.source, length: 24),
                destination: try Prefix(masking: Lab.destination, length: 24)))
    }

    /// The answer to packet 1: from site-b, so that it meets gw-b first.
    private func answer(_ fabric: Fabric) throws -> PacketRecord {
        let number = try fabric.answer(try #require(fabric.log[1]), flags: nil, data: [1])
        return try #require(fabric.log[number])
    }

    @Test func theyBeginWithRulesOfTheirOwn() throws {
        let fabric = Fabric()
        #expect(fabric.gateways.map(\.name.text) == ["gw-a", "gw-b"])
        #expect(fabric.gateways.map(\.name.isUsual) == [true, false])
        #expect(fabric.gateways.map(\.firewall.settings.defaultAction) == [.deny, .allow])
        #expect(
            fabric.gateways.map { $0.firewall.links.map(\.rawValue) }
                == [["lan-a", "internet"], ["internet", "lan-b"]])
        #expect(
            fabric.topology.gateways.map { fabric.entranceLink(of: $0) } == ["lan-a", "internet"])
        _ = try fabric.gateways[1].firewall.add(udp(.deny))
        #expect(fabric.gateways.map(\.firewall.count) == [0, 1])
        _ = try fabric.gateways[1].firewall.undo()
        #expect(fabric.gateways.map(\.firewall.count) == [0, 0])
    }

    /// A router has no verdict; one with rules has, and one without them again has none.
    @Test func aRouterSaysNothing() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[1]?.verdicts.map(\.gateway.text) == ["gw-a"])
        #expect(fabric.gateways[1].firewall.defaultHits == 1)
        _ = try fabric.gateways[1].firewall.add(udp(.allow))
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[2]?.verdicts.map(\.gateway.text) == ["gw-a", "gw-b"])
        #expect(
            fabric.log[2]?.verdicts.map(\.decider) == [.byDefault, .rule(1)])
        #expect(fabric.way(2).suffix(3).first == "gw-b judged 43.000 ms")
        try fabric.gateways[1].firewall.clear()
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[3]?.verdicts.map(\.gateway.text) == ["gw-a"])
        fabric.gateways[1].firewall.setDefault(.deny)
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[4]?.dropReason == .deniedByDefault)
        #expect(fabric.log[4]?.verdict?.gateway.text == "gw-b")
        #expect(fabric.addsUp)
    }

    /// Each gateway that a packet passes may stop it, in both directions, and the first that does ends it.
    @Test(arguments: [false, true], [false, true])
    func aPacketMeetsTheRulesOfBoth(isInward: Bool, isAtFar: Bool) throws {
        let fabric = Lab.open()
        let place = isAtFar ? 1 : 0
        _ = try fabric.gateways[place].firewall.add(udp(.deny))
        _ = try fabric.send(Lab.udp(), from: isInward ? .over("internet") : .source)
        let record = try #require(fabric.log[1])
        #expect(record.dropReason == .deniedByRule)
        let name = isAtFar ? "gw-b" : "gw-a"
        // gw-b has no rules where gw-a has one, and is silent then.
        let isFirst = isInward == isAtFar
        #expect(
            record.verdicts.map(\.gateway.text)
                == (isFirst || !isAtFar ? [name] : ["gw-a", name])
        )
        #expect(
            record.verdict?.context.link?.rawValue
                == (isAtFar && isInward ? "lan-b" : isFirst ? "lan-a" : "internet"))
        #expect(fabric.way(1).last?.hasPrefix("\(name) denied-by-rule") == true)
        #expect(fabric.gateways[place].firewall.entries[0].hits == 1)
        #expect(fabric.addsUp)
    }

    /// What a link is called says where a packet comes from, as the gateway sees it.
    @Test func linksAreThoseOfTheGateway() throws {
        let fabric = Lab.open()
        for (place, link, end) in [
            (0, "lan-a", "site-b"), (0, "internet", "site-a"), (1, "internet", "site-b"),
            (1, "lan-b", "site-a"),
        ] {
            let number = try fabric.send(
                Lab.udp(), from: .over(link, to: fabric.gateways[place].node))
            #expect(fabric.way(number).last?.hasPrefix("\(end) delivered") == true, "\(link)")
        }
    }

    // MARK: - Refusals

    @Test func aRefusalOfTheFarGatewayGoesBackTheRightWay() throws {
        let fabric = Lab.open()
        _ = try fabric.gateways[1].firewall.add(udp(.reject))
        _ = try fabric.send(Lab.udp())
        #expect(
            fabric.way(2) == [
                "gw-b entered 21.000 ms", "gw-a arrived 41.000 ms", "gw-a judged 41.000 ms",
                "site-a arrived 42.000 ms", "site-a delivered 42.000 ms",
            ])
        let address = fabric.topology[fabric.topology.gateB].address(.v4)
        #expect(fabric.log[2]?.packet.fields.source == address)
        _ = try fabric.send(Lab.udp(), from: .over("internet"))
        #expect(
            fabric.way(4).map { $0.prefix { $0 != "." } } == [
                "gw-b entered 43", "site-b arrived 44", "site-b delivered 44",
            ])
        #expect(fabric.addsUp)
    }

    /// A reset for a connection in a tunnel is traffic that the policies are about, and takes the tunnel.
    @Test func aResetTakesTheTunnelOfItsConnection() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan("demo"))
        fabric.gateways[1].firewall.setDefault(.reject)
        let number = try fabric.send(
            PacketDraft(
                source: Lab.source, destination: Lab.destination,
                transport: .tcp(
                    source: Port(rawValue: 40_000), destination: Port(rawValue: 22), sequence: 1,
                    flags: .syn)))
        #expect(fabric.log[number]?.dropReason == .rejectedByDefault)
        let way = fabric.way(number + 1).map { String($0.prefix { !$0.isNumber }) }
        #expect(
            way == [
                "gw-b entered ", "gw-b protect(\"demo\") ", "gw-b sealed ", "gw-a opened ",
                "gw-a judged ", "site-a arrived ", "site-a delivered ",
            ])
        #expect(fabric.addsUp)
    }

    // MARK: - Tunnels

    /// What comes out of a tunnel is judged where it comes out.
    @Test func whatComesOutOfATunnelIsJudgedThere() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan("demo"))
        _ = try fabric.send(Lab.udp())
        _ = try fabric.gateways[1].firewall.add(udp(.deny))
        _ = try fabric.send(Lab.udp())
        let way = fabric.way(2).map { String($0.prefix { !$0.isNumber }) }
        #expect(way.suffix(3) == ["gw-b opened ", "gw-b judged ", "gw-b denied-by-rule "])
        #expect(fabric.log[2]?.verdict?.context.link == internet)
        // The answer meets gw-b in front of the tunnel, and never goes into it.
        let back = try answer(fabric)
        #expect(back.dropReason == .deniedByRule && back.verdicts.count == 1)
        #expect(fabric.way(back.number).allSatisfy { !$0.contains("sealed") })
        // What a gateway says itself is judged by nobody.
        let message = try fabric.send(message: [1], through: "demo")
        #expect(fabric.log[message]?.isDelivered == true)
        #expect(fabric.log[message]?.verdicts.isEmpty == true)
        #expect(fabric.addsUp)
    }

    // MARK: - Flows

    /// Each gateway knows the connections that it let pass, also while it has no rules.
    @Test func flowsBelongToAGateway() throws {
        let fabric = Lab.open()
        _ = try fabric.send(Lab.udp())
        #expect(fabric.gateways.map(\.flows.count) == [1, 1])
        _ = fabric.gateways[1].clearFlows(at: fabric.loop.now)
        #expect(fabric.gateways.map(\.flows.count) == [1, 0])
        var known = RuleMatch()
        known.states = StateMatch([.established])
        _ = try fabric.gateways[1].firewall.add(Rule(.allow, known))
        fabric.gateways[1].firewall.setDefault(.deny)
        // gw-a knows the flow of this answer, and gw-b has forgotten it.
        let back = try answer(fabric)
        #expect(back.verdicts.map(\.context.state) == [.new])
        #expect(back.verdict?.gateway.text == "gw-b" && back.dropReason == .deniedByDefault)
        // A rule that comes later knows the connections that were there before it.
        let late = Lab.open()
        _ = try late.send(Lab.udp())
        _ = try late.gateways[1].firewall.add(Rule(.allow, known))
        late.gateways[1].firewall.setDefault(.deny)
        #expect(try answer(late).isDelivered)
    }

    @Test func aFullTableIsThatOfAGateway() throws {
        let fabric = Lab.open()
        fabric.gateways[1].flows = FlowTable(limit: 1)
        var match = RuleMatch()
        match.states = StateMatch([.invalid])
        _ = try fabric.gateways[1].firewall.add(Rule(.deny, match))
        _ = try fabric.send(Lab.udp())
        _ = try fabric.send(Lab.udp6())
        #expect(fabric.log[1]?.isDelivered == true)
        #expect(fabric.log[2]?.dropReason == .flowTableFull)
        #expect(fabric.way(2).last?.hasPrefix("gw-b flow-table-full") == true)
    }

    // MARK: - Policies

    @Test func aPolicyIsTwoHalves() throws {
        let fabric = Lab.open()
        let names = fabric.gateways.map(\.node)
        try fabric.add(Policy(.discard, for: selectors()), at: names[0])
        #expect(
            fabric.policyTables.map { $0.entries.map(\.direction) } == [[.there], [.back]])
        let out = try fabric.send(Lab.udp())
        #expect(fabric.log[out]?.dropReason == .discardedByPolicy)
        // The same packets again, written at the other end.
        #expect(throws: FabricFault.policyRepeated(number: 1, at: nil)) {
            try fabric.add(Policy(.bypass, for: selectors().reversed), at: names[1])
        }
        _ = try fabric.removePolicy(1, at: names[1])
        #expect(fabric.policyTables.allSatisfy { $0.entries.isEmpty })
        #expect(throws: FabricFault.noSuchPolicy(1, count: 0)) {
            try fabric.removePolicy(1, at: names[0])
        }
    }

    @Test func anOutboundPolicyIsForOneGateway() throws {
        let fabric = Lab.open()
        let names = fabric.gateways.map(\.node)
        let back = Policy(.discard, for: try selectors().reversed, .outbound)
        try fabric.add(back, at: names[1])
        _ = try fabric.send(Lab.udp())
        #expect(fabric.log[1]?.isDelivered == true)
        let answer = try answer(fabric)
        #expect(answer.dropReason == .discardedByPolicy)
        #expect(fabric.way(answer.number).last?.hasPrefix("gw-b discarded-by-policy") == true)
        #expect(fabric.policyTables.map(\.entries.count) == [0, 1])
        // One for both would meet it at gw-b.
        #expect(throws: FabricFault.policyRepeated(number: 1, at: "gw-b")) {
            try fabric.add(Policy(.bypass, for: selectors()), at: names[0])
        }
        #expect(fabric.policyTables.map(\.entries.count) == [0, 1])
    }

    @Test func aTunnelHasAPolicyAtBothEnds() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan("demo"))
        #expect(
            fabric.policyTables.map { $0.entries.map(\.action) }
                == [[.protect("demo")], [.protect("demo")]])
    }
}
