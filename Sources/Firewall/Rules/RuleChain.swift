/// Which packets of a node a list of rules is about; netfilter calls the lists so (nft(8), "CHAINS").
package enum RuleChain: String, CaseIterable, Hashable, Sendable {
    /// Those for the node itself.
    case input
    /// Those that it passes on.
    case forward
    /// Those that it sends itself.
    case output

    /// Whether its packets have come in over a link, so that rules may ask over which.
    package var hasInLink: Bool { self != .output }

    /// Whether its packets go out over a link, so that rules may ask over which.
    package var hasOutLink: Bool { self != .input }
}
