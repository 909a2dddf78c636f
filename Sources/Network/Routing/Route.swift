package import Wire

/// An entry of a route table: which packets, and over which link they go to whom.
package struct Route: Hashable, Sendable {
    /// Where an entry comes from.
    package enum Source: String, CaseIterable, Hashable, Sendable {
        /// An interface has an address in the prefix.
        case connected
        /// A person wrote it down.
        case written = "static"
    }

    /// The destinations.
    package let prefix: Prefix
    /// The link over which packets to them leave.
    package let link: LinkID
    /// The address of the next hop on the link; nil where the destination itself is on it, or where the link joins
    /// two nodes.
    package let gateway: IPAddress?
    /// Where it comes from.
    package let source: Source

    /// An entry of a table.
    package init(to prefix: Prefix, over link: LinkID, via gateway: IPAddress?, _ source: Source) {
        self.prefix = prefix
        self.link = link
        self.gateway = gateway
        self.source = source
    }
}

/// From where a packet comes that is to be routed: it decides between routes of one prefix.
package enum Approach: Hashable, Sendable {
    /// The node made it by itself.
    case here
    /// The node answers, or refuses, what came over this link.
    case answering(LinkID)
    /// It came over this link, and goes on.
    case over(LinkID)
}
