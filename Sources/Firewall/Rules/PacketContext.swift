/// What a firewall knows of a packet beyond its bytes.
package struct PacketContext: Hashable, Sendable {
    /// The link over which it came in; nil where that is not known, and then no rule `on` a link matches.
    package var link: LinkName?
    /// The link over which it is to go out; nil where it goes to the node itself or that is not known, and then no rule
    /// `out` a link matches.
    package var out: LinkName?
    /// What the flow table says about it.
    package var state: ConnectionState

    /// What is known of a packet.
    package init(
        link: LinkName? = nil, out: LinkName? = nil, state: ConnectionState = .new
    ) {
        self.link = link
        self.out = out
        self.state = state
    }
}

/// Names a link of the network: letters, digits, `-`, `_` and, not at first, `.`; at most 32 of them.
package struct LinkName: RawRepresentable, Hashable, Sendable {
    /// The name.
    package let rawValue: String

    /// The link of this name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// What a node sends to itself goes out over this link and comes in over it, as in Linux.
    package static let loopback = LinkName(rawValue: "lo")
}

/// What the flow table knows of a packet's connection when it arrives (`nf_conntrack` calls it `ctstate`).
package enum ConnectionState: String, CaseIterable, Hashable, Sendable {
    /// It may begin a flow: a TCP SYN, a UDP datagram or an ICMP query of a flow that is not known.
    case new
    /// It belongs to a flow that has been seen in both directions, or answers one.
    case established
    /// It is an ICMP error about a packet of a known flow.
    case related
    /// It can neither begin a flow nor belongs to one.
    case invalid
    /// It is of neighbour or multicast discovery (ICMPv6), which the flow table lets alone.
    case untracked
}
