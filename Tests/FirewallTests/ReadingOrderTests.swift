import Firewall
import Testing
import Timeline
import Wire

/// One list gives three answers, by the order in which it is read.
@Suite struct ReadingOrderTests {
    private static let rules = [
        Rule(.allow, RuleMatch(destinationPorts: ports("22"))), rule(.deny, from: "10.0.0.0/8"),
        Rule(.reject, RuleMatch(proto: ProtocolMatch([.tcp]))), rule(.allow, from: "10.0.0.5"),
    ]

    @Test func sequences() {
        let rules = Self.rules
        #expect(ReadingOrder.firstMatch.sequence(of: rules) == [0, 1, 2, 3])
        #expect(ReadingOrder.lastMatch.sequence(of: rules) == [3, 2, 1, 0])
        #expect(ReadingOrder.sourceFirst.sequence(of: rules) == [1, 3, 0, 2])
        // A slice is numbered from its own first rule on.
        #expect(ReadingOrder.sourceFirst.sequence(of: rules[1...]) == [0, 2, 1])
        for order in ReadingOrder.allCases { #expect(order.sequence(of: [Rule]()) == []) }
    }

    @Test(arguments: [
        (ReadingOrder.firstMatch, "10.0.0.5", UInt16(22), Verdict(.allow, by: .rule(1))),
        (.lastMatch, "10.0.0.5", 22, Verdict(.allow, by: .rule(4))),
        (.sourceFirst, "10.0.0.5", 22, Verdict(.deny, by: .rule(2))),
        (.firstMatch, "10.0.0.6", 80, Verdict(.deny, by: .rule(2))),
        (.lastMatch, "10.0.0.6", 80, Verdict(.reject, by: .rule(3))),
        (.sourceFirst, "192.168.1.1", 80, Verdict(.reject, by: .rule(3))),
        (.lastMatch, "192.168.1.1", 22, Verdict(.reject, by: .rule(3))),
        (.sourceFirst, "192.168.1.1", 22, Verdict(.allow, by: .rule(1))),
    ])
    func decides(_ order: ReadingOrder, _ source: String, _ port: UInt16, _ verdict: Verdict) throws
    {
        var set = try RuleSet(Self.rules)
        let asked = packet(source, "10.9.9.9", 1, port)
        // A plan of another order has been made before.
        _ = set.decide(asked)
        set.setOrder(order)
        #expect(set.decide(asked) == verdict)
        #expect(set.decideByReading(asked) == verdict)
        _ = try set.undo()
        #expect(set.settings.order == .firstMatch)
        #expect(set.decide(asked) == set.decideByReading(asked))
        #expect(set.decide(asked).decider == .rule(port == 22 ? 1 : source.hasPrefix("10") ? 2 : 3))
    }

    @Test func explainsInTheOrderOfReading() throws {
        var set = try RuleSet(Self.rules)
        set.setOrder(.lastMatch)
        let asked = packet("192.168.1.1", "10.9.9.9", 1, 22, proto: .udp)
        let misses = set.nearMisses(asked, before: .rule(1), limit: 9, few: 1)
        #expect(misses.shown.map(\.number) == [4, 3, 2])
        #expect(misses.shown.map(\.field) == [.source, .proto, .source])
        set.setOrder(.sourceFirst)
        let before = set.nearMisses(asked, before: .rule(1), limit: 9, few: 1)
        #expect(before.shown.map(\.number) == [2, 4])
        #expect(set.nearMisses(asked, before: .rule(1), limit: 0, few: 1).count == 2)
        #expect(set.nearMisses(asked, before: .byDefault, limit: 0, few: 1).count == 4)
    }

    @Test func logsInTheOrderOfReading() throws {
        var set = try RuleSet([
            Rule(.log, RuleMatch()), Rule(.log, RuleMatch(source: addresses("10.0.0.0/8"))),
            Rule(.log, RuleMatch(destinationPorts: ports("22"))),
        ])
        let asked = packet("10.0.0.1", "10.0.0.2", 1, 22)
        for (order, noted) in [
            (ReadingOrder.firstMatch, [1, 2, 3]), (.lastMatch, [3, 2, 1]),
            (.sourceFirst, [2, 1, 3]),
        ] {
            set.setOrder(order)
            #expect(set.decide(asked) == Verdict(.deny, by: .byDefault, noted: noted))
            #expect(set.decideByReading(asked).noted == noted)
        }
    }
}
