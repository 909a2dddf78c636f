import Chance
import Firewall
import Testing

/// Where lists differ: the answers are those of asking each packet.
@Suite struct DifferenceTests {
    private struct Tally {
        var equal = 0
        var different = 0
        var several = 0
    }

    /// Compares an answer with the pairs of outcomes that each packet may get.
    private func check(
        _ answer: ListDifference, _ left: Oracle, _ right: Oracle, _ tally: inout Tally,
        pairs: (Int) -> Set<[Int]>
    ) throws {
        let expected = TinySpace.points.indices.map(pairs)
        switch answer {
        case .unknown: Issue.record("unknown")
        case .equal:
            tally.equal += 1
            #expect(!expected.contains { !$0.isEmpty })
        case .different(let boxes, let isComplete):
            tally.different += 1
            if boxes.count > 1 { tally.several += 1 }
            #expect(isComplete)
            for (index, point) in TinySpace.points.enumerated() {
                let around = boxes.filter { $0.box.contains(point) }
                #expect(Set(around.map { [$0.leftOutcome, $0.rightOutcome] }) == expected[index])
            }
            for box in boxes {
                #expect(box.box.contains(box.witness))
                let index = try #require(Oracle.index(box.witness))
                #expect(left.deciders(index).contains(box.leftDecider))
                #expect(right.deciders(index).contains(box.rightDecider))
                #expect(left.outcome(box.leftDecider) == box.leftOutcome)
                #expect(right.outcome(box.rightDecider) == box.rightOutcome)
            }
        }
    }

    private func certain(_ left: Oracle, _ right: Oracle, _ point: Int) -> Set<[Int]> {
        let pair = [left.outcome(left.decider(point)), right.outcome(right.decider(point))]
        return pair[0] == pair[1] ? [] : [pair]
    }

    @Test(arguments: [UInt64(1), 2])
    func answersLikeAskingEachPacket(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var tally = Tally()
        for round in 0..<36 {
            let rules = maker.rules(1 + maker.pick(7), limited: false)
            var others = rules
            switch round % 3 {
            case 0: others = maker.rules(1 + maker.pick(7), limited: false)
            case 1: others.swapAt(maker.pick(rules.count), maker.pick(rules.count))
            default:
                for _ in 0...maker.pick(3) { maker.edit(&others, limited: false) }
            }
            let left = Oracle(rules, defaultOutcome: maker.pick(2))
            let right = Oracle(
                others, defaultOutcome: maker.pick(5) == 0 ? 2 : left.defaultOutcome)
            let list = TinySpace.list(
                rules, defaultOutcome: left.defaultOutcome, for: .manyQuestions)
            let other = TinySpace.list(
                others, defaultOutcome: right.defaultOutcome, for: .manyQuestions)
            try check(list.difference(from: other), left, right, &tally) {
                certain(left, right, $0)
            }
        }
        #expect(tally.equal > 4)
        #expect(tally.different > 20)
        #expect(tally.several > 10)
    }

    @Test(arguments: [UInt64(4), 5])
    func limitedRulesInCommonActAlike(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var tally = Tally()
        for _ in 0..<40 {
            // No two rules are equal, so there is only one way to read the lists side by side.
            var rules: [ProvenRule] = []
            for rule in maker.rules(2 + maker.pick(6), limited: true) where !rules.contains(rule) {
                rules.append(rule)
            }
            var others = rules
            maker.edit(&others, limited: true)
            guard Set(others).count == others.count else { continue }
            let left = Oracle(rules)
            let right = Oracle(others)
            let list = TinySpace.list(rules, for: .manyQuestions)
            let other = TinySpace.list(others, for: .manyQuestions)
            try check(list.difference(from: other), left, right, &tally) { point in
                let limited = Set(
                    (left.deciders(point).compactMap { $0.map { rules[$0] } }
                        + right.deciders(point).compactMap { $0.map { others[$0] } }).filter {
                            $0.limit != nil
                        })
                var pairs: Set<[Int]> = []
                // Each limited rule may have tokens left or not, and has the same in both lists.
                let names = Array(limited)
                for choice in 0..<1 << names.count {
                    let taking = Set(
                        names.indices.filter { choice >> $0 & 1 == 1 }.map { names[$0] })
                    let pair = [left, right].map { $0.outcome(point, taking: taking) }
                    if pair[0] != pair[1] { pairs.insert(pair) }
                }
                return pairs
            }
        }
        #expect(tally.equal > 5)
        #expect(tally.different > 10)
    }

