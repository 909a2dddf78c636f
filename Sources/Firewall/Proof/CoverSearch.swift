/// Finds what a union of boxes leaves uncovered of a box, by depth-first search.
///
/// To look into a part, only the boxes that meet it are kept. If one contains it, the part is covered; if
/// none is left, it is uncovered; else the box that covers most of it is taken, what sticks out of it
/// is peeled off one side at a time, and each piece is looked into in turn. Subtracting the boxes
/// one after the other instead would cut the space into pieces that no answer needs.
///
/// One search serves many questions, so that its memory is taken once.
struct CoverSearch<Address: ProofAddress> {
    /// The uncovered parts that the last search found; they have no packet in common.
    private(set) var uncovered: [PacketBox<Address>] = []
    /// The owners of the boxes that the last search needed, in no order and repeated.
    private(set) var used: [Int32] = []

    private var boxes: [PacketBox<Address>] = []
    private var owners: [Int32] = []
    private var kept: [Int32] = []
    private var parts = 0
    private var wanted = 1
    private let most: Int

    /// What a search ended with.
    enum Ending {
        /// Nothing is uncovered but what is in `uncovered`.
        case complete
        /// As many uncovered parts as were wanted have been found, and there may be more.
        case enough
        /// More parts would have to be looked at than the bound allows.
        case exhausted
    }

    /// A search that looks at no more than so many parts for one question.
    init(most: Int) {
        self.most = most
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
        kept.removeAll(keepingCapacity: true)
        kept.append(contentsOf: 0..<Int32(boxes.count))
        self.wanted = wanted
        parts = 0
        if look(into: box, from: 0, to: kept.count) { return .complete }
        return uncovered.count >= wanted ? .enough : .exhausted
    }

    /// - Returns: Whether to go on.
    private mutating func look(into part: PacketBox<Address>, from: Int, to end: Int) -> Bool {
        parts += 1
        guard parts <= most else { return false }
        let start = kept.count
        var best = -1
        var bestShare = -1.0
        for place in from..<end {
            let candidate = kept[place]
            guard boxes[Int(candidate)].intersects(part) else { continue }
            if boxes[Int(candidate)].contains(part) {
                used.append(owners[Int(candidate)])
                kept.removeSubrange(start...)
                return true
            }
            let share = part.share(in: boxes[Int(candidate)])
            if share > bestShare {
                best = Int(candidate)
                bestShare = share
            }
            kept.append(candidate)
        }
        guard best >= 0 else {
            uncovered.append(part)
            return uncovered.count < wanted
        }
        used.append(owners[best])
        let stop = kept.count
        let cutter = boxes[best]
        var rest = part
        for side in BoxSide.allCases {
            guard let piece = rest.takeOff(side, outside: cutter) else { continue }
            guard look(into: piece, from: start, to: stop) else { return false }
        }
        kept.removeSubrange(start...)
        return true
    }
}
