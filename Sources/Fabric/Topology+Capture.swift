package import Firewall
import Tunnel
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
    func direction(
        of link: Link, from node: NodeID
    ) -> PcapngPacketOptions.Direction {
        vantage(of: link) == node ? .outbound : .inbound
    }

    /// The place in `links` of the link between two nodes; nil where there is none.
    func place(between node: NodeID, and other: NodeID) -> Int? {
        links.firstIndex { $0.end(across: node) == other }
    }

    /// The link over which a packet comes to the client gateway that was captured at the interface
    /// `name`, going in `direction`; without a direction it goes towards the gateway of that link.
    ///
    /// What was captured anywhere else comes from the entrance.
    package func approach(
        of name: String?, _ direction: PcapngPacketOptions.Direction?
    ) -> LinkName? {
        nextHop(from: clientGateway, to: origin(of: name, direction))
            .map { LinkName(rawValue: $0.link.name) }
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

    /// The ESP packet as it is on the wire between the gateways: in UDP from port 4500 to 4500
    /// (RFC 3948 section 2.1); nil where a gateway has no address.
    package func outerPacket(of sealing: Sealing) -> [UInt8]? {
        guard let client = nodes[clientGateway.rawValue].address,
            let server = nodes[serverGateway.rawValue].address
        else { return nil }
        let isFromClient = sealing.role == .client
        let draft = PacketDraft(
            source: .v4(isFromClient ? client : server),
            destination: .v4(isFromClient ? server : client),
            transport: .udp(source: .udpEncapsulation, destination: .udpEncapsulation),
            data: sealing.datagram)
        return try? draft.build().bytes
    }
}
