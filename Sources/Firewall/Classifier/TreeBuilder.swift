import Timeline

/// Arranges boxes in a decision tree.
struct TreeBuilder<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    typealias Rules = ArraySlice<UInt32>

    private let boxes: ContiguousArray<FieldBox<Address>>
    private let budget: Budget
    private let chooser: WindowChooser
    /// The nodes; the first is the root.
    private(set) var nodes: ContiguousArray<TreeNode> = [.empty]
    /// The boxes of the leaves, one leaf after the other.
    private(set) var leaves: ContiguousArray<PackedBox<Address>> = []

    /// A builder that leaves the rest out when the budget ends.
    init(_ boxes: ContiguousArray<FieldBox<Address>>, _ budget: Budget) {
        self.boxes = boxes
        self.budget = budget
        var columns: [ContiguousArray<Interval<UInt32>>] = []
        for word in 0..<PointWords<Address>.count {
            columns.append(ContiguousArray(boxes.map { PointWords.interval(of: word, in: $0) }))
        }
        chooser = WindowChooser(
            columns: columns,
            bits: (0..<PointWords<Address>.count).map { PointWords<Address>.bits(of: $0) })
    }

    mutating func build() {
        grow(Array(0..<UInt32(boxes.count))[...], at: 0, depth: 0)
    }

    /// Makes a node of the tree over rules, which are in order.
    private mutating func grow(_ rules: Rules, at place: Int, depth: Int) {
        guard let lowest = rules.first, budget.spend(rules.count * Self.looks) else {
            return nodes[place] = .empty
        }
        guard rules.count > Self.leafSize, depth < Self.mostLevels,
            let window = chooser.window(for: rules)
        else { return stack(rules, lowest, at: place) }
        let parts = chooser.parts(of: rules, by: window)
        let first = nodes.count
        nodes[place] = TreeNode(
            first: UInt32(first), lowest: lowest, mask: UInt16(window.mask),
            word: UInt8(window.word),
            shift: window.shift | (parts.rest.isEmpty ? 0 : TreeNode.hasRest))
        for _ in 0...Int(window.mask) + 1 { nodes.append(.empty) }
        grow(parts.rest[...], at: first, depth: depth + 1)
        for child in 0...Int(window.mask) {
            let members = parts.children(child)
            // Children of the same rules are one: the values of a range often are.
            if child > 0, members.elementsEqual(parts.children(child - 1)) {
                nodes[first + 1 + child] = nodes[first + child]
            } else {
                grow(members, at: first + 1 + child, depth: depth + 1)
            }
        }
    }

    /// Makes a leaf of rules, or a chain of them where one cannot have so many.
    private mutating func stack(_ rules: Rules, _ lowest: UInt32, at place: Int) {
        let mine = rules.prefix(TreeNode.mostBoxes)
        let leaf = TreeNode(
            first: UInt32(leaves.count), lowest: lowest, mask: UInt16(mine.count),
            word: TreeNode.leaf, shift: 0)
        for rule in mine { leaves.append(PackedBox(boxes[Int(rule)], index: rule)) }
        let others = rules.dropFirst(mine.count)
        guard let next = others.first else { return nodes[place] = leaf }
        let first = nodes.count
        // A window of no bits has one value.
        nodes[place] = TreeNode(
            first: UInt32(first), lowest: lowest, mask: 0, word: 0, shift: TreeNode.hasRest)
        nodes.append(.empty)
        nodes.append(leaf)
        stack(others, next, at: first)
    }

    /// The most rules of which a leaf is made at once.
    private static var leafSize: Int { 8 }
    /// How often a rule is looked at, about, until a node has its window.
    private static var looks: Int { 16 }
    /// The deepest a node can be below the root; 32 can wait while a point is looked up.
    private static var mostLevels: Int { 24 }
}
