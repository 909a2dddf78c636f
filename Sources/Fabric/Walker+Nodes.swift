import EventLoop
import Firewall
import Network
import Timeline
import Tunnel
import Wire

/// What the nodes do with packets.
extension Walker {
    /// Lets a packet come out of a link.
    func arrive(_ transit: Transit, by hop: Hop) {
        history.note(transit.number, hop.to, .arrived)
        if mayCome(transit, by: hop) { take(transit, at: hop.to, over: hop.link) }
    }

    /// Asks the policies of a gateway about what comes in clear from where its tunnels lead; false when one of them wants
    /// such packets in a tunnel, or not at all (RFC 4301 section 5.2).
    ///
    /// As in netfilter, that comes before the rules.
    private func mayCome(_ transit: Transit, by hop: Hop) -> Bool {
        guard nodes.ends.outside(of: hop.to)?.link == hop.link,
            let choice = nodes.policies[hop.to.rawValue].choice(receiving: transit.packet.fields)
        else { return true }
        let reason: DropReason
        switch choice.policy.action {
        case _ where choice.isOpaque: reason = .opaqueToPolicy
        case .bypass: return true
        case .protect: reason = .unprotected
        case .discard: reason = .discardedByPolicy
        }
        history.note(transit.number, hop.to, newest.step(of: choice.policy))
        history.note(transit.number, hop.to, .dropped(reason))
        return false
    }

    /// Lets a node take a packet that has come over a link, or out of the tunnel that leads over it.
    func take(_ transit: Transit, at node: NodeID, over link: LinkID) {
        take(transit, at: node, over: link) { $0.receive($1, at: node, $2, noting: &$3) }
    }

    /// Lets a node take a packet that is for it although its destination does not say so: it came out of a tunnel that
    /// ends there.
    func accept(_ transit: Transit, at node: NodeID, over link: LinkID) {
        take(transit, at: node, over: link) { $0.accept($1, at: node, $2, noting: &$3) }
    }

    private func take(
        _ transit: Transit, at node: NodeID, over link: LinkID,
        _ body: (inout Network, Packet, Crossing, inout [Decision]) -> Passage
    ) {
        let (now, identification) = (scheduler.now, nextIdentification)
        decisions.removeAll(keepingCapacity: true)
        let passage = nodes.with {
            let crossing = $0.crossing(of: link, at: now, identification: identification)
            return body(&$0, transit.packet, crossing, &decisions)
        }
        var transit = transit
        if case .joined? = decisions.first { transit = whole(of: transit, at: node) }
        note(decisions, of: transit, at: node, over: link)
        switch passage {
        case .held: history.note(transit.number, node, .delivered)
        case .local(let packet): deliver(transit.carrying(packet), at: node)
        case .onward(let packet, let route, let passing):
            leave(transit.carrying(packet), from: node, by: route, passing)
        case .dropped(let drop): end(transit, drop, at: node, .answering(link))
        }
    }

    /// Notes what a node decided about a packet, and about one that came over a link whether it can have.
    private func note(
        _ decisions: [Decision], of transit: Transit, at node: NodeID, over link: LinkID? = nil
    ) {
        for decision in decisions {
            switch decision {
            case .judged(let verdict):
                history.note(transit.number, node, .judged(verdict))
            case .joined(let count):
                history.note(transit.number, node, .joined(fragments: count))
            case .clamped(let change):
                history.note(transit.number, node, .clamped(change))
            case .translated(let change):
                history.note(transit.number, node, .translated(change))
            case .contradicted(let refusal):
                guard let link else { break }
                let why = Contradiction(refusal, over: link, in: topology)
                history.note(transit.number, node, .contradicted(why))
            case .routed: break
            }
        }
    }

    /// The IPv4 identification of the packet that is made next.
    var nextIdentification: UInt16 {
        UInt16(truncatingIfNeeded: history.packets.lastNumber + 1)
    }

    /// Ends a packet's way, and tells its sender what the node tells him.
    func end(_ transit: Transit, _ drop: Drop, at node: NodeID, _ approach: Approach) {
        if let packet = drop.answer {
            let number = history.packets.lastNumber + 1
            history.note(transit.number, node, .answered(by: number))
            // An ICMP error quotes the packet: what came out of a tunnel goes back through it.
            let link = nodes.network.originate(packet, at: node, approach)?.link
            let isOutside = link != nil && link == nodes.ends.outside(of: node)?.link
            let via = isOutside ? transit.via : nil
            _ = history.enter(
                packet,
                drop.isRefusal ? .rejection(of: transit.number) : .report(of: transit.number),
                via: via, at: node)
            originate(
                Transit(number: number, packet: packet, via: via, goal: nil), at: node, approach)
        }
        history.note(transit.number, node, .dropped(drop.reason))
    }

    /// Lets a packet leave the node that has made it, where its rules let it.
    func originate(_ transit: Transit, at node: NodeID, _ approach: Approach) {
        let (now, identification) = (scheduler.now, nextIdentification)
        decisions.removeAll(keepingCapacity: true)
        let passage = nodes.with {
            $0.send(
                transit.packet, from: node, approach, at: now, identification: identification,
                noting: &decisions)
        }
        note(decisions, of: transit, at: node)
        switch passage {
        case .local(let packet):
            // Not at once: what it answers, it sends to itself again.
            scheduler.add(.take(transit.carrying(packet), at: node), after: .zero)
        case .onward(let packet, let route, let passing):
            leave(transit.carrying(packet), from: node, by: route, passing)
        case .held: history.note(transit.number, node, .delivered)
        case .dropped(let drop): refuse(transit, drop, at: node)
        }
    }

