extension Interval {
    /// Whether a number is in both.
    @inline(__always)
    func intersects(_ other: Self) -> Bool { low <= other.high && other.low <= high }

    /// Whether each number of the other is in it.
    @inline(__always)
    func contains(_ other: Self) -> Bool { low <= other.low && other.high <= high }

    /// The numbers in both, which must be some.
    func intersection(_ other: Self) -> Self {
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

extension FlagSets {
    /// No flags byte.
    package static let none = FlagSets(words: SIMD4(repeating: 0))

    /// Whether no byte is in it.
    @inline(__always)
    package var isEmpty: Bool { words[0] | words[1] | words[2] | words[3] == 0 }

    /// How many bytes are in it.
    package var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

    /// The lowest byte in it; nil when it is empty.
    package var first: UInt8? {
        for index in 0..<4 where words[index] != 0 {
            return UInt8(index * 64 + words[index].trailingZeroBitCount)
        }
        return nil
    }

    /// The set of one byte.
    package init(_ byte: UInt8) {
        self = .none
        words[Int(byte >> 6)] = 1 << UInt64(byte & 63)
    }

    /// Whether a byte is in both.
    @inline(__always)
    func intersects(_ other: Self) -> Bool {
        !FlagSets(words: words & other.words).isEmpty
    }

    /// Whether each byte of the other is in it.
    @inline(__always)
    func contains(_ other: Self) -> Bool {
        FlagSets(words: other.words & ~words).isEmpty
    }
}
