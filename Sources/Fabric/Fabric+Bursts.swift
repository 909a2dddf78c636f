package import Firewall
import Tunnel
package import Wire

/// Packets that are under way together.
extension Fabric {
    /// Builds a packet and puts it on its way, without following it.
    ///
    /// - Returns: The packet's number.
    /// - Throws: as `send(_:via:over:)`.
    package func launch(
        _ draft: PacketDraft, via name: String? = nil, over link: LinkName? = nil
    ) throws(FabricFault) -> Int {
        if let name {
            let tunnel = try tunnels.tunnel(name)
            let isInward = link.map { $0 != entranceLink } ?? false
            guard isInward || tunnel.local(.client) != nil else {
                throw .clientElsewhere(name)
            }
        }
        return launch(try Self.build(draft), via: name, over: link)
    }

    /// Puts a packet on its way as it is, without following it.
    ///
    /// It comes to the client gateway over `link`; without one from the entrance.
    ///
    /// - Returns: The packet's number.
    package func launch(_ packet: Packet, over link: LinkName?) -> Int {
        launch(packet, via: nil, over: link)
    }

    private func launch(_ packet: Packet, via name: String?, over link: LinkName?) -> Int {
        let isInward = link.map { $0 != entranceLink } ?? false
        return launch(
            packet, .sent, via: name, from: isInward ? topology.exit : topology.entrance,
            to: isInward ? topology.entrance : topology.exit)
    }

    func launch(
        _ packet: Packet, _ origin: PacketOrigin, via name: String?, from start: NodeID,
        to goal: NodeID
    ) -> Int {
        let number = enter(packet, origin, via: name, at: start)
        forward(Transit(number: number, packet: packet, via: name, goal: goal), from: start)
        return number
    }
}
