package import Wire

/// Where packets are captured, and how they look there.
extension Topology {
    /// The gateway at which a link is captured: the client gateway where the link ends there.
    package func vantage(of link: Link) -> NodeID {
        for gateway in [clientGateway, serverGateway] where link.end(across: gateway) != nil {
            return gateway
        }
        return link.near
    }

    /// Which way a packet goes that leaves `node` over a link, as the link's gateway sees it.
    package func direction(
        of link: Link, from node: NodeID
    ) -> PcapngPacketOptions.Direction {
        vantage(of: link) == node ? .outbound : .inbound
    }

    /// The place in `links` of the link between two nodes; nil where there is none.
    func place(between node: NodeID, and other: NodeID) -> Int? {
        links.firstIndex { $0.end(across: node) == other }
    }

    /// The link over which a packet comes to a gateway that was captured at the interface `name`, going in
    /// `direction`; without a direction it goes towards the gateway of that link.
    ///
    /// What was captured anywhere else comes from the entrance.
    package func approach(
        of name: String?, _ direction: PcapngPacketOptions.Direction?, to gateway: NodeID
    ) -> Link? {
        nextHop(from: gateway, to: origin(of: name, direction))?.link
    }

    private func origin(
        of name: String?, _ direction: PcapngPacketOptions.Direction?
    ) -> NodeID {
        guard let link = links.first(where: { $0.name == name }) else { return entrance }
        let gateway = vantage(of: link)
        guard let neighbour = link.end(across: gateway) else { return entrance }
        let (from, to) = direction == .outbound ? (gateway, neighbour) : (neighbour, gateway)
        return nextHop(from: from, to: entrance)?.node == to ? exit : entrance
    }
}
