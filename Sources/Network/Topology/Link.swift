package import Firewall
package import Timeline

/// A segment that joins nodes: a cable between two, or a switch with many.
package struct Link: Hashable, Sendable {
    /// What it is called in every output.
    package let name: String
    /// How long a packet takes from one node to another, in virtual time.
    package let delay: Duration
    /// The longest IP packet that it takes, in bytes: from ``leastMTU`` to ``mostMTU``.
    package internal(set) var mtu: Int
    /// The nodes on it, in the order in which they were attached.
    package internal(set) var ends: [NodeID] = []
    /// Whether it has been removed: only what is remembered of it names it still.
    package internal(set) var isRemoved = false

    /// A link that nothing is attached to.
    package init(
        name: String, delay: Duration = Self.usualDelay, mtu: Int = Self.usualMTU
    ) {
        self.name = name
        self.delay = delay
        self.mtu = mtu
    }

    /// The name that rules know it by.
    package var ruleName: LinkName { LinkName(rawValue: name) }

    /// The one other node on it; nil where there are more, or none, or the node is not on it.
    package func end(across node: NodeID) -> NodeID? {
        guard ends.count == 2 else { return nil }
        if ends[0] == node { return ends[1] }
        return ends[1] == node ? ends[0] : nil
    }

    /// The delay of a link that nobody gave one.
    package static let usualDelay = Duration.milliseconds(1)
    /// The MTU of a link that nobody gave one: Ethernet's (RFC 894).
    package static let usualMTU = 1500
    /// The least MTU: every IPv4 host takes packets of 68 bytes (RFC 791 section 3.2).
    package static let leastMTU = 68
    /// The largest MTU: the longest IPv4 packet.
    package static let mostMTU = 65_535
}

/// A name for links that are alike to a person, such as all of the inside.
package struct Zone: Hashable, Sendable {
    /// The name.
    package let name: String
    /// The links, in the order in which they were added.
    package internal(set) var links: [LinkID]
}
