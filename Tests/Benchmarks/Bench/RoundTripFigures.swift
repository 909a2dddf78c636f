import Fabric
import Firewall
import Network
import Timeline
import Wire

/// Echo requests to a host and its replies, over three routers: each has rules and flows, and the first masquerades.
///
/// Each round trip is eight frames on links and two packets with their numbers and steps. It is an echo, because a host
/// that has not asked with a port of its own answers an answer with an ICMP error.
struct RoundTripFigures {
    private static let trips = 10_000
    private static let rules = 100

    func print() throws {
        let fabric = try Self.network()
        var rates = Series()
        // As many as the lab remembers, so that it is steady.
        _ = try rate(fabric)
        for _ in 0..<Series.runs { rates.add(try rate(fabric) / 1e3) }
        Swift.print(
            "roundtrip: three routers, \(Self.rules) rules at each, flows and NAT:",
            rates.text("thousand round trips a second"))
        var bare = Series()
        var network = Network(try Self.topology())
        for gate in 1...3 { try Self.rule(&network[NodeID(rawValue: gate)].gateway.firewall) }
        _ = try rate(&network)
        for _ in 0..<Series.runs { bare.add(try rate(&network) / 1e3) }
        Swift.print(
            "roundtrip: the same nodes without links that take time, and nothing is remembered:",
            bare.text("thousand round trips a second"))
    }

    /// Round trips a second through the nodes alone.
    private func rate(_ network: inout Network) throws -> Double {
        var arrived = 0
        let start = System.nanoseconds()
        for count in 1...Self.trips {
            let now = Instant.start + Timeline.Duration.milliseconds(UInt64(count))
            var (packet, node) = (try Self.draft(count).build(), NodeID(rawValue: 0))
            while true {
                let end = try Self.walk(packet, from: node, through: &network, at: now)
                guard let output = network[end.node].host?.receive(end.packet, at: now),
                    let answer = output.packets.first
                else { break }
                (packet, node) = (answer.packet, end.node)
            }
            arrived += node == NodeID(rawValue: 4) ? 1 : 0
        }
        let time = System.nanoseconds() - start
        guard arrived == Self.trips else { throw Failure.lost(Self.trips - arrived) }
        return Double(Self.trips) * 1e9 / Double(time)
    }

    /// Lets a node send a packet, and takes it from node to node to the one that it is for.
    private static func walk(
        _ packet: Packet, from node: NodeID, through network: inout Network, at now: Instant
    ) throws -> (packet: Packet, node: NodeID) {
        var decisions: [Decision] = []
        var node = node
        var passage = network.send(packet, from: node, at: now, noting: &decisions)
        while true {
            guard case .onward(let leaving, let route, let passing) = passage else { break }
            let departure = network.depart(
                leaving, from: node, by: route, passing, noting: &decisions)
            guard case .out(let sent, let hop) = departure else { throw Failure.lost(1) }
            node = hop.to
            decisions.removeAll(keepingCapacity: true)
            passage = network.receive(
                sent, at: node, network.crossing(of: hop.link, at: now), noting: &decisions)
        }
        guard case .local(let arrived) = passage else { throw Failure.lost(1) }
        return (arrived, node)
    }

    /// Round trips a second; each of 256 flows comes again.
    private func rate(_ fabric: Fabric) throws -> Double {
        let before = fabric.counters.delivered
        var cursor = fabric.end
        let start = System.nanoseconds()
        for count in 1...Self.trips {
            _ = try fabric.send(Self.draft(count), from: .node(NodeID(rawValue: 0)))
            // As `packet send` with a count does.
            if count.isMultiple(of: 256) { fabric.read(&cursor) { _ in } }
        }
        let time = System.nanoseconds() - start
        // There and back.
        let arrived = Int(fabric.counters.delivered - before)
        guard arrived == Self.trips * 2 else { throw Failure.lost(Self.trips * 2 - arrived) }
        return Double(Self.trips) * 1e9 / Double(time)
    }

    private static func draft(_ count: Int) -> PacketDraft {
        PacketDraft(
            source: client, destination: server,
            transport: .icmpEcho(
                .request, identifier: UInt16(count % 256),
                sequence: UInt16(truncatingIfNeeded: count)),
            data: Array("hola".utf8))
    }

    private static var client: IPAddress { address(0, 10) }
    private static var server: IPAddress { address(3, 10) }

    /// `pc` — `gw1`, which masquerades — `gw2` — `gw3` — `server`.
    private static func network() throws -> Fabric {
        let fabric = Fabric(topology: try topology())
        for gate in 1...3 { try rule(&fabric[NodeID(rawValue: gate)].firewall) }
        return fabric
    }

    private static func topology() throws -> Topology {
        var net = Topology()
        var links: [LinkID] = []
        for place in 0...3 { links.append(try net.add(Link(name: "link\(place)"))) }
        let pc = try net.add(node("pc", .host, [(links[0], client)]))
        var gates: [NodeID] = []
        for place in 1...3 {
            let near = UInt32(place)
            gates.append(
                try net.add(
                    node(
                        "gw\(place)", .gateway,
                        [
                            (links[place - 1], address(near - 1, 2)),
                            (links[place], address(near, 1)),
                        ])))
        }
        let server = try net.add(node("server", .host, [(links[3], Self.server)]))
        try net.add(StaticRoute(to: .prefix(.whole(.v4)), .via(address(0, 2))), to: pc)
        try net.add(StaticRoute(to: .prefix(.whole(.v4)), .via(address(1, 2))), to: gates[0])
        try net.add(StaticRoute(to: .prefix(.whole(.v4)), .via(address(2, 2))), to: gates[1])
        try net.add(StaticRoute(to: .prefix(prefix(1)), .via(address(2, 1))), to: gates[2])
        try net.add(StaticRoute(to: .prefix(.whole(.v4)), .via(address(3, 1))), to: server)
        var out = RuleMatch()
        out.outLinks = [LinkName(rawValue: "link1")]
        net.setTranslation(
            try NATRules([NATRule(.masquerade(ports: nil), out)]), of: gates[0])
        return net
    }

    /// Rules that deny others, one that lets answers pass, and one that lets datagrams begin.
    private static func rule(_ list: inout RuleSet) throws {
        var answers = RuleMatch()
        answers.states = StateMatch([.established, .related])
        _ = try list.add(Rule(.allow, answers))
        for number in 2..<UInt32(rules) {
            let far = try Prefix(masking: address(number + 10, 0), length: 24)
            _ = try list.add(
                Rule(.deny, RuleMatch(destination: AddressMatch(far))))
        }
        _ = try list.add(
            Rule(.allow, RuleMatch(proto: ProtocolMatch([.icmp]))))
    }

    private static func node(
        _ name: String, _ kind: Node.Kind, _ places: [(LinkID, IPAddress)]
    ) throws -> Node {
        Node(
            name: name, kind: kind,
            interfaces: try places.map { link, address in
                Interface(link: link, addresses: [try InterfaceAddress(address, length: 24)])
            })
    }

    private static func address(_ net: UInt32, _ host: UInt32) -> IPAddress {
        .v4(IPv4Address(rawValue: 0x0A00_0000 + net << 8 + host))
    }

    private static func prefix(_ net: UInt32) throws -> Prefix {
        try Prefix(masking: address(net, 0), length: 24)
    }
}
