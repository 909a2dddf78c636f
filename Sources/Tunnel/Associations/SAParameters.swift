package import Timeline
package import Wire

/// What is settled about an SA beside its SPI and its keys.
package struct SAParameters: Hashable, Sendable {
    /// What protects its packets.
    package var suite: ESPSuite
    /// What its packets carry.
    package var mode: ESPMode
    /// Whether sequence numbers have 64 bits (RFC 4303 section 2.2.1).
    package var isExtended: Bool
    /// How many sequence numbers the receiver's window tells apart; see ``ReplayWindow/sizes``.
    ///
    /// 0 for no window: what was received once is accepted again, and numbers are not extended then (RFC 4303
    /// section 3.3.3).
    package var windowSize: Int
    /// The sender pads each payload to a multiple of so many bytes, so that its length says less
    /// (RFC 4303 section 2.7); 0 or 1 for no such padding.
    package var paddingMultiple: Int
    /// How long the SA is used.
    package var lifetime: SALifetime
    /// What DF is in the outer header of tunnel mode.
    package var outerDF: OuterDF

    /// Parameters; by default those of a tunnel that nobody asked anything special of.
    package init(
        suite: ESPSuite = .usual, mode: ESPMode = .tunnel, isExtended: Bool = false,
        windowSize: Int = ReplayWindow.usualSize, paddingMultiple: Int = 0,
        lifetime: SALifetime = SALifetime(), outerDF: OuterDF = .copy
    ) {
        self.suite = suite
        self.mode = mode
        self.isExtended = isExtended
        self.windowSize = windowSize
        self.paddingMultiple = paddingMultiple
        self.lifetime = lifetime
        self.outerDF = outerDF
    }
}

/// What the DF bit of an outer IPv4 header is in tunnel mode (RFC 4301 section 8.1).
package enum OuterDF: String, CaseIterable, Sendable {
    /// As in the packet inside.
    case copy
    /// Set: no router may fragment.
    case set
    /// Clear: routers may fragment.
    case clear
}

/// How long an SA is used (RFC 4301 section 4.4.2.1).
package struct SALifetime: Hashable, Sendable {
    /// An amount of use; what is nil has no bound.
    package struct Bound: Hashable, Sendable {
        /// Virtual time since the SA was made.
        package var time: Duration?
        /// Packets that it carried.
        package var packets: UInt64?
        /// Bytes of payload that it carried.
        package var bytes: UInt64?

        /// A bound; by default none.
        package init(time: Duration? = nil, packets: UInt64? = nil, bytes: UInt64? = nil) {
            self.time = time
            self.packets = packets
            self.bytes = bytes
        }

        /// Whether nothing is bounded.
        package var isUnbounded: Bool { time == nil && packets == nil && bytes == nil }

        /// Whether an SA that was made at `birth` has been used so much at `now`.
        func isReached(_ traffic: TrafficCount, birth: Instant, now: Instant) -> Bool {
            if let packets, traffic.packets >= packets { return true }
            if let bytes, traffic.bytes >= bytes { return true }
            guard let time else { return false }
            return now >= birth + time
        }
    }

    /// When another SA should take its place.
    package var soft: Bound
    /// When it ends, whether or not another has taken its place.
    package var hard: Bound

    /// A lifetime; by default without an end.
    package init(soft: Bound = Bound(), hard: Bound = Bound()) {
        self.soft = soft
        self.hard = hard
    }
}
