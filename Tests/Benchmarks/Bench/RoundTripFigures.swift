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
    }

    /// Round trips a second; each of 256 flows comes again.
    private func rate(_ fabric: Fabric) throws -> Double {
        let before = fabric.counters.delivered
        var cursor = fabric.end
        let start = System.nanoseconds()
        for count in 1...Self.trips {
            let draft = PacketDraft(
                source: Self.client, destination: Self.server,
                transport: .icmpEcho(
                    .request, identifier: UInt16(count % 256),
                    sequence: UInt16(truncatingIfNeeded: count)),
                data: Array("hola".utf8))
            _ = try fabric.send(draft, from: .node(NodeID(rawValue: 0)))
            // As `packet send` with a count does.
            if count.isMultiple(of: 256) { fabric.read(&cursor) { _ in } }
        }
        let time = System.nanoseconds() - start
        // There and back.
        let arrived = Int(fabric.counters.delivered - before)
        guard arrived == Self.trips * 2 else { throw Failure.lost(Self.trips * 2 - arrived) }
        return Double(Self.trips) * 1e9 / Double(time)
    }

    private static var client: IPAddress { address(0, 10) }
    private static var server: IPAddress { address(3, 10) }

    /// `pc` — `gw1`, which masquerades — `gw2` — `gw3` — `server`.
    private static func network() throws -> Fabric {
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
        let fabric = Fabric(topology: net)
        for gate in gates { try rule(fabric, gate) }
        return fabric
    }

    /// Rules that deny others, one that lets answers pass, and one that lets datagrams begin.
    private static func rule(_ fabric: Fabric, _ gate: NodeID) throws {
        var answers = RuleMatch()
        answers.states = StateMatch([.established, .related])
        _ = try fabric[gate].firewall.add(Rule(.allow, answers))
        for number in 2..<UInt32(rules) {
            let far = try Prefix(masking: address(number + 10, 0), length: 24)
            _ = try fabric[gate].firewall.add(
                Rule(.deny, RuleMatch(destination: AddressMatch(far))))
        }
        _ = try fabric[gate].firewall.add(
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
