import Firewall
import Network
import Testing
import Timeline
import Wire

/// Changes of what is written down, and refusals that change nothing.
@Suite struct EditingTests {
    /// Tries a change that has to be refused, and that changes nothing.
    private func refused(
        _ net: Topology, _ change: (inout Topology) throws(TopologyFault) -> Void
    ) -> TopologyFault? {
        var network = Network(net)
        do throws(TopologyFault) {
            try network.edit(change)
        } catch {
            #expect(network.topology == net)
            return error
        }
        return nil
    }

    @Test(arguments: [
        "", "1st", "-x", "a b", "gw.a", "10.0.0.1", "é", String(repeating: "x", count: 33),
    ])
    func namesAreNames(name: String) throws {
        let net = try Topology.office()
        let lan = try net.find(link: "lan")
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add(Link(name: name))
            } == .badName(name))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add(Node(name: name, kind: .host, interfaces: [Interface(link: lan)]))
            } == .badName(name))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add([lan], toZone: name)
            } == .badName(name))
    }

    @Test func namesAreUnique() throws {
        let net = try Topology.office()
        let lan = try net.find(link: "lan")
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add(Link(name: "pc1"))
            } == .nameTaken("pc1", by: .node))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add(Node(name: "lan", kind: .host, interfaces: [Interface(link: lan)]))
            } == .nameTaken("lan", by: .link))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                _ = try net.find(node: "pc9")
            } == .unknown(.node, "pc9", known: ["pc1", "pc2", "web", "gw", "isp", "visitor"]))
        // A name is free again when what had it is gone.
        var other = net
        other.remove(try net.find(node: "pc1"))
        #expect(
            refused(other) { (net) throws(TopologyFault) in
                try net.add(Node(name: "pc1", kind: .host, interfaces: [Interface(link: lan)]))
            } == nil)
    }

    @Test(
        arguments: [
            ("10.0.0.12/24", TopologyFault.addressTaken(address("10.0.0.12"), by: "pc2")),
            ("10.0.0.0/24", .unusableAddress(address("10.0.0.0"))),
            ("10.0.0.255/24", .unusableAddress(address("10.0.0.255"))),
            ("224.0.0.1/24", .unusableAddress(address("224.0.0.1"))),
            ("127.0.0.1/8", .unusableAddress(address("127.0.0.1"))),
            ("::/64", .unusableAddress(address("::"))),
            ("10.0.0.0/31", nil), ("10.0.0.77/24", nil), ("10.0.0.255/23", nil),
            ("2001:db8::/64", nil),
        ] as [(String, TopologyFault?)])
    func anAddressIsOneHosts(text: String, fault: TopologyFault?) throws {
        let net = try Topology.office()
        let lan = try net.find(link: "lan")
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add(Node(name: "pc3", kind: .host, interfaces: [interface(lan, text)]))
            } == fault)
    }

    @Test func interfacesAreOnePerLinkAndPrefix() throws {
        let net = try Topology.office()
        let (gate, lan) = (try net.at("gw"), try net.find(link: "lan"))
        let far = try net.find(link: "far")
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.attach(gate, interface(lan, "10.0.0.9/24"))
            } == .attached(node: "gw", link: "lan"))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.attach(gate, interface(far, "10.0.0.9/24"))
            } == .prefixRepeated(prefix("10.0.0.0/24"), link: "lan"))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.attach(gate, interface(far, "10.0.0.1/25"))
            } == .addressTaken(address("10.0.0.1"), by: "gw"))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.attach(gate, interface(far, "198.51.100.7/24", "198.51.100.7/24"))
            } == .addressTaken(address("198.51.100.7"), by: "gw"))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add(
                    Node(name: "x", kind: .site, interfaces: [interface(lan, "10.0.0.9/24")]))
            } == .siteAddress("x"))
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.add(Node(name: "x", kind: .host, interfaces: []))
            } == .noInterface("x"))
    }

    @Test func aRouteHasANextHopWithinReach() throws {
        let net = try Topology.office()
        let (gate, far) = (try net.at("gw"), try net.find(link: "far"))
        func fault(_ to: StaticRoute.Destination, _ hop: StaticRoute.NextHop) -> TopologyFault? {
            refused(net) { (net) throws(TopologyFault) in
                try net.add(StaticRoute(to: to, hop), to: gate)
            }
        }
        let some = StaticRoute.Destination.prefix(prefix("192.0.2.0/24"))
        #expect(
            fault(some, .via(address("198.51.100.1")))
                == .nextHopOutOfReach(address("198.51.100.1"), node: "gw"))
        #expect(
            fault(some, .via(address("10.0.0.1")))
                == .nextHopIsSelf(address("10.0.0.1"), node: "gw"))
        #expect(fault(some, .via(address("2001:db8:0:1::80"))) == .mixedFamilies)
        #expect(fault(.every, .via(address("10.0.0.11"))) == .mixedFamilies)
        #expect(fault(some, .out(far)) == .notAttached(node: "gw", link: "far"))
        #expect(
            fault(.prefix(.whole(.v4)), .via(address("203.0.113.1"))) == .routeRepeated(node: "gw"))
        #expect(fault(some, .via(address("10.0.0.11"))) == nil)
        #expect(
            refused(net) { (net) throws(TopologyFault) in
                try net.remove(StaticRoute(to: some, .via(address("10.0.0.11"))), from: gate)
            } == .noSuchRoute(node: "gw"))
    }

    @Test func removingALinkTakesItsInterfacesAndRoutes() throws {
        var network = Network(try .office())
        let gate = try network.topology.at("gw")
        let (wan, lan) = (
            try network.topology.find(link: "wan"), try network.topology.find(link: "lan")
        )
        #expect(network[gate].routes.route(to: address("192.0.2.1")) != nil)
        try network.edit { (net) throws(TopologyFault) in try net.remove(wan) }
        #expect(network[gate].routes.route(to: address("192.0.2.1")) == nil)
        #expect(
            network.topology[gate].interfaces.map { network.topology.name(of: $0.link) } == [
                "lan", "lan-dmz",
            ])
        #expect(network.topology.link(named: "wan") == nil)
        #expect(network.topology.name(of: wan) == "wan")
        #expect(network[gate].gateway.firewall.links.map(\.rawValue) == ["lan", "lan-dmz"])
        #expect(
            refused(network.topology) { (net) throws(TopologyFault) in
                try net.remove(lan)
            } == .lastLink(of: "pc1"))
    }

    @Test func rulesThatNameALinkThatIsGoneStay() throws {
        var network = Network(try .office())
        let gate = try network.topology.at("gw")
        var rule = Rule(.allow, RuleMatch())
        rule.match.links = [LinkName(rawValue: "wan")]
        _ = try network[gate].gateway.firewall.add(rule)
        let wan = try network.topology.find(link: "wan")
        try network.edit { (net) throws(TopologyFault) in try net.remove(wan) }
        #expect(network[gate].gateway.firewall.links.map(\.rawValue) == ["lan", "lan-dmz", "wan"])
        #expect(network[gate].gateway.firewall.count == 1)
    }

    @Test func aCopyIsASnapshot() throws {
        var network = Network(try .office())
        let gate = try network.topology.at("gw")
        let start = try network.topology.at("pc1")
        _ = network.walk(try packet("10.0.0.11", "10.0.1.80"), from: start)
        let kept = network
        _ = network.walk(try packet("10.0.0.12", "10.0.1.80"), from: start)
        try network.edit { (net) throws(TopologyFault) in net.remove(start) }
        #expect(network[gate].gateway.flows.count == 2)
        #expect(kept[gate].gateway.flows.count == 1)
        #expect(kept.topology.node(named: "pc1") == start)
    }

    @Test func thereAreAThousandNodesAndNoMore() throws {
        var net = Topology()
        let link = try net.add(Link(name: "lan"))
        for number in 0..<Topology.nodeLimit {
            try net.add(Node(name: "n\(number)", kind: .host, interfaces: [Interface(link: link)]))
        }
        let more = Node(name: "more", kind: .host, interfaces: [Interface(link: link)])
        #expect(
            refused(net) { (net) throws(TopologyFault) in try net.add(more) }
                == .full(.nodes, limit: 1_000))
        net.remove(NodeID(rawValue: 17))
        try net.add(more)
        #expect(net.nodeIDs.count == 1_000)
        #expect(net.name(of: NodeID(rawValue: 17)) == "n17")
    }
}
