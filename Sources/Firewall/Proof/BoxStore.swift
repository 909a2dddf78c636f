import Timeline

/// The boxes of one family of a whole rule list, in reading order, and where they lie.
struct BoxStore<Address: ProofAddress>: Sendable {
    /// The boxes of the rules, one rule after the other.
    private(set) var items: [BoxItem<Address>] = []
    /// Where each rule's boxes start, and the end of the last one's.
    private var starts: [Int32] = [0]
    private var tree: BoxTree<Address>?

    /// What a search looks through.
    enum Index: Sendable {
        /// Each box in turn: right for one question about a list that changes.
        case none
        /// A tree that is built first: right for many questions.
        case tree
    }

    /// Makes room for the boxes of so many rules, of which most have one.
    mutating func reserve(_ rules: Int) {
        items.reserveCapacity(rules)
        starts.reserveCapacity(rules + 1)
    }

    /// Adds the boxes of the next rule, as far as they lie in the universe.
    mutating func append(
        _ boxes: [PacketBox<Address>], of rule: ProvenRule, within universe: PacketBox<Address>
    ) {
        let owner = count
        if rule.isBounded {
            for box in boxes {
                guard let box = box.intersection(universe) else { continue }
                items.append(
                    BoxItem(
                        box: box, owner: owner, isCertain: rule.limit == nil, outcome: rule.outcome)
                )
            }
        }
        starts.append(Int32(items.count))
    }

    /// Builds the tree, when there are enough boxes for one and the budget is enough for it.
    mutating func index(_ budget: Budget) {
        guard items.count > 32 else { return }
        let tree = BoxTree(items, budget)
        if budget.end == nil { self.tree = tree }
    }

    /// How many rules there are.
    var count: Int32 { Int32(starts.count - 1) }

    /// The boxes of a rule.
    func boxes(of rule: Int) -> ArraySlice<BoxItem<Address>> {
        items[Int(starts[rule])..<Int(starts[rule + 1])]
    }

    /// Shows the boxes that meet the given one, of rules in the range, until the answer is false.
    @inline(__always)
    func visit(
        _ box: PacketBox<Address>, owners: Range<Int32>,
        _ body: (BoxItem<Address>) -> Bool
    ) {
        if let tree {
            tree.visit(box, owners: owners, body)
        } else {
            let items = items.span
            for place in Int(starts[Int(owners.lowerBound)])..<Int(starts[Int(owners.upperBound)])
            where items[place].box.intersects(box) {
                guard body(items[place]) else { return }
            }
        }
    }

    /// The first rule in the range that may take the packet, or surely takes it.
    func first(
        at point: PacketPoint<Address>, in owners: Range<Int32>, certain: Bool
    ) -> BoxItem<Address>? {
        var best: BoxItem<Address>?
        visit(PacketBox(point), owners: owners) { item in
            if item.owner < best?.owner ?? .max, item.isCertain || !certain { best = item }
            return true
        }
        return best
    }

    /// Collects for a search the boxes that may cover part of the given one.
    ///
    /// - Returns: The first rule of which one box covers all; the search is then not needed.
    func gather(
        _ box: PacketBox<Address>, _ cover: Cover, into search: inout CoverSearch<Address>
    ) -> Int32? {
        var whole: Int32?
        visit(box, owners: 0..<cover.until) { item in
            guard cover.holds(item), item.owner < whole ?? .max else { return true }
            if item.box.contains(box) {
                whole = item.owner
            } else if whole == nil {
                search.add(item.box, item.owner)
            }
            return true
        }
        return whole
    }

    /// Looks for a packet of the box that no rule of the cover takes by stepping out of each rule met.
    ///
    /// It finds one in nearly every rule that is reached, without a look at all rules that meet it;
    /// nil says nothing.
    func escape(_ box: PacketBox<Address>, _ cover: Cover) -> PacketPoint<Address>?
    where Address: ProofAddress {
        var point = box.example
        var turn = 0
        for _ in 0..<Self.steps {
            var around: BoxItem<Address>?
            visit(PacketBox(point), owners: 0..<cover.until) { item in
                guard cover.holds(item) else { return true }
                around = item
                return false
            }
            guard let around else { return point }
            guard point.stepOut(of: around.box, within: box, turn: &turn) else { return nil }
        }
        return nil
    }

    /// The most steps before each rule is looked at after all.
    private static var steps: Int { 24 }
}

/// Which rules of a list cover others, for one question.
struct Cover {
    /// Rules before this position cover.
    var before: Int32
    /// Rules from there up to here cover when they do the same as the one asked about.
    var until: Int32
    /// What the one asked about does.
    var outcome: Int

    /// Every certain rule before a position.
    init(before: Int) {
        self.before = Int32(before)
        until = Int32(before)
        outcome = 0
    }

    /// Every certain rule before a position, and those after it and before another with this outcome.
    init(before: Int, until: Int, outcome: Int) {
        self.before = Int32(before)
        self.until = Int32(until)
        self.outcome = outcome
    }

    /// Whether it takes part.
    @inline(__always)
    func holds<Address>(_ item: BoxItem<Address>) -> Bool {
        item.isCertain
            && (item.owner < before
                || item.owner > before && item.owner < until && item.outcome == outcome)
    }
}
