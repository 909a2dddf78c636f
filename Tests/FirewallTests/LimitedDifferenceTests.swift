import Firewall
import Testing
import Wire

/// Rules with a limit in two lists: what the same rule does in both is no difference.
@Suite struct LimitedDifferenceTests {
    private static let limited = Rule(
        .allow, RuleMatch(destinationPorts: ports("22")),
        limit: RateLimit(packets: 5, unit: .second, burst: 5))
    private static let inside = Rule(.allow, RuleMatch(source: addresses("10.0.0.0/8")))
    private static let outside = Rule(.deny, RuleMatch(source: addresses("10.1.0.0/16")))

    private func difference(_ left: [Rule], _ right: [Rule]) throws -> ListDifference {
        let proofs = try [left, right].map { rules in
            var set = RuleSet()
            for rule in rules { _ = try set.add(rule) }
            return RuleProof(set)
        }
        return proofs[0].list.difference(from: proofs[1].list)
    }

    @Test func aMovedRuleThatDecidesAlikeIsNoDifference() throws {
        #expect(
            try difference([Self.limited, Self.inside], [Self.inside, Self.limited]) == .equal)
    }

    @Test func aRuleThatIsAskedTooLateIsADifference() throws {
        guard
            case .different(let boxes, isComplete: true) = try difference(
                [Self.limited, Self.outside], [Self.outside, Self.limited])
        else {
            Issue.record("no difference")
            return
        }
        #expect(boxes.allSatisfy { $0.leftOutcome == 0 && $0.rightOutcome == 1 })
        #expect(!boxes.isEmpty)
    }

    /// Each of two equal rules with a limit has tokens of its own, and stands for the one that comes as late in the other
    /// list.
    @Test func equalRulesAreNoDifference() throws {
        let lists: [([Rule], [Rule])] = [
            ([Self.limited, Self.limited], [Self.limited, Self.limited]),
            (
                [Self.inside, Self.limited, Self.limited],
                [Self.limited, Self.limited, Self.inside]
            ),
            (
                [Self.limited, Self.inside, Self.limited],
                [Self.limited, Self.limited, Self.inside]
            ),
        ]
        for (left, right) in lists {
            #expect(try repeated(left, right) == .equal)
            #expect(try repeated(right, left) == .equal)
            #expect(try repeated(left, right + [Self.limited]) != .equal)
            #expect(try repeated([Self.outside] + left, right) != .equal)
        }
        // The one that is left of two is not another's.
        for right in [[Self.limited, Self.inside], [Self.inside, Self.limited]] {
            #expect(try repeated([Self.inside, Self.limited, Self.limited], right) != .equal)
        }
    }

    /// The difference of two lists that may have a rule twice.
    private func repeated(_ left: [Rule], _ right: [Rule]) throws -> ListDifference {
        let proofs = try [left, right].map { rules in
            var set = RuleSet()
            try set.load(rules.map { ($0, true) }, sets: [], defaultAction: .deny)
            return RuleProof(set)
        }
        return proofs[0].list.difference(from: proofs[1].list)
    }

    @Test func aSecondLimitOfItsOwnIsADifference() throws {
        var set = RuleSet()
        try set.load([(Self.limited, true), (Self.limited, true)], sets: [], defaultAction: .deny)
        var other = RuleSet()
        _ = try other.add(Self.limited)
        let answer = RuleProof(set).list.difference(from: RuleProof(other).list)
        guard case .different = answer else {
            Issue.record("no difference")
            return
        }
    }
}
