/// Where the IP packet lies in a captured frame, or why there is none.
///
/// The packet isn't judged: whether its version and lengths are right is for `Packet.parse(_:)`,
/// which also cuts off a link's padding.
package enum IPPayload: Hashable, Sendable {
    /// The bytes from the IP header to the end of the frame; never empty.
    case found(Range<Int>)
    /// There is no IP packet.
    case missing(NonIPReason)

    /// Where the IP packet lies, or nil.
    package var range: Range<Int>? {
        guard case .found(let range) = self else { return nil }
        return range
    }

    /// Looks into `frame`, the captured bytes of one packet; the range counts from their first.
    package static func find(in frame: Span<UInt8>, linkType: LinkType) -> IPPayload {
        switch linkType {
        case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6:
            find(in: frame, from: 0)
        case .ethernet:
            find(in: frame, typeAt: EthernetOffset.type, dataAt: EthernetOffset.data)
        case .linuxSLL:
            find(in: frame, typeAt: SLLOffset.proto, dataAt: SLLOffset.data)
        case .linuxSLL2:
            find(in: frame, typeAt: SLL2Offset.proto, dataAt: SLL2Offset.data)
        case .null, .loop:
            findLoopback(in: frame)
        default:
            .missing(.unknownLinkType)
        }
    }

    /// The most VLAN tags that are skipped: a service tag and a customer tag (IEEE 802.1ad).
    package static let tagLimit = 2

    /// Where the fields of an Ethernet frame lie (IEEE 802.3 section 3.1).
    private enum EthernetOffset {
        /// EtherType, 2 bytes; the addresses come before it.
        static let type = 12
        /// The data, or the rest of a VLAN tag.
        static let data = 14
    }

    /// Where the fields of a Linux cooked frame lie (LINKTYPE_LINUX_SLL).
    private enum SLLOffset {
        /// EtherType, 2 bytes, after packet type, device type, address length and address.
        static let proto = 14
        /// The data.
        static let data = 16
    }

    /// Where the fields of a Linux cooked frame of version 2 lie (LINKTYPE_LINUX_SLL2).
    private enum SLL2Offset {
        /// EtherType, 2 bytes.
        static let proto = 0
        /// The data, after interface, device type, packet type, address length and address.
        static let data = 20
    }

    /// The protocol families that BSD loopbacks put before a packet (LINKTYPE_NULL).
    private enum LoopbackFamily {
        static let length = 4
        static let ipv4: UInt32 = 2
        /// NetBSD and OpenBSD, FreeBSD, and Darwin, in this order.
        static let ipv6: [UInt32] = [24, 28, 30]
    }

    private static func find(in frame: Span<UInt8>, from start: Int) -> IPPayload {
        start < frame.count ? .found(start..<frame.count) : .missing(.truncated)
    }

    /// Reads the EtherType at `typeAt`, and skips the VLAN tags that it announces at `dataAt`.
    private static func find(in frame: Span<UInt8>, typeAt: Int, dataAt: Int) -> IPPayload {
        guard dataAt <= frame.count else { return .missing(.truncated) }
        var type = EtherType(rawValue: frame.uint16(at: typeAt))
        var start = dataAt
        var tags = 0
        while type.isTag {
            guard tags < tagLimit else { return .missing(.tooManyTags) }
            guard start + 4 <= frame.count else { return .missing(.truncated) }
            type = EtherType(rawValue: frame.uint16(at: start + 2))
            start += 4
            tags += 1
        }
        switch type {
        case .ipv4, .ipv6: return find(in: frame, from: start)
        case .arp: return .missing(.arp)
        default: return .missing(type.isLength ? .noEtherType : .otherProtocol)
        }
    }

    /// Accepts the family in either byte order: that of LINKTYPE_NULL isn't said anywhere.
    private static func findLoopback(in frame: Span<UInt8>) -> IPPayload {
        guard frame.count >= LoopbackFamily.length else { return .missing(.truncated) }
        let number = frame.uint32(at: 0)
        let family = min(number, number.byteSwapped)
        guard family == LoopbackFamily.ipv4 || LoopbackFamily.ipv6.contains(family) else {
            return .missing(.otherProtocol)
        }
        return find(in: frame, from: LoopbackFamily.length)
    }
}

/// Why no IP packet was found in a captured frame: the closed table that counts are kept by.
package enum NonIPReason: String, CaseIterable, Sendable {
    /// The link type isn't one that is known here.
    case unknownLinkType = "unknown-link-type"
    /// The frame ends before an IP packet could start.
    case truncated
    /// The frame is an address resolution (RFC 826).
    case arp
    /// The frame has a length where others have a type (IEEE 802.3).
    case noEtherType = "no-ether-type"
    /// The frame has more than `IPPayload.tagLimit` VLAN tags.
    case tooManyTags = "too-many-tags"
    /// The frame carries a protocol that is neither IP nor one named above.
    case otherProtocol = "other-protocol"
}

/// What an Ethernet frame carries (IEEE 802 numbers registry of IANA).
struct EtherType: Hashable {
    /// The number on the wire; below 0x0600 it is a length (IEEE 802.3 section 3.2.6).
    let rawValue: UInt16

    /// IPv4 (RFC 894).
    static let ipv4 = EtherType(rawValue: 0x0800)
    /// Address resolution (RFC 826).
    static let arp = EtherType(rawValue: 0x0806)
    /// A customer VLAN tag (IEEE 802.1Q).
    static let customerTag = EtherType(rawValue: 0x8100)
    /// IPv6 (RFC 2464).
    static let ipv6 = EtherType(rawValue: 0x86DD)
    /// A service VLAN tag (IEEE 802.1ad).
    static let serviceTag = EtherType(rawValue: 0x88A8)

    /// Whether a tag of four bytes follows, whose last two are the next type.
    var isTag: Bool { self == .customerTag || self == .serviceTag }

    /// Whether the number is the length of an IEEE 802.3 frame.
    var isLength: Bool { rawValue < 0x0600 }
}
