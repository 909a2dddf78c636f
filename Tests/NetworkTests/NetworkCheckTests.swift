import Chance
import Firewall
@testable import Network
import Testing
import Timeline
import Wire

/// What is said of networks as wholes, and of two of them.
struct NetworkCheckTests {
    @Test func aProviderThatSendsBackWhatItIsSentMakesACircle() throws {
        var net = try Topology.office()
        let (gate, isp) = (try net.at("gw"), try net.at("isp"))
        #expect(loops(NetworkCheck(Network(net))).isEmpty)
        try net.add(
            StaticRoute(to: .prefix(prefix("10.0.0.0/8")), .via(address("203.0.113.2"))), to: isp)
        let check = NetworkCheck(Network(net))
        // The gateway has two networks of it, and sends all others back.
        #expect(
            loops(check) == [
                .loop(range("10.0.2.0-10.255.255.255"), [gate, isp])
            ])
    }

    private func loops(_ check: NetworkCheck) -> [NetworkCheck.Finding] {
        check.findings.filter { if case .loop = $0 { true } else { false } }
    }

    @Test func aHostWhoseGatewayLetsNothingInIsReachedByNobody() throws {
        var net = try Topology.office()
        var network = Network(net)
        #expect(NetworkCheck(network).findings.isEmpty)
        let (gate, web) = (try net.at("gw"), try net.at("web"))
        network[gate].gateway.firewall.setDefault(.deny)
        _ = try network[gate].gateway.firewall.add(
            Rule(.allow, RuleMatch(destination: AddressMatch(prefix("10.0.0.0/24")))))
        // Those inside reach each other by themselves, and the visitor is beyond the gateway.
        #expect(
            NetworkCheck(network).findings == [.unreached(web), .unreached(try net.at("visitor"))])
        // One without an address is reached by nobody, whatever the rules.
        net = network.topology
        let mute = try net.add(
            Node(name: "mute", kind: .host, interfaces: [interface(LinkID(rawValue: 0))]))
        #expect(NetworkCheck(Network(net)).findings == [.unreached(mute)])
    }

    @Test func nobodyMeetsARuleThatAsksForWhatRoutesDoNotBring() throws {
        let net = try Topology.office()
        let gate = try net.at("gw")
        var network = Network(net)
        var lost = RuleMatch(destination: AddressMatch(prefix("10.0.0.0/24")))
        lost.links = [LinkName(rawValue: "lan")]
        lost.outLinks = [LinkName(rawValue: "wan")]
        _ = try network[gate].gateway.firewall.add(Rule(.allow, lost))
        _ = try network[gate].gateway.firewall.add(Rule(.deny, RuleMatch()))
        // Behind that one nothing is left.
        _ = try network[gate].gateway.firewall.add(
            Rule(.allow, RuleMatch(proto: ProtocolMatch([.udp]))))
        let unmet = NetworkCheck(network).findings.filter {
            if case .unmet = $0 { true } else { false }
        }
        #expect(unmet == [.unmet(gate, .forward, 1), .unmet(gate, .forward, 3)])
    }

    // MARK: - Against every packet of small spaces

    /// What packets of a random network met: rules, and address translation rules.
    private struct Met: Hashable {
        let node: NodeID
        let list: RuleChain?
        let number: Int
    }

    @Test(arguments: [IPFamily.v4, .v6]) func whatIsSaidOfRulesIsTrueOfEachPacket(
        _ family: IPFamily
    ) throws {
        var (unmet, idle, met) = (0, 0, 0)
        for seed in UInt64(1)...10 {
            let maker = try RandomPaths(seed: seed, family)
            let network = maker.network
            let seen = try meetings(maker)
            met += seen.count
            for finding in NetworkCheck(network).findings {
                switch finding {
                case .unmet(let node, let list, let number):
                    unmet += 1
                    #expect(
                        !seen.contains(Met(node: node, list: list, number: number)),
                        "seed \(seed): \(finding)")
                case .idle(let node, let number):
                    idle += 1
                    #expect(
                        !seen.contains(Met(node: node, list: nil, number: number)),
                        "seed \(seed): \(finding)")
                case .loop, .unreached, .unknown: break
                }
            }
        }
        #expect(unmet > 5)
        #expect(met > 20)
        #expect(family == .v6 || idle > 2)
    }

    /// What packets meet that the nodes of a random network send to each of its addresses.
    private func meetings(_ maker: RandomPaths) throws -> Set<Met> {
        let network = maker.network
        var seen: Set<Met> = []
        for sender in network.topology.nodeIDs {
            for packet in try maker.samples() {
                let way = Rehearsal(of: packet, from: sender, in: network)
                for step in way.steps {
                    switch step.what {
                    case .decided(.judged(let verdict)):
                        guard case .rule(let number) = verdict.decider else { continue }
                        seen.insert(Met(node: step.node, list: verdict.list, number: number))
                    case .decided(.translated(let change)):
                        guard let number = change.rule else { continue }
                        seen.insert(Met(node: step.node, list: nil, number: number))
                    case .arrived, .decided, .sealed, .opened: break
                    }
                }
            }
        }
        return seen
    }

    @Test(arguments: [IPFamily.v4, .v6]) func whatTwoNetworksDoOtherwiseIsSeen(
        _ family: IPFamily
    ) throws {
        let tally = try hold(family, isWide: false)
        #expect(tally.equal > 3)
        #expect(tally.different > 3)
        #expect(tally.unknown < 8)
    }

    @Test(arguments: [IPFamily.v4, .v6]) func soItIsWithPoliciesAndTunnels(
        _ family: IPFamily
    ) throws {
        let tally = try hold(family, isWide: true)
        #expect(tally.equal > 1)
        #expect(tally.different > 3)
        #expect(tally.unknown < 8)
        #expect(tally.tunnelled > 0)
    }

    /// How comparisons of random networks ended.
    private struct Differences {
        var equal = 0
        var different = 0
        var unknown = 0
        var tunnelled = 0
    }

    /// Holds what is said of two networks against each of some packets in both.
    private func hold(_ family: IPFamily, isWide: Bool) throws -> Differences {
        var tally = Differences()
        for seed in UInt64(1)...(isWide ? 14 : 24) {
            let maker = try RandomPaths(seed: seed, family, isWide: isWide)
            let first = maker.network
            var second = first
            // A file's network has no policies.
            let isBare = isWide && seed % 2 == 1
            let policies = (maker.policies, isBare ? nil : maker.policies)
            let gateways = first.topology.nodeIDs.filter { first.topology[$0].forwards }
            let gateway = gateways[Int(seed) % gateways.count]
            if seed % 3 > 0 {
                let far = RuleMatch(destination: AddressMatch(Prefix(maker.address(5))))
                _ = try? second[gateway].gateway.firewall.add(
                    Rule(seed % 3 == 1 ? .deny : .allow, far), at: 1)
            }
            let difference = PathDifference(side(first, policies.0), side(second, policies.1))
            for entry in difference.entries {
                let packet = try PacketDraft(entry.point).build()
                let sender = try #require(first.topology.node(named: entry.sender))
                let ways = (
                    way(of: packet, from: sender, in: first, policies.0),
                    way(of: packet, from: sender, in: second, policies.1)
                )
                let (here, there) = entry.isFirst ? ways : (ways.1, ways.0)
                #expect(here.receiver.map(first.topology.name) == entry.receiver)
                #expect(there.receiver.map(first.topology.name) != entry.receiver)
                let isSealed = (here.steps + there.steps).contains(where: \.isSealing)
                if isSealed { tally.tunnelled += 1 }
            }
            let isSeen = try maker.samples().contains { packet in
                maker.hosts.contains { host in
                    first.topology[host].has(packet.fields.source)
                        && way(of: packet, from: host, in: first, policies.0).receiver
                            != way(of: packet, from: host, in: second, policies.1).receiver
                }
            }
            if !difference.entries.isEmpty {
                tally.different += 1
            } else if difference.bound != nil {
                tally.unknown += 1
            } else {
                tally.equal += 1
                #expect(!isSeen, "seed \(seed)")
            }
        }
        return tally
    }

    private func way(
        of packet: Packet, from sender: NodeID, in network: Network, _ policies: RandomPolicies?
    ) -> Rehearsal {
        Rehearsal(of: packet, from: sender, in: network, policies?.rehearsal ?? .none)
    }

    private func side(
        _ network: Network, _ policies: RandomPolicies?
    ) -> PathDifference.Side {
        PathDifference.Side(network, policies?.proofs ?? []) { point, sender in
            guard let packet = try? PacketDraft(point).build() else { return .unknown }
            return way(of: packet, from: sender, in: network, policies).end
        }
    }
}

extension Rehearsal.Step {
    fileprivate var isSealing: Bool {
        if case .sealed = what { true } else { false }
    }
}
