import Timeline

/// Finds what a union of boxes leaves uncovered of a box, by depth-first search.
///
/// To look into a part, only the boxes that meet it are kept. If one contains it, the part is covered; if
/// none is left, it is uncovered; else the box that covers most of it is taken, what sticks out of it
/// is peeled off one side at a time, and each piece is looked into in turn. Subtracting the boxes
/// one after the other instead would cut the space into pieces that no answer needs.
///
/// One search serves many questions, so that its memory is taken once.
struct CoverSearch<Address: ProofAddress> {
    /// What a question may spend; the searches of one command share it.
    let budget: Budget
    /// The uncovered parts that the last search found; they have no packet in common.
    private(set) var uncovered: [PacketBox<Address>] = []
    /// The owners of the boxes that the last search needed, in no order and repeated.
    private(set) var used: [Int32] = []

    private var boxes: [PacketBox<Address>] = []
    private var owners: [Int32] = []
    private var scratch = Scratch()
    private let most: Int

    /// What only a search that runs needs.
    private struct Scratch {
        var kept: [Int32] = []
        var equals: [Int32] = []
        var pending: [Part] = []
    }

    /// A piece of the box, and where in `kept` the boxes are that may meet it.
    private struct Part {
        var box: PacketBox<Address>
        var start: Int
        var end: Int
    }

    /// What a search ended with.
    enum Ending {
        /// Nothing is uncovered but what is in `uncovered`.
        case complete
        /// As many uncovered parts as were wanted have been found, and there may be more.
        case enough
        /// More parts would have to be looked at than the bound allows, or the budget has ended.
        case exhausted
    }

    /// A search that looks at no more than so many parts for one question, and spends of a budget.
    init(most: Int, _ budget: Budget) {
        self.most = most
        self.budget = budget
    }

    /// Forgets the boxes of the last question.
    mutating func begin() {
        boxes.removeAll(keepingCapacity: true)
        owners.removeAll(keepingCapacity: true)
    }

    /// Adds a box that covers.
    mutating func add(_ box: PacketBox<Address>, _ owner: Int32) {
        boxes.append(box)
        owners.append(owner)
    }

    /// Searches a box for `wanted` uncovered parts.
    mutating func search(_ box: PacketBox<Address>, wanted: Int = 1) -> Ending {
        uncovered.removeAll(keepingCapacity: true)
        used.removeAll(keepingCapacity: true)
        scratch.pending.removeAll(keepingCapacity: true)
        scratch.kept.removeAll(keepingCapacity: true)
        scratch.kept.append(contentsOf: 0..<Int32(boxes.count))
        scratch.pending.append(Part(box: box, start: 0, end: scratch.kept.count))
        var parts = 0
        var looks = 0
        while let part = scratch.pending.popLast() {
            parts += 1
            looks += part.end - part.start
            guard parts <= most, looks <= most * Self.looks, scratch.kept.count <= Self.mostKept,
                budget.spend(part.end - part.start + 1)
            else { return .exhausted }
            look(into: part)
            if uncovered.count >= wanted { return .enough }
        }
        return .complete
    }

    /// Settles a part, or leaves pieces of it to be looked into.
    private mutating func look(into part: Part) {
        // What is kept beyond belongs to pieces that are done.
        scratch.kept.removeSubrange(part.end...)
        var bestShare = -1.0
        scratch.equals.removeAll(keepingCapacity: true)
        for place in part.start..<part.end {
            let candidate = scratch.kept[place]
            guard boxes[Int(candidate)].intersects(part.box) else { continue }
            if boxes[Int(candidate)].contains(part.box) {
                used.append(owners[Int(candidate)])
                return
            }
            let share = part.box.share(in: boxes[Int(candidate)])
            if share > bestShare {
                bestShare = share
                scratch.equals.removeAll(keepingCapacity: true)
            }
            if share == bestShare { scratch.equals.append(candidate) }
            scratch.kept.append(candidate)
        }
        guard !scratch.equals.isEmpty else {
            uncovered.append(part.box)
            return
        }
        // Of boxes in a row, the one in the middle halves them.
        let best = Int(scratch.equals[scratch.equals.count / 2])
        used.append(owners[best])
        let cutter = boxes[best]
        var rest = part.box
        for side in BoxSide.allCases {
            guard let piece = rest.takeOff(side, outside: cutter) else { continue }
            scratch.pending.append(Part(box: piece, start: part.end, end: scratch.kept.count))
        }
    }

    /// So many boxes are asked, on average, for a part.
    private static var looks: Int { 1_000 }
    /// The most numbers in `kept`: 64 MB.
    private static var mostKept: Int { 1 << 24 }
}
