package import Firewall
import Tunnel
package import Wire

/// Packets that are under way together.
extension Fabric {
    /// Builds a packet and puts it on its way, without following it.
    ///
    /// - Returns: The packet's number.
    /// - Throws: as `send(_:via:over:to:)`.
    package func launch(
        _ draft: PacketDraft, via name: String? = nil, over link: LinkName? = nil,
        to gateway: Gateway? = nil
    ) throws(FabricFault) -> Int {
        let start = site(over: link, to: gateway)
        if let name {
            let tunnel = try tunnels.tunnel(name)
            guard start == topology.exit || tunnel.local(.client) != nil else {
                throw .clientElsewhere(name)
            }
        }
        return launch(
            try Self.build(draft, inPlaceOf: history.takeSpare()), via: name, from: start)
    }

    /// Puts a packet on its way as it is, without following it.
    ///
    /// It comes from the site from which `link` leads to `gateway`, as with `send(_:via:over:to:)`.
    ///
    /// - Returns: The packet's number.
    package func launch(
        _ packet: Packet, over link: LinkName?, to gateway: Gateway? = nil
    ) -> Int {
        launch(packet, via: nil, from: site(over: link, to: gateway))
    }

    /// The site from which packets come to a gateway over a link.
    private func site(over link: LinkName?, to gateway: Gateway?) -> NodeID {
        guard let link, let gateway = gateway ?? gateways.first, link != gateway.entranceLink
        else { return topology.entrance }
        return topology.exit
    }

    private func launch(_ packet: Packet, via name: String?, from start: NodeID) -> Int {
        launch(
            packet, .sent, via: name, from: start,
            to: start == topology.exit ? topology.entrance : topology.exit)
    }

    func launch(
        _ packet: Packet, _ origin: PacketOrigin, via name: String?, from start: NodeID,
        to goal: NodeID
    ) -> Int {
        let number = history.enter(packet, origin, via: name, at: start)
        walker.forward(Transit(number: number, packet: packet, via: name, goal: goal), from: start)
        return number
    }
}
