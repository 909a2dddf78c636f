package import Timeline
package import Tunnel
package import Wire

/// One thing that happened to a packet on its way.
package struct Hop: Sendable {
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
        /// The gateway's rules decided about it.
        indirect case judged(Judgement)
        /// A policy decided how it crosses the wire.
        case selected(Policy)
        /// A tunnel end put it into an ESP packet.
        case sealed(Sealing)
        /// A tunnel end verified and decrypted the ESP packet.
        case opened(Opening)
        /// It reached its receiver.
        case delivered
        /// It left for the other end of its tunnel, which is in another process.
        case departed
        /// Its way ended before.
        case dropped(DropReason)
        /// The link that it leaves by did something to it beyond its own delay.
        case impaired(LinkEffect)
        /// The receiver answered it with the packet of this number.
        case answered(by: Int)
        /// No answer came in the time that the sender waits.
        case unanswered(after: Duration)
    }
}

/// A packet put into ESP.
package struct Sealing: Sendable {
    /// The tunnel's name.
    package let tunnel: String
    /// The end that sealed it.
    package let role: TunnelRole
    /// The ESP packet: header, IV, ciphertext, ICV.
    ///
    /// It is the payload of a UDP datagram (RFC 3948).
    package let datagram: [UInt8]
    /// What its bytes do not say.
    package let form: SealingForm

    /// What the sealing end knows of the ESP packet, in which `packet` was sealed.
    package func content(around packet: Packet) -> ESPContent {
        ESPContent(
            suite: form.suite, mode: form.mode, highSequence: form.highSequence, packet: packet,
            trafficPadding: form.trafficPadding)
    }
}

/// A packet taken out of ESP.
package struct Opening: Sendable {
    /// The tunnel's name.
    package let tunnel: String
    /// The end that opened it.
    package let role: TunnelRole
    /// The decrypted bytes: the inner packet and the ESP trailer behind it.
    package let plaintext: [UInt8]
    /// Where the inner packet stands in `plaintext`.
    package let payload: Range<Int>
    /// The sequence number that it had.
    package let sequence: SequenceNumber
    /// What protected it.
    package let suite: ESPSuite
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
    package internal(set) var hops: [Hop] = []

    /// As many as a packet has that goes all the way through a tunnel.
    static let usualHops = 8

    /// How its way ended; nil while it is under way.
    package var outcome: Hop? {
        hops.last { hop in
            switch hop.what {
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
    package var judgements: [Judgement] {
        hops.compactMap { hop in
            guard case .judged(let judgement) = hop.what else { return nil }
            return judgement
        }
    }

    /// What the last gateway said that judged it: the one that stopped it, if one did.
    package var judgement: Judgement? {
        for hop in hops.reversed() {
            if case .judged(let judgement) = hop.what { return judgement }
        }
        return nil
    }

    /// How it was put into ESP, if it was.
    package var sealing: Sealing? {
        for hop in hops {
            if case .sealed(let sealing) = hop.what { return sealing }
        }
        return nil
    }

    /// How it was taken out of ESP, if it was.
    package var opening: Opening? {
        for hop in hops {
            if case .opened(let opening) = hop.what { return opening }
        }
        return nil
    }

    /// The number of the packet that answered it.
    package var answer: Int? {
        for hop in hops {
            if case .answered(let number) = hop.what { return number }
        }
        return nil
    }

    /// Whether its sender stopped waiting for an answer.
    package var isUnanswered: Bool {
        hops.contains { hop in
            if case .unanswered = hop.what { true } else { false }
        }
    }

    /// How many bytes the record holds on to.
    var footprint: Int {
        packet.bytes.count + (sealing?.datagram.count ?? 0) + (opening?.plaintext.count ?? 0) + 512
    }
}
