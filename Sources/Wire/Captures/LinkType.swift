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
    package var name: String? { entry?.name }

    /// Where a frame's first header starts that is read here, and what it is; nil for a link type that isn't
    /// known here.
    var first: (start: Int, header: LinkHeader)? { entry.map { ($0.start, $0.header) } }

    private var entry: Entry? { Self.table.first { $0.number == rawValue } }

    /// Every link type whose IP packets `IPPayload` finds, by number.
    package static let named = table.map { LinkType(rawValue: $0.number) }

    private struct Entry: Sendable {
        let number: UInt16
        let name: String
        /// What is skipped: nothing that is in there says what follows.
        var start = 0
        let header: LinkHeader
    }

    private static let table = [
        Entry(number: 0, name: "null", header: .family),
        Entry(number: 1, name: "ethernet", header: .ethernet),
        Entry(number: 6, name: "ieee802-5", header: .tokenRing),
        Entry(number: 9, name: "ppp", header: .hdlc),
        // Frame control and two addresses.
        Entry(number: 10, name: "fddi", start: 13, header: .llc),
        Entry(number: 12, name: "raw", header: .ip),
        Entry(number: 14, name: "raw", header: .ip),
        Entry(number: 50, name: "ppp-hdlc", header: .hdlc),
        Entry(number: 51, name: "ppp-ether", header: .pppoe),
        Entry(number: 100, name: "atm-rfc1483", header: .llc),
        Entry(number: 101, name: "raw", header: .ip),
        Entry(number: 104, name: "c-hdlc", header: .hdlc),
        Entry(number: 106, name: "atm-clip", header: .ip),
        Entry(number: 107, name: "frelay", header: .frameRelay),
        Entry(number: 108, name: "loop", header: .family),
        // Family, SPI and flags.
        Entry(number: 109, name: "enc", start: 12, header: .ip),
        Entry(number: 112, name: "hdlc", header: .hdlc),
        // Packet type, device type, address length and address come before the EtherType.
        Entry(number: 113, name: "linux-sll", header: .typed(at: 14, data: 16)),
        // Two addresses of Fibre Channel (RFC 4338 section 4).
        Entry(number: 122, name: "ip-over-fc", start: 16, header: .llc),
        // Flags and the virtual circuit.
        Entry(number: 123, name: "sunatm", start: 4, header: .llc),
        // Two addresses of eight bytes.
        Entry(number: 138, name: "apple-ip-over-ieee1394", header: .typed(at: 16, data: 18)),
        // Direction, and a control field.
        Entry(number: 166, name: "ppp-pppd", start: 2, header: .ppp),
        // Direction.
        Entry(number: 204, name: "ppp-with-dir", start: 1, header: .ppp),
        Entry(number: 205, name: "c-hdlc-with-dir", start: 1, header: .hdlc),
        Entry(number: 206, name: "frelay-with-dir", start: 1, header: .frameRelay),
        Entry(number: 219, name: "mpls", header: .mpls),
        // Version, family, hook, lengths, interfaces and zones.
        Entry(number: 226, name: "ipnet", start: 24, header: .ip),
        Entry(number: 228, name: "ipv4", header: .ip),
        Entry(number: 229, name: "ipv6", header: .ip),
        // The global routing header of InfiniBand comes before the EtherType (RFC 4391 section 6).
        Entry(number: 242, name: "ipoib", header: .typed(at: 40, data: 44)),
        // Interface, device type, packet type, address length and address follow the EtherType.
        Entry(number: 276, name: "linux-sll2", header: .typed(at: 0, data: 20)),
        // A switch's tag between the addresses and the EtherType, or in front of them.
        Entry(number: 281, name: "dsa-tag-brcm", header: .typed(at: 16, data: 18)),
        Entry(number: 282, name: "dsa-tag-brcm-prepend", start: 4, header: .ethernet),
        Entry(number: 284, name: "dsa-tag-dsa", header: .typed(at: 16, data: 18)),
        Entry(number: 285, name: "dsa-tag-edsa", header: .typed(at: 20, data: 22)),
    ]
}

extension LinkType: TextWritable {
    /// Appends the name, or the number where there is none.
    package func write(to text: inout [UInt8]) {
        guard let name else { return text.append(decimal: UInt64(rawValue)) }
        text.append(contentsOf: name.utf8)
    }
}
