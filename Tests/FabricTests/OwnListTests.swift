import EventLoop
import Firewall
import Network
import Testing
import Timeline
import Wire

@testable import Fabric

/// What comes to a node itself, and what it makes: its `input` and `output` lists.
@Suite struct OwnListTests {
    private let client = HostTests.client
    private let gateway = HostTests.gateway

    private func rule(
        _ action: Action, _ proto: IPProtocol? = nil, port: UInt16? = nil,
        states: [ConnectionState]? = nil
    ) -> Rule {
        var match = RuleMatch()
        match.proto = proto.map { ProtocolMatch([$0]) }
        match.destinationPorts = port.map { PortMatch(PortSet(PortRange(Port(rawValue: $0)))) }
        match.states = states.map { StateMatch($0) }
        return Rule(action, match)
    }

    private func ping(
        _ target: IPAddress, from node: NodeID, _ fabric: Fabric
    ) throws -> (received: Int, report: ProbeReport) {
        let report = try fabric.probe(.ping(PingRequest(target: target)), from: node)
        guard case .ping(.summary(let summary))? = report.findings.last?.event else {
            Issue.record("there is a summary")
            return (0, report)
        }
        return (summary.received, report)
    }

    private func states(
        _ ports: [UInt16], of target: IPAddress, from node: NodeID, _ fabric: Fabric
    ) throws -> (states: [PortState], report: ProbeReport) {
        let ports = ports.map { Port(rawValue: $0) }
        let report = try fabric.probe(
            .scan(ScanRequest(target: target, ports: ports, technique: .syn)), from: node)
        let states = report.findings.compactMap {
            if case .scan(.port(let port)) = $0.event { port.state } else { nil }
        }
        return (states, report)
    }

    // MARK: - A gateway answers

