import Chance
import Firewall
import Testing
import Timeline

/// A budget that ends makes answers fewer and never wrong.
@Suite struct BudgetTests {
    /// A budget that ends after so many looks, one at each step.
    private static func budget(_ looks: Int) -> Budget {
        var left = looks
        return Budget(stride: 1) {
            left -= 1
            return left < 0 ? .interrupted : nil
        }
    }

    @Test func endsOnceAndStaysSo() {
        var asked = 0
        let budget = Budget(stride: 10) {
            asked += 1
            return asked == 2 ? .late : nil
        }
        for _ in 0..<9 { #expect(budget.spend(1)) }
        #expect(asked == 0)
        #expect(budget.spend(1))
        #expect(asked == 1)
        #expect(!budget.spend(1_000))
        #expect(budget.end == .late)
        #expect(!budget.spend(0))
        #expect(asked == 2)
        #expect(Budget().spend(.max - 1))
    }

    private struct Tally {
        var whole = 0
        var ended = 0
    }

    @Test(arguments: [UInt64(1), 2])
    func whatWasFoundUntilThenIsRight(_ seed: UInt64) {
        var maker = RuleMaker(seed: seed)
        var (examined, pairs, silenced) = (Tally(), Tally(), Tally())
        for _ in 0..<40 {
            let rules = maker.rules(2 + maker.pick(8), limited: true)
            let list = TinySpace.list(rules, for: .manyQuestions)
            let looks = maker.pick(40)

            let all = list.examineEachRule()
            let some = list.examineEachRule(Self.budget(looks))
            #expect(
                zip(all, some).allSatisfy {
                    $0.reachability == $1.reachability && $0.need == $1.need
                })
            if some.count == all.count { examined.whole += 1 } else { examined.ended += 1 }

            let everyPair = list.correlations(limit: 100)
            let budget = Self.budget(looks)
            let somePairs = list.correlations(limit: 100, budget)
            #expect(somePairs.pairs == Array(everyPair.pairs.prefix(somePairs.count)))
            #expect(somePairs.isComplete == (budget.end == nil))
            if somePairs.isComplete { pairs.whole += 1 } else { pairs.ended += 1 }

            let new = maker.rule(limited: false)
            let others = list.silenced(by: new, insertedAt: 0)
            let someOthers = list.silenced(by: new, insertedAt: 0, Self.budget(maker.pick(6)))
            #expect(Set(someOthers.rules).isSubset(of: others.rules))
            #expect(!someOthers.isComplete || someOthers == others)
            if someOthers.isComplete { silenced.whole += 1 } else { silenced.ended += 1 }
        }
        for tally in [examined, pairs, silenced] {
            #expect(tally.whole > 2)
            #expect(tally.ended > 2)
        }
    }

    @Test(arguments: [UInt64(3), 4])
    func oneQuestionIsAnsweredOrUnknown(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var (found, nearest, differences) = (Tally(), Tally(), Tally())
        for _ in 0..<120 {
            let rules = maker.rules(2 + maker.pick(8), limited: true)
            let list = TinySpace.list(rules, for: .oneQuestion)
            let looks = maker.pick(6)
            // Enough for every one of these questions, or for few.
            let more = maker.pick(3) == 0 ? 100_000 : looks * 8
            let outcome = maker.pick(3)

            let answer = list.find([outcome], in: .all, Self.budget(looks))
            #expect(
                answer == list.find([outcome], in: .all) || answer == .unknown(.ended(.interrupted))
            )
            if answer == .unknown(.ended(.interrupted)) {
                found.ended += 1
            } else {
                found.whole += 1
            }

            let point = TinySpace.points[maker.pick(TinySpace.points.count)]
            let near = list.nearest(to: point, outcome: outcome, Self.budget(more))
            #expect(
                near == list.nearest(to: point, outcome: outcome)
                    || near == .unknown(.ended(.interrupted)))
            if near == .unknown(.ended(.interrupted)) {
                nearest.ended += 1
            } else {
                nearest.whole += 1
            }

