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
