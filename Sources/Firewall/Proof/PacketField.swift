/// A number of at most 16 bits of a packet: a dimension of the space of packets.
@usableFromInline
package enum PacketNumber: Hashable, Sendable, CaseIterable {
    /// The destination port, or 256 times the ICMP code.
    case destinationPort
    /// The source port, or 256 times the ICMP type.
    case sourcePort
    /// The IP protocol.
    case proto
    /// A number of the IP header.
    case header(HeaderNumber)
    /// The place of the link over which it goes out among those of the firewall.
    case outLink

    /// All of them, in the order of their lanes.
    @usableFromInline
    package static let allCases: [Self] =
        [.destinationPort, .sourcePort, .proto] + HeaderNumber.allCases.map { .header($0) }
        + [.outLink]

    /// Its place in a point and in a box, which have eight; a ninth number traps.
    @usableFromInline
    var lane: Int {
        switch self {
        case .destinationPort: 0
        case .sourcePort: 1
        case .proto: 2
        case .header(let number): 3 + number.rawValue
        case .outLink: 3 + HeaderNumber.allCases.count
        }
    }

    /// Every value that it can have.
    package var whole: Interval<UInt16> {
        switch self {
        case .destinationPort, .sourcePort: .all
        case .proto: Interval(0, 255)
        case .header(let number): number.row.whole
        case .outLink: Interval(0, UInt16(PacketSpace.linkLimit - 1))
        }
    }
}

/// A number of a packet that rules can ask about.
package enum PacketField: Hashable, Sendable, CaseIterable {
    /// The source address.
    case source
    /// The destination address.
    case destination
    /// A port, the protocol, or a number of the IP header.
    case number(PacketNumber)
    /// The TCP control bits.
    case flags
    /// The arrival link and the connection state.
    case context

    /// All of them, in the order in which a change is preferred: what a person can most easily change first.
    package static let allCases: [Self] =
        [
            .number(.destinationPort), .source, .number(.proto), .destination,
            .number(.sourcePort), .flags,
        ] + HeaderNumber.allCases.map { .number(.header($0)) } + [.number(.outLink), .context]

    /// Whether the classifier decides on it, and need not ask the rule.
    var isClassified: Bool {
        switch self {
        case .source, .destination: true
        case .number(.destinationPort), .number(.sourcePort), .number(.proto): true
        case .number(.header), .number(.outLink), .flags, .context: false
        }
    }
}
