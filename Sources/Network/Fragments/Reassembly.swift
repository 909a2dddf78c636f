package import Timeline
package import Wire

/// Puts fragments together to the packets that they are parts of (RFC 791 section 3.2, RFC 8200 section 4.5).
///
/// - A packet whose fragments overlap is given up, with all of its fragments that are still to come (RFC 5722 section 4);
///   Linux does the same for IPv4. An exact copy of a fragment is only dropped.
/// - A packet is given up after a minute (RFC 1122 section 3.3.2, RFC 8200 section 4.5), counted from its first fragment.
/// - So many packets and bytes are held at most; where there is no room the packet that has waited longest is given up.
package struct Reassembly: Sendable {
    private var assemblies: [FragmentKey: Assembly] = [:]
    /// The packets that wait, the one that has waited longest first.
    private var order: [FragmentKey] = []
    /// How many bytes of packets are held.
    private var size = 0

    /// For how long fragments wait for the others.
    package static let lifetime = Duration.seconds(60)
    /// How many packets wait for fragments at most.
    package static let limit = 64
    /// How many bytes of fragments are held at most.
    package static let sizeLimit = 1 << 20

    /// Nothing is held.
    package init() {}

    /// How many packets are not complete.
    package var count: Int { order.count }

    /// When the next packet is given up; nil: none waits.
    package var nextExpiry: Instant? {
        order.first.flatMap { assemblies[$0] }.map { $0.begun + Self.lifetime }
    }

    /// Takes a packet that has come, and gives the whole one back once there is one.
    package mutating func take(_ packet: Packet, at now: Instant) -> Reassembling {
        guard let fragment = Fragment(packet) else { return Reassembling(outcome: .whole) }
        var abandoned = expire(at: now)
        if let fault = fragment.fault {
            return Reassembling(outcome: .refused(fault), abandoned: abandoned)
        }
        // A packet in one fragment is nobody else's business (RFC 6946 section 4).
        guard fragment.offset > 0 || !fragment.isLast else {
            let alone = Assembly(begun: now, first: fragment)
            return Reassembling(outcome: alone.whole, abandoned: abandoned)
        }
        let key = fragment.key
        var assembly = assemblies[key] ?? Assembly(begun: now)
        if assemblies[key] == nil { order.append(key) }
        size -= assembly.size
        let outcome = assembly.take(fragment)
        if let lost = assembly.lost {
            abandoned.append(AbandonedPacket(fragments: lost.fragments, fault: lost.fault))
            assembly.lost = nil
        }
        if case .complete = outcome {
            remove(key)
        } else {
            size += assembly.size
            assemblies[key] = assembly
            while order.count > Self.limit || size > Self.sizeLimit {
                abandoned += giveUp(order[0], .noRoom)
            }
        }
        return Reassembling(outcome: outcome, abandoned: abandoned)
    }

    /// Gives up the packets that have waited too long.
    package mutating func expire(at now: Instant) -> [AbandonedPacket] {
        var abandoned: [AbandonedPacket] = []
        while let next = nextExpiry, next <= now { abandoned += giveUp(order[0], .timeExceeded) }
        return abandoned
    }

    /// Forgets a packet; empty where its fragments were given up before.
    private mutating func giveUp(
        _ key: FragmentKey, _ fault: ReassemblyFault
    ) -> [AbandonedPacket] {
        let assembly = assemblies[key]
        size -= assembly?.size ?? 0
        remove(key)
        guard let assembly, assembly.fault == nil else { return [] }
        return [AbandonedPacket(fragments: assembly.packets, fault: fault)]
    }

    private mutating func remove(_ key: FragmentKey) {
        assemblies[key] = nil
        order.removeAll { $0 == key }
    }
}

/// What became of a packet that was given to a reassembly.
package struct Reassembling: Sendable {
    /// What became of the packet itself.
    package let outcome: Outcome
    /// The packets that were given up meanwhile.
    package var abandoned: [AbandonedPacket] = []

    /// What becomes of one packet.
    package enum Outcome: Hashable, Sendable {
        /// It is no fragment, and goes on as it is.
        case whole
        /// It is held until the other fragments come.
        case waits
        /// It was the last that was missing.
        case complete(Reassembled)
        /// It ends here.
        case refused(ReassemblyFault)
    }
}

/// A packet that was put together.
package struct Reassembled: Hashable, Sendable {
    /// The packet; DF is that of its first fragment.
    package let packet: Packet
    /// The packets whose fragments it consists of, in the order of their places.
    package let fragments: [Packet]

    /// The length of the longest fragment, in bytes: whoever sends the packet on in fragments makes none longer, as
    /// its source may have known why.
    package var longestFragment: Int { fragments.map(\.length).max() ?? 0 }
}

/// A packet that could not be put together.
package struct AbandonedPacket: Hashable, Sendable {
    /// The fragments that had come, in the order of their places.
    package let fragments: [Packet]
    /// Why it was given up.
    package let fault: ReassemblyFault

    /// The first fragment, about which an ICMP error may be sent (RFC 792, RFC 8200 section 4.5); nil where it has not come.
    package var first: Packet? {
        fragments.first.flatMap { Fragment($0)?.offset == 0 ? $0 : nil }
    }
}

/// Why fragments can't be put together, or one of them is none.
package enum ReassemblyFault: String, Error, CaseIterable, Sendable {
    /// Two fragments have data for the same place (RFC 5722).
    case overlap = "fragment-overlap"
    /// Data lie behind the end that another fragment gives.
    case beyondEnd = "fragment-beyond-end"
    /// A fragment that is not the last has a length that is no multiple of 8 bytes.
    case misaligned = "fragment-misaligned"
    /// A fragment has no data.
    case empty = "fragment-empty"
    /// The packet would be longer than a packet can be.
    case tooLong = "fragment-too-long"
    /// It has come already.
    case copy = "fragment-copy"
    /// The packet that comes out is none.
    case malformed = "fragment-malformed"
    /// Not all fragments have come in time.
    case timeExceeded = "fragment-time-exceeded"
    /// Others need the room.
    case noRoom = "fragment-no-room"

    /// Why the fragment's way ends.
    package var reason: DropReason {
        switch self {
        case .overlap: .fragmentOverlap
        case .copy: .fragmentCopy
        case .timeExceeded, .noRoom: .fragmentLost
        case .beyondEnd, .misaligned, .empty, .tooLong, .malformed: .badFragment
        }
    }

    /// The document and section that ask for it or say what it is; empty where it is Garita's own decision.
    package var source: String {
        switch self {
        case .overlap: "RFC 5722 section 4"
        case .misaligned, .tooLong, .timeExceeded, .copy: "RFC 8200 section 4.5"
        case .beyondEnd, .empty, .malformed: "RFC 791 section 3.2"
        case .noRoom: ""
        }
    }
}

extension Fragment {
    /// Why it can be a part of no packet; nil where it can.
    fileprivate var fault: ReassemblyFault? {
        if data.isEmpty { return .empty }
        if !isLast, !data.count.isMultiple(of: 8) { return .misaligned }
        return packet.length - data.count + end > Packet.maximumLength ? .tooLong : nil
    }
}
