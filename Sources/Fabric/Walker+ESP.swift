import EventLoop
import Network
import Tunnel
import Wire

/// What the gateways do with what goes through a tunnel: into ESP, and out of it.
extension Walker {
    // MARK: - Into ESP

    /// Seals a packet at an end of a tunnel, and puts it on the wire.
    func seal(_ transit: Transit, _ name: String, as role: TunnelRole, at node: NodeID) {
        guard let tunnel = tunnels[name], let peer = tunnel.local(role) else {
            return history.note(transit.number, node, .dropped(.noAssociation))
        }
        guard let encapsulation = seal(transit, at: peer, of: tunnel) else { return }
        let content = Frame.Content(kind: .esp, packet: transit.number)
        guard put(transit, content, encapsulation) == nil else { return }
        history.note(transit.number, peer.node, .dropped(.noRoute))
    }

    /// Puts a packet on the wire in the ESP packet that was sealed last.
    ///
    /// In tunnel mode its outer header is a new one between the gateways; in transport mode it is the packet's own
    /// (RFC 4303 section 3.1).
    func put(
        _ transit: Transit, _ content: Frame.Content, _ encapsulation: Encapsulation
    ) -> Int? {
        let header: OuterHeader =
            switch encapsulation.form?.mode {
            case .transport: .kept(transit.packet.bytes)
            case .tunnel, nil:
                OuterHeader(
                    outerEnds(of: encapsulation), around: transit.packet,
                    encapsulation.form?.outerDF ?? .copy)
            }
        let datagram = sealed
        return carrier.put(
            datagram.span, content, encapsulation, behind: header, carrying: transit)
    }

    /// Between whom an end's datagram goes: to where it has seen the other one last.
    private func outerEnds(of encapsulation: Encapsulation) -> OuterEnds {
        let peer = tunnels[encapsulation.tunnel]?.local(encapsulation.sender)
        return nodes.ends.addresses(from: encapsulation.sender).towards(peer?.place)
    }

    /// Seals a packet into the room for an ESP packet, and says so; nil when the end refused, which is said,
    /// too.
    func seal(_ transit: Transit, at peer: LocalPeer, of tunnel: Tunnel) -> Encapsulation? {
        renewIfAging(tunnel)
        let mode = peer.end.outbound.parameters.mode
        let packet = transit.packet
        if mode == .transport, let reason = obstacle(to: packet, in: peer.end.outbound) {
            peer.end.refuse(toSeal: reason)
            history.note(transit.number, peer.node, .dropped(reason))
            return nil
        }
        packet.write(to: &plain)
        let bytes = plain
        switch seal(
            bytes.span.extracting(packet.payload(in: mode)), packet.nextHeader(in: mode),
            at: peer, of: tunnel)
        {
        case .failure(let refusal):
            history.note(transit.number, peer.node, .dropped(refusal.reason))
            return nil
        case .success(let encapsulation):
            history.note(transit.number, peer.node, .sealed(encapsulation))
            return encapsulation
        }
    }

    /// Why transport mode can't protect a packet; nil where it can.
    private func obstacle(to packet: Packet, in association: OutboundSA) -> DropReason? {
        let bytes = packet.written
        let place = ESPPlace(in: bytes.span)
        if place.isFragment { return .fragmentInTransport }
        // What the headers have more than usual, the payload can't have.
        let isSmall = association.fits(
            bytes.span.extracting(place.headerLength...), place.proto,
            in: OuterHeader.room(behind: place, packet.fields.source.family))
        return isSmall ? nil : .tooLarge
    }

    /// Seals a payload into the room for an ESP packet.
    func seal(
        _ payload: Span<UInt8>, _ nextHeader: IPProtocol, at peer: LocalPeer, of tunnel: Tunnel
    ) -> Result<Encapsulation, SealRefusal> {
        let association = peer.end.outbound
        let outcome = peer.end.seal(
            payload: payload, nextHeader: nextHeader, at: scheduler.now, into: &sealed)
        switch outcome {
        case .refused(let reason): return .failure(SealRefusal(reason: reason))
        case .sealed(let sequence):
            peer.noteSent(at: scheduler.now)
            for reader in history.readers {
                reader.keys.note(
                    peer.role, association.spi, association.parameters, peer.end.outboundMaterial)
            }
            return .success(
                Encapsulation(
                    tunnel: tunnel.name, sender: peer.role, length: sealed.count,
                    form: ESPForm(association, sequence, payload, nextHeader),
                    sequence: sequence))
        }
    }