    /// Seals what a gateway itself says in a tunnel, where its rules let it.
    func speak(_ transit: Transit, _ name: String, as role: TunnelRole, at node: NodeID) {
        if let link = nodes.ends.outside(of: node)?.link {
            let (now, identification) = (scheduler.now, nextIdentification)
            decisions.removeAll(keepingCapacity: true)
            let drop = nodes.with {
                $0.refusal(
                    of: transit.packet, from: node, over: link, at: now,
                    identification: identification, noting: &decisions)
            }
            note(decisions, of: transit, at: node)
            if let drop { return refuse(transit, drop, at: node) }
        }
        seal(transit, name, as: role, at: node)
    }

    /// Ends the way of a packet at the node that has made it, and tells the node what it tells a sender.
    private func refuse(_ transit: Transit, _ drop: Drop, at node: NodeID) {
        if let packet = drop.answer {
            let number = history.packets.lastNumber + 1
            history.note(transit.number, node, .answered(by: number))
            _ = history.enter(packet, .rejection(of: transit.number), via: nil, at: node)
            deliver(
                Transit(number: number, packet: packet, via: nil, goal: nil), at: node, isOwn: true)
        }
        history.note(transit.number, node, .dropped(drop.reason))
    }

    /// Lets a packet leave a node by a route: a gateway asks its policies before it goes where tunnels lead.
    ///
    /// `passing` is what the node knows of it; nil for what it has made itself.
    private func leave(
        _ transit: Transit, from node: NodeID, by route: Route, _ passing: Passing?
    ) {
        guard let role = nodes.ends.role(of: node),
            route.link == nodes.ends.outside(of: node)?.link
        else { return forward(transit, from: node, by: route, passing) }
        if let name = transit.via { return seal(transit, name, as: role, at: node, passing) }
        guard
            let choice = nodes.policies[node.rawValue].choice(sending: transit.packet.fields)
        else { return forward(transit, from: node, by: route, passing) }
        history.note(transit.number, node, newest.step(of: choice.policy))
        switch choice.policy.action {
        case _ where choice.isOpaque:
            history.note(transit.number, node, .dropped(.opaqueToPolicy))
        case .protect(let name): seal(transit, name, as: role, at: node, passing)
        case .bypass: forward(transit, from: node, by: route, passing)
        case .discard: history.note(transit.number, node, .dropped(.discardedByPolicy))
        }
    }

    /// Seals a packet that passes through a gateway: in a tunnel it keeps its addresses.
    private func seal(
        _ transit: Transit, _ name: String, as role: TunnelRole, at node: NodeID,
        _ passing: Passing?
    ) {
        if let peer = tunnels[name]?.local(role), let passing,
            let drop = dropTooBig(transit, at: peer, passing)
        {
            return end(transit, drop, at: node, .answering(passing.crossing.link))
        }
        if let passing, !nodes.with({ $0.confirm(passing, at: node) }) {
            return history.note(transit.number, node, .dropped(.flowTableFull))
        }
        seal(transit, name, as: role, at: node)
    }

    /// Puts a packet on the link of a route, towards a neighbour.
    private func forward(
        _ transit: Transit, from node: NodeID, by route: Route, _ passing: Passing?
    ) {
        decisions.removeAll(keepingCapacity: true)
        let departure = nodes.with {
            $0.depart(transit.packet, from: node, by: route, passing, noting: &decisions)
        }
        note(decisions, of: transit, at: node)
        switch departure {
        case .out(let packet, let hop): carrier.put(transit.carrying(packet), hop)
        case .fragmented(let pieces, let mtu, let hop): put(pieces, of: transit, mtu: mtu, hop)
        case .dropped(let drop):
            end(transit, drop, at: node, passing.map { .answering($0.crossing.link) } ?? .here)
        }
    }

    /// Lets a node take a packet that is for it; `isOwn` where it has made the packet for itself.
    func deliver(_ transit: Transit, at node: NodeID, isOwn: Bool = false) {
        history.note(transit.number, node, .delivered)
        switch history.packets.firstOrigin(of: transit.number) {
        case nil, .sent, .answer, .rejection, .report, .copy, .fragment:
            hand(transit, to: node, isOwn: isOwn)
        case .message(let tunnel): answer(transit, through: tunnel)
        case .arrival(let tunnel):
            // Gateways talk to one another under addresses that are theirs in the tunnel alone.
            if topology[node].kind == .host { hand(transit, to: node) }
            answer(transit, through: tunnel)
        case .echo(let request, _):
            if let token = waiting.removeValue(forKey: request) { scheduler.cancel(token) }
        }
    }

    /// The server's echo service (RFC 862): the same data back to where it came from.
    private func answer(_ transit: Transit, through name: String) {
        let fields = transit.packet.fields
        guard fields.proto == .udp, let port = fields.sourcePort,
            let service = fields.destinationPort, service == Fabric.echoPort,
            tunnels[name]?.local(.server) != nil
        else { return }
        let number = history.packets.lastNumber + 1
        let draft = PacketDraft(
            source: fields.destination, destination: fields.source,
            transport: .udp(source: service, destination: port),
            data: Array(transit.packet.written[transit.packet.payload]),
            identification: UInt16(truncatingIfNeeded: number))
        guard let packet = try? draft.build(), let node = tunnels[name]?.local(.server)?.node
        else { return }
        history.note(transit.number, node, .answered(by: number))
        _ = history.enter(packet, .echo(of: transit.number, tunnel: name), via: name, at: node)
        speak(
            Transit(number: number, packet: packet, via: name, goal: nodes.ends.node(.client)),
            name, as: .server, at: node)
    }
}
