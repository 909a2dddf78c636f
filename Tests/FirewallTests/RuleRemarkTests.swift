import Firewall
import Testing
import Wire

/// What is said about a rule that has just been put into a list, at the bounds of what can be proven.
@Suite struct RuleRemarkTests {
    /// A rule of 64 times 64 networks, twice 8 ports: more boxes than are written out.
    private static func wide(_ action: Action) -> Rule {
        let list = { (first: Int) in
            (0..<64).map { "\(first).\(2 * $0).0.0/16" }.joined(separator: ",")
        }
        return Rule(
            action,
            RuleMatch(
                source: addresses(list(10)), destination: addresses(list(11)),
                destinationPorts: ports("1,3,5,7,9,11,13,15")))
    }

    @Test func aRuleOfTooManyBoxesGetsNoRemark() throws {
        var set = RuleSet()
        _ = try set.add(Rule(.deny, RuleMatch(source: addresses("10.0.0.0/16"))))
        let number = try set.add(Self.wide(.allow))
        #expect(set.remark(on: number).isEmpty)
    }

    @Test func aLogOfTooManyBoxesIsNamedByItsOwnNumber() throws {
        var set = RuleSet()
        _ = try set.add(Rule(.allow, RuleMatch(source: addresses("10.0.0.0/16"))))
        _ = try set.add(Self.wide(.log))
        let findings = set.check().findings
        #expect(findings.map(\.number) == [2])
        guard case .unknown(.boxes(rule: 2)) = findings.first?.problem else {
            Issue.record("not unknown")
            return
        }
    }

    @Test func pairsThatAnEarlierRuleTakesAreNotNamed() throws {
        var set = RuleSet()
        _ = try set.add(Rule(.deny, RuleMatch(source: addresses("10.0.0.0/8"))))
        _ = try set.add(
            Rule(.allow, RuleMatch(source: addresses("10.1.0.0/16,11.0.0.0/8"))))
        _ = try set.add(
            Rule(
                .deny,
                RuleMatch(
                    source: addresses("10.1.0.0/16,12.0.0.0/8"), destination: addresses("9.0.0.0/8")
                )))
        // Rules 2 and 3 share 10.1.0.0/16 only, which rule 1 takes.
        let check = set.check()
        #expect(check.correlated.map { [$0.first, $0.second] } == [[1, 2]])
        #expect(check.correlatedCount == 1)
    }
}
