package import Network
package import Wire

/// Where packets are captured, and how they look there.
extension Topology {
    /// The node at which a link is captured: the first gateway on it, or else the first node.
    package func vantage(of link: LinkID) -> NodeID? {
        self[link].ends.filter { self[$0].forwards }.min() ?? self[link].ends.first
    }

    /// Which way a packet goes that leaves `node` over a link, as the node sees it at which the link is captured.
    package func direction(
        of link: LinkID, from node: NodeID
    ) -> PcapngPacketOptions.Direction {
        vantage(of: link) == node ? .outbound : .inbound
    }

    /// The link over which a packet comes to a gateway that was captured at the interface `name`, going in
    /// `direction`; without a direction it goes towards the gateway of that link.
    ///
    /// What was captured anywhere else comes from where packets begin that nobody says more of.
    package func approach(
        of name: String?, _ direction: PcapngPacketOptions.Direction?, to gateway: NodeID
    ) -> LinkID? {
        guard let name, let link = link(named: name), let place = vantage(of: link),
            let neighbour = self[link].ends.first(where: { $0 != place })
        else { return entrance(of: gateway) }
        let (from, to) = direction == .outbound ? (place, neighbour) : (neighbour, place)
        if gateway == to { return link }
        // Behind the link it comes from there; in front of it, from the other side.
        if gateway != from, passes(to, from: gateway, to: from) {
            return way(from: gateway, to: to)?.link
        }
        let ahead = gateway == from ? link : way(from: gateway, to: to)?.link
        return self[gateway].interfaces.first { $0.link != ahead }?.link
    }

    /// Whether the way between two nodes leads over `middle`.
    private func passes(_ middle: NodeID, from start: NodeID, to goal: NodeID) -> Bool {
        var node = start
        while node != goal, node != middle {
            guard let hop = way(from: node, to: goal) else { return false }
            node = hop.to
        }
        return node == middle
    }

    /// The link over which packets come to a gateway of which nobody says more: that towards the first site.
    package func entrance(of gateway: NodeID) -> LinkID? {
        firstSite.flatMap { way(from: gateway, to: $0)?.link }
            ?? self[gateway].interfaces.first?.link
    }
}
