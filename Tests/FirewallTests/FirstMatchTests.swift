import Firewall
import Testing
import Wire

/// The first rule that matches decides; what it says is counted and explained.
@Suite struct FirstMatchTests {
    /// Both ways to decide, which have to agree.
    private func decide(_ set: RuleSet, _ packet: PacketFields) -> Verdict {
        var set = set
        let verdict = set.decide(packet)
        #expect(verdict == set.decideByReading(packet))
        return verdict
    }

    @Test func decidesByTheFirstThatMatches() throws {
        let set = try RuleSet([
            rule(.allow, from: "192.168.1.100"),
            Rule(.allow, RuleMatch(destinationPorts: ports("22"))),
            Rule(.allow, RuleMatch(destinationPorts: ports("443"))),
            rule(.deny, from: "10.0.0.5"),
        ])
        func verdict(_ source: String, _ destination: String, _ port: UInt16) -> Verdict {
            decide(set, packet(source, destination, 40_000, port))
        }
        #expect(verdict("192.168.1.100", "192.168.1.1", 8080) == Verdict(.allow, by: .rule(1)))
        #expect(verdict("192.168.1.50", "192.168.1.1", 443) == Verdict(.allow, by: .rule(3)))
        #expect(verdict("10.0.0.5", "192.168.1.1", 80) == Verdict(.deny, by: .rule(4)))
        #expect(verdict("10.0.0.5", "192.168.1.1", 22) == Verdict(.allow, by: .rule(2)))
        #expect(verdict("0.0.0.1", "132.145.78.1", 444) == Verdict(.deny, by: .byDefault))
    }

    @Test func decidesByOrderAlone() throws {
        var set = try RuleSet([rule(.deny, from: "10.0.0.0/8"), rule(.allow, from: "10.0.0.5")])
        let asked = packet("10.0.0.5", "10.9.9.9", 1, 2)
        #expect(decide(set, asked) == Verdict(.deny, by: .rule(1)))
        _ = try set.move(2, to: 1)
        #expect(decide(set, asked) == Verdict(.allow, by: .rule(1)))
    }

    @Test func followsEveryChangeAtOnce() throws {
        var set = RuleSet()
        let asked = packet("10.0.0.5", "10.9.9.9", 1, 2)
        #expect(set.decide(asked) == Verdict(.deny, by: .byDefault))
        set.defaultAction = .allow
        #expect(set.decide(asked) == Verdict(.allow, by: .byDefault))
        _ = try set.add(rule(.deny, from: "10.0.0.5"))
        #expect(set.decide(asked) == Verdict(.deny, by: .rule(1)))
        _ = try set.add(rule(.allow, from: "10.0.0.0/8"), at: 1)
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(1)))
        _ = try set.move(1, to: 2)
        #expect(set.decide(asked) == Verdict(.deny, by: .rule(1)))
        _ = try set.replace(1, with: rule(.deny, from: "10.0.0.6"))
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(2)))
        _ = try set.delete(2)
        #expect(set.decide(asked) == Verdict(.allow, by: .byDefault))
        set.clear()
        set.defaultAction = .deny
        #expect(set.decide(asked) == Verdict(.deny, by: .byDefault))
    }

    @Test func followsAMoveOfARuleThatIsNotAsked() throws {
        var set = try RuleSet([rule(.deny, from: "10.0.0.1"), rule(.allow, from: "10.0.0.2")])
        let asked = packet("10.0.0.2", "10.9.9.9", 1, 2)
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(2)))
        _ = try set.move(1, to: 2)
        #expect(set.decide(asked) == Verdict(.allow, by: .rule(1)))
    }

    @Test func matchesBothFamiliesWithoutAnAddressAndOneWithIt() throws {
        let four = packet("10.0.0.1", "10.0.0.2", 1, 2)
        let six = packet("2001:db8::1", "2001:db8::2", 1, 2)
        let everything = try RuleSet([Rule(.allow, RuleMatch())])
        #expect(decide(everything, four).action == .allow)
        #expect(decide(everything, six).action == .allow)
        let zero = try RuleSet([rule(.allow, from: "0.0.0.0/0")])
        #expect(decide(zero, four).action == .allow)
        #expect(decide(zero, six).action == .deny)
        let sixZero = try RuleSet([rule(.allow, from: "::/0")])
        #expect(decide(sixZero, four).action == .deny)
        #expect(decide(sixZero, six).action == .allow)
    }

    @Test(arguments: ["0-65535", "0", "65535"])
    func neverMatchesPortsOnAPacketWithout(_ text: String) throws {
        let set = try RuleSet([
            Rule(.allow, RuleMatch(destinationPorts: ports(text))),
            Rule(.allow, RuleMatch(sourcePorts: ports(text))),
        ])
        #expect(decide(set, packet("10.0.0.1", "10.0.0.2")).decider == .byDefault)
    }

    @Test func countsWhatDecided() throws {
        var set = try RuleSet([rule(.allow, from: "10.0.0.1"), rule(.deny, from: "10.0.0.2")])
        for source in ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.2"] {
            set.count(set.decide(packet(source, "10.0.0.9", 1, 2)))
        }
        #expect(set.entries.map(\.hits) == [1, 2])
        #expect(set.defaultHits == 1)
    }

    @Test(arguments: RuleField.allCases)
    func namesTheFieldThatDidNotMatch(_ field: RuleField) {
        let whole = RuleMatch(
            proto: .tcp, source: prefix("10.0.0.1"), sourcePorts: ports("1"),
            destination: prefix("10.0.0.2"), destinationPorts: ports("2"))
        #expect(whole.firstMismatch(with: packet("10.0.0.1", "10.0.0.2", 1, 2)) == nil)
        let other =
            switch field {
            case .proto: packet("10.0.0.1", "10.0.0.2", 1, 2, proto: .udp)
            case .source: packet("10.0.0.9", "10.0.0.9", 9, 9)
            case .sourcePort: packet("10.0.0.1", "10.0.0.9", 9, 9)
            case .destination: packet("10.0.0.1", "10.0.0.9", 1, 9)
            case .destinationPort: packet("10.0.0.1", "10.0.0.2", 1, 9)
            }
        #expect(whole.firstMismatch(with: other) == field)
    }

    @Test func explainsTheRulesBeforeTheDecidingOne() throws {
        let set = try RuleSet([
            Rule(.allow, RuleMatch(proto: .udp)), rule(.allow, from: "10.0.0.1"),
            Rule(.allow, RuleMatch(destinationPorts: ports("22"))), rule(.deny, from: "10.0.0.5"),
            rule(.deny, from: "10.0.0.6"),
        ])
        let asked = packet("10.0.0.5", "10.0.0.9", 1, 80)
        let decider = set.decideByReading(asked).decider
        #expect(decider == .rule(4))
        let misses = set.nearMisses(asked, before: decider, limit: 10)
        #expect(misses.shown.map(\.number) == [1, 2, 3])
        #expect(misses.shown.map(\.field) == [.proto, .source, .destinationPort])
        #expect(misses.shown.map(\.match) == set.entries.prefix(3).map(\.rule.match))
        #expect(misses.count == 3)
        let few = set.nearMisses(asked, before: decider, limit: 2)
        #expect(few.shown.map(\.number) == [1, 2])
        #expect(few.count == 3)
        let stranger = packet("10.0.0.7", "10.0.0.9", 1, 80)
        #expect(set.nearMisses(stranger, before: .byDefault, limit: 10).count == 5)
        #expect(set.nearMisses(asked, before: .rule(1), limit: 10) == .none)
    }
}
