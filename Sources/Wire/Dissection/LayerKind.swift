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
    /// A whole ESP packet, still sealed, of which nothing more is known.
    case esp
    /// SPI and sequence number.
    case espHeader = "esp-header"
    /// The explicit IV of ESP.
    case initializationVector = "iv"
    /// Bytes that no header here explains.
    case data
    /// What ESP adds after the payload so that its length says less.
    case trafficPadding = "traffic-padding"
    /// What ESP adds after that before sealing.
    case espTrailer = "esp-trailer"
    /// The ICV of ESP.
    case integrityCheck = "icv"
    /// Bytes that should have been a header and aren't.
    case unreadable
}
