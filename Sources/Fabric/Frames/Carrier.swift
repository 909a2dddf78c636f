import EventLoop
import Network
import Timeline
import Tunnel
import Wire

/// Puts frames on links, and nobody else does: whatever a link does, it does to each of them.
///
/// A frame that crosses between the ends of a tunnel is a real datagram at the instant at which it comes out
/// of its link; the carrier alone sends to sockets and takes from them.
final class Carrier {
    let nodes: Nodes
    let scheduler: Scheduler
    let history: History
    /// What the links do beyond their delays.
    var impairments = ImpairmentTable()
    /// The frames that are under way on sockets, oldest first.
    var underway: [Underway] = []
    /// The socket of whoever sends what no end of a tunnel sends; nil until he does.
    var outsider: Outsider?
    /// Room for a datagram that arrives, used again for each, for what is decrypted of it, and for what was sealed in it.
    var received = (
        datagram: [UInt8](repeating: 0, count: 65_536), plaintext: [UInt8](), sent: [UInt8]()
    )
    /// Room for a frame, used again for each.
    private var bytes: [UInt8] = []

    /// A carrier that has carried nothing.
    init(_ nodes: Nodes, _ scheduler: Scheduler, _ history: History) {
        self.nodes = nodes
        self.scheduler = scheduler
        self.history = history
    }

    var topology: Topology { nodes.topology }

    // MARK: - Putting frames on links

    /// Puts a packet on a link as it is.
    func put(_ transit: Transit, _ direction: Hop) {
        send(
            Frame.Content(kind: .clear, packet: transit.number), direction, .bare(transit.packet),
            transit)
    }

    /// Puts a datagram on the wire between the gateways: ESP or a keepalive, in UDP from port 4500 (RFC 3948
    /// section 2.1).
    ///
    /// Without `header` it is a new one between the gateways.
    ///
    /// - Returns: The number of the frame; nil where there is no wire.
    @discardableResult
    func put(
        _ datagram: Span<UInt8>, _ content: Frame.Content, _ encapsulation: Encapsulation,
        behind header: OuterHeader? = nil, carrying transit: Transit? = nil
    ) -> Int? {
        let role = encapsulation.sender
        guard let direction = nodes.ends.crossing(from: role) else { return nil }
        let header =
            header
            ?? OuterHeader(nodes.ends.addresses(from: role), encapsulation.form?.outerDF ?? .copy)
        let length = header.write(
            before: datagram, number: history.frames.lastNumber + 1, to: &bytes)
        return send(content, direction, .written(encapsulation, headerLength: length), transit)
    }

