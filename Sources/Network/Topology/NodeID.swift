/// Names a node by its place in the topology, for as long as the topology lives; never used again.
package struct NodeID: Hashable, Comparable, Sendable {
    /// The index in `Topology.nodes`.
    package let rawValue: Int

    /// The node at a place.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Orders by place.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Names a link by its place in the topology, for as long as the topology lives; never used again.
package struct LinkID: Hashable, Comparable, Sendable {
    /// The index in `Topology.links`.
    package let rawValue: Int

    /// The link at a place.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Orders by place.
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A way over a link, from one of its nodes to another.
package struct Hop: Hashable, Sendable {
    /// The link.
    package let link: LinkID
    /// The node that it leaves.
    package let from: NodeID
    /// The node that it goes to.
    package let to: NodeID

    /// The way over a link from one node to another.
    package init(link: LinkID, from: NodeID, to: NodeID) {
        self.link = link
        self.from = from
        self.to = to
    }
}
