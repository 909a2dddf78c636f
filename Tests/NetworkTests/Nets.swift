import Firewall
import Network
import Testing
import Timeline
import Wire

/// An interface on a link, with addresses such as `10.0.0.1/24`.
func interface(_ link: LinkID, _ addresses: String...) -> Interface {
    Interface(link: link, addresses: addresses.compactMap(InterfaceAddress.init))
}

/// A packet from one address to another.
func datagram(_ source: String, _ destination: String, hopLimit: UInt8 = 64) throws -> Packet {
    try PacketDraft(
        source: address(source), destination: address(destination),
        transport: .udp(source: Port(rawValue: 40_000), destination: Port(rawValue: 53)),
        hopLimit: hopLimit
    ).build()
}

extension Network {
    /// Lets a packet begin at a node and follows it; the names of the nodes that it came to, and how it ended.
    mutating func walk(
        _ packet: Packet, from start: NodeID, limit: Int = 300
    ) -> (way: [String], end: String, packet: Packet, answer: Packet?) {
        var way = [topology.name(of: start)]
        var packet = packet
        var node = start
        guard var route = originate(packet, at: node) else { return (way, "no-route", packet, nil) }
        var passing: Passing?
        var decisions: [Decision] = []
        for _ in 0..<limit {
            let hop: Hop
            switch depart(packet, from: node, by: route, passing, noting: &decisions) {
            case .out(let bytes, let found): (packet, hop) = (bytes, found)
            case .fragmented: return (way, "fragmented", packet, nil)
            case .dropped(let drop): return (way, drop.reason.rawValue, packet, drop.answer)
            }
            node = hop.to
            way.append(topology.name(of: node))
            let arrival = self.crossing(of: hop.link, at: .start)
            switch receive(packet, at: node, arrival, noting: &decisions) {
            case .local(let bytes): return (way, "delivered", bytes, nil)
            case .held: return (way, "held", packet, nil)
            case .dropped(let drop): return (way, drop.reason.rawValue, packet, drop.answer)
            case .onward(let bytes, let next, let known):
                (packet, route, passing) = (bytes, next, known)
            }
        }
        return (way, "for ever", packet, nil)
    }
}

extension Topology {
    /// Two sites behind two gateways, the second of which lets everything pass.
    static func lab() throws -> Topology {
        var net = Topology()
        let lanA = try net.add(Link(name: "lan-a"))
        let wire = try net.add(Link(name: "internet", delay: .milliseconds(20)))
        let lanB = try net.add(Link(name: "lan-b"))
        let siteA = try net.add(Node(name: "site-a", kind: .site, interfaces: [interface(lanA)]))
        let gateA = try net.add(
            Node(
                name: "gw-a", kind: .router,
                interfaces: [interface(lanA), interface(wire, "198.51.100.1")]))
        let gateB = try net.add(
            Node(
                name: "gw-b", kind: .router,
                interfaces: [interface(wire, "203.0.113.1"), interface(lanB)]))
        let siteB = try net.add(Node(name: "site-b", kind: .site, interfaces: [interface(lanB)]))
        for (node, links) in [
            (siteA, [lanA]), (gateA, [lanA, wire]), (gateB, [wire, lanB]), (siteB, [lanB]),
        ] {
            for link in links { try net.add(StaticRoute(to: .every, .out(link)), to: node) }
        }
        return net
    }

    /// An office with three legs: a segment with two hosts inside, one with a server, and a provider outside.
    static func office() throws -> Topology {
        var net = Topology()
        let lan = try net.add(Link(name: "lan"))
        let dmz = try net.add(Link(name: "lan-dmz"))
        let wan = try net.add(Link(name: "wan"))
        let far = try net.add(Link(name: "far"))
        for (name, own, gate) in [
            ("pc1", "10.0.0.11/24", "10.0.0.1"), ("pc2", "10.0.0.12/24", "10.0.0.1"),
        ] {
            let node = try net.add(
                Node(name: name, kind: .host, interfaces: [interface(lan, own)]))
            try net.add(
                StaticRoute(to: .prefix(.whole(.v4)), .via(address(gate))), to: node)
        }
        let web = try net.add(
            Node(
                name: "web", kind: .host,
                interfaces: [interface(dmz, "10.0.1.80/24", "2001:db8:0:1::80/64")]))
        try net.add(StaticRoute(to: .prefix(.whole(.v4)), .via(address("10.0.1.1"))), to: web)
        let gate = try net.add(
            Node(
                name: "gw", kind: .router,
                interfaces: [
                    interface(lan, "10.0.0.1/24"),
                    interface(dmz, "10.0.1.1/24", "2001:db8:0:1::1/64"),
                    interface(wan, "203.0.113.2/30"),
                ]))
        try net.add(StaticRoute(to: .prefix(.whole(.v4)), .via(address("203.0.113.1"))), to: gate)
        _ = try net.add(
            Node(
                name: "isp", kind: .router,
                interfaces: [interface(wan, "203.0.113.1/30"), interface(far, "198.51.100.1/24")]))
        let visitor = try net.add(
            Node(name: "visitor", kind: .host, interfaces: [interface(far, "198.51.100.9/24")]))
        try net.add(
            StaticRoute(to: .prefix(.whole(.v4)), .via(address("198.51.100.1"))), to: visitor)
        return net
    }

    /// The node of a name, which is there.
    func at(_ name: String) throws -> NodeID { try find(node: name) }
}
