import Firewall
import Network
import Testing
import Timeline
import Wire

/// What nodes do with packets that are longer than a link takes.
@Suite struct StackFragmentTests {
    /// The office with a provider's link of so many bytes.
    private func office(mtu: Int) throws -> Network {
        var net = try Topology.office()
        try net.setMTU(mtu, of: try net.find(link: "far"))
        return Network(net)
    }

    private func datagram(_ count: Int, dontFragment: Bool) throws -> Packet {
        try packet("203.0.113.2:40000", "198.51.100.9:53", data: Array(repeating: 7, count: count))
            .fragmentable(!dontFragment)
    }

    /// How a packet leaves the provider that came to it.
    private func leave(
        _ packet: Packet, _ network: inout Network
    ) throws -> (Departure, [Decision]) {
        let isp = try network.topology.at("isp")
        let wan = try network.topology.find(link: "wan")
        var decisions: [Decision] = []
        let passage = network.receive(
            packet, at: isp, network.crossing(of: wan, at: .start), noting: &decisions)
        guard case .onward(let packet, let route, let passing) = passage else {
            throw Fault(passage: passage)
        }
        return (
            network.depart(packet, from: isp, by: route, passing, noting: &decisions), decisions
        )
    }

    private struct Fault: Error { let passage: Passage }

    @Test(arguments: [1_500, 1_029, 1_028, 1_027, 576, 68])
    func aPacketIsFragmentedWhereItDoesNotFitAndPutTogetherAtItsEnd(mtu: Int) throws {
        var network = try office(mtu: mtu)
        let sent = try datagram(1_000, dontFragment: false)
        #expect(sent.bytes.count == 1_028)
        let visitor = try network.topology.at("visitor")
        let far = try network.topology.find(link: "far")
        switch try leave(sent, &network).0 {
        case .out(let packet, _):
            #expect(mtu >= 1_028)
            #expect(packet.bytes.count == 1_028)
        case .fragmented(let pieces, let limit, _):
            #expect(mtu < 1_028)
            #expect(limit == mtu)
            #expect(pieces.allSatisfy { $0.bytes.count <= mtu })
            var decisions: [Decision] = []
            for piece in pieces.dropLast() {
                let passage = network.receive(
                    piece, at: visitor, network.crossing(of: far, at: .start), noting: &decisions)
                guard case .held = passage else {
                    Issue.record("it waits for the others")
                    return
                }
            }
            let last = network.receive(
                try #require(pieces.last), at: visitor, network.crossing(of: far, at: .start),
                noting: &decisions)
            guard case .local(let whole) = last, case .joined(let count)? = decisions.last else {
                Issue.record("it is whole")
                return
            }
            #expect(count == pieces.count)
            #expect(whole.bytes[whole.payload] == sent.bytes[sent.payload])
        case .dropped: Issue.record("it may be fragmented")
        }
    }

    @Test func whoForbidsFragmentsIsToldWhatFits() throws {
        var network = try office(mtu: 576)
        guard case .dropped(let drop) = try leave(datagram(1_000, dontFragment: true), &network).0
        else {
            Issue.record("it may not be fragmented")
            return
        }
        #expect(drop.reason == .packetTooBig)
        let answer = try #require(drop.answer)
        #expect(answer.fields.icmpType == 3)
        #expect(answer.fields.icmpCode == 4)
        #expect(answer.bytes.span.uint16(at: answer.transportOffset + 6) == 576)
        #expect(answer.fields.destination == address("203.0.113.2"))
        var cache = PathMTUCache()
        #expect(cache.learn(from: answer, over: 1_500, at: .start)?.mtu == 576)
        // What fits goes on.
        guard case .out = try leave(datagram(548, dontFragment: true), &network).0 else {
            Issue.record("it fits")
            return
        }
    }

    @Test func aTranslatingNodePutsFragmentsTogetherFirst() throws {
        var net = try Topology.office()
        let gate = try net.at("gw")
        var match = RuleMatch()
        match.outLinks = [LinkName(rawValue: "wan")]
        let rules = try NATRules([NATRule(.masquerade(ports: nil), match)])
        let sent = try packet(
            "10.0.0.11:40000", "198.51.100.9:53", data: Array(repeating: 7, count: 1_000)
        ).fragmentable()
        guard case .fragments(let pieces) = Fragmentation.fit(sent, into: 576) else {
            Issue.record("it does not fit")
            return
        }
        let lan = try net.find(link: "lan")
        for isTranslating in [false, true] {
            if isTranslating { net.setTranslation(rules, of: gate) }
            var network = Network(net)
            var ends: [String] = []
            for piece in pieces {
                var decisions: [Decision] = []
                let passage = network.receive(
                    piece, at: gate, network.crossing(of: lan, at: .start), noting: &decisions)
                switch passage {
                case .held: ends.append("held")
                case .onward(let packet, let route, let passing):
                    let departure = network.depart(
                        packet, from: gate, by: route, passing, noting: &decisions)
                    guard case .out(let left, _) = departure else { return }
                    ends.append("\(left.fields.source) \(left.bytes.count)")
                case .local, .dropped: ends.append("other")
                }
            }
            #expect(
                ends
                    == (isTranslating
                        ? ["held", "203.0.113.2 1028"] : ["10.0.0.11 572", "10.0.0.11 476"]))
        }
    }

    @Test func aClampLowersWhatASYNSays() throws {
        var net = try Topology.office()
        let gate = try net.at("gw")
        let wan = try net.find(link: "wan")
        try net.setClamp(1_360, at: wan, of: gate)
        #expect(throws: TopologyFault.noClamp(node: "gw", link: "lan")) {
            try net.setClamp(nil, at: try net.find(link: "lan"), of: gate)
        }
        let key = ConnectionKey(
            localAddress: address("10.0.0.11"), localPort: Port(rawValue: 40_000),
            remoteAddress: address("198.51.100.9"), remotePort: Port(rawValue: 80))
        var host = EndHost(addresses: [key.localAddress])
        var request = ConversationRequest(target: key.remoteAddress, port: key.remotePort)
        request.data = []
        let syn = try #require(
            host.start(.conversation(request), at: .start).output.packets.first?.packet)
        var network = Network(net)
        let start = try network.topology.at("pc1")
        let clamped = network.walk(syn, from: start).packet
        #expect(clamped.bytes.span.uint16(at: clamped.transportOffset + 22) == 1_360)
        #expect(clamped.checksumsAreRight)
        var other = Network(try Topology.office())
        let unchanged = other.walk(syn, from: start).packet
        #expect(unchanged.bytes.span.uint16(at: unchanged.transportOffset + 22) == 1_460)
    }
}
