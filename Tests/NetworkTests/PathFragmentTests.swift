import Chance
import Firewall
@testable import Network
import Testing
import Timeline
import Wire

/// Proofs about whole ways, held against packets that are sent as fragments, and against those with extension headers.
struct PathFragmentTests {
    /// How questions ended, and whether fragments got where whole packets do not.
    private struct Tally {
        var none = 0
        var unknown = 0
        /// Where it was unknown: how often fragments got there.
        var confirmed = 0
        /// Where whole packets get there, fragments do, too.
        var both = 0
    }

    @Test(arguments: [IPFamily.v4, .v6]) func whatFragmentsReachIsNeverDenied(
        _ family: IPFamily
    ) throws {
        var tally = Tally()
        for seed in UInt64(1)...36 {
            var maker = try RandomPaths(seed: seed, family, isWide: seed % 2 == 0)
            var random = SplitMix(seed: seed)
            let network = try withRulesAboutPieces(maker.network, family, &random)
            for _ in 0..<2 {
                var question = try maker.question()
                // Rules see the lengths of fragments, and the question means that of the packet.
                if family == .v4 {
                    question.match.set(.number(.length, NumberMatch([Interval(81, 200)])))
                }
                let isReached = try reaches(question, maker, network)
                switch find(question, in: network, maker.policies) {
                case .found: tally.both += isReached ? 1 : 0
                case .none:
                    tally.none += 1
                    #expect(!isReached, "seed \(seed): \(question)")
                case .unknown(let bound):
                    if bound == .fragments { tally.unknown += 1 }
                    if bound == .fragments, isReached { tally.confirmed += 1 }
                }
            }
        }
        #expect(tally.none > 8, "\(tally)")
        #expect(tally.unknown > 2, "\(tally)")
        #expect(tally.confirmed > 1, "\(tally)")
        #expect(tally.both > 3, "\(tally)")
    }

    /// The network with rules that treat fragments otherwise than the packets of which they are: about lengths, or about TCP where
    /// a fragment header hides it.
    private func withRulesAboutPieces(
        _ network: Network, _ family: IPFamily, _ random: inout SplitMix
    ) throws -> Network {
        var network = network
        var net = network.topology
        if family == .v4 {
            for link in net.linkIDs where random.chance(40) { try net.setMTU(80, of: link) }
            network.update(to: net)
        }
        for node in net.nodeIDs where net[node].forwards && random.chance(75) {
            var match = RuleMatch()
            if family == .v4 {
                let lengths: Interval<UInt16> =
                    random.chance(75) ? Interval(81, 65_535) : Interval(60, 80)
                match.set(.number(.length, NumberMatch([lengths])))
            } else {
                match.proto = ProtocolMatch([random.one(of: [.tcp, .udp])])
            }
            _ = try? network[node].gateway.firewall.add(Rule(.deny, match), at: 1)
        }
        return network
    }

    private func find(
        _ question: PathQuestion, in network: Network, _ policies: RandomPolicies?
    ) -> PathProof.Answer {
        PathProof(network, policies?.proofs ?? []).find(question) { point, sender in
            guard let packet = try? PacketDraft(point).build() else { return (nil, []) }
            let way = Rehearsal(
                of: packet, from: sender, in: network, policies?.rehearsal ?? .none)
            return (way.receiver, way.links)
        }
    }

    /// Whether a packet of a question gets there in fragments.
    private func reaches(
        _ question: PathQuestion, _ maker: RandomPaths, _ network: Network
    ) throws -> Bool {
        for packet in try maker.packets(of: question) {
            let (whole, pieces) = try cut(packet)
            for sender in question.senders {
                // The sender cuts it, or, of IPv4, a link on the way.
                for sent in whole.fields.source.family == .v4 ? [pieces, [whole]] : [pieces] {
                    var walk = FragmentWalk(network, maker.policies?.rehearsal ?? .none)
                    walk.send(sent, from: sender)
                    guard let end = walk.delivered, walk.isCut, !end.links.isEmpty else {
                        continue
                    }
                    let progress = question.progress(
                        over: end.links, isPassedOn: network.topology[sender].forwards)
                    guard progress.isDone, question.receiver ?? end.node == end.node else {
                        continue
                    }
                    let isMeant = [whole, end.packet].contains { seen in
                        var fields = whole.fields
                        fields.destination = seen.fields.destination
                        fields.destinationPort = seen.fields.destinationPort
                        return question.match.firstMismatch(with: fields, PacketContext()) == nil
                    }
                    if isMeant { return true }
                }
            }
        }
        return false
    }

