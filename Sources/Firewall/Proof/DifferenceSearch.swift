import Timeline

/// Finds the packets of one family on which two lists differ.
///
/// A packet on which they differ is decided first by a rule that only one list has, or by a default that
/// differs, and then otherwise by a rule of the other list that comes later. For each such pair, the
/// packets are those of both rules without those that an earlier certain rule of either list takes.
struct DifferenceSearch<Address: ProofAddress> {
    /// Whether all has been found.
    private(set) var ending = CoverSearch<Address>.Ending.complete

    private let left: BoxStore<Address>
    private let right: BoxStore<Address>
    private var room: (boxes: Int, pairs: Int)
    private var search: CoverSearch<Address>
    private var found: [Finding] = []
    private let limited: (left: [RuleTurns.Key: Int], right: [RuleTurns.Key: Int])
    private let turns: (left: RuleTurns, right: RuleTurns)

    /// Packets that a rule of the left list and another of the right one decide; nil for the defaults.
    private struct Finding {
        var box: PacketBox<Address>
        var pair: Pair
        var leftOutcome: Int
        var rightOutcome: Int
    }

    private struct Pair {
        var left: Int?
        var right: Int?
    }

    /// A search for so many boxes that looks at so many pairs of rules, and parts of each, at most.
    init(
        _ left: BoxStore<Address>, _ right: BoxStore<Address>,
        _ turns: (left: RuleTurns, right: RuleTurns), limit: Int, most: Int, _ budget: Budget
    ) {
        self.left = left
        self.right = right
        self.turns = turns
        limited = (turns.left.limited, turns.right.limited)
        room = (limit, most)
        search = CoverSearch(most: most, budget)
    }

    /// Looks where rules stand that only one of the lists has.
    mutating func look(
        _ one: ProofList, _ other: ProofList, _ alignment: RuleAlignment,
        _ universe: PacketBox<Address>
    ) {
        for stray in alignment.left {
            guard search.budget.spend(BoxStore<Address>.walk) else { return ending = .exhausted }
            for item in left.boxes(of: stray.position) {
                let others = partners(of: item, in: right, from: stray.before, other)
                for (box, partner) in others {
                    let pair = Pair(left: stray.position, right: partner)
                    guard look(box, pair, one, other) else { return }
                }
            }
        }
        for stray in alignment.right {
            guard search.budget.spend(BoxStore<Address>.walk) else { return ending = .exhausted }
            for item in right.boxes(of: stray.position) {
                let others = partners(of: item, in: left, from: stray.before, one)
                for (box, partner) in others {
                    let pair = Pair(left: partner, right: stray.position)
                    guard look(box, pair, one, other) else { return }
                }
            }
        }
        if one.defaultOutcome != other.defaultOutcome, !universe.isEmpty {
            _ = look(universe, Pair(left: nil, right: nil), one, other)
        }
    }

    /// What a box shares with each rule of the other list, from a position on, that does something else.
    private func partners(
        of item: BoxItem<Address>, in store: BoxStore<Address>, from: Int, _ list: ProofList
    ) -> [(PacketBox<Address>, Int?)] {
        let later = from..<list.rules.count
        let whole = store.items(meeting: item.box, in: later) {
            $0.isCertain && $0.box.contains(item.box)
        }
        let end = whole.first.map { Int($0.owner) + 1 } ?? list.rules.count
        let others = store.items(meeting: item.box, in: from..<end) { $0.outcome != item.outcome }
        var partners = others.compactMap { other -> (PacketBox<Address>, Int?)? in
            item.box.intersection(other.box).map { ($0, Int(other.owner)) }
        }
        if whole.isEmpty, list.defaultOutcome != item.outcome { partners.append((item.box, nil)) }
        return partners
    }

    /// Finds what earlier rules leave of a box.
    ///
    /// - Returns: Whether to go on.
    private mutating func look(
        _ box: PacketBox<Address>, _ pair: Pair, _ one: ProofList, _ other: ProofList
    ) -> Bool {
        if isAsked(pair.left, of: one, turns.left, in: limited.right, before: pair.right)
            || isAsked(pair.right, of: other, turns.right, in: limited.left, before: pair.left)
        {
            return true
        }
        room.pairs -= 1
        guard room.pairs >= 0, search.budget.spend(BoxStore<Address>.walk) else {
            ending = .exhausted
            return false
        }
        let before = Cover(before: pair.left ?? one.rules.count)
        let otherBefore = Cover(before: pair.right ?? other.rules.count)
        search.begin()
        guard left.gather(box, before, into: &search) == nil,
            right.gather(box, otherBefore, into: &search) == nil
        else { return true }
        let ending = search.search(box, wanted: room.boxes - found.count)
        for part in search.uncovered {
            found.append(
                Finding(
                    box: part, pair: pair, leftOutcome: one.outcome(pair.left),
                    rightOutcome: other.outcome(pair.right)))
        }
        if ending != .complete { self.ending = ending }
        return found.count < room.boxes
    }

    /// Whether a rule with a limit stands in the other list, too, before the one that decides there.
    ///
    /// Then a packet of it that the one list takes is taken by the same rule in the other.
    private func isAsked(
        _ position: Int?, of list: ProofList, _ turns: RuleTurns,
        in places: [RuleTurns.Key: Int], before decider: Int?
    ) -> Bool {
        guard let position, list.rules[position].limit != nil,
            let place = places[turns[position]]
        else { return false }
        return place < decider ?? .max
    }

    /// What was found, in as few boxes as it takes.
    func boxes() -> [DifferentBox] {
        var boxes: [DifferentBox] = []
        var done: [Finding] = []
        var merger = BoxMerger(search)
        for finding in found {
            let isSame = { (other: Finding) in
                other.leftOutcome == finding.leftOutcome
                    && other.rightOutcome == finding.rightOutcome
            }
            if done.contains(where: isSame) { continue }
            done.append(finding)
            let same = found.filter(isSame)
            for box in merger.merged(same.map(\.box)) {
                // A part that lies in the box knows who decides it.
                guard let part = same.first(where: { $0.box.intersects(box) }),
                    let both = part.box.intersection(box)
                else { continue }
                boxes.append(
                    DifferentBox(
                        box: Address.proofBox(box), leftOutcome: finding.leftOutcome,
                        rightOutcome: finding.rightOutcome,
                        witness: Address.proofPoint(both.example), leftDecider: part.pair.left,
                        rightDecider: part.pair.right))
            }
        }
        return boxes
    }
}
