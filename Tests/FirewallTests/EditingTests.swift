import Firewall
import Testing
import Timeline
import Wire

/// Changing the list; what is refused changes nothing.
@Suite struct EditingTests {
    private static let first = rule(.allow, from: "10.0.0.1")
    private static let second = rule(.deny, from: "10.0.0.2")
    private static let third = rule(.allow, from: "2001:db8::/32")
    private static let other = rule(.deny, from: "10.0.0.9")

    private func three() throws -> RuleSet {
        try RuleSet([Self.first, Self.second, Self.third])
    }

    private func rules(_ set: RuleSet) -> [Rule] { set.entries.map(\.rule) }

    @Test func beginsEmptyAndDenies() {
        let set = RuleSet()
        #expect(set.count == 0)
        #expect(set.settings.defaultAction == .deny)
        #expect(set.defaultHits == 0)
    }

    @Test func addsAtTheEndAndTellsTheNumber() throws {
        var set = RuleSet()
        #expect(try set.add(Self.first) == 1)
        #expect(try set.add(Self.second) == 2)
        #expect(rules(set) == [Self.first, Self.second])
    }

    @Test(arguments: [1, 2, 3, 4])
    func addsAtANumber(_ number: Int) throws {
        var set = try three()
        #expect(try set.add(Self.other, at: number) == number)
        var expected = [Self.first, Self.second, Self.third]
        expected.insert(Self.other, at: number - 1)
        #expect(rules(set) == expected)
    }

