import Firewall

/// To whom the frame of a packet was sent (`pkttype` of nft and iptables).
struct FrameKind {
    private let kind: LocalAddresses.Kind

    /// The kind that a word stands for; nil: none that is known.
    init?(_ word: String) {
        switch word {
        case "host", "unicast": kind = .local
        case "broadcast", "bcast": kind = .broadcast
        case "multicast", "mcast": kind = .multicast
        default: return nil
        }
    }

    /// Narrows a draft to the packets of such frames, as far as their list says it.
    ///
    /// What Linux forwards came in a frame for the router alone (`ip_forward`, `ip6_forward`). Of a frame that came in
    /// for the gateway itself the address of the packet says it; what it sends has no kind that would say where to.
    func narrow(
        _ draft: inout RuleDraft, isNegated: Bool, _ local: LocalAddresses, _ chain: RuleChain?
    ) throws(ForeignProblem) {
        switch chain {
        case .forward:
            if (kind == .local) == isNegated { throw .matchesNothing(.frameKind) }
        case .input:
            try draft.narrow(
                .destination, to: try local.frames(kind, draft.family, isNegated: isNegated))
        case .output, nil: throw .unsupported(.frameKind)
        }
    }
}
