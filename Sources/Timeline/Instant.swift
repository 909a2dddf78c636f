/// A point in virtual time, counted in nanoseconds from the start of the lab.
///
/// It says nothing about the time of day: the same lab reaches the same instants on any machine.
package struct Instant: Hashable, Sendable {
    /// The time since the start of the lab, in nanoseconds.
    package let nanoseconds: UInt64

    /// The instant that many nanoseconds after the start of the lab.
    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The moment at which a lab starts.
    package static let start = Instant(nanoseconds: 0)

    /// The last instant there is, which every sum that would be later becomes.
    package static let last = Instant(nanoseconds: .max)

    /// The instant `wait` later; one too late to be represented becomes `last`.
    package static func + (instant: Instant, wait: Duration) -> Instant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(wait.nanoseconds)
        return overflow ? .last : Instant(nanoseconds: sum)
    }

    /// The time that passed from `earlier` to `later`, and none if they are the other way round.
    package static func - (later: Instant, earlier: Instant) -> Duration {
        guard later > earlier else { return .zero }
        return Duration(nanoseconds: later.nanoseconds - earlier.nanoseconds)
    }
}

extension Instant: Comparable {
    /// Whether the left instant is the earlier one.
    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Instant: CustomStringConvertible {
    /// The time since the start in milliseconds with three decimals: `22.000 ms`.
    package var description: String { (self - .start).description }

    /// Appends the time since the start in milliseconds with three decimals: `22.000 ms`.
    package func write(to text: inout [UInt8]) {
        (self - .start).write(to: &text)
    }
}
