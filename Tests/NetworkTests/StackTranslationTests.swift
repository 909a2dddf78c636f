import Chance
import Firewall
import Network
import Testing
import Timeline
import Wire

/// What nodes do with addresses of packets that pass through them.
@Suite struct StackTranslationTests {
    private let lan = LinkName(rawValue: "lan")
    private let wan = LinkName(rawValue: "wan")

    /// The office, whose gateway translates by these rules.
    private func office(_ rules: [NATRule]) throws -> Network {
        var net = try Topology.office()
        net.setTranslation(try NATRules(rules), of: try net.at("gw"))
        return Network(net)
    }

    private func masquerade() throws -> NATRule {
        var match = RuleMatch(source: AddressMatch(prefix("10.0.0.0/16")))
        match.outLinks = [wan]
        return try NATRule(.masquerade(ports: nil), match)
    }

    /// Port 443 of the outside address is port 8443 of the server.
    private func published(on link: LinkName? = nil) throws -> NATRule {
        var match = RuleMatch(
            proto: ProtocolMatch([.tcp]), destination: AddressMatch(prefix("203.0.113.2/32")),
            destinationPorts: PortMatch(PortSet(PortRange(Port(rawValue: 443)))))
        match.links = link.map { [$0] } ?? []
        return try NATRule(
            .destination(
                NATPool(address4("10.0.1.80"), ports: PortRange(Port(rawValue: 8443)))), match)
    }

    @Test func aMasqueradedFlowIsAnsweredAndAnswersComeBack() throws {
        var network = try office([masquerade()])
        let there = network.walk(
            try packet("10.0.0.11:40000", "198.51.100.9:53"), from: try network.topology.at("pc1"))
        #expect(there.end == "delivered")
        #expect(there.packet.ends == "203.0.113.2:40000 > 198.51.100.9:53")
        #expect(there.packet.checksumsAreRight)
        let back = network.walk(
            try packet("198.51.100.9:53", "203.0.113.2:40000"),
            from: try network.topology.at("visitor"))
        #expect(back.way == ["visitor", "isp", "gw", "pc1"])
        #expect(back.packet.ends == "198.51.100.9:53 > 10.0.0.11:40000")
        let flows = network[try network.topology.at("gw")].gateway.flows.flows(at: .start)
        #expect(flows.count == 1)
        #expect(flows.first?.translated?.originator == Endpoint("203.0.113.2:40000"))
        // Without a binding the packet is for the gateway itself.
        let stray = network.walk(
            try packet("198.51.100.9:53", "203.0.113.2:40001"),
            from: try network.topology.at("visitor"))
        #expect(stray.way == ["visitor", "isp", "gw"])
    }

    @Test func theRulesSeeTheDestinationThatAPacketHasByThen() throws {
        var network = try office([published()])
        let gate = try network.topology.at("gw")
        let only = RuleMatch(
            destination: AddressMatch(prefix("10.0.1.80/32")),
            destinationPorts: PortMatch(PortSet(PortRange(Port(rawValue: 8443)))))
        _ = try network[gate].gateway.firewall.add(Rule(.allow, only))
        network[gate].gateway.firewall.setDefault(.deny)
        let way = network.walk(
            try packet("198.51.100.9:40000", "203.0.113.2:443", .tcp),
            from: try network.topology.at("visitor"))
        #expect(way.way == ["visitor", "isp", "gw", "web"])
        #expect(way.packet.ends == "198.51.100.9:40000 > 10.0.1.80:8443")
        let back = network.walk(
            try packet("10.0.1.80:8443", "198.51.100.9:40000", .tcp, flags: [.syn, .ack]),
            from: try network.topology.at("web"))
        #expect(back.end == "denied-by-default")
        network[gate].gateway.firewall.setDefault(.allow)
        let again = network.walk(
            try packet("10.0.1.80:8443", "198.51.100.9:40000", .tcp, flags: [.syn, .ack]),
            from: try network.topology.at("web"))
        #expect(again.packet.ends == "203.0.113.2:443 > 198.51.100.9:40000")
    }

    @Test func whoIsRefusedIsToldAboutThePacketThatHeSent() throws {
        var network = try office([published()])
        let gate = try network.topology.at("gw")
        _ = try network[gate].gateway.firewall.add(Rule(.reject, RuleMatch()))
        let sent = try packet("198.51.100.9:40000", "203.0.113.2:443", .tcp)
        let refused = network.walk(sent, from: try network.topology.at("visitor"))
        #expect(refused.end == "rejected-by-rule")
        #expect(refused.answer?.ends == "203.0.113.2:443 > 198.51.100.9:40000")
        // One hop was left, and the error quotes what was sent.
        var short = PacketDraft(
            source: address("198.51.100.9"), destination: address("203.0.113.2"),
            transport: .tcp(
                source: Port(rawValue: 40_001), destination: Port(rawValue: 443), sequence: 1,
                flags: .syn))
        short.hopLimit = 2
        let late = network.walk(try short.build(), from: try network.topology.at("visitor"))
        #expect(late.end == "hop-limit-exceeded")
        #expect(late.answer?.quotedEnds == "198.51.100.9:40001 > 203.0.113.2:443")
    }

    @Test func aPacketThatTheRulesStopTakesNoPort() throws {
        var network = try office([masquerade()])
        let gate = try network.topology.at("gw")
        _ = try network[gate].gateway.firewall.add(Rule(.deny, RuleMatch()))
        let way = network.walk(
            try packet("10.0.0.11:40000", "198.51.100.9:53"), from: try network.topology.at("pc1"))
        #expect(way.end == "denied-by-rule")
        #expect(network[gate].gateway.flows.count == 0)
    }

