import Firewall
import Testing
import Wire

/// Nodes of the network in rules: what they stand for, also when their addresses change.
@Suite struct NodeNameTests {
    private let web = NodeName(rawValue: "web")

    private func names(_ names: String..., isNegated: Bool = false) -> AddressMatch {
        AddressMatch(names.map { .node(NodeName(rawValue: $0)) }, isNegated: isNegated)
    }

    private func nodes(_ texts: (String, String)...) -> NodeTable {
        NodeTable(
            texts.map { name, addresses in
                NamedNode(
                    name: NodeName(rawValue: name),
                    addresses: addresses.split(separator: " ").map { address(String($0)) })
            })
    }

    private func list(_ nodes: NodeTable) -> RuleSet {
        var set = RuleSet()
        set.setNodes(nodes)
        return set
    }

    private func decider(
        _ set: inout RuleSet, _ source: String, _ destination: String
    ) -> Decider {
        let asked = packet(source, destination, 1, 80)
        let verdict = set.decide(asked)
        #expect(verdict == set.decideByReading(asked))
        return verdict.decider
    }

    @Test func aNameIsTheAddressesOfBothFamilies() throws {
        var set = list(nodes(("web", "10.0.1.80 2001:db8::80"), ("gw", "10.0.1.1 10.0.0.1")))
        _ = try set.add(Rule(.allow, RuleMatch(source: names("gw"), destination: names("web"))))
        _ = try set.add(Rule(.allow, RuleMatch(destination: names("web", isNegated: true))))
        #expect(decider(&set, "10.0.0.1", "10.0.1.80") == .rule(1))
        #expect(decider(&set, "10.0.1.1", "10.0.1.80") == .rule(1))
        #expect(decider(&set, "10.0.1.2", "10.0.1.80") == .byDefault)
        #expect(decider(&set, "10.0.1.2", "10.0.1.81") == .rule(2))
        #expect(decider(&set, "2001:db8::1", "2001:db8::80") == .byDefault)
        #expect(decider(&set, "2001:db8::1", "2001:db8::81") == .rule(2))
    }

    @Test func aRuleFollowsTheAddresses() throws {
        var set = list(nodes(("web", "10.0.1.80")))
        let rule = Rule(.allow, RuleMatch(destination: names("web")))
        _ = try set.add(rule)
        #expect(decider(&set, "10.0.0.1", "10.0.1.80") == .rule(1))
        set.setNodes(nodes(("web", "10.0.1.81")))
        #expect(decider(&set, "10.0.0.1", "10.0.1.80") == .byDefault)
        #expect(decider(&set, "10.0.0.1", "10.0.1.81") == .rule(1))
        // It is the same rule, whatever its addresses were when it came.
        #expect(throws: RuleSetFault.repeated(rule, number: 1)) { try set.add(rule) }
        // What was taken out while they changed knows the new ones.
        _ = try set.delete(1)
        set.setNodes(nodes(("web", "10.0.1.82 2001:db8::82")))
        _ = try set.undo()
        #expect(decider(&set, "10.0.0.1", "10.0.1.81") == .byDefault)
        #expect(decider(&set, "10.0.0.1", "10.0.1.82") == .rule(1))
        #expect(decider(&set, "2001:db8::1", "2001:db8::82") == .rule(1))
        #expect(throws: RuleSetFault.repeated(rule, number: 1)) { try set.add(rule) }
        // A node that is gone has no address.
        set.setNodes(nodes())
        #expect(decider(&set, "10.0.0.1", "10.0.1.82") == .byDefault)
    }

    @Test func setsAndNodesStandSideBySide() throws {
        var set = list(nodes(("web", "10.0.1.80")))
        let office = SetName(rawValue: "office")
        _ = try set.add(ranges("10.0.0.0/24"), to: office)
        let both = AddressMatch([.set(office), .node(web)])
        _ = try set.add(Rule(.allow, RuleMatch(source: both)))
        for source in ["10.0.0.7", "10.0.1.80"] {
            #expect(decider(&set, source, "10.9.9.9") == .rule(1))
        }
        _ = try set.add(ranges("10.7.0.0/24"), to: office)
        for source in ["10.7.0.7", "10.0.1.80"] {
            #expect(decider(&set, source, "10.9.9.9") == .rule(1))
        }
        // A list that is loaded brings sets of its own, and taking that back those that were there.
        try set.load(
            [(Rule(.deny, RuleMatch(source: both)), true)],
            sets: [AddressSet(office, ranges("10.8.0.0/24"))], defaultAction: .allow)
        for source in ["10.8.0.7", "10.0.1.80"] {
            #expect(decider(&set, source, "10.9.9.9") == .rule(1))
        }
        #expect(decider(&set, "10.7.0.7", "10.9.9.9") == .byDefault)
        set.setNodes(nodes(("web", "10.0.1.81")))
        _ = try set.undo()
        for source in ["10.7.0.7", "10.0.1.81"] {
            #expect(decider(&set, source, "10.9.9.9") == .rule(1))
        }
        #expect(decider(&set, "10.8.0.7", "10.9.9.9") == .byDefault)
        _ = try set.redo()
        for source in ["10.8.0.7", "10.0.1.81"] {
            #expect(decider(&set, source, "10.9.9.9") == .rule(1))
        }
    }

    @Test func whatStandsForNothingIsRefused() throws {
        var set = list(nodes(("web", "10.0.1.80"), ("site-a", ""), ("six", "2001:db8::6")))
        func add(_ match: RuleMatch) throws { _ = try set.add(Rule(.allow, match)) }
        let wbe = NodeName(rawValue: "wbe")
        #expect(throws: RuleSetFault.noSuchNode(wbe)) { try add(RuleMatch(source: names("wbe"))) }
        #expect(throws: RuleSetFault.nodeWithoutAddress(NodeName(rawValue: "site-a"))) {
            try add(RuleMatch(source: names("web"), destination: names("web", "site-a")))
        }
        #expect(throws: RuleSetFault.nothingMatches) {
            try add(RuleMatch(source: names("web"), destination: names("six")))
        }
        #expect(set.count == 0)
        try add(RuleMatch(source: names("web", "six"), destination: names("six")))
        #expect(set.number(using: NodeName(rawValue: "six")) == 1)
        #expect(set.number(using: NodeName(rawValue: "site-a")) == nil)
    }

    @Test func proofsKnowWhatANameStandsFor() throws {
        var set = list(nodes(("web", "10.0.1.80")))
        _ = try set.add(Rule(.deny, RuleMatch(destination: names("web"))))
        _ = try set.add(Rule(.allow, RuleMatch(destination: addresses("10.0.1.80"))))
        #expect(!set.remark(on: 2).isEmpty)
        set.setNodes(nodes(("web", "10.0.1.81")))
        #expect(set.remark(on: 2).isEmpty)
    }
}
