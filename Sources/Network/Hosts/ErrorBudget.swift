package import Timeline

/// How many ICMP errors a host still sends: a token bucket, as RFC 4443 section 2.4 (f) asks for and RFC 1812 section
/// 4.3.2.8 allows.
package struct ErrorBudget: Hashable, Sendable {
    /// Errors that are sent in a row, and in a second; RFC 4443 proposes 10 of each.
    package static let burst: UInt64 = 10

    private static let interval: UInt64 = 1_000_000_000 / burst
    /// When the bucket is full again.
    private var full = Instant.start

    /// A full bucket.
    package init() {}

    /// Whether one more may be sent.
    package mutating func take(at instant: Instant) -> Bool {
        let start = max(full, instant)
        guard (start - instant).nanoseconds <= Self.interval * (Self.burst - 1) else {
            return false
        }
        full = start + Duration(nanoseconds: Self.interval)
        return true
    }
}
