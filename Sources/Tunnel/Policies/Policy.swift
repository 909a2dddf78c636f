package import Wire

/// What is to happen to packets that leave a gateway for the other one (RFC 4301 section 4.4.1).
package struct Policy: Hashable, Sendable {
    /// What can happen to them.
    package enum Action: Hashable, Sendable {
        /// They take the tunnel of this name.
        case protect(String)
        /// They cross in clear.
        case bypass
        /// They are dropped.
        case discard
    }

    /// Which packets.
    package let selectors: TrafficSelectors
    /// What happens to them.
    package let action: Action

    /// A policy for the packets that the selectors mean.
    package init(_ action: Action, for selectors: TrafficSelectors) {
        self.action = action
        self.selectors = selectors
    }
}

/// Which packets a policy or an SA is for (RFC 4301 section 4.4.1.1): two prefixes of one family.
///
/// They are written for the way from the client's side to the server's; packets the other way match with
/// their ends exchanged.
package struct TrafficSelectors: Hashable, Sendable {
    /// Where packets on the client's side come from.
    package let source: Prefix
    /// Where they go on the server's side.
    package let destination: Prefix

    /// Selectors of two prefixes, or nil where they are of different families.
    package init?(source: Prefix, destination: Prefix) {
        guard source.family == destination.family else { return nil }
        self.source = source
        self.destination = destination
    }

    /// Whether a packet between these addresses, in this direction, is meant.
    package func match(
        source: IPAddress, destination: IPAddress, sentBy sender: TunnelRole
    ) -> Bool {
        switch sender {
        case .client: self.source.contains(source) && self.destination.contains(destination)
        case .server: self.source.contains(destination) && self.destination.contains(source)
        }
    }
}
