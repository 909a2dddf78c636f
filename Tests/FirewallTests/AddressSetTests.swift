import Firewall
import Testing
import Wire

/// Named sets of addresses: what rules see of them, and what is refused.
@Suite struct AddressSetTests {
    private let office = SetName(rawValue: "office")
    private let asked = packet("10.0.0.1", "10.9.9.9", 1, 2)

    private func using(_ match: AddressMatch) -> Rule { Rule(.allow, RuleMatch(source: match)) }

    private func decider(_ set: inout RuleSet, _ packet: PacketFields) -> Decider {
        let verdict = set.decide(packet)
        #expect(verdict == set.decideByReading(packet))
        return verdict.decider
    }

    @Test func changesReachTheRules() throws {
        var set = RuleSet()
        #expect(try set.add(ranges("10.0.0.0/8"), to: office).ranges == ranges("10.0.0.0/8"))
        _ = try set.add(using(sets("office")))
        _ = try set.add(Rule(.deny, RuleMatch(destination: sets("office", isNegated: true))))
        let six = packet("2001:db8::1", "2001:db8::2", 1, 2)
        #expect(decider(&set, asked) == .rule(1))
        #expect(decider(&set, six) == .byDefault)
        // Now the second rule is about IPv6, too.
        let both = try set.add(ranges("2001:db8::1 192.0.2.1-192.0.2.9"), to: office)
        #expect(both.ranges == ranges("10.0.0.0/8 2001:db8::1 192.0.2.1-192.0.2.9"))
        #expect(decider(&set, six) == .rule(1))
        #expect(decider(&set, packet("2001:db8::9", "2001:db8::2", 1, 2)) == .rule(2))
        #expect(try set.remove(ranges("10.0.0.0/8"), from: office).ranges.count == 2)
        #expect(decider(&set, asked) == .rule(2))
        _ = try set.undo()
        #expect(decider(&set, asked) == .rule(1))
        _ = try set.undo()
        #expect(decider(&set, six) == .byDefault)
        #expect(set.uses == [office: 2])
    }

