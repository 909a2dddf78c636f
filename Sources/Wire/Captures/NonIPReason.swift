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
