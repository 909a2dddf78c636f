import Firewall
import Network
import Timeline
import Wire

/// How long proofs about whole networks take: a star of gateways around a core, a host behind each, and rules at all of them.
struct PathFigures {
    func print() throws {
        try prove(gateways: 9, rules: 1_000)
        try check(gateways: 49, rules: 5_000)
    }

    /// A rule is put among others at a gateway, and a claim is proven again.
    private func prove(gateways: Int, rules: Int) throws {
        var network = try Self.network(gateways: gateways, rules: rules)
        let net = network.topology
        let gate = try net.find(node: "gw1")
        var match = RuleMatch(
            proto: ProtocolMatch([.tcp]),
            destinationPorts: PortMatch(PortSet(PortRange(Port(rawValue: 22)))))
        match.links = [LinkName(rawValue: "lan0")]
        match.outLinks = (1...gateways).map { LinkName(rawValue: "lan\($0)") }
        let hosts = net.nodeIDs.filter { !net[$0].forwards }
        let question = try PathQuestion(from: hosts, along: match, in: net)
        var times = Series()
        var answer = PathProof.Answer.none
        for run in 0..<Series.runs {
            let rule = Rule(
                .deny, RuleMatch(source: AddressMatch(Self.prefix(200 + UInt32(run), 0, 24))))
            _ = try network[gate].gateway.firewall.add(rule, at: 50)
            let start = System.nanoseconds()
            answer = PathProof(network).find(question) { point, sender in
                guard let packet = try? PacketDraft(point).build() else { return (nil, []) }
                let way = Rehearsal(of: packet, from: sender, in: network)
                return (way.receiver, way.links)
            }
            times.add(Double(System.nanoseconds() - start) / 1e6)
        }
        Swift.print(
            "paths: \(net.nodeIDs.count) nodes, \(rules) rules, proven again after an edit:",
            "\(times.text("ms")), \(answer)")
    }

    private func check(gateways: Int, rules: Int) throws {
        let network = try Self.network(gateways: gateways, rules: rules)
        var times = Series()
        var found = 0
        for _ in 0..<5 {
            let start = System.nanoseconds()
            found = NetworkCheck(network).findings.count
            times.add(Double(System.nanoseconds() - start) / 1e6)
        }
        Swift.print(
            "paths: check of \(network.topology.nodeIDs.count) nodes, \(rules) rules:",
            "\(times.text("ms")), \(found) findings")
    }

    /// A core, and gateways around it with a host behind each; its rules are spread over the gateways.
    private static func network(gateways: Int, rules: Int) throws -> Network {
        var net = Topology()
        let core = try net.add(Link(name: "core"))
        let middle = try net.add(
            Node(
                name: "core-router", kind: .router,
                interfaces: [Interface(link: core, addresses: [try own(0, 1, 16)])]))
        for place in 0...gateways {
            let lan = try net.add(Link(name: "lan\(place)"))
            let number = UInt32(place)
            let near = try own(number + 1, 1, 24)
            let gate = try net.add(
                Node(
                    name: "gw\(place)", kind: .gateway,
                    interfaces: [
                        Interface(link: core, addresses: [try own(0, number + 10, 16)]),
                        Interface(link: lan, addresses: [near]),
                    ]))
            let host = try net.add(
                Node(
                    name: "pc\(place)", kind: .host,
                    interfaces: [Interface(link: lan, addresses: [try own(number + 1, 9, 24)])]))
            try net.add(StaticRoute(to: .prefix(.whole(.v4)), .via(near.address)), to: host)
            try net.add(
                StaticRoute(to: .prefix(.whole(.v4)), .via(try own(0, 1, 16).address)), to: gate)
            try net.add(
                StaticRoute(to: .prefix(prefix(number + 1, 0, 24)), .via(address(0, number + 10))),
                to: middle)
        }
        var network = Network(net)
        for place in 0...gateways {
            let gate = try net.find(node: "gw\(place)")
            let count = rules / (gateways + 1)
            for number in 0..<UInt32(count) {
                _ = try network[gate].gateway.firewall.add(
                    rule(number, UInt32(place), UInt32(gateways) + 1))
            }
        }
        return network
    }

    /// A rule about some hosts of another network, and a port; now and then one that denies.
    private static func rule(_ number: UInt32, _ place: UInt32, _ count: UInt32) -> Rule {
        let other = (number + place) % count + 1
        let isInward = number % 2 == 0
        let own = prefix(place + 1, 0, 24)
        let far = prefix(other, number % 4 * 64, 26)
        let port = UInt16(1_000 + number * 7 % 500)
        return Rule(
            number % 9 == 0 ? .deny : .allow,
            RuleMatch(
                proto: ProtocolMatch([number % 3 == 0 ? .udp : .tcp]),
                source: AddressMatch(isInward ? far : own),
                destination: AddressMatch(isInward ? own : far),
                destinationPorts: PortMatch(PortSet(PortRange(Port(rawValue: port))))))
    }

    private static func address(_ net: UInt32, _ host: UInt32) -> IPAddress {
        .v4(IPv4Address(rawValue: 0x0A00_0000 + net << 16 + host))
    }

    private static func own(
        _ net: UInt32, _ host: UInt32, _ length: Int
    ) throws -> InterfaceAddress {
        try InterfaceAddress(address(net, host), length: length)
    }

    private static func prefix(_ net: UInt32, _ host: UInt32, _ length: Int) -> Prefix {
        (try? Prefix(masking: address(net, host), length: length)) ?? Prefix(address(net, host))
    }
}
