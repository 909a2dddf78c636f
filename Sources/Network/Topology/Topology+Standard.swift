import Timeline
import Wire

extension Topology {
    /// The network that a person finds on starting: two sites behind two gateways, and a wire between.
    ///
    /// The gateways' addresses are documentation addresses (RFC 5737).
    package static let standard: Topology = {
        do {
            return try makeStandard()
        } catch {
            preconditionFailure("the network on starting is one")
        }
    }()

    private static func makeStandard() throws(TopologyFault) -> Topology {
        var net = Topology()
        let inside = try net.add(Link(name: "lan-a"))
        let wire = try net.add(Link(name: "internet", delay: .milliseconds(20)))
        let far = try net.add(Link(name: "lan-b"))
        let addresses = [0xC633_6401, 0xCB00_7101].map { rawValue in
            InterfaceAddress(.v4(IPv4Address(rawValue: rawValue)))
        }
        let nodes = [
            Node(name: "site-a", kind: .site, interfaces: [Interface(link: inside)]),
            Node(
                name: "gw-a", kind: .gateway,
                interfaces: [
                    Interface(link: inside), Interface(link: wire, addresses: [addresses[0]]),
                ]),
            Node(
                name: "gw-b", kind: .router,
                interfaces: [
                    Interface(link: wire, addresses: [addresses[1]]), Interface(link: far),
                ]),
            Node(name: "site-b", kind: .site, interfaces: [Interface(link: far)]),
        ]
        for node in nodes {
            let id = try net.add(node)
            for interface in node.interfaces {
                try net.add(StaticRoute(to: .every, .out(interface.link)), to: id)
            }
        }
        return net
    }
}