    /// Lets a new pair of SAs take over where one is past its soft lifetime.
    func renewIfAging(_ tunnel: Tunnel) {
        if let rekeying = tunnels.renewIfAging(tunnel) { history.note(.rekeyed(rekeying)) }
    }

    // MARK: - Out of a link

    /// Takes a frame that comes out of its link, with the packet that it carries.
    func arrive(_ number: Int, _ transit: Transit?) {
        if let direction = history.frames.direction(inClear: number) {
            history.settle(number, .arrived)
            guard let transit else { return }
            return arrive(transit, by: direction)
        }
        guard let frame = history.frames[number], let encapsulation = frame.encapsulation else {
            return
        }
        let between = frame.direction.to
        if let goal = nodes.ends.node(encapsulation.sender.peer), goal != between {
            return pass(on: frame, transit, at: between)
        }
        let tunnel = tunnels[encapsulation.tunnel]
        if let peer = carrier.deliver(frame, transit, through: tunnel) {
            // Loopback delivers at once: looking first saves the wait in almost every case.
            try? drain(peer.socketID)
        } else if let transit, let tunnel, waiting[transit.number] != nil, tunnel.remote != nil,
            history.packets[transit.number]?.hasLeft ?? false
        {
            carrier.awaitReply(to: transit, at: tunnel.speaker)
        }
    }

    /// Takes the datagrams that wait at a socket, a bounded number of them.
    ///
    /// Whoever floods the socket is heard again and again, but never for ever at a time.
    func drain(_ id: SocketID, atMost limit: Int = drainLimit) throws(SystemFault) {
        guard let first = tunnels.owner(of: id) else { return }
        for _ in 0..<limit {
            guard let arrival = try carrier.receive(at: first.peer) else { return }
            // What nobody there has an SA for is the first one's to refuse, once.
            let isShared = first.peer.outlet.peers > 1
            let (tunnel, peer) = isShared ? owner(of: arrival, at: id) ?? first : first
            let outcome = carrier.judge(arrival, at: peer)
            guard let expected = arrival.expected, let frame = expected.frame else {
                take(arrival, outcome, peer, tunnel)
                continue
            }
            open(frame, expected.transit, outcome, peer, tunnel)
            // What a stranger sent behind it can wait; asking the system costs as much as sending.
            if !carrier.isWaiting(at: id) { return }
        }
    }

    /// Whose a datagram is that came to a socket of several peers.
    private func owner(
        of arrival: Carrier.Arrival, at id: SocketID
    ) -> (tunnel: Tunnel, peer: LocalPeer)? {
        guard arrival.length >= ESPHeader.length else { return nil }
        let datagram = carrier.received.datagram
        let spi = SPI(rawValue: datagram.span.uint32(at: ESPHeader.Offset.spi))
        return tunnels.owner(of: id, receivingOn: spi)
    }

    /// The most datagrams that are taken from a socket before the clock is looked at again.
    static let drainLimit = 256

    // MARK: - Out of ESP

    /// Notes how an end judged a frame, and lets go on what was in it.
    private func open(
        _ frame: Int, _ transit: Transit?, _ outcome: OpenOutcome, _ peer: LocalPeer,
        _ tunnel: Tunnel
    ) {
        switch outcome {
        case .refused(let reason): carrier.end(frame, .refused(reason), transit, at: peer.node)
        case .opened(let opened):
            if isNewest(opened, at: peer.end) { peer.saw(place(ofSenderOf: frame)) }
            guard let transit else { return release(frame, opened, peer, tunnel) }
            let sealed = carrier.inner(of: opened, in: frame, like: transit.packet, peer.end)
            keep(of: frame, around: sealed, peer.end)
            let inside = carrier.judge(sealed, in: frame, tunnel.plan.selectors, at: peer)
            history.settle(frame, Frame.Fate(inside.refusal))
            admit(
                Transit(
                    number: transit.number, packet: inside.packet ?? transit.packet,
                    via: transit.via, goal: transit.goal),
                Decapsulation(opened, peer, tunnel, inside.ecn), unless: inside.refusal, at: peer)
        }
    }