    @Test func aSetInUseStays() throws {
        var set = RuleSet()
        _ = try set.add(ranges("10.0.0.0/8"), to: office)
        _ = try set.add(rule(.deny, from: "10.0.0.1"))
        _ = try set.add(Rule(.allow, RuleMatch(destination: sets("office"))))
        _ = try set.setEnabled(2, false)
        let before = set.state
        #expect(throws: RuleSetFault.setInUse(office, number: 2)) { try set.deleteSet(office) }
        #expect(throws: RuleSetFault.lastMember(office)) {
            try set.remove(ranges("10.0.0.0/8"), from: office)
        }
        #expect(set.state == before)
        _ = try set.delete(2)
        #expect(try set.deleteSet(office).ranges == ranges("10.0.0.0/8"))
        #expect(throws: RuleSetFault.noSuchSet(office)) { try set.deleteSet(office) }
        // The rule needs it, so both come back in turn.
        _ = try set.undo()
        _ = try set.undo()
        #expect(set.state == before)
    }

    @Test func refusesWhatIsNotThere() throws {
        var set = RuleSet()
        _ = try set.add(ranges("10.0.0.0/8 10.1.0.0-10.1.0.9"), to: office)
        let before = set.state
        let other = SetName(rawValue: "Office")
        #expect(throws: RuleSetFault.noSuchSet(other)) { try set.set(other) }
        #expect(throws: RuleSetFault.noSuchSet(other)) {
            try set.remove(ranges("::1"), from: other)
        }
        #expect(throws: RuleSetFault.noSuchSet(other)) {
            try set.add(using(sets("office", "Office")))
        }
        #expect(throws: RuleSetFault.noSuchMember(office)) {
            try set.remove(ranges("10.0.0.0/8 10.0.0.0/9"), from: office)
        }
        #expect(throws: RuleSetFault.repeatedMember(office)) {
            try set.add(ranges("::1 10.0.0.0/8"), to: office)
        }
        #expect(throws: RuleSetFault.repeatedMember(office)) {
            try set.add(ranges("::1 ::1"), to: office)
        }
        #expect(throws: RuleSetFault.repeatedMember(other)) {
            try set.add(ranges("::1 ::1"), to: other)
        }
        #expect(set.state == before)
        #expect(try set.set(office).ranges.count == 2)
    }

    @Test func refusesARuleOfTwoFamilies() throws {
        var set = RuleSet()
        _ = try set.add(ranges("10.0.0.0/8"), to: office)
        let match = RuleMatch(source: sets("office"), destination: addresses("2001:db8::1"))
        #expect(throws: RuleSetFault.nothingMatches) { try set.add(Rule(.allow, match)) }
        _ = try set.add(ranges("2001:db8::/32"), to: office)
        #expect(try set.add(Rule(.allow, match)) == 1)
    }

    @Test func refusesAnEndOrAProtocolThatASetLeavesNothingOf() throws {
        var set = RuleSet()
        _ = try set.add(ranges("0.0.0.0/0 ::/0"), to: SetName(rawValue: "everything"))
        _ = try set.add(ranges("2001:db8::/32"), to: office)
        let nobody = RuleMatch(source: sets("everything", isNegated: true))
        #expect(throws: RuleSetFault.nothingMatches) { try set.add(Rule(.allow, nobody)) }
        let ping = RuleMatch(proto: ProtocolMatch([.icmp]), destination: sets("office"))
        #expect(throws: RuleSetFault.nothingMatches) { try set.add(Rule(.allow, ping)) }
        let ping6 = RuleMatch(proto: ProtocolMatch([.icmpv6]), destination: sets("office"))
        #expect(try set.add(Rule(.allow, ping6)) == 1)
    }

    @Test func holdsSoManyMembersAndSets() throws {
        var set = RuleSet()
        let most = (0..<UInt32(AddressSet.memberLimit)).map {
            AddressRange(Prefix(.v4(IPv4Address(rawValue: $0))))
        }
        let tooMany = RuleSetFault.tooManyMembers(limit: AddressSet.memberLimit)
        #expect(throws: tooMany) { try set.add(most + ranges("::1"), to: office) }
        #expect(set.settings.sets.isEmpty)
        _ = try set.add(most, to: office)
        #expect(throws: tooMany) { try set.add(ranges("::1"), to: office) }
        for number in 1..<RuleSet.setLimit {
            _ = try set.add(ranges("::1"), to: SetName(rawValue: "s\(number)"))
        }
        #expect(throws: RuleSetFault.tooManySets(limit: RuleSet.setLimit)) {
            try set.add(ranges("::1"), to: SetName(rawValue: "more"))
        }
        _ = try set.add(ranges("::2"), to: SetName(rawValue: "s1"))
        #expect(set.settings.sets.count == RuleSet.setLimit)
    }

    // MARK: - Lists of addresses

    /// What a list takes and what it leaves: the edges of its spans, and their neighbours.
    @Test(arguments: [
        ("10.0.0.0/8", false, "10.0.0.0 10.255.255.255", "9.255.255.255 11.0.0.0 a00::"),
        ("10.0.0.0/8", true, "9.255.255.255 11.0.0.0 0.0.0.0 255.255.255.255", "10.0.0.0 :: a00::"),
        ("10.0.0.1-10.0.0.4,10.0.0.5", false, "10.0.0.1 10.0.0.5", "10.0.0.0 10.0.0.6"),
        ("10.0.0.1,10.0.0.3", false, "10.0.0.1 10.0.0.3", "10.0.0.0 10.0.0.2 10.0.0.4"),
        ("10.0.0.1,10.0.0.3", true, "10.0.0.0 10.0.0.2 10.0.0.4", "10.0.0.1 10.0.0.3"),
        (
            "0.0.0.0/1,255.0.0.0/8", true, "128.0.0.0 254.255.255.255",
            "127.255.255.255 255.0.0.0 ::"
        ),
        ("0.0.0.0/0,::1", true, "::2 ::", "0.0.0.0 255.255.255.255 ::1"),
        (
            "::/1,ffff::/16", false, ":: 7fff:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "8000:: 0.0.0.0"
        ),
        ("10.0.0.9,10.0.0.0/24,10.0.0.3", false, "10.0.0.0 10.0.0.255", "10.0.1.0"),
    ])
    func takes(_ text: String, _ isNegated: Bool, _ inside: String, _ outside: String) {
        let match = addresses(text, isNegated: isNegated)
        for word in inside.split(separator: " ") {
            #expect(match.contains(address(String(word))), "\(word)")
        }
        for word in outside.split(separator: " ") {
            #expect(!match.contains(address(String(word))), "\(word)")
        }
    }

    @Test func knowsItsFamilies() {
        #expect(addresses("10.0.0.1").families == [.v4])
        #expect(addresses("::1").families == [.v6])
        #expect(addresses("::1,10.0.0.1").families == [.v4, .v6])
        #expect(addresses("::1,10.0.0.1", isNegated: true).families == [.v4, .v6])
        #expect(addresses("0.0.0.0/0", isNegated: true).families == [])
        #expect(addresses("::/0,10.0.0.1", isNegated: true).families == [.v4])
        // Nothing is known of a set before it is looked up.
        #expect(sets("office").families == [])
        #expect(sets("office", isNegated: true).families == [])
    }
}
