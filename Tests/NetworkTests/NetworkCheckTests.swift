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
        var (equal, different, unknown) = (0, 0, 0)
        for seed in UInt64(1)...24 {
            let maker = try RandomPaths(seed: seed, family)
            let first = maker.network
            var second = first
            let gateways = first.topology.nodeIDs.filter { first.topology[$0].forwards }
            let gateway = gateways[Int(seed) % gateways.count]
            if seed % 3 > 0 {
                let far = RuleMatch(destination: AddressMatch(Prefix(maker.address(5))))
                _ = try? second[gateway].gateway.firewall.add(
                    Rule(seed % 3 == 1 ? .deny : .allow, far), at: 1)
            }
            let difference = PathDifference(side(first), side(second))
            let isSeen = try maker.samples().contains { packet in
                maker.hosts.contains { host in
                    first.topology[host].has(packet.fields.source)
                        && Rehearsal(of: packet, from: host, in: first).receiver
                            != Rehearsal(of: packet, from: host, in: second).receiver
                }
            }
            if !difference.entries.isEmpty {
                different += 1
            } else if difference.bound != nil {
                unknown += 1
            } else {
                equal += 1
                #expect(!isSeen, "seed \(seed)")
            }
        }
        #expect(equal > 3)
        #expect(different > 3)
        #expect(unknown < 8)
    }

    private func side(_ network: Network) -> PathDifference.Side {
        PathDifference.Side(network) { point, sender in
            guard let packet = try? PacketDraft(point).build() else { return nil }
            return Rehearsal(of: packet, from: sender, in: network).receiver
        }
    }
}
