import Chance
import Firewall
import Testing

/// What a list needs, and what it lets through: the answers are those of asking each packet.
@Suite struct FindingTests {
    @Test(arguments: [UInt64(1), 2])
    func knowsWhichRulesAreNeeded(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var needed = 0
        var needless = 0
        var dead = 0
        for _ in 0..<60 {
            let rules = maker.rules(2 + maker.pick(8), limited: true)
            let oracle = Oracle(rules, defaultOutcome: maker.pick(3))
            let list = TinySpace.list(
                rules, defaultOutcome: oracle.defaultOutcome, for: .manyQuestions)
            for (rule, need) in list.examineEachRule().map(\.need).enumerated() {
                let reached = TinySpace.points.indices.filter { oracle.reaches(rule, $0) }
                let isLost = { (point: Int) in
                    let next = oracle.next(after: rule, point)
                    return oracle.outcome(next) != rules[rule].outcome
                        || next.map { rules[$0].limit != nil } ?? false
                }
                switch need {
                case .unknown: Issue.record("unknown")
                case .neverMatches:
                    dead += 1
                    #expect(reached.isEmpty)
                case .needed(let point, let next):
                    needed += 1
                    let index = try #require(Oracle.index(point))
                    #expect(oracle.reaches(rule, index) && isLost(index))
                    #expect(oracle.next(after: rule, index) == next)
                case .needless(let point, let next):
                    needless += 1
                    #expect(!reached.contains(where: isLost))
                    let index = try #require(Oracle.index(point))
                    #expect(oracle.reaches(rule, index))
                    #expect(oracle.next(after: rule, index) == next)
                }
            }
        }
        #expect(needed > 40)
        #expect(needless > 10)
        #expect(dead > 10)
    }

    @Test(arguments: [UInt64(4), 5])
    func findsAPacketWithOneOfSomeOutcomesOrNone(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var found = 0
        var byDefault = 0
        var byLimited = 0
        var none = 0
        for _ in 0..<100 {
            let rules = maker.rules(1 + maker.pick(7), limited: true)
            let oracle = Oracle(rules, defaultOutcome: maker.pick(3))
            let list = TinySpace.list(
                rules, defaultOutcome: oracle.defaultOutcome, for: .manyQuestions)
            let asked = maker.rule(limited: false)
            // One outcome, or two: what is stopped is denied or rejected.
            let outcomes = maker.pick(2) == 0 ? [maker.pick(3)] : [1, 2]
            let region = ProofRegion(boxes4: asked.boxes4, boxes6: asked.boxes6)
            let fitting = TinySpace.points.indices.filter { point in
                Oracle.matches(asked, TinySpace.points[point])
                    && oracle.deciders(point).contains { outcomes.contains(oracle.outcome($0)) }
            }
            switch list.find(outcomes, in: region) {
            case .unknown: Issue.record("unknown")
            case .none:
                none += 1
                #expect(fitting.isEmpty)
            case .found(let point, let decider):
                found += 1
                let index = try #require(Oracle.index(point))
                #expect(fitting.contains(index))
                #expect(oracle.deciders(index).contains(decider))
                #expect(outcomes.contains(oracle.outcome(decider)))
                if decider == nil { byDefault += 1 }
                if decider.map({ rules[$0].limit != nil }) == true { byLimited += 1 }
            }
        }
        #expect(found > 30)
        #expect(byDefault > 1)
        #expect(byLimited > 1)
        #expect(none > 10)
    }

    @Test(arguments: [UInt64(6), 7])
    func namesTheCorrelatedPairs(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var pairs = 0
        var others = 0
        for _ in 0..<60 {
            let rules = maker.rules(2 + maker.pick(8), limited: true)
            let oracle = Oracle(rules)
            let list = TinySpace.list(rules, for: .manyQuestions)
            var expected: [[Int]] = []
            for first in rules.indices {
                for second in rules.indices
                where second > first && rules[first].outcome != rules[second].outcome {
                    let meet = TinySpace.points.indices.contains {
                        oracle.reaches(first, $0) && oracle.matches[second][$0]
                    }
                    if meet, !oracle.covers([first], second), !oracle.covers([second], first) {
                        expected.append([first, second])
                    } else {
                        others += 1
                    }
                }
            }
            let answer = list.correlations(limit: 1_000)
            #expect(answer.pairs.map { [$0.first, $0.second] } == expected)
            #expect(answer.count == expected.count)
            #expect(answer.isComplete)
            for pair in answer.pairs {
                let index = try #require(Oracle.index(pair.witness))
                #expect(oracle.reaches(pair.first, index) && oracle.matches[pair.second][index])
            }
            let few = list.correlations(limit: 2)
            #expect(few.pairs == Array(answer.pairs.prefix(2)))
            #expect(few.count == expected.count)
            let short = list.correlations(limit: 2, looks: 1)
            #expect(short.count <= min(1, expected.count))
            if expected.count > 1 { #expect(!short.isComplete) }
            pairs += expected.count
        }
        #expect(pairs > 50)
        #expect(others > 50)
    }
}

extension ProofBox {
    func contains(_ point: ProofPoint) -> Bool {
        switch (self, point) {
        case (.v4(let box), .v4(let point)): box.contains(point)
        case (.v6(let box), .v6(let point)): box.contains(point)
        default: false
        }
    }
}
