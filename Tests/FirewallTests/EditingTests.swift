import Firewall
import Testing
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
        #expect(set.defaultAction == .deny)
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
        #expect(throws: RuleSetFault.noSuchPlace(number, count: 3)) {
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
        set.defaultAction = .allow
        set.count(Verdict(.allow, by: .byDefault))
        let ids = Set(set.entries.map(\.id))
        set.clear()
        #expect(set.count == 0)
        #expect(set.defaultHits == 0)
        #expect(set.defaultAction == .allow)
        #expect(try set.add(Self.first) == 1)
        #expect(set.entries.allSatisfy { !ids.contains($0.id) })
    }

    @Test func refusesMoreRulesThanTheLimit() throws {
        var set = RuleSet()
        for number in 0..<UInt32(RuleSet.limit) {
            let source = IPAddress.v4(IPv4Address(rawValue: number))
            _ = try set.add(Rule(.allow, RuleMatch(source: Prefix(source))))
        }
        #expect(throws: RuleSetFault.full(limit: RuleSet.limit)) { try set.add(Self.first) }
        #expect(set.count == RuleSet.limit)
        _ = try set.delete(RuleSet.limit)
        #expect(try set.add(Self.first) == RuleSet.limit)
    }
}
