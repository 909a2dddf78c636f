/// What the bytes of a captured packet start with: a number of the LINKTYPE_ registry
/// (draft-ietf-opsawg-pcaplinktype).
package struct LinkType: Hashable, Sendable {
    /// The number in the file.
    package let rawValue: UInt16

    /// The link type with the number `rawValue`.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// BSD loopback: a family in the byte order of the machine that captured it.
    package static let null = LinkType(rawValue: 0)
    /// Ethernet (IEEE 802.3), without preamble.
    package static let ethernet = LinkType(rawValue: 1)
    /// An IP packet, as some BSDs number it.
    package static let rawBSD = LinkType(rawValue: 12)
    /// An IP packet, as OpenBSD numbers it.
    package static let rawOpenBSD = LinkType(rawValue: 14)
    /// An IP packet.
    package static let raw = LinkType(rawValue: 101)
    /// OpenBSD loopback: a family in network byte order.
    package static let loop = LinkType(rawValue: 108)
    /// Linux "cooked" capture, version 1.
    package static let linuxSLL = LinkType(rawValue: 113)
    /// An IPv4 packet.
    package static let ipv4 = LinkType(rawValue: 228)
    /// An IPv6 packet.
    package static let ipv6 = LinkType(rawValue: 229)
    /// Linux "cooked" capture, version 2.
    package static let linuxSLL2 = LinkType(rawValue: 276)

    /// The registry's name in lower case, or nil for a link type that isn't known here.
    package var name: String? {
        switch self {
        case .null: "null"
        case .ethernet: "ethernet"
        case .rawBSD, .rawOpenBSD, .raw: "raw"
        case .loop: "loop"
        case .linuxSLL: "linux-sll"
        case .ipv4: "ipv4"
        case .ipv6: "ipv6"
        case .linuxSLL2: "linux-sll2"
        default: nil
        }
    }

    /// Every link type whose IP packets `IPPayload` finds, by number.
    package static let named: [LinkType] = [
        .null, .ethernet, .rawBSD, .rawOpenBSD, .raw, .loop, .linuxSLL, .ipv4, .ipv6, .linuxSLL2,
    ]
}

extension LinkType: TextWritable {
    /// Appends the name, or the number where there is none.
    package func write(to text: inout [UInt8]) {
        guard let name else { return text.append(decimal: UInt64(rawValue)) }
        text.append(contentsOf: name.utf8)
    }
}
