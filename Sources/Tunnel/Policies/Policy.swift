/// What is to happen to packets that a gateway is about to send to the other one (RFC 4301 section 4.4.1).
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

    /// Which of the gateways it is for, and which way its selectors are written.
    package enum Direction: String, CaseIterable, Hashable, Sendable {
        /// One half of a policy for both gateways: this gateway sends what the selectors mean.
        case there
        /// The other half: this gateway sends the answers to what the selectors mean.
        case back
        /// For this gateway alone.
        case outbound

        /// That of the other half; nil where there is none.
        var opposite: Direction? {
            switch self {
            case .there: .back
            case .back: .there
            case .outbound: nil
            }
        }
    }

    /// Which packets, as a person wrote it.
    package let selectors: TrafficSelectors
    /// What happens to them.
    package let action: Action
    /// Which gateway sends them.
    package let direction: Direction
    /// The packets as the gateway sends them, from its own side to the other one's.
    package let outbound: TrafficSelectors
    /// Those that come from the other one, whose answers these are.
    package let inbound: TrafficSelectors

    /// A policy for the packets that the selectors mean.
    package init(
        _ action: Action, for selectors: TrafficSelectors, _ direction: Direction = .there
    ) {
        self.action = action
        self.selectors = selectors
        self.direction = direction
        let reversed = selectors.reversed
        outbound = direction == .back ? reversed : selectors
        inbound = direction == .back ? selectors : reversed
    }

    /// The half that the other gateway has, which sends the answers; nil where this is the whole.
    package var otherHalf: Policy? {
        direction.opposite.map { Policy(action, for: selectors, $0) }
    }
}
