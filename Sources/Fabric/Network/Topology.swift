package import Firewall
package import Timeline
package import Tunnel
package import Wire

/// Names a node by its place in the topology.
package struct NodeID: Hashable, Sendable {
    /// The index in `Topology.nodes`.
    package let rawValue: Int
}

/// A place where packets begin, pass or end.
package struct Node: Hashable, Sendable {
    /// What it is called in every output.
    package let name: String
    /// Its address on the wire; nil for a site, which stands for any host.
    package let address: IPv4Address?
    /// Whether it lets everything pass as a gateway until somebody gives it rules.
    package let isRouter: Bool

    /// A node; a gateway denies everything at first unless it is a router.
    package init(name: String, address: IPv4Address?, isRouter: Bool = false) {
        self.name = name
        self.address = address
        self.isRouter = isRouter
    }
}

/// A two-way connection between two nodes.
package struct Link: Hashable, Sendable {
    /// What it is called in every output.
    package let name: String
    /// One end.
    package let near: NodeID
    /// The other end.
    package let far: NodeID
    /// How long a packet takes from one end to the other, in virtual time.
    package let delay: Duration
}

/// The nodes and the links between them.
package struct Topology: Sendable {
    /// The nodes; a `NodeID` is an index here.
    package let nodes: [Node]
    /// The links.
    package let links: [Link]
    /// Where `packet send` puts a packet.
    package let entrance: NodeID
    /// Where packets are delivered.
    package let exit: NodeID
    /// The gateway with the client ends of tunnels.
    package let clientGateway: NodeID
    /// The gateway with the server ends of tunnels.
    package let serverGateway: NodeID

    /// The next hops from every node, by the goal and then by the node: the network never changes.
    private let routes: [[Frame.Direction?]]

    /// A network; nodes are named by their place in `nodes`.
    package init(
        nodes: [Node], links: [Link], entrance: NodeID, exit: NodeID, clientGateway: NodeID,
        serverGateway: NodeID
    ) {
        self.nodes = nodes
        self.links = links
        self.entrance = entrance
        self.exit = exit
        self.clientGateway = clientGateway
        self.serverGateway = serverGateway
        routes = nodes.indices.map {
            Self.routes(to: NodeID(rawValue: $0), nodeCount: nodes.count, links)
        }
    }

    /// The next link and node on the shortest way between two nodes; nil when there is no way.
    ///
    /// Of several shortest ways it takes the one whose link stands first in `links`.
    package func nextHop(from start: NodeID, to goal: NodeID) -> (link: Link, node: NodeID)? {
        way(from: start, to: goal).map { (links[$0.link], $0.to) }
    }

    /// The first link of the shortest way between two nodes, as ``nextHop(from:to:)``.
    func way(from start: NodeID, to goal: NodeID) -> Frame.Direction? {
        routes[goal.rawValue][start.rawValue]
    }

    /// The nodes that forward, with a firewall each; the first is the one that commands are usually about.
    package var gateways: [NodeID] { [clientGateway, serverGateway] }

    /// The place in `gateways` of a node; nil where it is none.
    func place(ofGateway node: NodeID) -> Int? {
        role(of: node).map { $0 == .client ? 0 : 1 }
    }

    /// The gateway with the tunnel ends of a role.
    package func gateway(_ role: TunnelRole) -> NodeID {
        role == .client ? clientGateway : serverGateway
    }

    /// Which tunnel ends a node has; nil where it is no gateway.
    package func role(of node: NodeID) -> TunnelRole? {
        if node == clientGateway { return .client }
        return node == serverGateway ? .server : nil
    }

    /// The link between the gateways, where an eavesdropper sits.
    package var wire: Link? { nextHop(from: clientGateway, to: serverGateway)?.link }

    /// Whether the way from a gateway to a goal leads to the other gateway next.
    func crosses(from node: NodeID, to goal: NodeID) -> Bool {
        guard let role = role(of: node) else { return false }
        return way(from: node, to: goal)?.to == gateway(role.peer)
    }

    /// The way over the wire from the gateway of a role to the other one; nil where no link is between them.
    func crossing(from role: TunnelRole) -> Frame.Direction? {
        let (from, to) = (gateway(role), gateway(role.peer))
        return place(between: from, and: to).map { Frame.Direction(link: $0, from: from, to: to) }
    }

    /// The addresses of the gateways, from that of a role; 0.0.0.0 for one that has none.
    func addresses(from role: TunnelRole) -> (source: IPAddress, destination: IPAddress) {
        func address(_ role: TunnelRole) -> IPAddress {
            .v4(nodes[gateway(role).rawValue].address ?? IPv4Address(rawValue: 0))
        }
        return (address(role), address(role.peer))
    }

    /// The names of the links that end at a node, in the order of `links`.
    package func linkNames(at node: NodeID) -> [LinkName] {
        links.filter { $0.end(across: node) != nil }.map { LinkName(rawValue: $0.name) }
    }

    private static func routes(
        to goal: NodeID, nodeCount: Int, _ links: [Link]
    ) -> [Frame.Direction?] {
        // Distances from the goal, breadth first: the next hop is a neighbour that is one nearer.
        var distance = [Int?](repeating: nil, count: nodeCount)
        distance[goal.rawValue] = 0
        var frontier = [goal]
        while let node = frontier.first {
            frontier.removeFirst()
            for link in links {
                guard let other = link.end(across: node), distance[other.rawValue] == nil else {
                    continue
                }
                distance[other.rawValue] = (distance[node.rawValue] ?? 0) + 1
                frontier.append(other)
            }
        }
        return distance.indices.map { start in
            guard let steps = distance[start], steps > 0 else { return nil }
            let node = NodeID(rawValue: start)
            for (place, link) in links.enumerated() {
                guard let other = link.end(across: node) else { continue }
                if distance[other.rawValue] == steps - 1 {
                    return Frame.Direction(link: place, from: node, to: other)
                }
            }
            return nil
        }
    }

    /// The network that a person finds on starting: two sites behind two gateways, and a wire between.
    ///
    /// The gateways' addresses are documentation addresses (RFC 5737).
    package static let standard = Topology(
        nodes: [
            Node(name: "site-a", address: nil),
            Node(name: "gw-a", address: IPv4Address(rawValue: 0xC633_6401)),
            Node(name: "gw-b", address: IPv4Address(rawValue: 0xCB00_7101), isRouter: true),
            Node(name: "site-b", address: nil),
        ],
        links: [
            Link(
                name: "lan-a", near: NodeID(rawValue: 0), far: NodeID(rawValue: 1),
                delay: .milliseconds(1)),
            Link(
                name: "internet", near: NodeID(rawValue: 1), far: NodeID(rawValue: 2),
                delay: .milliseconds(20)),
            Link(
                name: "lan-b", near: NodeID(rawValue: 2), far: NodeID(rawValue: 3),
                delay: .milliseconds(1)),
        ],
        entrance: NodeID(rawValue: 0), exit: NodeID(rawValue: 3),
        clientGateway: NodeID(rawValue: 1), serverGateway: NodeID(rawValue: 2))
}

extension Link {
    /// The node at the other end, or nil when the node is not on this link.
    package func end(across node: NodeID) -> NodeID? {
        if node == near { return far }
        return node == far ? near : nil
    }
}