            let others = maker.rules(4, limited: true)
            let other = TinySpace.list(others, for: .oneQuestion)
            let (left, right) = (Oracle(rules), Oracle(others))
            let budget = Self.budget(more)
            switch list.difference(from: other, budget) {
            case .equal: #expect(list.difference(from: other) == .equal)
            case .unknown(let bound): #expect(bound == .ended(.interrupted))
            case .different(let boxes, let isComplete):
                if isComplete, case .different(_, let isWhole) = list.difference(from: other) {
                    #expect(isWhole)
                }
                for box in boxes {
                    #expect(box.leftOutcome != box.rightOutcome)
                    let index = try #require(Oracle.index(box.witness))
                    #expect(left.deciders(index).contains(box.leftDecider))
                    #expect(right.deciders(index).contains(box.rightDecider))
                }
            }
            if budget.end == nil { differences.whole += 1 } else { differences.ended += 1 }
        }
        for tally in [found, nearest, differences] {
            #expect(tally.whole > 5)
            #expect(tally.ended > 5)
        }
    }

    @Test func aListThatWasNotReadIsNotProven() throws {
        var set = RuleSet()
        set.setDefault(.reject)
        for number in 0..<200 {
            _ = try set.add(
                Rule(
                    number.isMultiple(of: 3) ? .deny : .allow,
                    RuleMatch(source: addresses("10.\(number).0.0/16"))))
        }
        _ = try set.add(Rule(.deny, RuleMatch(source: addresses("10.7.7.0/24"))))
        let whole = set.check()
        #expect(whole.findings.map(\.number) == [201])
        #expect(whole.checkedCount == 201)
        #expect(whole.end == nil)
        for looks in [0, 1, 100, 250, 400, 1_000] {
            let some = set.check(Self.budget(looks))
            #expect(some.checkedCount <= 201)
            #expect(some.findings.count <= whole.findings.count)
            if some.end == nil {
                #expect(some.findings.map(\.number) == [201])
            } else {
                #expect(some.checkedCount < 201 || !some.areCorrelatedCounted)
            }
            // Rule 8 takes each of these packets, if all were read and it has its place.
            let proof = RuleProof(set, for: .oneQuestion, Self.budget(looks))
            let match = RuleMatch(source: addresses("10.7.0.0/16"))
            let region = try #require(proof.region(of: match))
            switch proof.list.find([Action.reject.outcome], in: region) {
            case .none: #expect(looks >= 201 + 8)
            case .unknown: #expect(looks < 201 + 8)
            case .found: Issue.record("rule 8 lets them pass")
            }
        }
    }

    /// What is known of two lists that are made while the budget ends is said, and nothing that is not so.
    @Test(arguments: [UInt64(5), 6])
    func aListThatWasMadeInPartClaimsNothing(_ seed: UInt64) {
        var maker = RuleMaker(seed: seed)
        var tally = Tally()
        for _ in 0..<60 {
            // What a rule with a limit takes is not said by a packet alone.
            let rules = maker.rules(40, limited: false)
            var others = rules
            if maker.pick(2) == 0 { others.swapAt(maker.pick(40), maker.pick(40)) }
            let whole = TinySpace.list(rules, for: .manyQuestions)
            let wholeOther = TinySpace.list(others, for: .manyQuestions)
            let truth = whole.difference(from: wholeOther)
            let budget = Self.budget(maker.pick(900))
            let list = TinySpace.list(rules, for: .manyQuestions, budget)
            let other = TinySpace.list(others, for: .manyQuestions, budget)
            let answer = list.difference(from: other, budget)
            guard budget.end != nil else {
                #expect(answer == truth)
                tally.whole += 1
                continue
            }
            tally.ended += 1
            switch answer {
            case .equal: #expect(truth == .equal)
            case .unknown: break
            case .different(let boxes, _):
                #expect(truth != .equal)
                for box in boxes {
                    let verdicts = [whole, wholeOther].map { list in
                        list.possibleDecider(of: box.witness).map { list.rules[$0].outcome }
                            ?? list.defaultOutcome
                    }
                    #expect(verdicts == [box.leftOutcome, box.rightOutcome])
                }
            }
            // A new budget makes nothing known that was not read.
            let later = list.examineEachRule().map { Self.isReached($0.reachability) }
            let all = whole.examineEachRule().map { Self.isReached($0.reachability) }
            #expect(zip(all, later).allSatisfy { $1 == nil || $0 == $1 })
        }
        #expect(tally.whole > 5)
        #expect(tally.ended > 5)
    }

    private static func isReached(_ reachability: Reachability) -> Bool? {
        switch reachability {
        case .reached: true
        case .covered, .empty: false
        case .unknown: nil
        }
    }
}
