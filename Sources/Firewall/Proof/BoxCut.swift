import Timeline

/// A number of one field that parts boxes into those below it, those above it and those around it.
struct BoxCut<Address: ProofAddress> {
    private let field: PacketField
    /// The first number above the cut.
    private let number: Address

    /// The cut that leaves the smallest groups; nil when none is worth it, or the budget has ended.
    init?(best items: [BoxItem<Address>], _ budget: Budget) {
        var best: (cut: Self, cost: Int)?
        let step = max(1, items.count / Self.samples)
        var lows: [Address] = []
        var highs: [Address] = []
        for field in PacketField.ordered {
            lows.removeAll(keepingCapacity: true)
            highs.removeAll(keepingCapacity: true)
            for place in stride(from: 0, to: items.count, by: step) {
                let interval = Self.interval(items[place].box, field)
                if interval.low > 0 { lows.append(interval.low) }
                if interval.high < .max { highs.append(interval.high + 1) }
            }
            lows.sort()
            highs.sort()
            for numbers in [lows, highs] where !numbers.isEmpty {
                let number = numbers[numbers.count / 2]
                // Nothing lies above what the field can be.
                if case .number(let field) = field, number > Address(field.whole.high) { continue }
                guard budget.spend(items.count) else { return nil }
                let cut = Self(field, number)
                let cost = cut.cost(items)
                if cost < best?.cost ?? items.count { best = (cut, cost) }
            }
        }
        // A cut that keeps nearly all together would make the tree deep and no search shorter.
        guard let best, best.cost <= items.count - items.count / 8 else { return nil }
        self = best.cut
    }

    private init(_ field: PacketField, _ number: Address) {
        self.field = field
        self.number = number
    }

    /// The boxes below the cut, around it and above it.
    func parted(_ items: [BoxItem<Address>]) -> [[BoxItem<Address>]] {
        var below: [BoxItem<Address>] = []
        var around: [BoxItem<Address>] = []
        var above: [BoxItem<Address>] = []
        for item in items {
            let interval = Self.interval(item.box, field)
            if interval.high < number {
                below.append(item)
            } else if interval.low >= number {
                above.append(item)
            } else {
                around.append(item)
            }
        }
        return [around, below, above]
    }

    /// The boxes around it and those of the fuller side.
    private func cost(_ items: [BoxItem<Address>]) -> Int {
        var below = 0
        var above = 0
        for item in items {
            let interval = Self.interval(item.box, field)
            if interval.high < number { below += 1 }
            if interval.low >= number { above += 1 }
        }
        return items.count - min(below, above)
    }

    @inline(__always)
    private static func interval(
        _ box: PacketBox<Address>, _ field: PacketField
    ) -> Interval<Address> {
        switch field {
        case .source: box.source
        case .destination: box.destination
        case .number(let number):
            Interval(Address(box[number].low), Address(box[number].high))
        // Nothing lies below or above a set of bits.
        case .flags, .context: Interval(0, .max)
        }
    }

    private static var samples: Int { 15 }
}

extension PacketField {
    /// Those by which boxes can be parted.
    fileprivate static let ordered: [Self] = {
        let first: [Self] = [
            .source, .destination, .number(.sourcePort), .number(.destinationPort), .number(.proto),
        ]
        return first + allCases.filter { !first.contains($0) }
    }()
}