    @Test func whenPortsRunOutTheDropSaysSo() throws {
        var match = RuleMatch(proto: ProtocolMatch([.udp]))
        match.outLinks = [wan]
        var network = try office([
            try NATRule(.masquerade(ports: ports("50000-50001")), match)
        ])
        let ends = try (0..<3).map { step in
            network.walk(
                try packet("10.0.0.11:\(40_000 + step)", "198.51.100.9:53"),
                from: try network.topology.at("pc1")
            ).end
        }
        #expect(ends == ["delivered", "delivered", "nat-ports-exhausted"])
    }

    @Test func anErrorComesBackAboutThePacketThatTheHostSent() throws {
        var network = try office([masquerade()])
        let sent = try packet("10.0.0.11:40000", "198.51.100.9:53")
        let there = network.walk(sent, from: try network.topology.at("pc1"))
        let error = try PacketDraft(
            source: address("198.51.100.9"), destination: address("203.0.113.2"),
            transport: .icmpError(type: 3, code: 3, about: there.packet.bytes)
        ).build()
        let back = network.walk(error, from: try network.topology.at("visitor"))
        #expect(back.way.last == "pc1")
        #expect(back.packet.quotedEnds == "10.0.0.11:40000 > 198.51.100.9:53")
        #expect(back.packet.checksumsAreRight)
    }

    @Test func aHairpinNeedsTheSourceTranslatedToo() throws {
        // Two hosts on one link: without the second rule the server would answer its neighbour directly.
        let rule = try NATRule(
            .destination(NATPool(address4("10.0.0.12"))),
            RuleMatch(destination: AddressMatch(prefix("203.0.113.2/32"))))
        var back = RuleMatch(source: AddressMatch(prefix("10.0.0.0/24")))
        back.outLinks = [lan]
        var network = try office([rule, try NATRule(.masquerade(ports: nil), back)])
        let way = network.walk(
            try packet("10.0.0.11:40000", "203.0.113.2:80"), from: try network.topology.at("pc1"))
        #expect(way.way == ["pc1", "gw", "pc2"])
        #expect(way.packet.ends == "10.0.0.1:40000 > 10.0.0.12:80")
        let answer = network.walk(
            try packet("10.0.0.12:80", "10.0.0.1:40000"), from: try network.topology.at("pc2"))
        #expect(answer.way == ["pc2", "gw", "pc1"])
        #expect(answer.packet.ends == "203.0.113.2:80 > 10.0.0.11:40000")
    }

    @Test func rulesThatNameALinkGoWithIt() throws {
        var net = try Topology.office()
        let gate = try net.at("gw")
        net.setTranslation(try NATRules([masquerade(), published()]), of: gate)
        try net.remove(try net.find(link: "wan"))
        #expect(net[gate].translation.rules == [try published()])
    }

    /// Whatever the rules are: what was answered arrives where it came from, with the ends that its sender knows.
    @Test func whatComesBackArrivesAtTheHostInside() throws {
        var ends: [String: Int] = [:]
        for seed in 0..<40 as Range<UInt64> {
            var random = SplitMix(seed: seed)
            var network = try office(try rules(&random))
            for _ in 0..<60 {
                let end = try converse(through: &network, &random)
                ends[end, default: 0] += 1
            }
        }
        #expect(ends.keys.sorted() == ["nat-ports-exhausted", "translated", "untranslated"])
        #expect(ends.values.allSatisfy { $0 > 20 }, "\(ends)")
    }

    private func rules(_ random: inout SplitMix) throws -> [NATRule] {
        var rules: [NATRule] = []
        if random.chance(50) {
            let pool = NATPool(
                addresses: range("203.0.113.2-203.0.113.2"), ports: ports("50000-50003"))
            rules.append(
                try NATRule(.source(pool), RuleMatch(proto: ProtocolMatch([.udp]))))
        }
        if random.chance(70) { rules.append(try masquerade()) }
        if random.chance(50) { rules.append(try published()) }
        return rules
    }

    /// Lets a host inside ask the visitor something, who answers where the question came from; how it ended.
    private func converse(
        through network: inout Network, _ random: inout SplitMix
    ) throws -> String {
        let (name, own) = random.one(of: [
            ("pc1", "10.0.0.11"), ("pc2", "10.0.0.12"), ("web", "10.0.1.80"),
        ])
        let proto: IPProtocol = random.one(of: [.tcp, .udp])
        let port = Int.random(in: 40_000...40_003, using: &random)
        let sent = try packet(
            "\(own):\(port)", "198.51.100.9:\(random.one(of: [53, 80]))", proto)
        let there = network.walk(sent, from: try network.topology.at(name))
        guard there.end == "delivered" else { return there.end }
        let fields = there.packet.fields
        let answer = try packet(
            "\(fields.destination):\(fields.destinationPort?.rawValue ?? 0)",
            "\(fields.source):\(fields.sourcePort?.rawValue ?? 0)", proto, flags: [.syn, .ack])
        let back = network.walk(answer, from: try network.topology.at("visitor"))
        guard fields.source != sent.fields.source else {
            // The provider knows no way to a private address.
            #expect(back.end == "no-route")
            return "untranslated"
        }
        #expect(back.end == "delivered")
        #expect(back.way.last == name)
        #expect(back.packet.fields.destination == sent.fields.source)
        #expect(back.packet.fields.destinationPort == sent.fields.sourcePort)
        #expect(back.packet.fields.source == sent.fields.destination)
        #expect(back.packet.checksumsAreRight)
        return "translated"
    }
}
