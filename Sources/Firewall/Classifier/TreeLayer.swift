import Timeline

/// A tree whose rules have moved up and down the list since it was built, and of which some are gone.
///
/// Rules never pass each other inside a layer: one that is moved leaves it.
struct TreeLayer<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let tree: DecisionTree<Address>
    /// For each index of the tree twice its position in the list, and 1 more when the rule is gone.
    ///
    /// Empty while each index is a position. The rules that are gone keep a place among the others, so
    /// that the positions stay in order.
    private var keys: ContiguousArray<UInt32>
    /// How many rules are left.
    private(set) var count: Int

    /// The layer of rules that are in order; of no use when the budget has ended.
    init(_ rules: ListedBoxes<Address>, _ budget: Budget) {
        tree = DecisionTree(rules.boxes, budget)
        count = rules.count
        let isWhole = rules.positions.last == UInt32(rules.count - 1)
        keys = isWhole ? [] : ContiguousArray(rules.positions.map { 2 * $0 })
    }

    /// Whether most of the rules are gone.
    var isSparse: Bool { 2 * count < tree.count }

    /// Bytes taken.
    var memoryFootprint: Int {
        tree.memoryFootprint + keys.capacity * MemoryLayout<UInt32>.stride
    }

    /// The lowest position whose box contains the point, if it is below `limit`.
    @inline(__always)
    func firstMatch(
        _ point: PacketPoint<Address>, below limit: Int, confirm: (Int) -> Bool
    ) -> Int? {
        if keys.isEmpty {
            // Past the limit any answer will do: it ends the search.
            let index = tree.firstMatch(point) { index, isExact in
                index >= limit || isExact || confirm(index)
            }
            guard let index, index < limit else { return nil }
            return index
        }
        let keys = keys.span
        let index = tree.firstMatch(point) { index, isExact in
            let position = Int(keys[index] >> 1)
            return position >= limit
                || keys[index] & 1 == 0 && (isExact || confirm(position))
        }
        guard let index else { return nil }
        let position = Int(keys[index] >> 1)
        return position < limit ? position : nil
    }

    /// Hands out the positions below `limit` whose boxes intersect a box, some of them repeatedly.
    func visit(
        intersecting box: FieldBox<Address>, below limit: Int, _ body: (_ position: Int) -> Void
    ) {
        guard !keys.isEmpty else {
            return tree.visit(intersecting: box, below: min(limit, tree.count), body)
        }
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] >> 1 < limit { low = middle + 1 } else { high = middle }
        }
        tree.visit(intersecting: box, below: low) { index in
            if keys[index] & 1 == 0 { body(Int(keys[index] >> 1)) }
        }
    }

    // MARK: - Editing

    /// Moves the rules from a position on up by one.
    mutating func makeRoom(at position: Int) {
        shift(from: position, by: 2)
    }

    /// Moves the rules behind a position down by one.
    mutating func closeGap(at position: Int) {
        shift(from: position + 1, by: UInt32.max - 1)
    }

    private mutating func shift(from position: Int, by step: UInt32) {
        writeKeys()
        let bound = 2 * UInt32(position)
        for index in keys.indices { keys[index] &+= keys[index] >= bound ? step : 0 }
    }

    /// Takes the rule at a position out, if it is in this layer.
    mutating func remove(at position: Int) -> FieldBox<Address>? {
        writeKeys()
        guard let index = keys.firstIndex(of: 2 * UInt32(position)) else { return nil }
        keys[index] |= 1
        count -= 1
        return tree.box(at: index)
    }

    private mutating func writeKeys() {
        guard keys.isEmpty else { return }
        keys = ContiguousArray((0..<UInt32(tree.count)).map { 2 * $0 })
    }

    /// The rules that are left, in order.
    var rules: ListedBoxes<Address> {
        let boxes = tree.boxes
        guard !keys.isEmpty else {
            return ListedBoxes(positions: ContiguousArray(0..<UInt32(tree.count)), boxes: boxes)
        }
        var left = ListedBoxes<Address>()
        for (key, box) in zip(keys, boxes) where key & 1 == 0 {
            left.append(box, at: key >> 1)
        }
        return left
    }
}
