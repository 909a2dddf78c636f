import Network
import Wire

/// What the nodes between the ends of tunnels do with the datagrams of these: to them they are UDP like any other.
extension Walker {
    /// Lets a node take a frame that came out of a link on its way to the other end of a tunnel.
    ///
    /// Its rules and its address translation see the outermost headers, and it routes by them. Who is told of an ICMP error
    /// about it is the sender of these; nobody is of a datagram that carries no packet of the lab.
    func pass(on frame: Frame, _ transit: Transit?, at node: NodeID) {
        guard let bytes = history.frames.image(of: frame.number)?.bytes,
            let datagram = try? Packet.parse(bytes)
        else { return carrier.end(frame.number, .refused(.malformed), transit, at: node) }
        if let transit { history.note(transit.number, node, .arrived) }
        let link = frame.direction.link
        let crossing = nodes.network.crossing(
            of: link, at: scheduler.now, identification: nextIdentification)
        decisions.removeAll(keepingCapacity: true)
        let passage = nodes.with {
            $0.receive(datagram, at: node, crossing, noting: &decisions)
        }
        note(outer: decisions, of: transit, at: node)
        switch passage {
        case .onward(let datagram, let route, let passing):
            put(frame, datagram, transit, from: node, by: route, passing)
        case .dropped(let drop): end(frame, transit, drop, at: node, over: link)
        case .held: carrier.end(frame.number, .refused(.badFragment), transit, at: node)
        case .local(let datagram): refuse(frame, datagram, transit, at: node)
        }
    }

    /// Puts what a node passes on of a frame on the link of a route.
    private func put(
        _ frame: Frame, _ datagram: Packet, _ transit: Transit?, from node: NodeID,
        by route: Route, _ passing: Passing?
    ) {
        decisions.removeAll(keepingCapacity: true)
        let departure = nodes.with {
            $0.depart(datagram, from: node, by: route, passing, noting: &decisions)
        }
        note(outer: decisions, of: transit, at: node)
        switch departure {
        case .out(let datagram, let hop):
            _ = carrier.pass(on: frame, as: datagram, by: hop, carrying: transit)
        // What an outer header lets routers fragment is one frame still.
        case .fragmented(let pieces, _, let hop):
            guard let whole = Fragmentation.joined(pieces, at: scheduler.now) else {
                return carrier.end(frame.number, .refused(.badFragment), transit, at: node)
            }
            _ = carrier.pass(on: frame, as: whole, by: hop, carrying: transit)
        case .dropped(let drop):
            end(frame, transit, drop, at: node, over: frame.direction.link)
        }
    }

    /// Ends the way of a frame that a node between the ends took for itself: it has no end of a tunnel, and where it
    /// translates addresses it knows no flow for whose inside it would be.
    private func refuse(_ frame: Frame, _ datagram: Packet, _ transit: Transit?, at node: NodeID) {
        let reason: DropReason =
            nodes.network[node].isTranslating ? .noBinding : .portUnreachable
        history.settle(frame.number, .refused(reason))
        guard let transit else { return }
        let now = scheduler.now
        let output = nodes.with { $0[node].host?.receive(datagram, at: now) }
        if let output { carryOut(output, of: node, answering: transit.number) }
        history.note(transit.number, node, .dropped(reason))
    }

    /// Ends the way of a frame, and tells the sender of the datagram what the node tells him.
    private func end(
        _ frame: Frame, _ transit: Transit?, _ drop: Drop, at node: NodeID, over link: LinkID
    ) {
        history.settle(frame.number, .refused(drop.reason))
        if let transit { end(transit, drop, at: node, .answering(link)) }
    }

    /// Notes what a node decided about the datagram around a packet.
    private func note(outer decisions: [Decision], of transit: Transit?, at node: NodeID) {
        guard let transit else { return }
        for decision in decisions {
            switch decision {
            case .judged(let verdict):
                history.note(transit.number, node, .outer(.judged(verdict)))
            case .translated(let change):
                history.note(transit.number, node, .outer(.translated(change)))
            case .routed, .contradicted, .joined, .clamped: break
            }
        }
    }
}
