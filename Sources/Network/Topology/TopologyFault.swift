package import Wire

/// Why a network was not changed as somebody asked; nothing has changed then.
package enum TopologyFault: Error, Hashable, Sendable {
    /// What a name is of.
    package enum Subject: String, CaseIterable, Hashable, Sendable {
        /// A host or a gateway.
        case node
        /// A link.
        case link
        /// A zone.
        case zone
    }

    /// What there can't be more of.
    package enum Limit: String, CaseIterable, Hashable, Sendable {
        /// Nodes of a network.
        case nodes
        /// Links of a network.
        case links
        /// Zones of a network.
        case zones
        /// Links of a node.
        case interfaces
        /// Addresses of a node on a link.
        case addresses
        /// Static routes of a node.
        case routes
    }

    /// It is no name: a letter, then letters, digits, `-` and `_`, 32 at most.
    case badName(String)
    /// A node, a link or a zone has the name.
    case nameTaken(String, by: Subject)
    /// Nothing has the name; `known` are those that there are.
    case unknown(Subject, String, known: [String])
    /// There are as many as there can be.
    case full(Limit, limit: Int)
    /// A node has to be on a link.
    case noInterface(String)
    /// The node is on the link already.
    case attached(node: String, link: String)
    /// The node is not on the link.
    case notAttached(node: String, link: String)
    /// No host can have the address.
    case unusableAddress(IPAddress)
    /// The node of this name has the address, on the same link.
    case addressTaken(IPAddress, by: String)
    /// Two links of one node would have the same prefix.
    case prefixRepeated(Prefix, link: String)
    /// A site has every address, and none of its own.
    case siteAddress(String)
    /// The node has a route for these packets by the same way.
    case routeRepeated(node: String)
    /// No link of the node has a prefix with the address of a next hop.
    case nextHopOutOfReach(IPAddress, node: String)
    /// The next hop is an address of the node itself.
    case nextHopIsSelf(IPAddress, node: String)
    /// The destination and the next hop of a route are of two families.
    case mixedFamilies
    /// The node has no such route.
    case noSuchRoute(node: String)
    /// The link can't be removed: this node would be on none.
    case lastLink(of: String)
    /// The node can't be removed: there would be none.
    case lastNode(String)
    /// The node does not lower the maximum segment size at the link.
    case noClamp(node: String, link: String)
    /// An address translation rule of the node, of this number, names the zone.
    case zoneInTranslation(String, Int, node: String)
    /// The MTU is out of range.
    case mtuOutOfRange(Int)
}
