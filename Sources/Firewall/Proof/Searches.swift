import Timeline

/// The memory of searches in both families.
struct Searches {
    var v4: CoverSearch<UInt32>
    var v6: CoverSearch<UInt128>

    private let most: Int

    /// Searches that look at no more than so many parts for one question, and spend of a budget.
    init(most: Int, _ budget: Budget) {
        self.most = most
        v4 = CoverSearch(most: most, budget)
        v6 = CoverSearch(most: most, budget)
    }

    /// What they spend of.
    var budget: Budget { v4.budget }

    /// Why one of them has given up.
    var bound: ProofBound { budget.end.map(ProofBound.ended) ?? .parts(most) }
}

/// Whether a cover leaves out a packet of some boxes.
enum Escape<Address: ProofAddress> {
    /// It leaves out this one.
    case found(PacketPoint<Address>)
    /// It leaves out none.
    case none
    /// The search has given up.
    case exhausted

    /// The same answer about packets of either family.
    var proven: ProofEscape {
        switch self {
        case .found(let point): .found(Address.proofPoint(point))
        case .none: .none
        case .exhausted: .exhausted
        }
    }
}

/// Whether a cover leaves out a packet of either family.
enum ProofEscape {
    case found(ProofPoint)
    case none
    case exhausted
}

extension BoxStore {
    /// A packet of the box that no rule of the cover takes.
    ///
    /// When there is none, the rules that were needed to see that are added to `used`.
    func escape(
        _ box: PacketBox<Address>, _ cover: Cover, _ search: inout CoverSearch<Address>,
        used: inout [Int32]
    ) -> Escape<Address> {
        guard search.budget.spend(Self.walk) else { return .exhausted }
        if let point = escape(box, cover) { return .found(point) }
        search.begin()
        if let whole = gather(box, cover, into: &search) {
            used.append(whole)
            return .none
        }
        switch search.search(box) {
        case .complete:
            used.append(contentsOf: search.used)
            return .none
        case .enough: return .found(search.uncovered[0].example)
        case .exhausted: return .exhausted
        }
    }

    /// A packet of the box that no rule of the cover takes, whichever is found first.
    ///
    /// It asks at one corner after the other of what is left which rules are there, cuts off what the
    /// largest of them takes, and so never looks at the others that meet the box. Where that goes on for long, the
    /// search that weighs all of them has the answer.
    func anyEscape(
        _ box: PacketBox<Address>, _ cover: Cover, _ search: inout CoverSearch<Address>
    ) -> Escape<Address> {
        var pending = [box]
        for _ in 0..<Self.corners {
            guard let part = pending.popLast() else { return .none }
            guard search.budget.spend(Self.walk) else { return .exhausted }
            switch largest(at: part.corner, of: part, cover) {
            case nil: return .found(part.corner)
            case .some(let cutter):
                var rest = part
                for side in BoxSide.all {
                    if let piece = rest.takeOff(side, outside: cutter) { pending.append(piece) }
                }
            }
        }
        var used: [Int32] = []
        return escape(box, cover, &search, used: &used)
    }

    /// The box of the cover that takes a packet of a part, and most of the part; nil when none takes it.
    private func largest(
        at point: PacketPoint<Address>, of part: PacketBox<Address>, _ cover: Cover
    ) -> PacketBox<Address>? {
        var best: PacketBox<Address>?
        var bestShare = -1.0
        visit(PacketBox(point), owners: 0..<cover.until) { item in
            guard cover.holds(item) else { return true }
            let share = part.share(in: item.box)
            if share > bestShare { (best, bestShare) = (item.box, share) }
            // Nothing takes more than all of it.
            return share < 1
        }
        return best
    }

    /// The most corners that are asked at.
    private static var corners: Int { 256 }

    /// A packet of some boxes that no rule of the cover takes.
    func escape(
        _ boxes: [PacketBox<Address>], _ cover: Cover, _ search: inout CoverSearch<Address>,
        used: inout [Int32]
    ) -> Escape<Address> {
        for box in boxes {
            let escape = escape(box, cover, &search, used: &used)
            guard case .none = escape else { return escape }
        }
        return .none
    }

    /// The steps of looking through the store some times.
    static var walk: Int { 1_024 }

    /// Whether some rules take each packet of the box; nil when the search has given up.
    func isCovered(
        _ box: PacketBox<Address>, by rules: Set<Int>, _ search: inout CoverSearch<Address>
    ) -> Bool? {
        search.begin()
        visit(box, owners: 0..<count) { item in
            if rules.contains(Int(item.owner)) { search.add(item.box, item.owner) }
            return true
        }
        return switch search.search(box) {
        case .complete: true
        case .enough: false
        case .exhausted: nil
        }
    }
}
