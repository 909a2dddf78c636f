import Network
import Tunnel
import Wire

/// What becomes of packets that are too long for a link.
extension Walker {
    /// Puts the fragments of a packet on a link; each is a packet with a number of its own.
    func put(_ pieces: [Packet], of transit: Transit, mtu: Int, _ hop: Hop) {
        history.note(
            transit.number, hop.from, .fragmented(count: pieces.count, mtu: mtu))
        // Of a fragment that is fragmented again, the pieces are fragments of the same packet as it.
        let whole = history.packets.open(wholeOf: transit.number)
        if whole != nil { history.note(transit.number, hop.from, .delivered) }
        for piece in pieces {
            let number = history.enter(
                piece, .fragment(of: whole ?? transit.number), via: transit.via, at: hop.from)
            carrier.put(
                Transit(
                    number: number, packet: piece, via: transit.via, goal: transit.goal), hop)
        }
    }

    /// The packet that goes on where a node has put it together: that one of which this is a fragment, whose way ends
    /// here.
    func whole(of transit: Transit, at node: NodeID) -> Transit {
        guard let number = history.packets.open(wholeOf: transit.number) else { return transit }
        history.note(transit.number, node, .delivered)
        return Transit(
            number: number, packet: transit.packet, via: transit.via, goal: transit.goal)
    }

    /// Drops a packet that passes through a gateway and would not fit on the wire once it is sealed; false where it fits.
    ///
    /// What the outer header lets routers fragment is not dropped (RFC 4301 section 8.2).
    func dropTooBig(
        _ transit: Transit, at peer: LocalPeer, _ passing: Passing?
    ) -> Drop? {
        let association = peer.end.outbound
        guard let passing, let link = nodes.ends.outside(of: peer.node)?.link,
            association.parameters.outerDF.isSet(around: transit.packet),
            topology[link].mtu < Link.mostMTU
        else { return nil }
        let mode = association.parameters.mode
        let packet = transit.packet
        let payload = packet.payload(in: mode)
        // In transport mode the packet's own header is in front, in tunnel mode a new one.
        let header = mode == .tunnel ? IPv4Header.length : packet.bytes.count - payload.count
        let room = topology[link].mtu - header - UDPHeader.length
        let bytes = packet.bytes
        guard
            !association.fits(
                bytes.span.extracting(payload), packet.nextHeader(in: mode), in: room)
        else { return nil }
        let longest = association.longestPayload(in: room) + packet.bytes.count - payload.count
        return nodes.network[peer.node].tooBig(passing, mtu: longest)
    }
}
