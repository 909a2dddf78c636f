import Timeline

/// Boxes by where they lie, so that those that meet a given box are found without asking each.
///
/// A node's children are the boxes wholly below a number of one dimension, those wholly above it and those
/// around it, which are then parted in another dimension. Each box is in one leaf. Nodes lie in the
/// order of a walk from the root, and each knows where the walk goes on when it is skipped.
struct BoxTree<Address: ProofAddress>: Sendable {
    private var nodes: [Node] = []
    private(set) var items: [BoxItem<Address>]

    private struct Node: Sendable {
        var hull: PacketBox<Address>
        var firstOwner: Int32
        var lastOwner: Int32
        var next: Int32
        /// The node's own items: none for an inner node.
        var start: Int32
        var end: Int32
    }

    /// The tree of the boxes; the order of `items` is not kept.
    ///
    /// When the budget ends, it is of no use.
    init(_ items: [BoxItem<Address>], _ budget: Budget) {
        self.items = []
        self.items.reserveCapacity(items.count)
        if !items.isEmpty { build(items, budget) }
    }

    /// Shows the items that meet the box and whose owners are in the range, until the answer is false.
    @inline(__always)
    func visit(
        _ box: PacketBox<Address>, owners: Range<Int32>,
        _ body: (BoxItem<Address>) -> Bool
    ) {
        let nodes = nodes.span
        let items = items.span
        var place = 0
        while place < nodes.count {
            let next = Int(nodes[place].next)
            guard nodes[place].firstOwner < owners.upperBound,
                nodes[place].lastOwner >= owners.lowerBound, nodes[place].hull.intersects(box)
            else {
                place = next
                continue
            }
            for item in Int(nodes[place].start)..<Int(nodes[place].end)
            where owners.contains(items[item].owner) && items[item].box.intersects(box) {
                guard body(items[item]) else { return }
            }
            place += 1
        }
    }

    private mutating func build(_ group: [BoxItem<Address>], _ budget: Budget) {
        guard budget.spend(group.count) else { return }
        let place = nodes.count
        var hull = group[0].box
        var first = group[0].owner
        var last = group[0].owner
        for item in group {
            hull = hull.hull(item.box)
            first = min(first, item.owner)
            last = max(last, item.owner)
        }
        let start = Int32(items.count)
        nodes.append(
            Node(
                hull: hull, firstOwner: first, lastOwner: last, next: 0, start: start, end: start))
        if group.count > Self.leaf, let cut = BoxCut(best: group, budget) {
            for side in cut.parted(group) where !side.isEmpty { build(side, budget) }
        } else {
            items.append(contentsOf: group)
            nodes[place].end = Int32(items.count)
        }
        nodes[place].next = Int32(nodes.count)
    }

    /// The most items that are not worth parting.
    private static var leaf: Int { 8 }
}

/// A box of a rule, with what a search asks about the rule.
struct BoxItem<Address: ProofAddress>: Sendable {
    /// The packets.
    var box: PacketBox<Address>
    /// The rule's position.
    var owner: Int32
    /// Whether the rule takes each packet of the box.
    var isCertain: Bool
    /// What the rule does.
    var outcome: Int
}
