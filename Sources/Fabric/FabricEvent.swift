package import Timeline
package import Tunnel
package import Wire

/// What happens in the network, as a plain value; counters and the packet log are made from these.
package enum FabricEvent: Sendable {
    /// A packet was made.
    case entered(PacketRecord)
    /// Something happened to the packet of this number.
    case hop(number: Int, Hop)
    /// A datagram came to a tunnel's port that neither of its ends had sent.
    case stranger(StrangerDatagram)
    /// A new pair of SAs took over because an old one had come to the end of its soft lifetime.
    case rekeyed(Rekeying)
    /// SAs that had drained were wiped.
    case retired(Retirement)
    /// The attacker sent so many datagrams that are copies or inventions of his own.
    case attacked(datagrams: Int)
}

/// A datagram from somebody else, judged by the same checks as every other.
package struct StrangerDatagram: Sendable {
    /// When, in virtual time.
    package let instant: Instant
    /// The tunnel at whose port it came in.
    package let tunnel: String
    /// The end at which it came in.
    package let role: TunnelRole
    /// Its length in bytes.
    package let length: Int
    /// Why it was refused; nil when it passed every check, which needs the tunnel's key.
    package let refusal: DropReason?
}

/// How many packets were made, and how each of them ended.
package struct PacketCounters: Sendable {
    /// Packets made.
    package private(set) var made: UInt64 = 0
    /// Packets that reached their receiver.
    package private(set) var delivered: UInt64 = 0
    /// Datagrams that somebody else sent to a tunnel's port.
    package private(set) var strangers: UInt64 = 0
    /// Packets that left for another process.
    package private(set) var departed: UInt64 = 0
    /// Datagrams that the attacker made; they are no packets, and the attacked ends count how they ended.
    package private(set) var attacks: UInt64 = 0
    private var drops = [UInt64](repeating: 0, count: DropReason.allCases.count)

    /// Nothing has been sent.
    package init() {}

    /// How many packets were dropped for a reason.
    package func dropped(_ reason: DropReason) -> UInt64 {
        DropReason.allCases.firstIndex(of: reason).map { drops[$0] } ?? 0
    }

    /// How many packets were dropped, for all reasons together.
    package var dropped: UInt64 { drops.reduce(0, +) }

    /// How many packets are neither delivered nor dropped nor gone; 0 whenever the lab is idle.
    package var underway: UInt64 { made - delivered - dropped - departed }

    mutating func apply(_ event: FabricEvent) {
        switch event {
        case .entered: made += 1
        case .stranger: strangers += 1
        case .rekeyed, .retired: break
        case .attacked(let datagrams): attacks += UInt64(datagrams)
        case .hop(_, let hop):
            switch hop.what {
            case .delivered: delivered += 1
            case .departed: departed += 1
            case .dropped(let reason):
                if let index = DropReason.allCases.firstIndex(of: reason) { drops[index] += 1 }
            default: break
            }
        }
    }
}
