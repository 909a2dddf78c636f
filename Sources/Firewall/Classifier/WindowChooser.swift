/// Chooses the window of bits by which rules are told apart, and deals them out by it.
struct WindowChooser {
    /// For each word the values that each rule takes.
    private let columns: [ContiguousArray<Interval<UInt32>>]
    /// For each word how many bits of it can differ.
    private let bits: [Int]
    /// What a lookup below a node of so many rules costs, in steps.
    private let costs: ContiguousArray<Float>

    init(columns: [ContiguousArray<Interval<UInt32>>], bits: [Int]) {
        self.columns = columns
        self.bits = bits
        let count = columns.first?.count ?? 0
        costs = ContiguousArray((0...count).map(Self.cost))
    }

    /// The window that makes the least work, or nil when none tells the rules apart.
    func window(for rules: ArraySlice<UInt32>) -> BitWindow? {
        let stride = max(1, rules.count / Self.sampleSize)
        let sample = Swift.stride(from: rules.startIndex, to: rules.endIndex, by: stride)
            .map { rules[$0] }
        let scale = Float(rules.count) / Float(sample.count)
        let log = Int.bitWidth - 1 - rules.count.leadingZeroBitCount
        let most = max(1, min(Self.mostBits, log - 1))
        let widths = Set([most, max(1, most - 2), max(1, most / 2)]).sorted()
        var memory = ContiguousArray<Int32>(repeating: 0, count: 1 << Self.mostBits)
        var best: BitWindow?
        var least = costs[rules.count] * Self.worth
        var values = ContiguousArray<Interval<UInt32>>()
        for word in columns.indices {
            values.removeAll(keepingCapacity: true)
            for rule in sample { values.append(columns[word][Int(rule)]) }
            guard let first = values.first, values.contains(where: { $0 != first }) else {
                continue
            }
            var counts = memory.mutableSpan
            for width in widths where width <= bits[word] {
                for shift in 0...(bits[word] - width) {
                    let window = BitWindow(word: word, shift: UInt8(shift), bits: UInt8(width))
                    let cost = Self.cost(
                        of: window, over: values.span, scale: scale, costs: costs.span,
                        counts: &counts)
                    if cost < least {
                        least = cost
                        best = window
                    }
                }
            }
        }
        return best
    }

    /// What a lookup costs on average when a window picks the child.
    private static func cost(
        of window: BitWindow, over values: Span<Interval<UInt32>>, scale: Float,
        costs: Span<Float>, counts: inout MutableSpan<Int32>
    ) -> Float {
        let size = Int(window.mask) + 1
        let limit = Self.limit(of: window)
        for value in 0..<size { counts[value] = 0 }
        var rest = 0
        var copies = 0
        for place in values.indices {
            let (first, more) = window.values(of: values[place])
            guard more < limit else {
                rest &+= 1
                continue
            }
            copies &+= Int(more) &+ 1
            var value = first
            for _ in 0...more {
                counts[Int(value)] &+= 1
                value = (value &+ 1) & window.mask
            }
        }
        guard copies > 0 else { return .infinity }
        var weighted: Float = 0
        var even: Float = 0
        var most: Int32 = 0
        for value in 0..<size where counts[value] > 0 {
            let count = counts[value]
            most = max(most, count)
            let cost = costs[min(costs.count &- 1, Int(Float(count) * scale))]
            weighted += cost * Float(count)
            even += cost
        }
        guard most < values.count || rest > 0 else { return .infinity }
        let all = Float(values.count)
        let share = Float(rest) / all
        let below = (1 - share) * weighted / Float(copies) + share * even / Float(size)
        let beside = rest == 0 ? 0 : costs[min(costs.count - 1, Int(Float(rest) * scale))]
        let room =
            Float(copies + rest) / all * copyPrice + Float(size) / (all * scale) * nodePrice
        return 1 + below + beside + room
    }

    /// The rules by the values of a window.
    func parts(of rules: ArraySlice<UInt32>, by window: BitWindow) -> WindowParts {
        let column = columns[window.word]
        let size = Int(window.mask) + 1
        let limit = Self.limit(of: window)
        var ends = [Int](repeating: 0, count: size + 1)
        var rest: [UInt32] = []
        for rule in rules {
            let (first, more) = window.values(of: column[Int(rule)])
            if more >= limit {
                rest.append(rule)
            } else {
                for step in 0...more { ends[Int((first &+ step) & window.mask) + 1] += 1 }
            }
        }
        for value in 0..<size { ends[value + 1] += ends[value] }
        var next = ends
        var members = [UInt32](repeating: 0, count: ends[size])
        for rule in rules {
            let (first, more) = window.values(of: column[Int(rule)])
            guard more < limit else { continue }
            for step in 0...more {
                let value = Int((first &+ step) & window.mask)
                members[next[value]] = rule
                next[value] += 1
            }
        }
        return WindowParts(rest: rest, members: members, ends: ends)
    }

    /// A rule that takes as many values more than one, or all, is left to the rest.
    private static func limit(of window: BitWindow) -> UInt32 {
        min(mostCopies, max(1, window.mask))
    }

    /// What a lookup below a node of so many rules costs, in nodes looked at: a guess.
    private static func cost(of count: Int) -> Float {
        guard count > 0 else { return 0 }
        guard count > 8 else { return 1 + Float(count) / 8 }
        // Nearly the binary logarithm, which the standard library lacks.
        let number = Float(count) / 8
        return 2 + 3 * (Float(number.exponent) + number.significand - 1)
    }

    /// As many rules are looked at to choose a window.
    private static var sampleSize: Int { 1_024 }
    /// The most bits of a window.
    private static var mostBits: Int { 10 }
    /// The most children that a rule is copied to.
    private static var mostCopies: UInt32 { 4 }
    /// A window may look so many times worse than a leaf of all the rules, whose cost is guessed too low.
    private static var worth: Float { 4 }
    /// What a copy of every rule costs by the room that it takes, and a child for every rule.
    private static var copyPrice: Float { 0.5 }
    private static var nodePrice: Float { 1 }
}

/// Rules dealt out by the values of a window; each part is in order.
struct WindowParts {
    /// The rules that take too many values.
    let rest: [UInt32]
    /// The rules of the first value, those of the second, and so on.
    fileprivate let members: [UInt32]
    /// Where the rules of each value begin, and where the last end.
    fileprivate let ends: [Int]

    /// The rules that take a value.
    func children(_ value: Int) -> ArraySlice<UInt32> { members[ends[value]..<ends[value + 1]] }
}
