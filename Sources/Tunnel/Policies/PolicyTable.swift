package import Wire

/// The policies of a gateway: its security policy database (RFC 4301 section 4.4.1), for what it sends to the other
/// one and for what comes from there in clear.
///
/// The longest match decides: the longest prefix for the server's side, and among those of one length the
/// longest for the client's side, so that both ways of a connection meet the same policy. RFC 4301 lets a
/// person order the entries; longest match orders them by what they say, as routing tables do, so that their
/// number in the list means nothing. What no policy is about crosses in clear.
package struct PolicyTable: Sendable {
    /// The policies in the order in which they were added.
    package private(set) var entries: [Policy] = []
    /// The tunnel ends that the gateway has.
    private let role: TunnelRole

    /// The most policies.
    package static let limit = 1_000

    /// Why a policy was not added.
    package enum Refusal: Equatable, Sendable {
        /// The policy of this number, from 1, has the same selectors.
        case repeated(number: Int)
        /// There are ``limit`` policies.
        case full
    }

    /// A table without policies, for the gateway with the tunnel ends of a role.
    package init(of role: TunnelRole) {
        self.role = role
    }

    /// Adds a policy.
    ///
    /// - Returns: Why it was not added; nil when it was.
    package mutating func add(_ policy: Policy) -> Refusal? {
        let refusal = refusal(of: policy)
        if refusal == nil { entries.append(policy) }
        return refusal
    }

    /// Why a policy would not be added; nil when it would.
    package func refusal(of policy: Policy) -> Refusal? {
        if let index = entries.firstIndex(where: { $0.outbound == policy.outbound }) {
            return .repeated(number: index + 1)
        }
        return entries.count < Self.limit ? nil : .full
    }

    /// Removes the policy of a number from 1; nil when there is none.
    package mutating func remove(_ number: Int) -> Policy? {
        guard entries.indices.contains(number - 1) else { return nil }
        return entries.remove(at: number - 1)
    }

    /// Removes a policy, if it is there.
    package mutating func remove(_ policy: Policy) {
        entries.removeAll { $0 == policy }
    }

    /// Whether a policy is there that says the same, whichever gateway it was written at.
    package func has(_ policy: Policy) -> Bool {
        entries.contains { $0.action == policy.action && $0.outbound == policy.outbound }
    }

    /// The policy that decides about a packet which the gateway is about to send to the other one.
    package func policy(from source: IPAddress, to destination: IPAddress) -> Policy? {
        longestMatch(source, destination) { _ in true }
    }

    /// The policy that decides about a packet which came from the other gateway in clear: the one by which its
    /// answers leave (RFC 4301 section 5.2); one for what this gateway sends alone is not meant.
    package func policy(receivedFrom source: IPAddress, to destination: IPAddress) -> Policy? {
        longestMatch(destination, source) { $0.direction != .outbound }
    }

    private func longestMatch(
        _ source: IPAddress, _ destination: IPAddress, where isMeant: (Policy) -> Bool
    ) -> Policy? {
        var best: (policy: Policy, rank: (Int, Int))?
        for entry in entries where isMeant(entry) {
            let selectors = entry.outbound
            guard selectors.source.contains(source), selectors.destination.contains(destination)
            else { continue }
            let lengths = (selectors.destination.length, selectors.source.length)
            let rank = role == .client ? lengths : (lengths.1, lengths.0)
            if let best, rank <= best.rank { continue }
            best = (entry, rank)
        }
        return best?.policy
    }
}