    @Test func fewBoxesSayIt() {
        var low = PacketBox<UInt32>.all
        low[.destinationPort] = Interval(22, 22)
        low[.proto] = Interval(6, 6)
        var inner = low
        inner.source = Interval(0x0A00_0000, 0x0AFF_FFFF)
        let allow = ProvenRule(boxes4: [low], outcome: 1)
        let deny = ProvenRule(boxes4: [inner], outcome: 0)
        let list = ProofList([deny, allow], defaultOutcome: 0)
        #expect(list.difference(from: list) == .equal)
        let without = ProofList([allow], defaultOutcome: 0)
        #expect(boxes(list.difference(from: without)) == [.v4(inner)])
        // Removing the other leaves two boxes: below the inner one and above it.
        #expect(boxes(list.difference(from: ProofList([deny], defaultOutcome: 0))).count == 2)
        // The order matters on what they share only.
        let turned = ProofList([allow, deny], defaultOutcome: 0)
        #expect(boxes(turned.difference(from: list)) == [.v4(inner)])
    }

    @Test func piecesAreJoined() {
        let pieces = (UInt32(0)..<64).map { number in
            var box = PacketBox<UInt32>.all
            box.source = Interval(number * 4, number * 4 + 3)
            return ProvenRule(boxes4: [box], outcome: 1)
        }
        var whole = PacketBox<UInt32>.all
        whole.source = Interval(0, 255)
        let list = ProofList(pieces, defaultOutcome: 0)
        let same = ProofList([ProvenRule(boxes4: [whole], outcome: 1)], defaultOutcome: 0)
        #expect(list.difference(from: same) == .equal)
        #expect(boxes(list.difference(from: ProofList([], defaultOutcome: 0))) == [.v4(whole)])
        // A cross is two boxes that overlap, not three or five that do not.
        var bar = PacketBox<UInt32>.all
        bar.destination = Interval(7, 9)
        let cross = ProofList(
            [ProvenRule(boxes4: [whole, bar], outcome: 1)], defaultOutcome: 0)
        #expect(boxes(cross.difference(from: ProofList([], defaultOutcome: 0))).count == 2)
    }

    @Test func whatIsTooMuchIsSaid() {
        let rules = (UInt32(0)..<3_000).map { number in
            var box = PacketBox<UInt32>.all
            box.source = Interval(number * 2, number * 2)
            return ProvenRule(boxes4: [box], outcome: 1)
        }
        let list = ProofList(rules, defaultOutcome: 0)
        let none = ProofList([], defaultOutcome: 0)
        guard case .different(let boxes, let isComplete) = list.difference(from: none, limit: 100)
        else {
            Issue.record("they differ")
            return
        }
        #expect(boxes.count == 100)
        #expect(!isComplete)
    }

    private func boxes(_ difference: ListDifference) -> [ProofBox] {
        guard case .different(let boxes, true) = difference else { return [] }
        return boxes.map(\.box)
    }
}

extension Oracle {
    /// The outcome of a packet when exactly these limited rules take it.
    fileprivate func outcome(_ point: Int, taking: Set<ProvenRule>) -> Int {
        outcome(
            rules.indices.first {
                matches[$0][point] && (rules[$0].limit == nil || taking.contains(rules[$0]))
            })
    }
}

extension RuleMaker {
    /// Adds, removes or replaces a rule.
    mutating func edit(_ rules: inout [ProvenRule], limited: Bool) {
        let place = pick(rules.count + 1)
        switch pick(3) {
        case 0: rules.insert(rule(limited: limited), at: place)
        case 1 where place < rules.count: rules.remove(at: place)
        default:
            if place < rules.count { rules[place] = rule(limited: limited) }
        }
    }
}
