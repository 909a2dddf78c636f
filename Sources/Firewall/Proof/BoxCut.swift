/// A number of one dimension that parts boxes into those below it, those above it and those around it.
struct BoxCut<Address: ProofAddress> {
    private let dimension: Dimension
    /// The first number above the cut.
    private let number: Address

    private enum Dimension: CaseIterable {
        case source, destination, destinationPort, sourcePort, proto
    }

    /// The cut that leaves the smallest groups; nil when none is worth it.
    init?(best items: [BoxItem<Address>]) {
        var best: (cut: Self, cost: Int)?
        let step = max(1, items.count / Self.samples)
        var lows: [Address] = []
        var highs: [Address] = []
        for dimension in Dimension.allCases {
            lows.removeAll(keepingCapacity: true)
            highs.removeAll(keepingCapacity: true)
            for place in stride(from: 0, to: items.count, by: step) {
                let interval = Self.interval(items[place].box, dimension)
                if interval.low > 0 { lows.append(interval.low) }
                if interval.high < .max { highs.append(interval.high + 1) }
            }
            lows.sort()
            highs.sort()
            for numbers in [lows, highs] where !numbers.isEmpty {
                let cut = Self(dimension, numbers[numbers.count / 2])
                let cost = cut.cost(items)
                if cost < best?.cost ?? items.count { best = (cut, cost) }
            }
        }
        // A cut that keeps nearly all together would make the tree deep and no search shorter.
        guard let best, best.cost <= items.count - items.count / 8 else { return nil }
        self = best.cut
    }

    private init(_ dimension: Dimension, _ number: Address) {
        self.dimension = dimension
        self.number = number
    }

    /// The boxes below the cut, around it and above it.
    func parted(_ items: [BoxItem<Address>]) -> [[BoxItem<Address>]] {
        var below: [BoxItem<Address>] = []
        var around: [BoxItem<Address>] = []
        var above: [BoxItem<Address>] = []
        for item in items {
            let interval = Self.interval(item.box, dimension)
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
            let interval = Self.interval(item.box, dimension)
            if interval.high < number { below += 1 }
            if interval.low >= number { above += 1 }
        }
        return items.count - min(below, above)
    }

    @inline(__always)
    private static func interval(
        _ box: PacketBox<Address>, _ dimension: Dimension
    ) -> Interval<Address> {
        switch dimension {
        case .source: box.source
        case .destination: box.destination
        case .sourcePort: Interval(Address(box.sourcePort.low), Address(box.sourcePort.high))
        case .destinationPort:
            Interval(Address(box.destinationPort.low), Address(box.destinationPort.high))
        case .proto: Interval(Address(box.proto.low), Address(box.proto.high))
        }
    }

    private static var samples: Int { 15 }
}
