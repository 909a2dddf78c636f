package import Wire

/// The policies of a pair of gateways: the security policy database of RFC 4301 section 4.4.1.
///
/// The longest match decides: the longest prefix for the server's side, and among those of one length the
/// longest for the client's side. RFC 4301 lets a person order the entries; longest match orders them by
/// what they say, as routing tables do, so that their number in the list means nothing. What no policy is
/// about crosses in clear.
package struct PolicyTable: Sendable {
    /// The policies in the order in which they were added.
    package private(set) var entries: [Policy] = []

    /// The most policies.
    package static let limit = 1_000

    /// Why a policy was not added.
    package enum Refusal: Equatable, Sendable {
        /// The policy of this number, from 1, has the same selectors.
        case repeated(number: Int)
        /// There are ``limit`` policies.
        case full
    }

    /// A table without policies.
    package init() {}

    /// Adds a policy.
    ///
    /// - Returns: Why it was not added; nil when it was.
    package mutating func add(_ policy: Policy) -> Refusal? {
        if let index = entries.firstIndex(where: { $0.selectors == policy.selectors }) {
            return .repeated(number: index + 1)
        }
        guard entries.count < Self.limit else { return .full }
        entries.append(policy)
        return nil
    }

    /// Removes the policy of a number from 1; nil when there is none.
    package mutating func remove(_ number: Int) -> Policy? {
        guard entries.indices.contains(number - 1) else { return nil }
        return entries.remove(at: number - 1)
    }

    /// Removes the policies that lead into a tunnel, and returns how many there were.
    @discardableResult
    package mutating func removeAll(into tunnel: String) -> Int {
        let before = entries.count
        entries.removeAll { $0.action == .protect(tunnel) }
        return before - entries.count
    }

    /// The policy that decides about a packet which one of the gateways is about to send to the other.
    package func policy(
        from source: IPAddress, to destination: IPAddress, sentBy sender: TunnelRole
    ) -> Policy? {
        var best: Policy?
        for entry in entries
        where entry.selectors.match(source: source, destination: destination, sentBy: sender) {
            guard let known = best?.selectors else {
                best = entry
                continue
            }
            let lengths = (entry.selectors.destination.length, entry.selectors.source.length)
            if lengths > (known.destination.length, known.source.length) { best = entry }
        }
        return best
    }
}
