package import Wire

/// How many packets were made, and how each of them ended.
package struct PacketCounters: Sendable {
    /// Packets made, and those that came from another process.
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

    mutating func countEntry() { made += 1 }

    mutating func count(_ step: Step) {
        switch step.what {
        case .delivered: delivered += 1
        case .departed: departed += 1
        case .dropped(let reason): countDrop(reason)
        default: break
        }
    }

    private mutating func countDrop(_ reason: DropReason) {
        if let index = DropReason.allCases.firstIndex(of: reason) { drops[index] += 1 }
    }

    /// Counts a frame whose fate is known.
    mutating func count(_ frame: Frame.Content, _ fate: Frame.Fate) {
        switch frame.kind {
        // What another process sealed was to be a packet, although none came out.
        case .remote:
            guard let reason = fate.refusal, reason.refusesInside, frame.packet == nil else {
                return
            }
            countEntry()
            countDrop(reason)
        case .foreign: strangers += 1
        case .attack where !frame.isLinkCopy: attacks += 1
        case .attack, .clear, .esp, .heldBack, .dummy, .keepalive: break
        }
    }
}