    /// A packet that is longer by some data, and its fragments.
    private func cut(_ packet: Packet) throws -> (whole: Packet, pieces: [Packet]) {
        let fields = packet.fields
        let (from, to) = (
            fields.sourcePort ?? Port(rawValue: 0), fields.destinationPort ?? Port(rawValue: 0)
        )
        let draft = PacketDraft(
            source: fields.source, destination: fields.destination,
            transport: fields.tcpFlags.map {
                .tcp(source: from, destination: to, sequence: 0, flags: $0)
            } ?? .udp(source: from, destination: to), data: Array(repeating: 1, count: 60))
        let whole = try draft.build().fragmentable()
        let mtu = fields.source.family == .v4 ? 68 : 96
        guard case .fragments(let pieces) = Fragmentation.fit(whole, into: mtu, identification: 7)
        else { return (whole, []) }
        return (whole, pieces)
    }

    // MARK: - Later fragments

    /// A site takes what nobody can put together: a fragment that is not the first, of which rules about ports see nothing.
    @Test func whatASiteTakesOfLaterFragmentsIsNeverDenied() throws {
        var (none, unknown, reached) = (0, 0, 0)
        for seed in UInt64(1)...140 {
            var random = SplitMix(seed: seed)
            var network = Network(.standard)
            let net = network.topology
            for node in net.nodeIDs where net[node].forwards {
                network[node].gateway.firewall.setDefault(random.chance(60) ? .allow : .deny)
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    _ = try? network[node].gateway.firewall.add(
                        Rule(random.one(of: [.allow, .deny]), try match(&random)))
                }
            }
            var question = PathQuestion(
                from: [try net.at("site-a")],
                RuleMatch(
                    proto: ProtocolMatch([random.one(of: [.tcp, .udp])]),
                    source: AddressMatch(prefix("10.0.0.0/30")),
                    destination: AddressMatch(prefix("10.1.0.0/30"))))
            question.receiver = try net.at("site-b")
            let isReached = try later(question).contains { packet in
                Rehearsal(of: packet, from: question.senders[0], in: network).receiver
                    == question.receiver
            }
            if isReached { reached += 1 }
            switch find(question, in: network, nil) {
            case .found: break
            case .none:
                none += 1
                #expect(!isReached, "seed \(seed)")
            case .unknown(let bound):
                #expect(bound == .fragments && isReached, "seed \(seed): \(bound)")
                unknown += 1
            }
        }
        #expect(none > 10)
        #expect(unknown > 3)
        #expect(reached > 20)
    }

    private func match(_ random: inout SplitMix) throws -> RuleMatch {
        var match = RuleMatch()
        if random.chance(50) { match.proto = ProtocolMatch([random.one(of: [.tcp, .udp])]) }
        if random.chance(20) { match.source = AddressMatch(prefix("10.0.0.0/31")) }
        if random.chance(20) { match.destination = AddressMatch(prefix("10.1.0.2/31")) }
        if random.chance(50) {
            match.destinationPorts = PortMatch(
                PortSet(ports(random.chance(80) ? "0-65535" : "22-80")))
        }
        if random.chance(20) { match.states = StateMatch([random.one(of: [.new, .invalid])]) }
        return match
    }

    /// Fragments of a question's packets that have no data, so that they are parts of none.
    private func later(_ question: PathQuestion) throws -> [Packet] {
        var packets: [Packet] = []
        for source in UInt32(0)..<4 {
            for destination in UInt32(0)..<4 {
                let draft = PacketDraft(
                    source: .v4(IPv4Address(rawValue: 0x0A00_0000 + source)),
                    destination: .v4(IPv4Address(rawValue: 0x0A01_0000 + destination)),
                    transport: .other(.noNextHeader))
                var bytes = try draft.build().bytes
                bytes.put(bigEndian: UInt16(1), at: IPv4Header.Offset.fragment)
                bytes[IPv4Header.Offset.proto] = question.match.proto?.single?.rawValue ?? 6
                bytes.put(bigEndian: UInt16(0), at: IPv4Header.Offset.checksum)
                IPv4Header.fillChecksum(of: 0..<IPv4Header.length, in: &bytes)
                packets.append(try .parse(bytes))
            }
        }
        return packets
    }

    // MARK: - Extension headers

    @Test func anExtensionHeaderIsAProtocolAndAFragmentHeaderHidesOne() throws {
        let net = Topology.standard
        let gate = try net.at("gw-a")
        var network = Network(net)
        network[gate].gateway.firewall.setDefault(.allow)
        let ssh = PortMatch(PortSet(PortRange(Port(rawValue: 22))))
        let blocked = RuleMatch(proto: ProtocolMatch([.tcp]), destinationPorts: ssh)
        _ = try network[gate].gateway.firewall.add(Rule(.deny, blocked))
        var question = PathQuestion(from: [try net.at("site-a")], blocked)
        question.match.destination = AddressMatch(prefix("2001:db8::/64"))
        question.receiver = try net.at("site-b")
        // Behind a fragment header nobody sees the port.
        #expect(find(question, in: network, nil) == .unknown(.fragments))
        let header = RuleMatch(proto: ProtocolMatch([.fragmentHeader]))
        _ = try network[gate].gateway.firewall.add(Rule(.deny, header), at: 1)
        #expect(find(question, in: network, nil) == .none)
        // Other headers are what they are: a packet with one is no TCP segment here, and is let pass.
        question.match.destinationPorts = nil
        question.match.proto = ProtocolMatch([.destinationOptions])
        guard case .found(let point, _, _) = find(question, in: network, nil) else {
            return #expect(Bool(false), "it gets there")
        }
        #expect(try PacketDraft(point).build().fields.proto == .destinationOptions)
    }

    @Test func aRuleBehindOneAboutAllPortsIsMetByFragments() throws {
        let net = try Topology.office()
        let gate = try net.at("gw")
        var network = Network(net)
        let all = PortMatch(PortSet(ports("0-65535")))
        let tcp = RuleMatch(proto: ProtocolMatch([.tcp]))
        var open = tcp
        open.destinationPorts = all
        _ = try network[gate].gateway.firewall.add(Rule(.allow, open))
        _ = try network[gate].gateway.firewall.add(Rule(.deny, tcp))
        _ = try network[gate].gateway.firewall.add(Rule(.allow, tcp))
        let unmet = NetworkCheck(network).findings.filter {
            if case .unmet = $0 { true } else { false }
        }
        #expect(unmet == [.unmet(gate, .forward, 3)])
    }
}