    @Test(arguments: [0, 5, -1, 1_000_000_000, Int.max, Int.min])
    func refusesToAddElsewhere(_ number: Int) throws {
        var set = try three()
        let before = set.state
        #expect(throws: RuleSetFault.noSuchPlace(number, count: 4)) {
            try set.add(Self.other, at: number)
        }
        #expect(set.state == before)
    }

    @Test func refusesARepeatedRuleAndNamesItsNumber() throws {
        var set = try three()
        let before = set.state
        #expect(throws: RuleSetFault.repeated(Self.second, number: 2)) {
            try set.add(Self.second, at: 1)
        }
        #expect(throws: RuleSetFault.repeated(Self.third, number: 3)) {
            try set.replace(1, with: Self.third)
        }
        #expect(set.state == before)
        _ = try set.move(2, to: 3)
        #expect(throws: RuleSetFault.repeated(Self.second, number: 3)) { try set.add(Self.second) }
        _ = try set.delete(1)
        #expect(throws: RuleSetFault.repeated(Self.second, number: 2)) { try set.add(Self.second) }
        #expect(try set.add(Self.first) == 3)
    }

    @Test func takesTheSameMatchWithTheOtherActionForAnotherRule() throws {
        var set = try three()
        #expect(try set.add(Rule(.deny, Self.first.match)) == 4)
    }

    @Test(arguments: [(1, 3), (3, 1), (2, 2), (1, 2)])
    func moves(_ number: Int, to target: Int) throws {
        var set = try three()
        set.count(Verdict(.allow, by: .rule(number)))
        var expected = rules(set)
        let moved = expected.remove(at: number - 1)
        expected.insert(moved, at: target - 1)
        #expect(try set.move(number, to: target) == moved)
        #expect(rules(set) == expected)
        #expect(try set.entry(target).hits == 1)
        #expect(Set(set.entries.map(\.id)).count == 3)
    }

    @Test(arguments: [0, 4, -1, Int.max, Int.min])
    func refusesANumberThatIsNone(_ number: Int) throws {
        var set = try three()
        let before = set.state
        let fault = RuleSetFault.noSuchRule(number, count: 3)
        #expect(throws: fault) { try set.entry(number) }
        #expect(throws: fault) { try set.delete(number) }
        #expect(throws: fault) { try set.move(number, to: 1) }
        #expect(throws: fault) { try set.replace(number, with: Self.other) }
        #expect(throws: RuleSetFault.noSuchPlace(number, count: 3)) {
            try set.move(1, to: number)
        }
        #expect(set.state == before)
        var empty = RuleSet()
        #expect(throws: RuleSetFault.noSuchRule(1, count: 0)) { try empty.delete(1) }
    }

    @Test func replacesAndStartsTheHitsAgain() throws {
        var set = try three()
        set.count(Verdict(.deny, by: .rule(2)))
        let old = set.entries[1].id
        #expect(try set.replace(2, with: Self.other) == Self.second)
        #expect(rules(set) == [Self.first, Self.other, Self.third])
        #expect(set.entries[1].hits == 0)
        #expect(set.entries[1].id != old)
        #expect(try set.add(Self.second) == 4)
    }

    @Test func deletesAndMovesTheRestUp() throws {
        var set = try three()
        #expect(try set.delete(1) == Self.first)
        #expect(rules(set) == [Self.second, Self.third])
    }

    @Test func clearsTheRulesAndKeepsTheDefault() throws {
        var set = try three()
        set.setDefault(.allow)
        set.count(Verdict(.allow, by: .byDefault))
        let ids = Set(set.entries.map(\.id))
        try set.clear()
        #expect(set.count == 0)
        #expect(set.defaultHits == 0)
        #expect(set.settings.defaultAction == .allow)
        #expect(try set.add(Self.first) == 1)
        #expect(set.entries.allSatisfy { !ids.contains($0.id) })
    }

    @Test func refusesMoreRulesThanTheLimit() throws {
        var set = RuleSet()
        let all = (0..<UInt32(RuleSet.limit)).map { number in
            let source = Prefix(.v4(IPv4Address(rawValue: number)))
            return (rule: Rule(.allow, RuleMatch(source: AddressMatch(source))), isEnabled: true)
        }
        try set.load(all, sets: [], defaultAction: .deny)
        let more = rule(.allow, from: "10.0.0.1")
        #expect(throws: RuleSetFault.full(limit: RuleSet.limit)) { try set.add(more) }
        #expect(set.count == RuleSet.limit)
        _ = try set.delete(RuleSet.limit)
        #expect(try set.add(more) == RuleSet.limit)
        do throws(RuleSet.LoadFault) {
            try set.load(all + all.prefix(1), sets: [], defaultAction: .deny)
            Issue.record("there was room")
        } catch {
            #expect(error.fault == .full(limit: RuleSet.limit) && error.index == RuleSet.limit)
        }
        #expect(set.entries.last?.rule == more)
    }

    // MARK: - Ranges

    @Test(arguments: [1...1, 1...2, 2...3, 1...3, 3...3])
    func deletesARange(_ numbers: ClosedRange<Int>) throws {
        var set = try three()
        var expected = rules(set)
        let gone = Array(expected[numbers.lowerBound - 1..<numbers.upperBound])
        expected.removeSubrange(numbers.lowerBound - 1..<numbers.upperBound)
        #expect(try set.delete(numbers) == gone)
        #expect(rules(set) == expected)
        for rule in gone { #expect(throws: Never.self) { try set.add(rule) } }
    }

    @Test(arguments: [(0...1, 0), (1...4, 4), (4...9, 4), (-3...0, -3), (0...Int.max, 0)])
    func refusesARangeThatIsNotInTheList(_ numbers: ClosedRange<Int>, _ wrong: Int) throws {
        var set = try three()
        let before = set.state
        #expect(throws: RuleSetFault.noSuchRule(wrong, count: 3)) { try set.delete(numbers) }
        #expect(set.state == before)
    }

    // MARK: - Switching on and off

    @Test func readsADisabledRuleNoLonger() throws {
        var set = try three()
        let asked = packet("10.0.0.1", "10.9.9.9", 1, 2)
        set.count(Verdict(.allow, by: .rule(1)), length: 40, at: at(5))
        #expect(set.decide(asked).decider == .rule(1))
        #expect(try set.setEnabled(1, false) == Self.first)
        #expect(set.entries[0].isEnabled == false)
        #expect(set.decide(asked).decider == .byDefault)
        #expect(set.decideByReading(asked).decider == .byDefault)
        #expect(set.entries[0].hits == 1 && set.entries[0].bytes == 40)
        #expect(set.entries[0].lastHit == at(5))
        #expect(set.nearMisses(asked, before: .byDefault, limit: 0, few: 1).count == 2)
        #expect(throws: RuleSetFault.alreadyEnabled(1, false)) { try set.setEnabled(1, false) }
        #expect(throws: RuleSetFault.alreadyEnabled(2, true)) { try set.setEnabled(2, true) }
        #expect(throws: RuleSetFault.noSuchRule(4, count: 3)) { try set.setEnabled(4, true) }
        // It is still there, so that the same rule can't be added.
        #expect(throws: RuleSetFault.repeated(Self.first, number: 1)) { try set.add(Self.first) }
        #expect(try set.setEnabled(1, true) == Self.first)
        #expect(set.decide(asked).decider == .rule(1))
    }

    // MARK: - Names

    private func named(_ name: String, _ address: String = "10.1.1.1") -> Rule {
        Rule(.allow, RuleMatch(source: addresses(address)), name: RuleName(name))
    }

    @Test func findsARuleByItsName() throws {
        var set = try RuleSet([Self.first, named("web"), Self.third])
        let web = RuleName("web")
        #expect(try set.number(of: web) == 2)
        _ = try set.move(2, to: 3)
        #expect(try set.number(of: web) == 3)
        _ = try set.delete(1)
        #expect(try set.number(of: web) == 2)
        for other in ["Web", "we", "web ", ""] {
            #expect(throws: RuleSetFault.noRuleCalled(RuleName(other))) {
                try set.number(of: RuleName(other))
            }
        }
        _ = try set.delete(2)
        #expect(throws: RuleSetFault.noRuleCalled(web)) { try set.number(of: web) }
        #expect(try set.add(named("web")) == 2)
    }

    @Test func refusesANameThatIsTaken() throws {
        var set = try RuleSet([Self.first, named("web"), Self.third])
        let before = set.state
        let taken = RuleSetFault.nameTaken(RuleName("web"), number: 2)
        #expect(throws: taken) { try set.add(named("web", "10.2.2.2")) }
        #expect(throws: taken) { try set.replace(1, with: named("web", "10.2.2.2")) }
        #expect(set.state == before)
        // A rule may hand its own name on.
        #expect(try set.replace(2, with: named("web", "10.2.2.2")) == named("web"))
        #expect(set.names == ["-", "web", "-"])
        // Under another name it says the same.
        let other = named("other", "10.2.2.2")
        #expect(throws: RuleSetFault.repeated(other, number: 2)) { try set.add(other) }
        let unnamed = Rule(.allow, other.match)
        #expect(throws: RuleSetFault.repeated(unnamed, number: 2)) { try set.add(unnamed) }
    }

    @Test func givesARuleANameByReplacingIt() throws {
        var set = try three()
        let named = Rule(.allow, Self.first.match, name: RuleName("one"))
        #expect(try set.replace(1, with: named) == Self.first)
        #expect(set.names == ["one", "-", "-"])
        #expect(throws: RuleSetFault.repeated(named, number: 1)) { try set.replace(1, with: named) }
        let again = Rule(.allow, Self.first.match, name: RuleName("two"))
        #expect(throws: RuleSetFault.repeated(again, number: 1)) { try set.replace(2, with: again) }
    }

    @Test func refusesALinkThatIsNotAtTheFirewall() throws {
        var set = try three()
        var match = Self.other.match
        match.links = [LinkName(rawValue: "internet"), LinkName(rawValue: "lan-b")]
        let fault = RuleSetFault.noSuchLink(LinkName(rawValue: "lan-b"), known: set.links)
        #expect(throws: fault) { try set.add(Rule(.deny, match)) }
        #expect(throws: fault) { try set.replace(1, with: Rule(.deny, match)) }
        match.links.removeLast()
        #expect(try set.add(Rule(.deny, match)) == 4)
    }
}
