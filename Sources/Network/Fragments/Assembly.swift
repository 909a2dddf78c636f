import Timeline
import Wire

/// The fragments of one packet that have come.
struct Assembly: Sendable {
    /// When the first came.
    let begun: Instant
    /// Those that have come, in the order of their places; none overlaps another.
    private var fragments: [Fragment] = []
    /// How many bytes of data all fragments have together; nil: the last has not come.
    private var end: Int?
    /// How many bytes of data have come.
    private var count = 0
    /// Why the packet was given up; nil: it was not.
    private(set) var fault: ReassemblyFault?
    /// What was given up just now.
    var lost: (fragments: [Packet], fault: ReassemblyFault)?

    /// A packet of which nothing has come before an instant.
    init(begun: Instant) { self.begun = begun }

    /// A packet that consists of one fragment.
    init(begun: Instant, first: Fragment) {
        self.begun = begun
        fragments = [first]
    }

    /// How many bytes are held.
    var size: Int { fragments.reduce(0) { $0 + $1.packet.length } }

    /// The packets that are held.
    var packets: [Packet] { fragments.map(\.packet) }

    /// Takes another fragment.
    mutating func take(_ fragment: Fragment) -> Reassembling.Outcome {
        if let fault { return .refused(fault) }
        let place = fragments.firstIndex { $0.offset >= fragment.offset } ?? fragments.count
        if place < fragments.count {
            let next = fragments[place]
            if next.isCopy(of: fragment) { return .refused(.copy) }
            if next.offset < fragment.end { return giveUp(.overlap) }
        }
        if place > 0, fragments[place - 1].end > fragment.offset { return giveUp(.overlap) }
        if let end, fragment.end > end || fragment.isLast { return giveUp(.beyondEnd) }
        if fragment.isLast, place < fragments.count { return giveUp(.beyondEnd) }
        fragments.insert(fragment, at: place)
        count += fragment.data.count
        if fragment.isLast { end = fragment.end }
        return count == end ? whole : .waits
    }

    /// Drops what has come, and takes nothing any longer.
    private mutating func giveUp(_ reason: ReassemblyFault) -> Reassembling.Outcome {
        lost = (packets, reason)
        fragments = []
        fault = reason
        return .refused(reason)
    }

    /// The packet, whose fragments have all come.
    var whole: Reassembling.Outcome {
        guard let first = fragments.first else { return .refused(.malformed) }
        var bytes = Array(first.packet.bytes[..<first.data.lowerBound])
        let length = fragments.reduce(0) { $0 + $1.data.count }
        switch first.packet.fields.source.family {
        case .v4:
            guard bytes.count + length <= Packet.maximumLength else { return .refused(.tooLong) }
            let place = bytes.span.uint16(at: IPv4Header.Offset.fragment)
            bytes.put(bigEndian: place & 0xC000, at: IPv4Header.Offset.fragment)
            bytes.put(
                bigEndian: UInt16(bytes.count + length), at: IPv4Header.Offset.totalLength)
            IPv4Header.fillChecksum(of: 0..<bytes.count, in: &bytes)
        case .v6:
            bytes.removeLast(IPv6FragmentHeader.length)
            bytes.put(bigEndian: UInt16(length), at: IPv6Header.Offset.payloadLength)
            bytes[IPv6Header.Offset.nextHeader] = first.nextHeader.rawValue
        }
        for fragment in fragments { bytes += fragment.packet.written[fragment.data] }
        guard let packet = try? Packet.parse(bytes) else { return .refused(.malformed) }
        return .complete(Reassembled(packet: packet, fragments: packets))
    }
}
