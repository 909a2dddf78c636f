package import Wire

/// How a router asks whether a packet can have come from where it says (RFC 3704 section 2).
package enum ReversePathCheck: String, CaseIterable, Hashable, Sendable {
    /// It does not ask.
    case off
    /// The best route back to the source leads over the link that the packet came over (section 2.2); where there are
    /// several of one prefix, one of them does (section 2.3).
    case strict
    /// There is a route back to the source, over any link (section 2.4).
    case loose
}

/// Why a packet can't have come from where it says.
package enum ReversePathRefusal: Hashable, Sendable {
    /// No route leads back to the source.
    case noRoute
    /// This route leads back to the source over another link.
    case elsewhere(Route)
}

extension RouteTable {
    /// Why a packet from `source` can't have come over a link; nil where it can, or where nobody asks.
    ///
    /// An unspecified source is let pass: a host that has no address yet uses it (RFC 1122 section 3.2.1.3).
    package func refusal(
        of source: IPAddress, over link: LinkID, _ check: ReversePathCheck
    ) -> ReversePathRefusal? {
        guard check != .off, !source.isUnspecified else { return nil }
        let candidates = candidates(for: source)
        guard let best = candidates.first else { return .noRoute }
        if check == .loose || candidates.contains(where: { $0.link == link }) { return nil }
        return .elsewhere(best)
    }
}
