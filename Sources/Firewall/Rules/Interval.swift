/// The numbers from `low` to `high`, both included.
@usableFromInline
package struct Interval<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable
{
    /// The lowest number.
    @usableFromInline
    package var low: Number
    /// The highest number, never under `low`.
    @usableFromInline
    package var high: Number

    /// The numbers from `low` to `high`.
    @inlinable @inline(__always)
    package init(_ low: Number, _ high: Number) {
        self.low = low
        self.high = high
    }

    /// Every number.
    @inlinable
    package static var all: Self { Self(0, .max) }

    /// Whether the number is one of them.
    @inlinable @inline(__always)
    package func contains(_ number: Number) -> Bool { low <= number && number <= high }
}

extension Interval {
    /// Whether a number is in both.
    @inlinable @inline(__always)
    package func intersects(_ other: Self) -> Bool { low <= other.high && other.low <= high }

    /// Whether each number of the other is in it.
    @inlinable @inline(__always)
    package func contains(_ other: Self) -> Bool { low <= other.low && other.high <= high }

    /// The numbers in both, which must be some.
    @inlinable
    package func intersection(_ other: Self) -> Self {
        Self(Swift.max(low, other.low), Swift.min(high, other.high))
    }

    /// The least interval around both.
    func hull(_ other: Self) -> Self {
        Self(Swift.min(low, other.low), Swift.max(high, other.high))
    }

    /// Whether the two together leave out no number between them.
    func touches(_ other: Self) -> Bool {
        if intersects(other) { return true }
        return low > other.high ? low - other.high == 1 : other.low - high == 1
    }

    /// About which part of it lies in the other; the two must intersect.
    @inline(__always)
    func share(in other: Self) -> Double {
        if other.contains(self) { return 1 }
        let width = high - low
        let both = Swift.min(high, other.high) - Swift.max(low, other.low)
        // The highest 32 bits tell enough, and turn into a double fast at every width.
        let shift = Swift.max(0, Number.bitWidth - width.leadingZeroBitCount - 32)
        return (Double(UInt32(truncatingIfNeeded: both >> shift)) + 1)
            / (Double(UInt32(truncatingIfNeeded: width >> shift)) + 1)
    }

    /// Takes off the numbers below the other, which must intersect it; nil when there are none.
    @inline(__always)
    mutating func takeBelow(_ other: Self) -> Self? {
        guard low < other.low else { return nil }
        let below = Self(low, other.low - 1)
        low = other.low
        return below
    }

    /// Takes off the numbers above the other, which must intersect it; nil when there are none.
    @inline(__always)
    mutating func takeAbove(_ other: Self) -> Self? {
        guard high > other.high else { return nil }
        let above = Self(other.high + 1, high)
        high = other.high
        return above
    }

    /// The number of it that is nearest to the given one.
    func nearest(to number: Number) -> Number { Swift.min(Swift.max(number, low), high) }
}

/// What can be done with lists of intervals.
///
/// What comes out rises, and its intervals lie apart from each other.
package enum IntervalList {
    /// The same numbers.
    @specialized(where Number == UInt16)
    @specialized(where Number == UInt32)
    @specialized(where Number == UInt128)
    package static func merged<Number>(_ intervals: [Interval<Number>]) -> [Interval<Number>] {
        if intervals.count < 2 { return intervals }
        var result: [Interval<Number>] = []
        for interval in intervals.sorted(by: { $0.low < $1.low }) {
            if let last = result.last, last.high == .max || interval.low <= last.high + 1 {
                result[result.count - 1].high = max(last.high, interval.high)
            } else {
                result.append(interval)
            }
        }
        return result
    }

    /// The numbers of `whole` that lie in none.
    @specialized(where Number == UInt16)
    @specialized(where Number == UInt32)
    @specialized(where Number == UInt128)
    package static func outside<Number>(
        _ intervals: [Interval<Number>], of whole: Interval<Number> = .all
    ) -> [Interval<Number>] {
        var result: [Interval<Number>] = []
        var next: Number? = whole.low
        for interval in merged(intervals) {
            guard let start = next, start <= whole.high else { return result }
            if interval.low > start {
                result.append(Interval(start, min(interval.low - 1, whole.high)))
            }
            next = interval.high == .max ? nil : max(start, interval.high + 1)
        }
        if let start = next, start <= whole.high { result.append(Interval(start, whole.high)) }
        return result
    }

    /// The numbers that lie in an interval of either list.
    @specialized(where Number == UInt16)
    @specialized(where Number == UInt32)
    @specialized(where Number == UInt128)
    package static func both<Number>(
        _ left: [Interval<Number>], _ right: [Interval<Number>]
    ) -> [Interval<Number>] {
        let (left, right) = (merged(left), merged(right))
        var result: [Interval<Number>] = []
        var (one, other) = (0, 0)
        while one < left.count, other < right.count {
            let low = max(left[one].low, right[other].low)
            let high = min(left[one].high, right[other].high)
            if low <= high { result.append(Interval(low, high)) }
            if left[one].high < right[other].high { one += 1 } else { other += 1 }
        }
        return result
    }

    /// The least interval around all; nil when there is none.
    static func hull<Number>(_ intervals: [Interval<Number>]) -> Interval<Number>? {
        guard let first = intervals.first else { return nil }
        return intervals.dropFirst().reduce(first) { $0.hull($1) }
    }
}
