package import Wire

/// The policies of a gateway: its security policy database (RFC 4301 section 4.4.1), for what it sends to the other
/// one and for what comes from there in clear.
///
/// The longest match decides: the longest prefix for the server's side, among those of one length the longest for the
/// client's side, so that both ways of a connection meet the same policy, and among those of the same prefixes the one
/// that asks for less of what follows the IP header. RFC 4301 lets a person order the entries; longest match orders them
/// by what they say, as routing tables do, so that their number in the list means nothing. Two policies of the same
/// prefixes that share some packets, and neither has all of the other's, can't be ordered so, and the second
/// one is refused. What no policy is about crosses in clear.
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
        /// The policy of this number, from 1, has the same prefixes and shares some of the packets, and neither has
        /// all of the other's.
        case ambiguous(number: Int)
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
        if let index = entries.firstIndex(where: { $0.isUnordered(beside: policy) }) {
            return .ambiguous(number: index + 1)
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
    package func choice(sending packet: PacketFields) -> PolicyChoice? {
        longestMatch(packet, \.outbound) { _ in true }
    }

    /// The policy that decides about a packet which came from the other gateway in clear: the one by which its
    /// answers leave (RFC 4301 section 5.2); one for what this gateway sends alone is not meant.
    package func choice(receiving packet: PacketFields) -> PolicyChoice? {
        longestMatch(packet, \.inbound) { $0.direction != .outbound }
    }

    /// The policies that can decide about what the gateway sends to the other one, or about what comes from there, in such an
    /// order that the first one that asks for a packet, or may, decides.
    package func inOrder(receiving: Bool) -> [Policy] {
        let meant = entries.filter { !receiving || $0.direction != .outbound }
        func rank(_ policy: Policy) -> (Int, Int) {
            let (source, destination) = (policy.outbound.source, policy.outbound.destination)
            return role == .client
                ? (destination.length, source.length) : (source.length, destination.length)
        }
        var ordered: [Policy] = []
        for policy in meant {
            let layer = policy.outbound.nextLayer
            let place = ordered.firstIndex { other in
                if rank(policy) != rank(other) { return rank(policy) > rank(other) }
                if other.outbound.nextLayer.contains(layer) { return true }
                // What asks for packets that hide their ports is certain of those, and others are not.
                return layer.content == .opaque && !layer.contains(other.outbound.nextLayer)
            }
            ordered.insert(policy, at: place ?? ordered.count)
        }
        return ordered
    }

    private func longestMatch(
        _ packet: PacketFields, _ way: (Policy) -> TrafficSelectors,
        where isMeant: (Policy) -> Bool
    ) -> PolicyChoice? {
        var best: Candidate?
        for entry in entries where isMeant(entry) {
            let selectors = way(entry)
            let fit = selectors.fit(packet)
            guard fit > .no else { continue }
            let lengths = (entry.outbound.destination.length, entry.outbound.source.length)
            let candidate = Candidate(
                policy: entry, nextLayer: selectors.nextLayer, isOpen: fit == .open,
                rank: role == .client ? lengths : (lengths.1, lengths.0))
            if let best, !candidate.precedes(best) { continue }
            best = candidate
        }
        return best.map { PolicyChoice(policy: $0.policy, isOpaque: $0.isOpen) }
    }

    /// A policy that a packet is, or may be, one of the packets of.
    private struct Candidate {
        let policy: Policy
        /// What it asks for on the packet's way.
        let nextLayer: NextLayer
        /// Whether the packet does not show what would tell.
        let isOpen: Bool
        /// The lengths of its prefixes, that of the server's side first.
        let rank: (Int, Int)

        /// Whether it decides before another.
        ///
        /// Of two policies with the same prefixes one has all packets of the other, or they share none, and then the
        /// one that is certain goes first.
        func precedes(_ other: Candidate) -> Bool {
            guard rank == other.rank else { return rank > other.rank }
            if other.nextLayer.contains(nextLayer) { return true }
            if nextLayer.contains(other.nextLayer) { return false }
            return !isOpen && other.isOpen
        }
    }
}

/// The policy that decides about a packet.
package struct PolicyChoice: Hashable, Sendable {
    /// Its longest match.
    package let policy: Policy
    /// Whether the packet does not show the ports or the message by which it would be one of the policy's packets, or
    /// not: it may be one that is to be protected, so it may not cross at all (RFC 4301 section 7).
    package let isOpaque: Bool
}

extension Policy {
    /// Whether two policies of the same prefixes share packets, and neither has all of the other's.
    fileprivate func isUnordered(beside other: Policy) -> Bool {
        let (mine, others) = (outbound, other.outbound)
        return mine.source == others.source && mine.destination == others.destination
            && mine.nextLayer.meets(others.nextLayer)
            && !mine.nextLayer.contains(others.nextLayer)
            && !others.nextLayer.contains(mine.nextLayer)
    }
}