    /// Where a frame came from, as its outer header says.
    private func place(ofSenderOf number: Int) -> OuterPlace? {
        guard let data = history.frames[number]?.payload.lowerBound else { return nil }
        let place = history.frames.withBytes(of: number) { OuterPlace(sourceOf: $0, before: data) }
        return place ?? nil
    }

    /// Keeps what was decrypted of a frame; in tunnel mode it begins with the packet that was in it.
    private func keep(of frame: Int, around inner: Packet?, _ end: TunnelEnd) {
        let plaintext = carrier.received.plaintext
        let isTunnel = end.inbound.parameters.mode == .tunnel
        history.keep(plaintext: plaintext.span, of: frame, around: isTunnel ? inner : nil)
    }

    /// Notes that a packet was decrypted, and lets it go on unless the end has refused it.
    private func admit(
        _ transit: Transit, _ decapsulation: Decapsulation, unless refusal: DropReason?,
        at peer: LocalPeer
    ) {
        let node = peer.node
        history.note(transit.number, node, .opened(decapsulation))
        if let refusal { return history.note(transit.number, node, .dropped(refusal)) }
        guard let link = nodes.ends.outside(of: node)?.link else {
            return history.note(transit.number, node, .dropped(.noRoute))
        }
        if node == transit.goal { return accept(transit, at: node, over: link) }
        take(transit, at: node, over: link)
    }

    // MARK: - What an attacker sent

    /// Lets a packet go on that came out of a frame of the attacker's: as a copy of the packet whose ESP
    /// packet it is, it goes where that one would have gone.
    private func release(
        _ frame: Int, _ opened: OpenedPayload, _ peer: LocalPeer, _ tunnel: Tunnel
    ) {
        let copied = history.frames[frame]?.content.original.flatMap { history.frames[$0]?.packet }
            .flatMap { history.packets[$0] }
        let sealed = carrier.inner(of: opened, in: frame, like: copied?.packet, peer.end)
        keep(of: frame, around: sealed, peer.end)
        let inside = carrier.judge(sealed, in: frame, tunnel.plan.selectors, at: peer)
        guard let inner = inside.packet else {
            return history.settle(frame, Frame.Fate(inside.refusal))
        }
        let number = history.enter(
            inner, copied.map { .copy(of: $0.number) } ?? .sent, via: tunnel.name, at: peer.node)
        if let encapsulation = copied?.encapsulation {
            history.note(number, peer.node, .sealed(encapsulation))
            history.note(number, peer.node, .forwarded(frame: frame))
        }
        history.settle(frame, Frame.Fate(inside.refusal), packet: number)
        let goal = copied.map(\.number).map(endsAtGateway) ?? false ? peer.node : nil
        admit(
            Transit(number: number, packet: inner, via: tunnel.name, goal: goal),
            Decapsulation(opened, peer, tunnel, inside.ecn), unless: inside.refusal, at: peer)
    }

    /// Whether a packet is for the gateway itself, as messages and their echoes are.
    private func endsAtGateway(_ number: Int) -> Bool {
        switch history.packets.firstOrigin(of: number) {
        case .message, .echo: true
        case nil, .sent, .arrival, .answer, .rejection, .report, .copy, .fragment: false
        }
    }

    // MARK: - What comes from outside

