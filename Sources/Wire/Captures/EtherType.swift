/// What an Ethernet frame carries (IEEE 802 numbers registry of IANA).
struct EtherType: Hashable {
    /// The number on the wire; below 0x0600 it is a length (IEEE 802.3 section 3.2.6).
    let rawValue: UInt16

    /// What stands behind the number.
    ///
    /// - Throws: `arp` or `otherProtocol`.
    func header() throws(NonIPReason) -> LinkHeader {
        switch rawValue {
        case Number.ipv4, Number.ipv6: return .ip
        case Number.arp: throw .arp
        // The rest of a tag: two bytes, and the next EtherType.
        case Number.customerTag, Number.serviceTag, Number.oldTag: return .typed(at: 2, data: 4)
        case Number.mpls, Number.mplsMulticast: return .mpls
        case Number.pppoe: return .pppoe
        case Number.ppp: return .ppp
        case Number.bridged: return .ethernet
        case ..<0x0600: return .llc
        default: throw .otherProtocol
        }
    }

    private enum Number {
        /// IPv4 (RFC 894).
        static let ipv4: UInt16 = 0x0800
        /// Address resolution (RFC 826).
        static let arp: UInt16 = 0x0806
        /// A whole Ethernet frame (RFC 1701, RFC 7637).
        static let bridged: UInt16 = 0x6558
        /// A customer VLAN tag (IEEE 802.1Q).
        static let customerTag: UInt16 = 0x8100
        /// IPv6 (RFC 2464).
        static let ipv6: UInt16 = 0x86DD
        /// PPP (RFC 7042 appendix B).
        static let ppp: UInt16 = 0x880B
        /// MPLS (RFC 3032 section 5).
        static let mpls: UInt16 = 0x8847
        /// MPLS with a label that was assigned upstream (RFC 5332 section 3).
        static let mplsMulticast: UInt16 = 0x8848
        /// A session of PPP over Ethernet (RFC 2516 section 4).
        static let pppoe: UInt16 = 0x8864
        /// A service VLAN tag (IEEE 802.1ad).
        static let serviceTag: UInt16 = 0x88A8
        /// A service VLAN tag from before IEEE 802.1ad.
        static let oldTag: UInt16 = 0x9100
    }
}