    @Test func aGatewayAnswersUnderEachOfItsAddresses() throws {
        let fabric = try HostTests.office()
        for address in [HostTests.inside, HostTests.dmz] {
            #expect(try ping(address, from: client, fabric).received == 4)
        }
        #expect(
            try states([22, 80], of: HostTests.inside, from: client, fabric).states == [
                .closed, .closed,
            ])
        // Nobody has to say anything for that, and nobody does.
        #expect(fabric.log.kept.allSatisfy { $0.verdicts.isEmpty })
        #expect(fabric[gateway].flows.flows(at: fabric.loop.now).isEmpty)
        #expect(fabric[gateway].own.input.defaultHits == 0)
    }

    @Test func aGatewayAsksByItselfUnderTheAddressOfTheLink() throws {
        let fabric = try HostTests.office()
        #expect(try ping(HostTests.web, from: gateway, fabric).received == 4)
        #expect(fabric.log[1]?.packet.fields.source == HostTests.dmz)
        let report = try fabric.probe(
            .traceroute(TracerouteRequest(target: HostTests.dmz)), from: client)
        let hops = report.findings.compactMap {
            if case .traceroute(.hop(let hop)) = $0.event { hop.answers.first??.from } else { nil }
        }
        #expect(hops == [HostTests.dmz])
    }

    // MARK: - What comes to it

    @Test func whatIsForTheGatewayIsJudgedByItsInputListAlone() throws {
        let fabric = try HostTests.office()
        fabric[gateway].firewall.setDefault(.deny)
        #expect(try ping(HostTests.inside, from: client, fabric).received == 4)
        #expect(try ping(HostTests.web, from: client, fabric).received == 0)
        fabric[gateway].firewall.setDefault(.allow)
        _ = try fabric[gateway].own.input.add(rule(.deny, .icmp))
        let (received, report) = try ping(HostTests.inside, from: client, fabric)
        #expect(received == 0)
        let blame = try #require(report.blames[0])
        #expect(blame.node == gateway && blame.reason == .deniedByRule)
        #expect(blame.verdict?.list == .input && blame.verdict?.decider == .rule(1))
        #expect(blame.verdict?.context.link?.rawValue == "lan")
        #expect(blame.verdict?.context.out == nil)
        #expect(fabric[gateway].own.input.entries[0].hits == 4)
        // What it passes on is no business of that list.
        #expect(try ping(HostTests.web, from: client, fabric).received == 4)
    }

    @Test func aRejectedPortIsToldAndADeniedOneIsNot() throws {
        let fabric = try HostTests.office()
        _ = try fabric[gateway].own.input.add(rule(.reject, .tcp, port: 22))
        _ = try fabric[gateway].own.input.add(rule(.deny, .tcp, port: 23))
        let (states, report) = try states(
            [22, 23, 24], of: HostTests.inside, from: client, fabric)
        #expect(states == [.closed, .filtered, .closed])
        #expect(report.blames[0]?.reason == .rejectedByRule)
        #expect(report.blames[1]?.reason == .deniedByRule)
        #expect(report.blames[2] == nil)
    }

    @Test func hostsHaveListsToo() throws {
        let fabric = try HostTests.office()
        let web = NodeID(rawValue: 2)
        fabric[web].own.input.setDefault(.deny)
        _ = try fabric[web].own.input.add(rule(.allow, .tcp, port: 80))
        #expect(
            try states([79, 80], of: HostTests.web, from: client, fabric).states == [
                .filtered, .open,
            ])
        #expect(try ping(HostTests.web, from: client, fabric).received == 0)
        #expect(fabric.addsUp)
    }

    // MARK: - What it makes

    @Test func whatANodeMakesIsJudgedByItsOutputList() throws {
        let fabric = try HostTests.office()
        _ = try fabric[gateway].own.output.add(rule(.deny, .icmp))
        // The echo reply, and the error about a hop too many, are made by the gateway.
        let (received, report) = try ping(HostTests.inside, from: client, fabric)
        #expect(received == 0)
        #expect(report.blames[0]?.isAnswer == true)
        #expect(report.blames[0]?.verdict?.list == .output)
        #expect(report.blames[0]?.verdict?.context.out?.rawValue == "lan")
        #expect(report.blames[0]?.verdict?.context.link == nil)
        let trace = try fabric.probe(
            .traceroute(TracerouteRequest(target: HostTests.web)), from: client)
        let hops = trace.findings.compactMap {
            if case .traceroute(.hop(let hop)) = $0.event {
                hop.answers.compactMap { $0?.from }.first
            } else {
                nil
            }
        }
        #expect(hops == [HostTests.web])
        #expect(try ping(HostTests.web, from: client, fabric).received == 4)
        #expect(try ping(HostTests.web, from: gateway, fabric).received == 0)
    }

    @Test func aRejectedConnectionOfAHostIsRefusedAtOnce() throws {
        let fabric = try HostTests.office()
        _ = try fabric[client].own.output.add(rule(.reject, .tcp, port: 80))
        #expect(try states([80], of: HostTests.web, from: client, fabric).states == [.closed])
        #expect(fabric.log[1]?.dropReason == .rejectedByRule)
        #expect(fabric.log[1]?.answer == 2)
        #expect(fabric.log[2]?.isDelivered == true)
        #expect(fabric.loop.now == .start)
    }

    // MARK: - Connections

    @Test func aHostThatAnswersNothingStillHearsWhatItAskedFor() throws {
        let fabric = try HostTests.office()
        fabric[client].own.input.setDefault(.deny)
        #expect(try ping(HostTests.web, from: client, fabric).received == 0)
        _ = try fabric[client].own.input.add(rule(.allow, states: [.established, .related]))
        #expect(try ping(HostTests.web, from: client, fabric).received == 4)
        #expect(try ping(HostTests.pc, from: NodeID(rawValue: 2), fabric).received == 0)
        // The error of a router about its own packet is related.
        let trace = try fabric.probe(
            .traceroute(TracerouteRequest(target: HostTests.web)), from: client)
        let hops = trace.findings.compactMap {
            if case .traceroute(.hop(let hop)) = $0.event { hop.answers.first??.from } else { nil }
        }
        #expect(hops == [HostTests.inside, HostTests.web])
        #expect(fabric[client].flows.flows(at: fabric.loop.now).count > 0)
    }

    @Test func rulesOfAListAskWhatItsPacketsHave() throws {
        let fabric = try HostTests.office()
        var (on, out) = (RuleMatch(), RuleMatch())
        on.links = [LinkName(rawValue: "lan")]
        out.outLinks = [LinkName(rawValue: "lan")]
        for list in RuleChain.allCases {
            for (match, isPossible) in [(on, list.hasInLink), (out, list.hasOutLink)] {
                var set = fabric[gateway][list]
                let wasAdded = (try? set.add(Rule(.deny, match))) != nil
                #expect(wasAdded == isPossible, "\(list)")
                #expect(set.count == (isPossible ? 1 : 0))
            }
        }
    }

    // MARK: - Anti-spoofing

    @Test(arguments: ReversePathCheck.allCases)
    func whoCanNotHaveSentItIsSaid(_ check: ReversePathCheck) throws {
        let fabric = try HostTests.office()
        var net = fabric.topology
        net.setReversePath(check, of: gateway)
        try fabric.update(to: net)
        let draft = PacketDraft(
            source: HostTests.web, destination: HostTests.dmz,
            transport: .udp(source: Port(rawValue: 5), destination: Port(rawValue: 7)))
        _ = try fabric.send(draft, from: .node(client))
        let record = try #require(fabric.log[1])
        #expect(record.dropReason == (check == .strict ? .reversePath : nil))
        guard check == .strict else { return }
        let why = record.steps.compactMap {
            if case .contradicted(let why) = $0.what { why } else { nil }
        }
        #expect(why.map(\.link) == ["lan"])
        #expect(why.first?.route?.link == "lan-dmz")
        #expect(why.first?.route?.prefix == (try Prefix(masking: HostTests.dmz, length: 24)))
    }
}
