package import Network
package import Timeline
package import Tunnel
package import Wire

/// One thing that was done with a packet on its way, or happened to it.
package struct Step: Sendable {
    /// When, in virtual time.
    package let instant: Instant
    /// Where.
    package let node: NodeID
    /// What.
    package let what: Kind

    /// What can happen to a packet.
    package enum Kind: Sendable {
        /// It was put on its way here.
        case entered
        /// It came in over a link.
        case arrived
        /// The node's rules decided about it.
        case judged(VerdictRecord)
        /// It was too long for a link, and goes on in fragments, which are packets of their own.
        case fragmented(count: Int, mtu: Int)
        /// It was put together from so many fragments.
        case joined(fragments: Int)
        /// A gateway lowered the maximum segment size that it says.
        case clamped(SegmentSizeChange)
        /// A gateway put another address, or port, in the place of one of its ends.
        case translated(NATChange)
        /// A node found that it can't have come from where it says.
        indirect case contradicted(Contradiction)
        /// A policy decided how it crosses the wire.
        indirect case selected(Policy)
        /// A node between the ends of its tunnel decided about what was around it.
        indirect case outer(OuterDecision)
        /// It was put on a link, as the frame of this number.
        case forwarded(frame: Int)
        /// A tunnel end put it into an ESP packet.
        case sealed(Encapsulation)
        /// A tunnel end verified and decrypted the ESP packet.
        indirect case opened(Decapsulation)
        /// It reached its receiver.
        case delivered
        /// It left for the other end of its tunnel, which is in another process.
        case departed
        /// Its way ended before.
        case dropped(DropReason)
        /// The link that it leaves by did something to it beyond its own delay.
        indirect case impaired(LinkEffect)
        /// The receiver answered it with the packet of this number.
        case answered(by: Int)
        /// No answer came in the time that the sender waits.
        case unanswered(after: Duration)
    }
}

/// What a node between the ends of a tunnel decided about a datagram of theirs, of which it sees the outermost headers.
package enum OuterDecision: Sendable {
    /// Its rules decided about it.
    case judged(VerdictRecord)
    /// An end of it is another one now.
    case translated(NATChange)
}

/// Why a packet can't have come from where it says (RFC 3704 section 2).
package struct Contradiction: Hashable, Sendable {
    /// The name of the link that it came over.
    package let link: String
    /// The prefix of the route back to its source, and the name of the link over which that leads; nil where no route
    /// leads back.
    package let route: Way?

    /// A route as a person reads it.
    package struct Way: Hashable, Sendable {
        /// The destinations.
        package let prefix: Prefix
        /// The name of the link.
        package let link: String
    }

    /// What a node found of a packet that came over a link.
    init(_ refusal: ReversePathRefusal, over link: LinkID, in topology: Topology) {
        self.link = topology.name(of: link)
        switch refusal {
        case .noRoute: route = nil
        case .elsewhere(let back):
            route = Way(prefix: back.prefix, link: topology.name(of: back.link))
        }
    }
}

/// How a packet was taken out of ESP.
package struct Decapsulation: Sendable {
    /// The tunnel's name.
    package let tunnel: String
    /// The end that took it out.
    package let role: TunnelRole
    /// What was in ESP: the whole packet, or what followed its IP header.
    package let mode: ESPMode
    /// How many bytes were sealed in the packet, without ESP trailer but with padding for traffic flow
    /// confidentiality.
    package let length: Int
    /// The sequence number that it had.
    package let sequence: SequenceNumber
    /// What protected it.
    package let suite: ESPSuite
    /// Whether nobody asked if the sequence number was new: anti-replay was off.
    package var isUnchecked = false
    /// The ECN field that the packet has now because of its outer header; nil where it kept its own.
    package var ecn: ECN?

    /// What an end took out of a packet.
    package init(
        tunnel: String, role: TunnelRole, mode: ESPMode, length: Int, sequence: SequenceNumber,
        suite: ESPSuite
    ) {
        self.tunnel = tunnel
        self.role = role
        self.mode = mode
        self.length = length
        self.sequence = sequence
        self.suite = suite
    }
}

/// Why a packet exists.
package enum PacketOrigin: Hashable, Sendable {
    /// Somebody in site-a sent it.
    case sent
    /// It came through this tunnel from another process.
    case arrival(tunnel: String)
    /// It carries a message through this tunnel.
    case message(tunnel: String)
    /// It answers the packet of this number, from its other end.
    case answer(to: Int)
    /// The firewall tells the sender of the packet of this number that it is refused.
    case rejection(of: Int)
    /// A router tells the sender of the packet of this number why it went no further: an ICMP error.
    case report(of: Int)
    /// It is a fragment of the packet of this number.
    case fragment(of: Int)
    /// It is the echo of the packet of this number, through this tunnel.
    case echo(of: Int, tunnel: String)
    /// A link, or an attacker who had recorded it, sent the packet of this number once more.
    case copy(of: Int)
}

