package import Wire

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

    /// A policy for the packets that the selectors mean.
    package init(
        _ action: Action, for selectors: TrafficSelectors, _ direction: Direction = .there
    ) {
        self.action = action
        self.selectors = selectors
        self.direction = direction
    }

    /// The half that the other gateway has, which sends the answers; nil where this is the whole.
    package var otherHalf: Policy? {
        direction.opposite.map { Policy(action, for: selectors, $0) }
    }

    /// The packets as the gateway sends them, from its own side to the other one's.
    package var outbound: TrafficSelectors {
        direction == .back ? selectors.reversed : selectors
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

    /// Those of the packets the other way.
    package var reversed: TrafficSelectors {
        TrafficSelectors(from: destination, to: source)
    }

    private init(from source: Prefix, to destination: Prefix) {
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
