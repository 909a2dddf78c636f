import Chance
import Firewall
@testable import Network
import Testing
import Timeline
import Wire

/// Proofs about whole ways.
struct PathProofTests {
    /// Whether what some nodes send gets where a question asks, with each witness tried.
    private func find(
        _ question: PathQuestion, in network: Network, _ policies: RandomPolicies? = nil
    ) -> PathProof.Answer {
        PathProof(network, policies?.proofs ?? []).find(question) { point, sender in
            guard let packet = try? PacketDraft(point).build() else { return (nil, []) }
            let way = Rehearsal(
                of: packet, from: sender, in: network, policies?.rehearsal ?? .none)
            return (way.receiver, way.links)
        }
    }

    private func question(
        _ net: Topology, _ match: RuleMatch, to receiver: String? = nil
    ) throws -> PathQuestion {
        let senders = net.nodeIDs.filter { !net[$0].forwards }
        var question = try PathQuestion(from: senders, along: match, in: net)
        question.receiver = try receiver.map { try net.at($0) }
        return question
    }

    @Test func aNetworkWithoutRulesLetsThroughWhatItsRoutesKnow() throws {
        let net = try Topology.office()
        let network = Network(net)
        var match = RuleMatch(
            proto: ProtocolMatch([.tcp]),
            destinationPorts: PortMatch(PortSet(PortRange(Port(rawValue: 22)))))
        guard
            case .found(let point, let sender, let receiver) = find(
                try question(net, match, to: "web"), in: network)
        else { return #expect(Bool(false), "the server can be reached") }
        #expect(receiver == (try net.at("web")))
        #expect(sender != receiver)
        let draft = PacketDraft(point)
        #expect(draft.destination == address("10.0.1.80"))
        // Nobody beyond the provider has a route to the inside.
        match.links = [LinkName(rawValue: "far")]
        match.outLinks = [LinkName(rawValue: "lan")]
        #expect(find(try question(net, match), in: network) == .none)
    }

    // MARK: - Against every packet of small spaces

    /// How questions about random networks ended.
    private struct Tally: Equatable {
        var found = 0
        var none = 0
        var unknown = 0
        /// Fragments may get there.
        var hidden = 0
        var translated = 0
        var tunnelled = 0
        var zoned = 0
    }

    @Test(arguments: [IPFamily.v4, .v6]) func whatIsProvenIsTrueOfEachPacket(
        _ family: IPFamily
    ) throws {
        let tally = try hold(family, isWide: false)
        #expect(tally.found > 12)
        #expect(tally.none > 12)
        #expect(tally.unknown < tally.none / 4)
        #expect(family == .v6 || tally.translated > 1)
    }

    @Test(arguments: [IPFamily.v4, .v6]) func soItIsWithZonesPoliciesAndWhatNodesMaySend(
        _ family: IPFamily
    ) throws {
        let tally = try hold(family, isWide: true)
        #expect(tally.found > 12)
        #expect(tally.none > 12)
        #expect(tally.unknown < tally.none / 4)
        #expect(tally.tunnelled > 0)
        #expect(tally.zoned > 0)
    }

    /// Holds what is proven of random networks against each packet.
    private func hold(_ family: IPFamily, isWide: Bool) throws -> Tally {
        var tally = Tally()
        for seed in UInt64(1)...Self.networks {
            var maker = try RandomPaths(seed: seed, family, isWide: isWide)
            let (network, policies) = (maker.network, maker.policies)
            for _ in 0..<3 {
                let question = try maker.question()
                let reaching = try maker.packets(of: question).contains { packet in
                    question.senders.contains {
                        gets(packet, from: $0, as: question, in: network, policies)
                    }
                }
                switch find(question, in: network, policies) {
                case .found(let point, let sender, let receiver):
                    tally.found += 1
                    let packet = try PacketDraft(point).build()
                    #expect(
                        gets(packet, from: sender, as: question, in: network, policies),
                        "seed \(seed): \(question)")
                    #expect(question.receiver ?? receiver == receiver)
                    note(packet, from: sender, in: network, policies, &tally)
                    if !question.barred.isEmpty { tally.zoned += 1 }
                case .none:
                    tally.none += 1
                    #expect(!reaching, "seed \(seed): \(question)")
                case .unknown(.fragments):
                    // That is for fragments to show; whole packets do not get there.
                    tally.hidden += 1
                    #expect(!reaching, "seed \(seed): \(question)")
                case .unknown(let bound):
                    tally.unknown += 1
                    // Where nothing depends on more than the packet, there is an answer.
                    #expect(
                        !maker.isDeterminate || bound != .unconfirmed,
                        "seed \(seed): \(question)")
                }
            }
        }
        return tally
    }

    /// Each router takes a hop, and whoever has none left goes no further.
    @Test func hopsFallOnTheWay() throws {
        var (found, none) = (0, 0)
        for seed in UInt64(1)...40 {
            var maker = try RandomPaths(seed: seed, .v6)
            var network = Network(maker.network.topology)
            for gate in network.topology.nodeIDs where network.topology[gate].forwards {
                network[gate].gateway.firewall.setDefault(.allow)
            }
            for hops in UInt8(1)...3 {
                var question = try maker.question()
                question.match.set(
                    .number(.hopLimit, NumberMatch([Interval(UInt16(hops), UInt16(hops))])))
                let reaching = try maker.packets(of: question).contains { packet in
                    var bytes = packet.bytes
                    bytes[IPv6Header.Offset.hopLimit] = hops
                    let packet = try Packet.parse(bytes)
                    return question.senders.contains {
                        gets(packet, from: $0, as: question, in: network, nil)
                    }
                }
                switch find(question, in: network) {
                case .found(let point, let sender, _):
                    found += 1
                    let packet = try PacketDraft(point).build()
                    #expect(gets(packet, from: sender, as: question, in: network, nil))
                case .none:
                    none += 1
                    #expect(!reaching, "seed \(seed): \(question)")
                case .unknown(let bound):
                    #expect(bound != .unconfirmed, "seed \(seed): \(question)")
                }
            }
        }
        #expect(found > 12)
        #expect(none > 12)
    }

    /// What a source is on the other side of a translation is asked by the rules behind it.
    @Test func rulesBehindATranslationOneToOneSeeTheOtherAddress() throws {
        var (found, none) = (0, 0)
        for seed in UInt64(1)...60 {
            var maker = try RandomPaths(seed: seed, .v4)
            var net = maker.network.topology
            let gates = net.nodeIDs.filter { net[$0].forwards }
            let inside = try Prefix(masking: maker.address(4), length: 30)
            let outside = try Prefix(masking: maker.address(48), length: 30)
            for gate in gates {
                let isFirst = gate == gates[Int(seed) % gates.count]
                let rules =
                    isFirst ? [try NATRule(.oneToOne(inside: inside, outside: outside))] : []
                net.setTranslation(try NATRules(rules), of: gate)
            }
            var network = Network(net)
            for gate in gates {
                let source = AddressMatch(seed % 2 == 0 ? inside : outside)
                network[gate].gateway.firewall.setDefault(seed % 3 == 0 ? .deny : .allow)
                _ = try network[gate].gateway.firewall.add(
                    Rule(seed % 3 == 0 ? .allow : .deny, RuleMatch(source: source)))
            }
            for _ in 0..<4 {
                var question = try maker.question()
                question.senders = [maker.hosts[0]]
                question.match.source = AddressMatch(Prefix(maker.address(5)))
                let reaching = try maker.packets(of: question).contains {
                    gets($0, from: maker.hosts[0], as: question, in: network, nil)
                }
                switch find(question, in: network) {
                case .found(let point, let sender, _):
                    found += 1
                    let packet = try PacketDraft(point).build()
                    #expect(gets(packet, from: sender, as: question, in: network, nil))
                case .none:
                    none += 1
                    #expect(!reaching, "seed \(seed): \(question)")
                case .unknown(let bound):
                    #expect(bound != .unconfirmed, "seed \(seed): \(question)")
                }
            }
        }
        #expect(found > 12)
        #expect(none > 12)
    }

    /// What comes to a gateway or a host is taken where its `input` list lets it.
    @Test(arguments: [IPFamily.v4, .v6]) func whatIsForANodeMeetsItsInputList(
        _ family: IPFamily
    ) throws {
        var (taken, stopped) = (0, 0)
        for seed in UInt64(1)...Self.networks {
            var maker = try RandomPaths(seed: seed, family)
            try maker.ruleInputsAlone()
            let network = maker.network
            for place in 0..<4 {
                var question = try maker.question()
                let nodes = place % 2 == 0 ? maker.gateways : maker.hosts
                let receiver = nodes[maker.pick(nodes.count)]
                let own = try #require(network[receiver].interfaces.first?.addresses.first)
                question.receiver = receiver
                question.match.destination = AddressMatch(Prefix(own.address))
                let reaching = try maker.packets(of: question).contains { packet in
                    question.senders.contains {
                        gets(packet, from: $0, as: question, in: network, nil)
                    }
                }
                switch find(question, in: network) {
                case .found(let point, let sender, _):
                    taken += 1
                    let packet = try PacketDraft(point).build()
                    #expect(
                        gets(packet, from: sender, as: question, in: network, nil),
                        "seed \(seed): \(question)")
                case .none:
                    #expect(!reaching, "seed \(seed): \(question)")
                    let open = Network(network.topology, openTo: maker.gateways)
                    if case .found = find(question, in: open) { stopped += 1 }
                case .unknown(let bound):
                    #expect(
                        !maker.isDeterminate || bound != .unconfirmed,
                        "seed \(seed): \(question)")
                }
            }
        }
        #expect(taken > 12)
        #expect(stopped > 6)
    }

    /// Notes what became of a packet on its way.
    private func note(
        _ packet: Packet, from sender: NodeID, in network: Network, _ policies: RandomPolicies?,
        _ tally: inout Tally
    ) {
        let way = Rehearsal(of: packet, from: sender, in: network, policies?.rehearsal ?? .none)
        let isTranslated = way.steps.contains { step in
            if case .decided(.translated) = step.what { true } else { false }
        }
        let isTunnelled = way.steps.contains { step in
            if case .sealed = step.what { true } else { false }
        }
        if isTranslated { tally.translated += 1 }
        if isTunnelled { tally.tunnelled += 1 }
    }

    /// Whether links are a way that a question asks for, said once more: over none of other zones before one of `from`, and then
    /// over one of `to`, where a node that passes packets on has put the packet.
    private func goes(
        over links: [LinkID], as question: PathQuestion, _ isPassedOn: Bool
    ) -> Bool {
        var rest = links[...]
        if let from = question.from {
            guard let first = links.firstIndex(where: from.contains) else { return false }
            if links[..<first].contains(where: question.barred.contains) { return false }
            rest = links[(first + 1)...]
        }
        guard let to = question.to else { return true }
        return rest.indices.contains { to.contains(links[$0]) && ($0 > 0 || isPassedOn) }
    }

    private static var networks: UInt64 { 24 }

    /// Whether a packet gets where a question asks, and is one that it asks for.
    private func gets(
        _ packet: Packet, from sender: NodeID, as question: PathQuestion, in network: Network,
        _ policies: RandomPolicies?
    ) -> Bool {
        let way = Rehearsal(of: packet, from: sender, in: network, policies?.rehearsal ?? .none)
        // What a node sends to itself is not asked about.
        guard let receiver = way.receiver, question.receiver ?? receiver == receiver,
            !way.links.isEmpty,
            goes(over: way.links, as: question, network.topology[sender].forwards)
        else { return false }
        return [packet, way.packet].contains { seen in
            var fields = packet.fields
            fields.destination = seen.fields.destination
            fields.destinationPort = seen.fields.destinationPort
            return question.match.firstMismatch(with: fields, PacketContext()) == nil
        }
    }
}

extension Network {
    /// A network in which gateways let everything pass.
    fileprivate init(_ topology: Topology, openTo gateways: [NodeID]) {
        self.init(topology)
        for gateway in gateways { self[gateway].gateway.firewall.setDefault(.allow) }
    }
}
