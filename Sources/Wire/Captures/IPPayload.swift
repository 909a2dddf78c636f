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

    /// The most headers that are read in front of an IP packet: addresses, tags, labels and the like.
    package static let headerLimit = 16

    /// Looks into `frame`, the captured bytes of one packet; the range counts from their first.
    package static func find(in frame: Span<UInt8>, linkType: LinkType) -> IPPayload {
        guard var (start, header) = linkType.first else { return .missing(.unknownLinkType) }
        do throws(NonIPReason) {
            for _ in 0..<headerLimit where header != .ip {
                header = try header.read(in: frame, at: &start)
            }
        } catch {
            return .missing(error)
        }
        guard header == .ip else { return .missing(.nestedTooDeep) }
        return start < frame.count ? .found(start..<frame.count) : .missing(.truncated)
    }
}

/// Why no IP packet was found in a captured frame: the closed table that counts are kept by.
package enum NonIPReason: String, Error, CaseIterable, Sendable {
    /// The link type isn't one that is known here.
    case unknownLinkType = "unknown-link-type"
    /// The frame ends before an IP packet could start.
    case truncated
    /// The frame is an address resolution (RFC 826).
    case arp
    /// The frame has more than `IPPayload.headerLimit` headers in front of what it carries.
    case nestedTooDeep = "nested-too-deep"
    /// The frame carries a protocol that is neither IP nor one named above.
    case otherProtocol = "other-protocol"
}
