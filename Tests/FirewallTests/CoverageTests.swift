import Chance
import Firewall
import Testing

/// Whether rules can match: the answers are those of asking each packet.
@Suite struct CoverageTests {
    private struct Tally {
        var reached = 0
        var empty = 0
        var byOne = 0
        var bySeveral = 0
        var duplicates = 0
        var limitedCovered = 0
        var agreements: [Covering.Agreement: Int] = [:]
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func answersLikeAskingEachPacket(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var tally = Tally()
        for round in 0..<40 {
            // Long lists are looked through by a tree, short ones are not.
            var rules = maker.rules(round.isMultiple(of: 8) ? 36 : 2 + maker.pick(9), limited: true)
            if maker.pick(2) == 0 { rules.append(rules[maker.pick(rules.count)]) }
            let oracle = Oracle(rules)
            let list = TinySpace.list(
                rules, for: round.isMultiple(of: 2) ? .manyQuestions : .oneQuestion)
            for (rule, answer) in list.examineEachRule().map(\.reachability).enumerated() {
                try check(answer, of: rule, oracle, &tally)
                #expect(list.reachability(of: rule) == answer)
                #expect(list.reachability(of: rules[rule], insertedAt: rule) == answer)
            }
        }
        #expect(tally.reached > 30)
        #expect(tally.empty > 2)
        #expect(tally.byOne > 5)
        #expect(tally.bySeveral > 2)
        #expect(tally.duplicates > 2)
        #expect(tally.limitedCovered > 2)
        for agreement in Covering.Agreement.allCases {
            #expect(tally.agreements[agreement, default: 0] > 2, "\(agreement)")
        }
    }

    private func check(
        _ answer: Reachability, of rule: Int, _ oracle: Oracle, _ tally: inout Tally
    ) throws {
        let points = TinySpace.points.indices
        switch answer {
        case .unknown: Issue.record("unknown")
        case .empty:
            tally.empty += 1
            #expect(!points.contains { oracle.matches[rule][$0] })
        case .reached(let point):
            tally.reached += 1
            let index = try #require(Oracle.index(point))
            #expect(oracle.reaches(rule, index))
        case .covered(let covering):
            #expect(!points.contains { oracle.reaches(rule, $0) })
            #expect(points.contains { oracle.matches[rule][$0] })
            #expect(covering.rules == covering.rules.sorted())
            #expect(covering.rules.allSatisfy { $0 < rule && oracle.rules[$0].limit == nil })
            #expect(oracle.covers(covering.rules, rule))
            for one in covering.rules {
                #expect(!oracle.covers(covering.rules.filter { $0 != one }, rule))
            }
            let alone = (0..<rule).first {
                oracle.rules[$0].limit == nil && oracle.covers([$0], rule)
            }
            #expect((alone != nil) == (covering.rules.count == 1))
            let isDuplicate =
                covering.rules.count == 1
                && oracle.matches[covering.rules[0]] == oracle.matches[rule]
            #expect(covering.isDuplicate == isDuplicate)
            let same = covering.rules.filter {
                oracle.rules[$0].outcome == oracle.rules[rule].outcome
            }
            #expect((covering.agreement == .same) == (same.count == covering.rules.count))
            #expect((covering.agreement == .other) == same.isEmpty)
            let index = try #require(Oracle.index(covering.witness))
            #expect(oracle.matches[rule][index])
            #expect(oracle.decider(index) == covering.decider)
            tally.agreements[covering.agreement, default: 0] += 1
            if covering.rules.count == 1 { tally.byOne += 1 } else { tally.bySeveral += 1 }
            if isDuplicate { tally.duplicates += 1 }
            if oracle.rules[rule].limit != nil { tally.limitedCovered += 1 }
        }
    }

    @Test(arguments: [UInt64(4), 5])
    func namesTheRulesThatAnotherSilences(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var silenced = 0
        var spared = 0
        for _ in 0..<40 {
            let rules = maker.rules(2 + maker.pick(8), limited: true)
            let new = maker.rule(limited: true)
            let position = maker.pick(rules.count + 1)
            let before = Oracle(rules)
            let after = Oracle(Array(rules[..<position]) + [new] + Array(rules[position...]))
            let list = TinySpace.list(rules, for: .manyQuestions)
            let answer = list.silenced(by: new, insertedAt: position)
            let points = TinySpace.points.indices
            let expected = (position..<rules.count).filter { rule in
                points.contains { before.reaches(rule, $0) }
                    && !points.contains { after.reaches(rule + 1, $0) }
            }
            #expect(answer.rules == expected)
            #expect(answer.isComplete)
            for (rule, witness) in zip(answer.rules, answer.witnesses) {
                let index = try #require(Oracle.index(witness))
                #expect(before.reaches(rule, index))
                #expect(after.matches[position][index])
            }
            let few = list.silenced(by: new, insertedAt: position, limit: 1)
            #expect(few.rules == Array(expected.prefix(1)))
            if expected.count > 1 { #expect(!few.isComplete) }
            silenced += expected.count
            spared += rules.count - position - expected.count
        }
        #expect(silenced > 2)
        #expect(spared > 50)
    }
}
