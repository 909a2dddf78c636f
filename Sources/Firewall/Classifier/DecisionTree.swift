import Timeline

/// Boxes in an order, arranged so that the first one around a point is found by looking at few of them.
///
/// An inner node picks one child by some bits of the point. A rule that would be copied into more than a
/// few children stands below the node's rest instead, which is looked at as well, unless its lowest rule
/// comes after what was found already.
final class DecisionTree<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let nodes: ContiguousArray<TreeNode>
    private let leaves: ContiguousArray<PackedBox<Address>>
    private let ragged: ContiguousArray<RaggedAddresses<Address>>
    /// How many rules there are; their indices are those below.
    let count: Int

    /// The tree over boxes; a box's index is its place among them.
    ///
    /// It is of no use when the budget has ended.
    init(_ boxes: ContiguousArray<FieldBox<Address>>, _ budget: Budget) {
        var builder = TreeBuilder(boxes, budget)
        builder.build()
        count = boxes.count
        guard budget.end == nil else {
            (nodes, leaves, ragged) = ([.empty], [], [])
            return
        }
        // The builder's arrays have room to grow.
        nodes = ContiguousArray(builder.nodes[...])
        leaves = ContiguousArray(builder.leaves[...])
        var ragged = ContiguousArray<RaggedAddresses<Address>>()
        for (index, box) in boxes.enumerated() {
            let index = UInt32(index)
            guard PackedBox(box, index: index).isRagged else { continue }
            ragged.append(
                RaggedAddresses(index: index, source: box.source, destination: box.destination))
        }
        self.ragged = ragged
    }

    /// Bytes taken.
    var memoryFootprint: Int {
        nodes.capacity * MemoryLayout<TreeNode>.stride
            + leaves.capacity * MemoryLayout<PackedBox<Address>>.stride
            + ragged.capacity * MemoryLayout<RaggedAddresses<Address>>.stride
    }

    // MARK: - Points

    /// The lowest index of a box that contains the point and that `accept` takes.
    ///
    /// `accept` is asked with indices of boxes around the point, and whether they are exact.
    @inline(__always)
    func firstMatch(
        _ point: PacketPoint<Address>, accept: (_ index: Int, _ isExact: Bool) -> Bool
    ) -> Int? {
        let words = PointWords.words(of: point)
        let (nodes, leaves) = (nodes, leaves)
        var best = TreeNode.none
        var waiting = InlineArray<32, UInt32>(repeating: 0)
        var depth = 0
        var node = nodes[0]
        while true {
            if node.lowest < best {
                if node.word != TreeNode.leaf {
                    if node.shift & TreeNode.hasRest != 0 {
                        waiting[depth & 31] = node.first
                        depth &+= 1
                    }
                    let value =
                        words[Int(node.word & 15)] &>> UInt32(node.shift) & UInt32(node.mask)
                    node = nodes[Int(node.first &+ 1 &+ value)]
                    continue
                }
                let first = Int(node.first)
                for place in first..<first &+ Int(node.mask) where leaves[place].contains(point) {
                    let index = leaves[place].index
                    if index >= best { break }
                    if leaves[place].isRagged, !isInside(point, index) { continue }
                    if accept(Int(index), leaves[place].isExact) {
                        best = index
                        break
                    }
                }
            }
            if depth == 0 { break }
            depth &-= 1
            node = nodes[Int(waiting[depth & 31])]
        }
        return best == TreeNode.none ? nil : Int(best)
    }

    /// Whether the addresses of a point are among those of a ragged box.
    private func isInside(_ point: PacketPoint<Address>, _ index: UInt32) -> Bool {
        guard let addresses = addresses(of: index) else { return false }
        return addresses.source.contains(point.source)
            && addresses.destination.contains(point.destination)
    }

    private func addresses(of index: UInt32) -> RaggedAddresses<Address>? {
        var low = 0
        var high = ragged.count
        while low < high {
            let middle = (low + high) / 2
            if ragged[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low < ragged.count && ragged[low].index == index ? ragged[low] : nil
    }

    // MARK: - Boxes

    /// Hands out the indices below `limit` whose boxes intersect a box, some of them repeatedly and in no
    /// order.
    func visit(
        intersecting box: FieldBox<Address>, below limit: Int, _ body: (_ index: Int) -> Void
    ) {
        let intervals = (0..<PointWords<Address>.count).map {
            PointWords.interval(of: $0, in: box)
        }
        visit(nodes[0], box, intervals, UInt32(limit), body)
    }

    private func visit(
        _ node: TreeNode, _ box: FieldBox<Address>, _ intervals: [Interval<UInt32>],
        _ limit: UInt32,
        _ body: (_ index: Int) -> Void
    ) {
        guard node.lowest < limit else { return }
        guard node.word != TreeNode.leaf else {
            for place in Int(node.first)..<Int(node.first) + Int(node.mask) {
                let packed = leaves[place]
                guard packed.index < limit, self.box(packed).intersects(box) else { continue }
                body(Int(packed.index))
            }
            return
        }
        if node.shift & TreeNode.hasRest != 0 {
            visit(nodes[Int(node.first)], box, intervals, limit, body)
        }
        let window = BitWindow(
            word: Int(node.word), shift: node.shift & ~TreeNode.hasRest,
            bits: UInt8(16 - node.mask.leadingZeroBitCount))
        let (value, more) = window.values(of: intervals[window.word])
        for step in 0...more {
            let child = (value &+ step) & window.mask
            visit(nodes[Int(node.first &+ 1 &+ child)], box, intervals, limit, body)
        }
    }

    // MARK: - Rules

    /// The boxes by their indices.
    var boxes: ContiguousArray<FieldBox<Address>> {
        var places = ContiguousArray(repeating: 0, count: count)
        for (place, packed) in leaves.enumerated() { places[Int(packed.index)] = place }
        return ContiguousArray(places.map { box(leaves[$0]) })
    }

    /// The box of an index.
    func box(at index: Int) -> FieldBox<Address>? {
        leaves.first { $0.index == UInt32(index) }.map(box)
    }

    private func box(_ packed: PackedBox<Address>) -> FieldBox<Address> {
        var box = packed.widened
        if packed.isRagged, let addresses = addresses(of: packed.index) {
            box.source = addresses.source
            box.destination = addresses.destination
        }
        return box
    }
}
