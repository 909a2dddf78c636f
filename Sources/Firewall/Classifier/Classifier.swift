package import Timeline

/// Finds the first of an ordered list of boxes that contains a point, without reading the list.
///
/// The boxes are in layers: decision trees, each at least four times as large as those after it, and a
/// short list of the latest, which is read in order. An edit marks rules as gone, moves the positions of
/// those behind it and puts what is new in the short list; `compile` makes a tree of that when it has
/// grown, together with the trees that are not large against it. A list that is short throughout has no
/// tree at all.
package struct Classifier<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var layers: ContiguousArray<TreeLayer<Address>> = []
    private var latest = LinearLayer<Address>()
    /// How many positions there are.
    package private(set) var count: Int
    /// Whether lookups are as fast as they get.
    package private(set) var isCompiled = false

    /// The most rules that are read in order beside a tree.
    private static var longestList: Int { 32 }
    /// The most rules that are read in order where there is no tree: up to here that is faster.
    private static var longestAlone: Int { Address.bitWidth == 32 ? 64 : 32 }

    /// A classifier of the hulls of a list; a position without a hull never matches.
    ///
    /// The positions in the list are what lookups answer with. Nothing is built before `compile`.
    package init(_ hulls: some RandomAccessCollection<RuleHull<Address>?>) {
        count = 0
        for hull in hulls { insert(hull, at: count) }
    }

    /// Bytes taken.
    package var memoryFootprint: Int {
        MemoryLayout<Self>.size + latest.memoryFootprint
            + layers.reduce(0) { $0 + $1.memoryFootprint }
            + layers.capacity * MemoryLayout<TreeLayer<Address>>.stride
    }

    // MARK: - Editing

    /// Puts a hull at a position, from 0 to `count`; those from there on move up by one.
    @specialized(where Address == UInt32)
    @specialized(where Address == UInt128)
    package mutating func insert(_ hull: RuleHull<Address>?, at position: Int) {
        precondition((0...count).contains(position), "a position has to be one of the list")
        makeRoom(at: position)
        if let hull { put(FieldBox(hull.box, isExact: hull.isExact), at: position) }
    }

    /// Takes a position out; those behind it move down by one.
    @specialized(where Address == UInt32)
    @specialized(where Address == UInt128)
    package mutating func remove(at position: Int) {
        _ = take(at: position)
        closeGap(at: position)
    }

    /// Puts another hull, or none, at a position.
    @specialized(where Address == UInt32)
    @specialized(where Address == UInt128)
    package mutating func replace(at position: Int, with hull: RuleHull<Address>?) {
        _ = take(at: position)
        if let hull { put(FieldBox(hull.box, isExact: hull.isExact), at: position) }
    }

    /// Moves what stands at a position, so that it then stands at another.
    @specialized(where Address == UInt32)
    @specialized(where Address == UInt128)
    package mutating func move(from position: Int, to target: Int) {
        precondition((0..<count).contains(target), "a position has to be one of the list")
        let box = take(at: position)
        closeGap(at: position)
        makeRoom(at: target)
        if let box { put(box, at: target) }
    }

    private mutating func put(_ box: FieldBox<Address>, at position: Int) {
        latest.insert(box, at: position)
        isCompiled = false
    }

    private mutating func take(at position: Int) -> FieldBox<Address>? {
        precondition((0..<count).contains(position), "a position has to be one of the list")
        isCompiled = false
        if let box = latest.remove(at: position) { return box }
        for number in layers.indices {
            if let box = layers[number].remove(at: position) { return box }
        }
        return nil
    }

    private mutating func makeRoom(at position: Int) {
        count += 1
        guard position < count - 1 else { return }
        latest.makeRoom(at: position)
        for number in layers.indices { layers[number].makeRoom(at: position) }
    }

    private mutating func closeGap(at position: Int) {
        count -= 1
        guard position < count else { return }
        latest.closeGap(at: position)
        for number in layers.indices { layers[number].closeGap(at: position) }
    }

    /// Brings the rules into the shape that is read fastest.
    ///
    /// Without it lookups give the same answers, and take the longer the more was edited. Nothing changes when
    /// the budget ends.
    @specialized(where Address == UInt32)
    @specialized(where Address == UInt128)
    package mutating func compile(_ budget: Budget = Budget()) {
        guard !isCompiled else { return }
        let longest = layers.isEmpty ? Self.longestAlone : Self.longestList
        var sum = latest.count
        var kept = layers.count
        for number in layers.indices.reversed() {
            let layer = layers[number]
            if layer.isSparse || latest.count > longest && layer.count < 4 * sum {
                kept = number
            }
            sum += layer.count
        }
        if kept < layers.count || latest.count > longest {
            var rules = latest.rules
            for layer in layers[kept...] { rules = layer.rules.merged(with: rules) }
            var fresh: TreeLayer<Address>?
            if rules.count > (kept == 0 ? Self.longestAlone : Self.longestList) {
                fresh = TreeLayer(rules, budget)
                rules = ListedBoxes()
            }
            guard budget.end == nil else { return }
            layers.removeSubrange(kept...)
            if let fresh { layers.append(fresh) }
            latest = LinearLayer(rules)
        }
        latest.layOut()
        isCompiled = true
    }

    // MARK: - Lookups

    /// The lowest position whose box contains the point.
    ///
    /// `confirm` is asked only about positions whose hulls are not exact; where it says no, the search
    /// goes on.
    @inline(__always)
    package func firstMatch(
        _ point: PacketPoint<Address>, confirm: (_ position: Int) -> Bool
    ) -> Int? {
        var best = latest.firstMatch(point, confirm: confirm)
        let layers = layers.span
        for number in layers.indices {
            if let position = layers[number].firstMatch(
                point, below: best ?? .max, confirm: confirm)
            {
                best = position
            }
        }
        return best
    }

    /// Hands out the positions below `limit` whose hulls intersect a box, in order, until `body` says no.
    ///
    /// Flags and context are left out of account.
    package func forEachPosition(
        intersecting box: PacketBox<Address>, below limit: Int = .max,
        _ body: (_ position: Int) -> Bool
    ) {
        let box = FieldBox(box, isExact: true)
        let limit = min(limit, count)
        var positions: [Int] = []
        for layer in layers {
            layer.visit(intersecting: box, below: limit) { positions.append($0) }
        }
        latest.visit(intersecting: box, below: limit) { positions.append($0) }
        positions.sort()
        var last = -1
        for position in positions where position != last {
            guard body(position) else { return }
            last = position
        }
    }
}

/// What the classifier knows of a rule in one family: the smallest box around everything that it matches.
package struct RuleHull<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    /// The box; the classifier leaves its flags and its context to whoever confirms.
    package var box: PacketBox<Address>
    /// Whether the rule matches all of the box.
    ///
    /// If not, a packet in the box still has to be asked about: the rule has several ranges, a list,
    /// or asks for flags, a state or a link.
    package var isExact: Bool

    /// The hull of a rule.
    package init(box: PacketBox<Address>, isExact: Bool) {
        self.box = box
        self.isExact = isExact
    }
}

// Compiled here for each family, so that callers in other rooms need not be generic about it.

extension Classifier<UInt32> {
    /// The lowest position whose hull contains the point, exact or not.
    package func firstHull(around point: PacketPoint<UInt32>) -> Int? {
        firstMatch(point) { _ in true }
    }
}

extension Classifier<UInt128> {
    /// The lowest position whose hull contains the point, exact or not.
    package func firstHull(around point: PacketPoint<UInt128>) -> Int? {
        firstMatch(point) { _ in true }
    }
}
