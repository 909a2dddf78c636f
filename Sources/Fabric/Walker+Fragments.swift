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

    /// Learns from an ICMP error how long a datagram may be on its way to the other end (RFC 4301 section 8.2.1).
    ///
    /// It is believed where it quotes a datagram that can have gone from the one end to the other; as all of ICMP it is
    /// not authentic. The packet that was around is lost: the next one is dropped here, and its sender told.
    func learnPathMTU(from packet: Packet, at node: NodeID) {
        guard let role = nodes.ends.role(of: node),
            let link = nodes.ends.outside(of: node)?.link,
            let quote = try? QuotedPacket.parse(packet.bytes.span.extracting(packet.payload))
        else { return }
        let quoted = quote.fields
        for tunnel in tunnels.open {
            guard let peer = tunnel.local(role) else { continue }
            let ends = nodes.ends.addresses(from: role).towards(peer.place)
            guard quoted.proto == .udp, quoted.source == ends.source,
                quoted.sourcePort == .udpEncapsulation, quoted.destination == ends.destination,
                quoted.destinationPort == ends.port
            else { continue }
            peer.paths.learn(from: packet, over: topology[link].mtu, at: scheduler.now)
        }
    }

    /// How long a datagram of an end may be on its way to the other one, in bytes: as its own link takes it, or less when
    /// an ICMP error has said so.
    private func pathMTU(of peer: LocalPeer, over link: LinkID) -> Int {
        let ends = nodes.ends.addresses(from: peer.role).towards(peer.place)
        return peer.paths.mtu(
            to: ends.destination, over: topology[link].mtu, at: scheduler.now)
    }

    /// Drops a packet that passes through a gateway and would not fit on the way once it is sealed; nil where it fits.
    ///
    /// What the outer header lets routers fragment is not dropped (RFC 4301 section 8.2).
    func dropTooBig(
        _ transit: Transit, at peer: LocalPeer, _ passing: Passing?
    ) -> Drop? {
        let association = peer.end.outbound
        guard let passing, let link = nodes.ends.outside(of: peer.node)?.link,
            association.parameters.outerDF.isSet(around: transit.packet)
        else { return nil }
        let mtu = pathMTU(of: peer, over: link)
        guard mtu < Link.mostMTU else { return nil }
        let mode = association.parameters.mode
        let packet = transit.packet
        let payload = packet.payload(in: mode)
        // In transport mode the packet's own header is in front, in tunnel mode a new one.
        let header = mode == .tunnel ? IPv4Header.length : packet.length - payload.count
        let room = mtu - header - UDPHeader.length
        let bytes = packet.written
        guard
            !association.fits(
                bytes.span.extracting(payload), packet.nextHeader(in: mode), in: room)
        else { return nil }
        let longest = association.longestPayload(in: room) + packet.length - payload.count
        return nodes.network[peer.node].tooBig(passing, mtu: longest)
    }
}
