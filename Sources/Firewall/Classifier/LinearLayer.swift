/// The rules that are in no tree, read in order: all of a short list, or the latest of a long one.
struct LinearLayer<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private(set) var rules = ListedBoxes<Address>()
    /// The IPv4 addresses of the rules, eight rules to a block; empty when they are not laid out.
    private var blocks: ContiguousArray<AddressBlock> = []

    init() {}

    init(_ rules: ListedBoxes<Address>) {
        self.rules = rules
    }

    var count: Int { rules.count }

    /// Bytes taken.
    var memoryFootprint: Int {
        rules.memoryFootprint + blocks.capacity * MemoryLayout<AddressBlock>.stride
    }

    /// Lays the addresses out, for reading them eight at a time.
    mutating func layOut() {
        guard Address.bitWidth == 32 else { return }
        blocks.removeAll(keepingCapacity: true)
        for (place, box) in rules.boxes.enumerated() {
            let lane = place % AddressBlock.lanes
            if lane == 0 { blocks.append(AddressBlock()) }
            blocks[blocks.count - 1].set(
                Interval(truncatingIfNeeded: box.source),
                Interval(truncatingIfNeeded: box.destination),
                at: lane)
        }
    }

    /// The lowest position whose box contains the point.
    @inline(__always)
    func firstMatch(_ point: PacketPoint<Address>, confirm: (Int) -> Bool) -> Int? {
        let boxes = rules.boxes.span
        guard !blocks.isEmpty else {
            for place in boxes.indices where boxes[place].contains(point) {
                let position = Int(rules.positions[place])
                if boxes[place].isExact || confirm(position) { return position }
            }
            return nil
        }
        let source = UInt32(truncatingIfNeeded: point.source)
        let destination = UInt32(truncatingIfNeeded: point.destination)
        let blocks = blocks.span
        for number in blocks.indices {
            let around = blocks[number].around(source, destination)
            guard any(around) else { continue }
            let start = number * AddressBlock.lanes
            // The last block may have lanes beyond the last box.
            for lane in 0..<min(AddressBlock.lanes, boxes.count - start)
            where around[lane] && boxes[start + lane].hasRest(point) {
                let position = Int(rules.positions[start + lane])
                if boxes[start + lane].isExact || confirm(position) { return position }
            }
        }
        return nil
    }

    /// Hands out the positions below `limit` whose boxes intersect a box.
    func visit(
        intersecting box: FieldBox<Address>, below limit: Int, _ body: (_ position: Int) -> Void
    ) {
        for (position, mine) in zip(rules.positions, rules.boxes) {
            guard position < limit else { return }
            if mine.intersects(box) { body(Int(position)) }
        }
    }

    // MARK: - Editing

    mutating func append(_ box: FieldBox<Address>, at position: Int) {
        rules.append(box, at: UInt32(position))
        blocks.removeAll(keepingCapacity: true)
    }

    mutating func insert(_ box: FieldBox<Address>, at position: Int) {
        rules.insert(box, at: position)
        blocks.removeAll(keepingCapacity: true)
    }

    mutating func remove(at position: Int) -> FieldBox<Address>? {
        guard let box = rules.remove(at: position) else { return nil }
        blocks.removeAll(keepingCapacity: true)
        return box
    }

    mutating func makeRoom(at position: Int) { rules.makeRoom(at: position) }

    mutating func closeGap(at position: Int) { rules.closeGap(at: position) }
}

/// The IPv4 addresses of eight boxes, each as its lowest and how many follow that.
private struct AddressBlock: Sendable {
    private var sourceLow = SIMD8<UInt32>()
    private var sourceWidth = SIMD8<UInt32>()
    private var destinationLow = SIMD8<UInt32>()
    private var destinationWidth = SIMD8<UInt32>()

    static let lanes = 8

    mutating func set(_ source: Interval<UInt32>, _ destination: Interval<UInt32>, at lane: Int) {
        sourceLow[lane] = source.low
        sourceWidth[lane] = source.high - source.low
        destinationLow[lane] = destination.low
        destinationWidth[lane] = destination.high - destination.low
    }

    /// Which of the boxes both addresses lie in.
    @inline(__always)
    func around(_ source: UInt32, _ destination: UInt32) -> SIMDMask<SIMD8<Int32>> {
        (SIMD8(repeating: source) &- sourceLow .<= sourceWidth)
            .& (SIMD8(repeating: destination) &- destinationLow .<= destinationWidth)
    }
}

extension Interval<UInt32> {
    fileprivate init(truncatingIfNeeded other: Interval<some FixedWidthInteger>) {
        self.init(
            UInt32(truncatingIfNeeded: other.low), UInt32(truncatingIfNeeded: other.high))
    }
}