/// Everything that the lab remembers of one packet.
package struct PacketRecord: Sendable {
    /// The packet's number, from 1; never used again.
    package let number: Int
    /// Why it exists.
    package let origin: PacketOrigin
    /// The tunnel that it was asked to take.
    package let via: String?
    /// The packet as its sender made it.
    package let packet: Packet
    /// What happened to it, in order.
    package internal(set) var steps: [Step] = []

    /// As many as a packet has that goes all the way through a tunnel.
    static let usualSteps = 12

    /// How its way ended; nil while it is under way.
    package var outcome: Step? {
        steps.last { step in
            switch step.what {
            case .delivered, .departed, .dropped: true
            default: false
            }
        }
    }

    /// The reason for which it was dropped, if it was.
    package var dropReason: DropReason? {
        guard case .dropped(let reason) = outcome?.what else { return nil }
        return reason
    }

    /// Whether it left for the other end of its tunnel, in another process.
    package var hasLeft: Bool {
        guard case .departed = outcome?.what else { return false }
        return true
    }

    /// Whether it reached its receiver.
    package var isDelivered: Bool {
        guard case .delivered = outcome?.what else { return false }
        return true
    }

    /// What the gateways on its way said about it, in order; a gateway without rules says nothing.
    package var verdicts: [VerdictRecord] {
        steps.compactMap { step in
            guard case .judged(let verdict) = step.what else { return nil }
            return verdict
        }
    }

    /// What the last gateway said that judged it: the one that stopped it, if one did.
    package var verdict: VerdictRecord? {
        for step in steps.reversed() {
            if case .judged(let verdict) = step.what { return verdict }
        }
        return nil
    }

    /// How it was put into ESP, if it was.
    package var encapsulation: Encapsulation? {
        for step in steps {
            if case .sealed(let encapsulation) = step.what { return encapsulation }
        }
        return nil
    }

    /// The packet as the rules of each gateway on its way saw it, in order, but for its hop limit.
    package var judgedPackets: [Packet] {
        var packet = packet
        var judged: [Packet] = []
        for step in steps {
            switch step.what {
            case .translated(let change): packet = change.applied(to: packet)
            case .judged: judged.append(packet)
            default: break
            }
        }
        return judged
    }

    /// The packet as it was put into ESP: each router that it came to before had taken a hop off.
    package var sealedPacket: Packet {
        var packet = packet
        for step in steps {
            switch step.what {
            case .arrived: packet = packet.forwarded
            case .translated(let change): packet = change.applied(to: packet)
            case .sealed: return packet
            default: break
            }
        }
        return self.packet
    }

    /// Which of its bytes ESP carries: in transport mode only what follows its IP header (RFC 4303 section 3.1).
    package var sealedBytes: Range<Int> {
        packet.payload(in: encapsulation?.form?.mode ?? decapsulation?.mode ?? .tunnel)
    }

    /// The frames that it was, in the order in which they were put on links.
    package var frames: [Int] {
        steps.compactMap { step in
            guard case .forwarded(let frame) = step.what else { return nil }
            return frame
        }
    }

    /// The last frame that it was.
    var lastFrame: Int? {
        for step in steps.reversed() {
            if case .forwarded(let frame) = step.what { return frame }
        }
        return nil
    }

    /// The frame in which it crossed in ESP, if it did.
    package var sealedFrame: Int? {
        var isSealed = false
        for step in steps {
            switch step.what {
            case .sealed: isSealed = true
            case .forwarded(let frame) where isSealed: return frame
            default: break
            }
        }
        return nil
    }

    /// The frame out of which it came from another process, if it did.
    package var openedFrame: Int? {
        guard case .arrival = origin else { return nil }
        return frames.first
    }

    /// How it was taken out of ESP, if it was.
    package var decapsulation: Decapsulation? {
        for step in steps {
            if case .opened(let decapsulation) = step.what { return decapsulation }
        }
        return nil
    }

    /// The number of the packet that answered it.
    package var answer: Int? {
        for step in steps {
            if case .answered(let number) = step.what { return number }
        }
        return nil
    }

    /// Whether its sender stopped waiting for an answer.
    package var isUnanswered: Bool {
        steps.contains { step in
            if case .unanswered = step.what { true } else { false }
        }
    }

    /// About how many bytes the record holds on to, with its frames.
    var footprint: Int { 3 * packet.length + 512 }
}