    /// Takes a datagram that no frame of this lab is: what the other end sent from another process, or a stranger.
    ///
    /// Where both ends are here a stranger who has the key is believed like an end: nothing else tells them apart.
    private func take(
        _ arrival: Carrier.Arrival, _ outcome: OpenOutcome, _ peer: LocalPeer, _ tunnel: Tunnel
    ) {
        switch outcome {
        case .refused(let reason):
            note(
                arrival, isAuthentic: reason.isBehindICV || reason == .keepalive, nil,
                .refused(reason), peer, tunnel)
        case .opened(let opened):
            tunnel.remote?.heard(
                from: arrival.port, at: peer, isNewest: isNewest(opened, at: peer.end))
            let inner = carrier.inner(of: opened, at: peer)
            let refusal = carrier.judge(inner, in: nil, tunnel.plan.selectors, at: peer).refusal
            let number = inner.map {
                history.enter(
                    $0, .arrival(tunnel: tunnel.name), via: tunnel.name, at: peer.node)
            }
            let form = ESPForm(of: opened, by: peer.end.inbound, inner)
            let frame = note(
                arrival, isAuthentic: true, form, Frame.Fate(refusal), peer, tunnel, packet: number)
            if let frame { keep(of: frame, around: inner, peer.end) }
            guard let packet = inner, let number else { return }
            if let frame { history.note(number, peer.node, .forwarded(frame: frame)) }
            settle(packet, number, at: peer)
            let ends = topology.messageEnds(of: tunnel.plan)
            let isForGateway =
                packet.fields.destination == (peer.role == .client ? ends.client : ends.server)
            admit(
                Transit(
                    number: number, packet: packet, via: tunnel.name,
                    goal: isForGateway ? peer.node : nil),
                Decapsulation(opened, peer, tunnel), unless: refusal, at: peer)
        }
    }

    /// Whether what was opened last has the highest number of the SA that the peer sends by now.
    ///
    /// Without anti-replay nobody knows that it is no copy.
    private func isNewest(_ opened: OpenedPayload, at end: TunnelEnd) -> Bool {
        guard end.inbound.parameters.windowSize > 0 else { return false }
        let datagram = carrier.received.datagram
        let spi = datagram.span.uint32(at: ESPHeader.Offset.spi)
        return spi == end.inbound.spi.rawValue && opened.sequence == end.inbound.window.highest
    }

    /// Notes a datagram that no frame of this lab is, and how an end judged it.
    ///
    /// - Returns: The number of the frame.
    @discardableResult
    private func note(
        _ arrival: Carrier.Arrival, isAuthentic: Bool, _ form: ESPForm?, _ fate: Frame.Fate,
        _ peer: LocalPeer, _ tunnel: Tunnel, packet: Int? = nil
    ) -> Int? {
        let kind: Frame.Kind = isAuthentic && tunnel.remote != nil ? .remote : .foreign
        let frame = carrier.note(
            foreign: arrival, kind, form, from: peer.role.peer, of: tunnel.name)
        if let frame { history.settle(frame, fate, packet: packet) }
        return frame
    }

    /// Notes that a packet is the reply that is waited for, if it is.
    private func settle(_ packet: Packet, _ number: Int, at peer: LocalPeer) {
        guard let question = carrier.takeQuestion(answeredBy: packet, at: peer.socketID) else {
            return
        }
        history.note(question.number, peer.node, .answered(by: number))
        guard let token = waiting.removeValue(forKey: question.number) else { return }
        scheduler.cancel(token)
    }
}

extension Frame.Fate {
    /// That of a frame whose ICV was right: it arrived, unless what was inside is refused.
    fileprivate init(_ refusal: DropReason?) {
        self = refusal.map { .refused($0) } ?? .arrived
    }
}

/// Why an end did not seal something.
struct SealRefusal: Error {
    let reason: DropReason
}

extension Decapsulation {
    /// What a peer took out of an ESP packet.
    init(_ opened: OpenedPayload, _ peer: LocalPeer, _ tunnel: Tunnel, _ ecn: ECN? = nil) {
        self.init(
            tunnel: tunnel.name, role: peer.role, mode: peer.end.inbound.parameters.mode,
            length: opened.payload.count, sequence: opened.sequence,
            suite: peer.end.inbound.parameters.suite)
        self.ecn = ecn
        isUnchecked = peer.end.inbound.parameters.windowSize == 0
    }
}

extension ESPForm {
    /// The form of what another process sealed, as far as the end knows it that opened it.
    fileprivate init(of opened: OpenedPayload, by association: InboundSA, _ packet: Packet?) {
        let parameters = association.parameters
        let length = packet?.payload(in: parameters.mode).count
        self.init(
            suite: parameters.suite, mode: parameters.mode,
            highSequence: parameters.isExtended ? opened.sequence.high : nil,
            trafficPadding: opened.payload.count - (length ?? opened.payload.count))
    }
}