    /// Puts on its next link what a node between the gateways passes on of a frame, as the IP packet that it is by then.
    ///
    /// - Returns: The number that the frame has there.
    func pass(
        on frame: Frame, as packet: Packet, by direction: Hop, carrying transit: Transit?
    ) -> Int? {
        guard let encapsulation = frame.encapsulation else { return nil }
        history.settle(frame.number, .passedOn(as: history.frames.lastNumber + 1))
        let passed = packet.bytes
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: passed)
        return send(
            frame.content, direction,
            .written(encapsulation, headerLength: frame.payload.lowerBound), transit)
    }

    /// Notes a datagram that has come from outside: it crossed before anybody here knew of it.
    ///
    /// - Returns: The number of the frame.
    func note(
        foreign arrival: Arrival, _ kind: Frame.Kind, _ form: ESPForm?, from role: TunnelRole,
        of tunnel: String
    ) -> Int? {
        guard let direction = nodes.ends.crossing(from: role) else { return nil }
        let datagram = received.datagram
        let bytes = datagram.span
        let length = OuterHeader(nodes.ends.addresses(from: role)).write(
            before: bytes.extracting(0..<arrival.length), number: history.frames.lastNumber + 1,
            to: &self.bytes)
        let encapsulation = Encapsulation(
            tunnel: tunnel, sender: role, length: arrival.length, form: form)
        return keep(
            Frame.Content(kind: kind), direction, .written(encapsulation, headerLength: length))
    }

    /// What the bytes of a frame are.
    private enum Body {
        /// A packet as it is.
        case bare(Packet)
        /// What lies in the room for a frame: so many bytes of outer headers, and what UDP carries.
        case written(Encapsulation, headerLength: Int)
    }

    private func keep(
        _ content: Frame.Content, _ direction: Hop, _ body: Body
    ) -> Int {
        switch body {
        case .bare(let packet): return history.put(packet, content, direction)
        case .written(let encapsulation, let length):
            let bytes = bytes
            return history.put(
                content, direction, encapsulation, bytes.span, headerLength: length)
        }
    }

    // MARK: - What links do

    /// Puts a frame on its link.
    @discardableResult
    private func send(
        _ content: Frame.Content, _ direction: Hop, _ body: Body,
        _ transit: Transit?
    ) -> Int {
        guard let impairment = nodes.impairment(of: direction.link, in: impairments) else {
            let frame = keep(content, direction, body)
            if let transit {
                history.note(transit.number, direction.from, .forwarded(frame: frame))
            }
            scheduler.add(.arrive(frame: frame, transit), after: nodes.delay(of: direction.link))
            return frame
        }
        let link = topology[direction.link]
        let fate = impairments.dice.fate(under: impairment)
        func note(_ kind: LinkEffect.Kind) {
            guard let transit else { return }
            history.note(
                transit.number, direction.from,
                .impaired(LinkEffect(link: link.name, kind: kind)))
        }
        let marked = fate.isMarked ? mark(body, transit) : nil
        let (body, transit) = marked ?? (body, transit)
        let frame = keep(content, direction, body)
        if let transit { history.note(transit.number, direction.from, .forwarded(frame: frame)) }
        if marked != nil { note(.marked) }
        if fate.isLost {
            note(.lost)
            end(frame, .lost, transit, at: direction.from)
            return frame
        }
        if fate.delay > .zero { note(.delayed(by: fate.delay)) }
        if fate.holdBack > .zero { note(.heldBack(by: fate.holdBack)) }
        let wait = link.delay + fate.delay + fate.holdBack
        scheduler.add(.arrive(frame: frame, transit), after: wait)
        if fate.isCopied {
            if transit != nil { note(.copied(as: history.packets.lastNumber + 1)) }
            copy(frame, content, direction, body, transit, after: wait)
        }
        return frame
    }

    /// Says in the outermost header that there is congestion, as a router does before it puts a frame on a link.
    ///
    /// - Returns: What goes on from there; nil where the sender does not know ECN, or the header says so already.
    private func mark(_ body: Body, _ transit: Transit?) -> (Body, Transit?)? {
        switch body {
        case .bare(let packet):
            guard packet.marks.ecn.canBeMarked else { return nil }
            let marked = packet.marked(.congested)
            return (
                .bare(marked),
                transit.map {
                    Transit(number: $0.number, packet: marked, via: $0.via, goal: $0.goal)
                }
            )
        case .written:
            guard ECN(trafficClass: IPHeader.trafficClass(of: bytes.span)).canBeMarked else {
                return nil
            }
            IPHeader.mark(.congested, in: &bytes)
            return (body, transit)
        }
    }

    /// Lets a frame come out of its link a second time, right behind itself and with
    /// whatever it met: it is the far end of the link that makes the copy, so it never overtakes.
    private func copy(
        _ frame: Int, _ content: Frame.Content, _ direction: Hop, _ body: Body,
        _ transit: Transit?, after wait: Duration
    ) {
        var content = content
        content.original = frame
        content.isLinkCopy = true
        var copied: Transit?
        if let transit {
            let number = history.enter(
                transit.packet, .copy(of: transit.number), via: transit.via, at: direction.from)
            content.packet = number
            copied = Transit(
                number: number, packet: transit.packet, via: transit.via, goal: transit.goal)
            // The same ESP packet again: nothing is sealed a second time.
            if case .written(let encapsulation, _) = body {
                history.note(number, direction.from, .sealed(encapsulation))
            }
        }
        let again = keep(content, direction, body)
        if let copied { history.note(copied.number, direction.from, .forwarded(frame: again)) }
        scheduler.add(.arrive(frame: again, copied), after: wait)
    }

    /// Notes that a frame has come to a bad end, and the packet in it.
    func end(_ frame: Int, _ fate: Frame.Fate, _ transit: Transit?, at node: NodeID) {
        history.settle(frame, fate)
        guard let transit, let reason = fate.refusal else { return }
        history.note(transit.number, node, .dropped(reason))
    }
}
