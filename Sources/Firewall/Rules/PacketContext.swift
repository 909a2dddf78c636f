/// What a firewall knows of a packet beyond its bytes.
package struct PacketContext: Hashable, Sendable {
    /// The link over which it came in; nil where that is not known, and then no rule `on` a link matches.
    package var link: LinkName?
    /// What the flow table says about it.
    package var state: ConnectionState

    /// What is known of a packet.
    package init(link: LinkName? = nil, state: ConnectionState = .new) {
        self.link = link
        self.state = state
    }
}

/// Names a link of the network: letters, digits, `-` and `_`, at most 32 of them.
package struct LinkName: RawRepresentable, Hashable, Sendable {
    /// The name.
    package let rawValue: String

    /// The link of this name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}