/// The ways of some packets through a copy of a network in which no flow is known, one after the other, where fragments are put
/// together at their ends.
private struct FragmentWalk {
    private var network: Network
    private let policies: Rehearsal.Policies
    /// The packet that was delivered, where, and over which links the last of its fragments came.
    private(set) var delivered: (node: NodeID, packet: Packet, links: [LinkID])?
    /// Whether there were fragments.
    private(set) var isCut = false

    init(_ network: Network, _ policies: Rehearsal.Policies) {
        self.network = network.unused
        self.policies = policies
    }

    mutating func send(_ pieces: [Packet], from sender: NodeID) {
        isCut = pieces.count > 1
        for piece in pieces {
            var decisions: [Decision] = []
            let passage = network.send(piece, from: sender, at: .start, noting: &decisions)
            go(on: passage, at: sender, [])
        }
    }

    private mutating func go(on passage: Passage, at node: NodeID, _ links: [LinkID]) {
        guard links.count < 256 else { return }
        var decisions: [Decision] = []
        switch passage {
        case .local(let packet): delivered = (node, packet, links)
        case .held, .dropped: break
        case .onward(let packet, let route, let passing):
            switch policies.sending(packet.fields, node, route.link) {
            case .dropped, .elsewhere: return
            case .tunnel(_, let end, let link):
                if let passing, !network.confirm(passing, at: node) { return }
                come(packet, to: end, over: link, links + [route.link], isClear: false)
                return
            case .clear: break
            }
            switch network.depart(packet, from: node, by: route, passing, noting: &decisions) {
            case .out(let packet, let hop):
                come(packet, to: hop.to, over: hop.link, links, isClear: true)
            case .fragmented(let pieces, _, let hop):
                isCut = true
                for piece in pieces {
                    come(piece, to: hop.to, over: hop.link, links, isClear: true)
                }
            case .dropped: break
            }
        }
    }

    private mutating func come(
        _ packet: Packet, to node: NodeID, over link: LinkID, _ links: [LinkID], isClear: Bool
    ) {
        if isClear {
            guard case .clear = policies.receiving(packet.fields, node, link) else { return }
        }
        var decisions: [Decision] = []
        let crossing = network.crossing(of: link, at: .start)
        let passage = network.receive(packet, at: node, crossing, noting: &decisions)
        go(on: passage, at: node, links + [link])
    }
}
