import Network
import Timeline
import Tunnel
import Wire

/// The network as it runs, with the policies of its gateways: all that nodes are is here, as values.
final class Nodes {
    /// The nodes, the links, and what each node knows.
    private(set) var network: Network
    /// What becomes of packets that a node is about to send towards the other end of tunnels; a `NodeID` is an index
    /// here.
    var policies: [PolicyTable]
    /// Where tunnels begin and end.
    private(set) var ends: TunnelGateways

    /// A network at the start of virtual time.
    init(_ topology: Topology) {
        network = Network(topology)
        let ends = TunnelGateways(in: topology)
        self.ends = ends
        policies = Self.policies(of: topology, ends)
    }

    /// The nodes and links; a copy, as is a node: lent through several accessors, Swift 6.3 frees in release builds
    /// what it lends before its last use.
    var topology: Topology { network.topology }

    /// A node as it runs.
    subscript(node: NodeID) -> Stack {
        get { network.stacks[node.rawValue] }
        _modify { yield &network[node] }
    }

    /// How long a packet takes over a link: asked where it stands, as a copy of all links takes longer than the answer.
    func delay(of link: LinkID) -> Duration { network.topology.links[link.rawValue].delay }

    /// What a link does beyond that; nil when it does nothing.
    func impairment(of link: LinkID, in table: ImpairmentTable) -> LinkImpairment? {
        table.isEmpty ? nil : table[topology[link]]
    }

    /// Lends the network to be changed.
    func with<Result>(_ body: (inout Network) -> Result) -> Result { body(&network) }

    /// Takes over what is written down.
    func update(to topology: Topology) {
        network.update(to: topology)
        ends = TunnelGateways(in: topology)
        while policies.count < topology.nodes.count {
            policies.append(
                PolicyTable(of: ends.role(of: NodeID(rawValue: policies.count)) ?? .client))
        }
    }

    /// Begins another network.
    func replace(with topology: Topology) {
        network = Network(topology)
        ends = TunnelGateways(in: topology)
        policies = Self.policies(of: topology, ends)
    }

    /// Puts back what was kept.
    func putBack(_ network: Network, _ policies: [PolicyTable]) {
        self.network = network
        self.policies = policies
        ends = TunnelGateways(in: topology)
    }

    private static func policies(of topology: Topology, _ ends: TunnelGateways) -> [PolicyTable] {
        topology.nodes.indices.map { node in
            PolicyTable(of: ends.role(of: NodeID(rawValue: node)) ?? .client)
        }
    }
}

/// The two gateways between which tunnels are, and how each sends to the other.
struct TunnelGateways {
    /// The gateway with the client ends, and its first hop to the other one.
    private let client: (node: NodeID, hop: Hop?)?
    /// The gateway with the server ends, and its first hop to the other one.
    private let server: (node: NodeID, hop: Hop?)?
    /// The addresses under which they have their ends.
    private let addresses: (client: IPAddress, server: IPAddress)

    /// Those of a topology: the first two nodes that forward.
    init(in topology: Topology) {
        let known = topology.addresses(from: .client)
        addresses = (known.source, known.destination)
        guard let ends = topology.tunnelEnds else {
            client = nil
            server = nil
            return
        }
        client = (ends.client, topology.way(from: ends.client, to: ends.server))
        server = (ends.server, topology.way(from: ends.server, to: ends.client))
    }

    /// The gateway with the ends of a role; nil where there are not two gateways.
    func node(_ role: TunnelRole) -> NodeID? { end(role)?.node }

    /// How the gateway of a role sends to the other one; nil where no way leads there.
    func crossing(from role: TunnelRole) -> Hop? { end(role)?.hop }

    /// Which ends a node has; nil where it has none.
    func role(of node: NodeID) -> TunnelRole? {
        if client?.node == node { return .client }
        return server?.node == node ? .server : nil
    }

    /// The link over which a node sends to the other end of tunnels; nil where it has none.
    func outside(of node: NodeID) -> Hop? {
        role(of: node).flatMap { crossing(from: $0) }
    }

    /// The addresses of the two, from that of a role; 0.0.0.0 for one that has none.
    func addresses(from role: TunnelRole) -> OuterEnds {
        OuterEnds(
            role == .client
                ? (addresses.client, addresses.server) : (addresses.server, addresses.client))
    }

    private func end(_ role: TunnelRole) -> (node: NodeID, hop: Hop?)? {
        role == .client ? client : server
    }
}
