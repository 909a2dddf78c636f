import Wire

/// A link at which a node lowers the maximum segment size of what passes over it, either way.
package struct SegmentClamp: Hashable, Sendable {
    /// The link.
    package let link: LinkID
    /// The most bytes of data in a segment over IPv4; over IPv6, whose header is longer, 20 fewer.
    package let limit: UInt16

    /// A clamp at a link.
    package init(link: LinkID, limit: UInt16) {
        self.link = link
        self.limit = limit
    }

    /// The most bytes of data in a segment of a family.
    func limit(_ family: IPFamily) -> UInt16 {
        switch family {
        case .v4: limit
        case .v6: limit - UInt16(IPv6Header.length - IPv4Header.length)
        }
    }

    /// The least limit: what is left of the least MTU of IPv6 (RFC 8200 section 5), 1,220 bytes, is not asked for, as IPv4
    /// has less; 88 is what Linux takes from a peer.
    package static let leastLimit = 128
}

/// What became of the maximum segment size of a SYN.
package struct SegmentSizeChange: Hashable, Sendable {
    /// The most bytes of data that its sender said that it takes.
    package let before: UInt16
    /// What its receiver reads.
    package let after: UInt16
}
