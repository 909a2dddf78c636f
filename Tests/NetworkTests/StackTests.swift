import Firewall
import Network
import Testing
import Timeline
import Wire

/// What nodes do with packets that are not for them, and with those that are.
@Suite struct StackTests {
    @Test func sitesStandForAnyAddressAndAPacketGoesOn() throws {
        var network = Network(try .lab())
        let there = network.walk(
            try datagram("192.0.2.7", "10.9.9.9"), from: try network.topology.at("site-a"))
        #expect(there.way == ["site-a", "gw-a", "gw-b", "site-b"])
        #expect(there.end == "delivered")
        let back = network.walk(
            try datagram("10.9.9.9", "192.0.2.7"), from: try network.topology.at("site-b"))
        #expect(back.way == ["site-b", "gw-b", "gw-a", "site-a"])
    }

    @Test func eachRouterTakesAHopAndMendsTheChecksum() throws {
        var network = Network(try .lab())
        let start = try network.topology.at("site-a")
        for (source, destination) in [("192.0.2.7", "10.9.9.9"), ("2001:db8::7", "2001:db8::9")] {
            let sent = try datagram(source, destination)
            let arrived = network.walk(sent, from: start).packet
            #expect(arrived.fields.hopLimit == 62)
            #expect(try Packet.parse(arrived.bytes) == arrived)
            #expect(
                arrived.bytes[arrived.transportOffset...] == sent.bytes[sent.transportOffset...])
        }
    }

    @Test(arguments: [
        (UInt8(0), "gw-a", nil), (1, "gw-a", nil), (2, "gw-b", nil), (3, "site-b", UInt8(1)),
    ])
    func aPacketGoesAsFarAsItsHopsLast(limit: UInt8, last: String, left: UInt8?) throws {
        var network = Network(try .lab())
        let sent = try datagram("192.0.2.7", "10.9.9.9", hopLimit: limit)
        let walk = network.walk(sent, from: try network.topology.at("site-a"))
        #expect(walk.way.last == last)
        guard let left else {
            #expect(walk.end == "hop-limit-exceeded")
            let answer = try #require(walk.answer)
            #expect(answer.fields.icmpType == 11)
            #expect(answer.fields.icmpCode == 0)
            #expect(answer.fields.destination == address("192.0.2.7"))
            #expect(answer.bytes[answer.payload].prefix(sent.bytes.count).count == sent.bytes.count)
            return
        }
        #expect(walk.end == "delivered")
        #expect(walk.packet.fields.hopLimit == left)
    }

    @Test func noErrorIsSentAboutAnError() throws {
        var network = Network(try .lab())
        let error = try PacketDraft(
            source: address("192.0.2.7"), destination: address("10.9.9.9"),
            transport: .icmpError(
                type: 3, code: 3, about: try datagram("10.9.9.9", "192.0.2.7").bytes), hopLimit: 1
        ).build()
        let walk = network.walk(error, from: try network.topology.at("site-a"))
        #expect(walk.end == "hop-limit-exceeded")
        #expect(walk.answer == nil)
    }

    @Test(
        arguments: [
            ("pc1", "10.0.0.11", "10.0.0.12", ["pc1", "pc2"], "delivered", nil),
            ("pc1", "10.0.0.11", "10.0.1.80", ["pc1", "gw", "web"], "delivered", nil),
            ("pc1", "10.0.0.11", "10.0.0.1", ["pc1", "gw"], "delivered", nil),
            ("pc1", "10.0.0.11", "10.0.1.1", ["pc1", "gw"], "delivered", nil),
            (
                "pc1", "10.0.0.11", "198.51.100.9", ["pc1", "gw", "isp", "visitor"], "delivered",
                nil
            ),
            ("visitor", "198.51.100.9", "203.0.113.2", ["visitor", "isp", "gw"], "delivered", nil),
            // The provider knows no private prefix, and nobody has the last two addresses.
            ("visitor", "198.51.100.9", "10.0.0.11", ["visitor", "isp"], "no-route", UInt8(0)),
            ("pc1", "10.0.0.11", "10.0.1.99", ["pc1", "gw"], "no-neighbour", 1),
            ("pc1", "10.0.0.11", "10.0.0.99", ["pc1"], "no-neighbour", nil),
        ] as [(String, String, String, [String], String, UInt8?)])
    func theLongestPrefixSaysWhereAPacketGoes(
        start: String, from: String, to: String, way: [String], end: String, code: UInt8?
    ) throws {
        var network = Network(try .office())
        let walk = network.walk(try datagram(from, to), from: try network.topology.at(start))
        #expect(walk.way == way)
        #expect(walk.end == end)
        #expect(walk.answer?.fields.icmpCode == code)
        if code != nil { #expect(walk.answer?.fields.icmpType == 3) }
    }

    @Test func familiesHaveTheirOwnRoutesAndErrors() throws {
        var network = Network(try .office())
        let walk = network.walk(
            try datagram("2001:db8:0:1::80", "2001:db8:0:1::1"),
            from: try network.topology.at("web"))
        #expect(walk.way == ["web", "gw"])
        let link = try network.topology.find(link: "lan-dmz")
        var decisions: [Decision] = []
        let passage = network.receive(
            try datagram("2001:db8:0:1::80", "2001:db8:9::9"), at: try network.topology.at("gw"),
            network.crossing(of: link, at: .start), noting: &decisions)
        guard case .dropped(let drop) = passage else {
            Issue.record("there is a route")
            return
        }
        #expect(drop.reason == .noRoute)
        #expect(drop.answer?.fields.icmpType == 1)
        #expect(drop.answer?.fields.source == address("2001:db8:0:1::1"))
    }

    @Test func aHostForwardsNothing() throws {
        var network = Network(try .office())
        var decisions: [Decision] = []
        let passage = network.receive(
            try datagram("10.0.0.12", "198.51.100.9"), at: try network.topology.at("pc1"),
            network.crossing(of: try network.topology.find(link: "lan"), at: .start),
            noting: &decisions)
        guard case .dropped(let drop) = passage else {
            Issue.record("it was forwarded")
            return
        }
        #expect(drop.reason == .notAddressed)
        #expect(drop.answer == nil)
    }

    @Test func theRulesOfAGatewayDecideAndAnswer() throws {
        var network = Network(try .office())
        let gate = try network.topology.at("gw")
        var rule = Rule(.reject, RuleMatch())
        rule.match.links = [LinkName(rawValue: "lan")]
        _ = try network[gate].gateway.firewall.add(rule)
        let start = try network.topology.at("pc1")
        let refused = network.walk(try datagram("10.0.0.11", "10.0.1.80"), from: start)
        #expect(refused.end == "rejected-by-rule")
        #expect(refused.answer?.fields.source == address("10.0.0.1"))
        #expect(refused.answer?.fields.icmpCode == 13)
        // What is for the gateway itself is not forwarded.
        let own = network.walk(try datagram("10.0.0.11", "10.0.0.1"), from: start)
        #expect(own.end == "delivered")
        #expect(network[gate].gateway.firewall.entries[0].hits == 1)
    }

    @Test func aReversePathCheckShowsTheRouteThatContradicts() throws {
        var network = Network(try .office())
        let gate = try network.topology.at("gw")
        let wan = try network.topology.find(link: "wan")
        let lan = try network.topology.find(link: "lan")
        func pass(_ source: String, _ check: ReversePathCheck, over link: LinkID) throws -> String {
            network[gate].reversePath = check
            var decisions: [Decision] = []
            let passage = network.receive(
                try datagram(source, "10.0.1.80"), at: gate, network.crossing(of: link, at: .start),
                noting: &decisions)
            for case .contradicted(let refusal) in decisions {
                guard case .elsewhere(let route) = refusal else { return "no route" }
                return network.topology.name(of: route.link)
            }
            guard case .onward = passage else { return "dropped" }
            return "passes"
        }
        #expect(try pass("10.0.0.11", .strict, over: wan) == "lan")
        #expect(try pass("10.0.0.11", .loose, over: wan) == "passes")
        #expect(try pass("10.0.0.11", .off, over: wan) == "passes")
        #expect(try pass("10.0.0.11", .strict, over: lan) == "passes")
        #expect(try pass("192.0.2.1", .strict, over: lan) == "wan")
        #expect(try pass("192.0.2.1", .strict, over: wan) == "passes")
        let isp = try network.topology.at("isp")
        let routes = network[isp].routes
        #expect(routes.refusal(of: address("10.0.0.11"), over: wan, .loose) == .noRoute)
        #expect(routes.refusal(of: address("0.0.0.0"), over: wan, .strict) == nil)
    }
}
