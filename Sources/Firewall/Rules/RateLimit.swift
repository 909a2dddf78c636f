package import Timeline

/// How many packets a rule takes in a stretch of virtual time: a token bucket.
///
/// The bucket starts full with `burst` tokens, each packet takes one, and `packets` of them come back in
/// each `unit`. A packet that finds no token is not matched by the rule; where it is a limit `over`, no other one is.
package struct RateLimit: Hashable, Sendable {
    /// A stretch of virtual time.
    package enum Unit: String, CaseIterable, Hashable, Sendable {
        case second = "s"
        case minute = "m"
        case hour = "h"

        /// Its length.
        package var duration: Duration {
            switch self {
            case .second: .seconds(1)
            case .minute: .seconds(60)
            case .hour: .seconds(3_600)
            }
        }
    }

    /// How many tokens come back in a unit: 1 to `limit`.
    package let packets: Int
    /// The stretch of time.
    package let unit: Unit
    /// How many tokens the bucket holds: 1 to `limit`.
    package let burst: Int
    /// Whether the rule takes the packets that find no token, and passes by those that do, which take it all the same
    /// (`limit rate over` of nft).
    package let isOver: Bool

    /// The highest rate and burst.
    package static let limit = 1_000_000
    /// The burst of a limit that names none.
    package static let usualBurst = 5

    /// The limit of so many packets in a unit.
    package init(
        packets: Int, unit: Unit, burst: Int = usualBurst, isOver: Bool = false
    ) {
        self.packets = packets
        self.unit = unit
        self.burst = burst
        self.isOver = isOver
    }
}

extension RateLimit {
    /// The same rate, for the packets that are over it.
    package var over: RateLimit {
        RateLimit(packets: packets, unit: unit, burst: burst, isOver: true)
    }
}

/// The tokens that a rule with a limit has left.
package struct TokenBucket: Hashable, Sendable {
    /// Nanoseconds' worth of tokens times packets per unit: whole numbers, so that nothing is lost to rounding.
    private var stock: UInt64
    private var filled: Instant

    /// A full bucket.
    package init(_ limit: RateLimit, at instant: Instant) {
        stock = Self.price(limit) * UInt64(limit.burst)
        filled = instant
    }

    /// What one token costs, when `packets` units of stock come in each nanosecond.
    private static func price(_ limit: RateLimit) -> UInt64 { limit.unit.duration.nanoseconds }

    /// What is in the bucket at an instant.
    private func stock(_ limit: RateLimit, at instant: Instant) -> UInt64 {
        let full = Self.price(limit) * UInt64(limit.burst)
        let passed = (instant - filled).nanoseconds
        let (gain, overflow) = passed.multipliedReportingOverflow(by: UInt64(limit.packets))
        return overflow || gain > full - stock ? full : stock + gain
    }

    /// Whether a packet finds a token at an instant.
    package func hasToken(_ limit: RateLimit, at instant: Instant) -> Bool {
        stock(limit, at: instant) >= Self.price(limit)
    }

    /// Takes one token out; the caller has looked.
    package mutating func take(_ limit: RateLimit, at instant: Instant) {
        let price = Self.price(limit)
        let now = stock(limit, at: instant)
        stock = now >= price ? now - price : 0
        filled = instant
    }
}
