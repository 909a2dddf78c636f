/// What a stretch of a packet's bytes is.
package enum LayerKind: String, CaseIterable, Sendable {
    /// An IPv4 header.
    case ipv4
    /// An IPv6 header.
    case ipv6
    /// A TCP header.
    case tcp
    /// A UDP header.
    case udp
    /// An ICMP header.
    case icmp
    /// An ICMPv6 header.
    case icmpv6
    /// A whole ESP packet, still sealed.
    case esp
    /// Bytes that no header here explains.
    case data
    /// What ESP adds after the payload before sealing.
    case espTrailer = "esp-trailer"
    /// Bytes that should have been a header and aren't.
    case unreadable
}
