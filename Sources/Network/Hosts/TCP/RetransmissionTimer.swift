package import Timeline

/// When unacknowledged segments are sent again (RFC 6298), by the virtual clock.
package struct RetransmissionTimer: Hashable, Sendable {
    /// How long an acknowledgment is waited for now: 1 to 60 seconds.
    package private(set) var timeout: Duration = Self.least
    /// When the oldest unacknowledged segment is sent again; nil while all is acknowledged.
    package private(set) var deadline: Instant?
    /// How often it was sent again since something was last acknowledged.
    package private(set) var repeats = 0
    /// When that segment was sent for the first time.
    private var firstSent: Instant?
    /// The segment whose round trip is measured; none while one that was sent twice could be meant (section 3).
    private var measured: Measurement?
    private var estimate: Estimate?

    private struct Measurement: Hashable, Sendable {
        let end: TCPSequence
        let sent: Instant
    }

    /// The round-trip time in nanoseconds, smoothed, and how much it varies (section 2).
    private struct Estimate: Hashable, Sendable {
        var smoothed: UInt64
        var variation: UInt64

        mutating func take(_ sample: UInt64) {
            let difference = smoothed > sample ? smoothed - sample : sample - smoothed
            variation = (variation / 4 &* 3) &+ difference / 4
            smoothed = (smoothed / 8 &* 7) &+ sample / 8
        }
    }

    /// The shortest timeout, with which a connection starts (sections 2.1 and 2.4).
    package static let least = Duration.seconds(1)
    /// The longest timeout (section 2.5).
    package static let longest = Duration.seconds(60)
    /// The granularity of the clock that counts in the timeout (section 2.3).
    private static let granularity: UInt64 = 1_000_000

    /// A timer that waits for nothing.
    init() {}

    /// Something that takes sequence numbers up to `end` was sent for the first time.
    mutating func sent(upTo end: TCPSequence, at instant: Instant) {
        if measured == nil, repeats == 0 { measured = Measurement(end: end, sent: instant) }
        if deadline == nil { arm(at: instant) }
    }

    /// Waits for something, if nothing is waited for (section 5.1).
    mutating func arm(at instant: Instant) {
        guard deadline == nil else { return }
        deadline = instant + timeout
        firstSent = instant
    }

    /// Everything before `number` was acknowledged for the first time; `isAll` says that nothing unacknowledged is left
    /// (sections 5.2 and 5.3).
    mutating func acknowledged(upTo number: TCPSequence, isAll: Bool, at instant: Instant) {
        if let measurement = measured, !number.isBefore(measurement.end) {
            measured = nil
            take((instant - measurement.sent).nanoseconds)
        } else if repeats > 0, let estimate {
            timeout = Self.timeout(estimate)
        }
        repeats = 0
        deadline = isAll ? nil : instant + timeout
        firstSent = isAll ? nil : instant
    }

    /// The peer is there, though it takes nothing now: probes of a closed window may go on for ever (RFC 9293
    /// section 3.8.6.1).
    mutating func heardPeer(at instant: Instant) {
        if deadline != nil { firstSent = instant }
    }

    /// What was due is sent again: the wait doubles (sections 5.4 to 5.6), and no round trip that it may end is
    /// measured.
    mutating func expired(at instant: Instant) {
        measured = nil
        repeats += 1
        timeout = min(timeout + timeout, Self.longest)
        deadline = instant + timeout
    }

    /// A segment was sent again before it was due: its round trip is not measured.
    mutating func forgetMeasurement() { measured = nil }

    /// Waits for nothing.
    mutating func stop() {
        deadline = nil
        firstSent = nil
        repeats = 0
        measured = nil
    }

    /// How long what is unacknowledged has been so.
    func age(at instant: Instant) -> Duration {
        firstSent.map { instant - $0 } ?? .zero
    }

    private mutating func take(_ sample: UInt64) {
        if var known = estimate {
            known.take(sample)
            estimate = known
        } else {
            estimate = Estimate(smoothed: sample, variation: sample / 2)
        }
        if let estimate { timeout = Self.timeout(estimate) }
    }

    private static func timeout(_ estimate: Estimate) -> Duration {
        let (spread, overflow) = estimate.variation.multipliedReportingOverflow(by: 4)
        let wait =
            Duration(nanoseconds: estimate.smoothed)
            + Duration(nanoseconds: overflow ? .max : max(granularity, spread))
        return min(max(wait, least), longest)
    }
}
