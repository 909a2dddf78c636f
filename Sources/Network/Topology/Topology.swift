package import Wire

/// A network as it is written down: nodes, the links that join them, and names for links.
///
/// Places are never used again, so that what is remembered of a node or link that has been removed can still be
/// told.
package struct Topology: Hashable, Sendable {
    /// The nodes, those that have been removed included; a `NodeID` is an index here.
    package internal(set) var nodes: [Node] = []
    /// The links, those that have been removed included; a `LinkID` is an index here.
    package internal(set) var links: [Link] = []
    /// The zones, in the order in which they were added.
    package internal(set) var zones: [Zone] = []

    /// The most nodes that are there at once.
    package static let nodeLimit = 1_000
    /// The most links that are there at once.
    package static let linkLimit = 2_000
    /// The most zones.
    package static let zoneLimit = 64
    /// The most addresses of a node on a link.
    package static let addressLimit = 16
    /// The most static routes of a node.
    package static let routeLimit = 1_000

    /// A network without nodes.
    package init() {}

    /// The node of a place.
    package subscript(node: NodeID) -> Node { nodes[node.rawValue] }

    /// The link of a place.
    package subscript(link: LinkID) -> Link { links[link.rawValue] }

    /// What a node is called, also when it has been removed.
    package func name(of node: NodeID) -> String { nodes[node.rawValue].name }

    /// What a link is called, also when it has been removed.
    package func name(of link: LinkID) -> String { links[link.rawValue].name }

    // MARK: - What is there

    /// The nodes that are there, in the order in which they were added.
    package var nodeIDs: [NodeID] {
        nodes.indices.lazy.filter { !nodes[$0].isRemoved }.map(NodeID.init)
    }

    /// The links that are there, in the order in which they were added.
    package var linkIDs: [LinkID] {
        links.indices.lazy.filter { !links[$0].isRemoved }.map(LinkID.init)
    }

    /// The nodes that forward, in the order in which they were added; the first is the one that commands are usually
    /// about.
    package var gateways: [NodeID] { nodeIDs.filter { self[$0].forwards } }

    /// The node of a name; nil where there is none.
    package func node(named name: String) -> NodeID? {
        first { $0.name == name }
    }

    /// The link of a name; nil where there is none.
    package func link(named name: String) -> LinkID? {
        linkIDs.first { self[$0].name == name }
    }

    /// The zone of a name; nil where there is none.
    package func zone(named name: String) -> Zone? {
        zones.first { $0.name == name }
    }

    /// The first node that has an address; nil where none has it, whoever stands for it.
    package func owner(of address: IPAddress) -> NodeID? {
        first { $0.has(address) }
    }

    /// The first node that stands for any address; nil where none does.
    package var firstSite: NodeID? { first { $0.standsForAny } }

    /// The first node that is there and of which something holds: asked for each packet, so that no list is made.
    private func first(where holds: (Node) -> Bool) -> NodeID? {
        nodes.firstIndex { !$0.isRemoved && holds($0) }.map(NodeID.init)
    }

    /// The first link that joins two nodes; nil where none does.
    package func link(between node: NodeID, and other: NodeID) -> LinkID? {
        self[node].interfaces.first { self[$0.link].ends.contains(other) }?.link
    }
}
