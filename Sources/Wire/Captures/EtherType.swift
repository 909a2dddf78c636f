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
