package import Firewall
package import Wire

/// A link as a node has it: its name there, and the node's address on it.
package struct LinkEnd: Hashable, Sendable {
    /// The link.
    package let link: LinkName
    /// The node's IPv4 address on it; nil: it has none.
    package let address: IPv4Address?

    /// A link with the node's address on it.
    package init(link: LinkName, address: IPv4Address?) {
        self.link = link
        self.address = address
    }
}
