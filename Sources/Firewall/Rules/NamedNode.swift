package import Wire

/// Names a node of the network where an address can stand: a letter, then letters, digits, `-` and `_`, 32 at most.
///
/// What a line says may have dots, as names of DNS have; no node is called so.
package struct NodeName: Hashable, Sendable {
    /// The name.
    package let rawValue: String

    /// The node of this name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// A node as rules see it.
package struct NamedNode: Hashable, Sendable {
    /// The name.
    package let name: NodeName
    /// Its addresses of both families, on all its links; none where it stands for any address.
    package let addresses: [IPAddress]

    /// A node.
    package init(name: NodeName, addresses: [IPAddress]) {
        self.name = name
        self.addresses = addresses
    }
}

/// The nodes that rules may name, found by their names: lists of one network share it.
package struct NodeTable: Sendable {
    /// The nodes, in the order in which they were added.
    package let nodes: [NamedNode]
    private let places: [NodeName: Int]

    /// These nodes; of two with one name the first counts.
    package init(_ nodes: [NamedNode] = []) {
        self.nodes = nodes
        places = Dictionary(
            nodes.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { $1 < $0 ? $1 : $0 })
    }

    /// The node of a name; nil where there is none.
    package func node(_ name: NodeName) -> NamedNode? { places[name].map { nodes[$0] } }
}

extension NodeTable: Equatable {
    /// Two are the same that have the same nodes in the same order.
    package static func == (one: Self, other: Self) -> Bool { one.nodes == other.nodes }
}
