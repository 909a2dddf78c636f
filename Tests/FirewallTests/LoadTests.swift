import Firewall
import Testing
import Timeline
import Wire

/// Loading a list is all or nothing.
@Suite struct LoadTests {
    private let office = AddressSet(SetName(rawValue: "office"), ranges("10.0.0.0/8"))

    private func worn() throws -> RuleSet {
        var set = try RuleSet([rule(.allow, from: "10.0.0.1"), rule(.deny, from: "10.0.0.2")])
        set.count(Verdict(.allow, by: .rule(1)), length: 9, at: at(1))
        set.count(Verdict(.deny, by: .byDefault))
        set.setOrder(.lastMatch)
        return set
    }

    @Test func putsAnotherListInItsPlace() throws {
        var set = try worn()
        let asked = packet("10.0.0.1", "10.0.0.9", 1, 2)
        #expect(set.decide(asked).action == .allow)
        let ids = set.entries.map(\.id)
        // Lists from elsewhere say the same thing twice.
        try set.load(
            [
                (Rule(.reject, RuleMatch(source: sets("office"))), true),
                (Rule(.reject, RuleMatch(source: sets("office"))), true),
                (rule(.deny, from: "10.0.0.2"), false),
            ], sets: [office], defaultAction: .allow)
        #expect(set.count == 3 && set.defaultHits == 0)
        #expect(set.entries.map(\.isEnabled) == [true, true, false])
        #expect(set.entries.allSatisfy { $0.hits == 0 && !ids.contains($0.id) })
        #expect(set.settings.order == .firstMatch && set.settings.defaultAction == .allow)
        #expect(set.settings.sets == [office])
        #expect(set.decide(asked) == Verdict(.reject, by: .rule(1)))
        #expect(set.decide(packet("11.0.0.1", "10.0.0.9", 1, 2)) == Verdict(.allow, by: .byDefault))
        // Of two that say the same, one may go and the other still counts.
        _ = try set.delete(1)
        let twin = Rule(.reject, RuleMatch(source: sets("office")))
        #expect(throws: RuleSetFault.repeated(set.entries[0].rule, number: 1)) { try set.add(twin) }
        _ = try set.delete(1)
        #expect(try set.add(twin) == 2)
    }

    /// A file of another firewall may have an empty set; a check finds the rule.
    @Test func letsARuleInThatMatchesNothing() throws {
        var set = RuleSet()
        let rule = Rule(.allow, RuleMatch(source: sets("office"), destination: addresses("::1")))
        try set.load([(rule, true)], sets: [office], defaultAction: .deny)
        #expect(set.count == 1)
        guard case .empty = set.check().findings.first?.problem else {
            Issue.record("the check has not found the rule that asks for nothing")
            return
        }
        _ = try set.delete(1)
        #expect(throws: RuleSetFault.nothingMatches) { try set.add(rule) }
    }

    /// Rules that can't be loaded, the index of the one at fault, and what is wrong with it.
    private static let refusals: [([Rule], Int, RuleSetFault)] = [
        (
            [rule(.allow, from: "::1"), Rule(.allow, RuleMatch(source: sets("home")))], 1,
            .noSuchSet(SetName(rawValue: "home"))
        ),
        (
            [
                Rule(.allow, RuleMatch(), name: RuleName("a")), rule(.deny, from: "::1"),
                Rule(.deny, RuleMatch(), name: RuleName("a")),
            ], 2, .nameTaken(RuleName("a"), number: 1)
        ),
    ]

    @Test(arguments: refusals)
    func changesNothingWhenOneRuleIsWrong(_ rules: [Rule], _ index: Int, _ fault: RuleSetFault)
        throws
    {
        var set = try worn()
        let before = set.state
        do throws(RuleSet.LoadFault) {
            try set.load(rules.map { ($0, true) }, sets: [office], defaultAction: .allow)
            Issue.record("it was loaded")
        } catch {
            #expect(error.index == index)
            #expect(error.fault == fault)
        }
        #expect(set.state == before)
        #expect(set.decide(packet("10.0.0.1", "10.0.0.9", 1, 2)).action == .allow)
        // The change before it is still the one that is turned back.
        _ = try set.undo()
        #expect(set.settings.order == .firstMatch)
    }

    @Test func loadsAnEmptyList() throws {
        var set = try worn()
        try set.load([], sets: [], defaultAction: .reject)
        #expect(set.count == 0)
        #expect(
            set.decide(packet("10.0.0.1", "10.0.0.9", 1, 2)) == Verdict(.reject, by: .byDefault))
        _ = try set.undo()
        #expect(set.count == 2 && set.defaultHits == 1 && set.settings.order == .lastMatch)
    }
}
