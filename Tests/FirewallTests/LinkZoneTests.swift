import Chance
import Firewall
import Testing
import Wire

/// Names for links: what rules see of them, also when they change.
@Suite struct LinkZoneTests {
    private let links = ["lan", "dmz-1", "dmz-2", "wan"].map(LinkName.init)

    private func zone(_ name: String, _ links: String...) -> LinkZone {
        LinkZone(name: LinkName(rawValue: name), links: links.map(LinkName.init))
    }

    private func rule(_ action: Action, on: String? = nil, out: String? = nil) -> Rule {
        var match = RuleMatch()
        match.links = on.map { [LinkName(rawValue: $0)] } ?? []
        match.outLinks = out.map { [LinkName(rawValue: $0)] } ?? []
        return Rule(action, match)
    }

    private func set(_ zones: LinkZone...) -> RuleSet {
        var set = RuleSet(links: links)
        set.setLinks(links, zones: zones)
        return set
    }

    private func decider(_ set: inout RuleSet, on: String, out: String) -> Decider {
        let context = PacketContext(link: LinkName(rawValue: on), out: LinkName(rawValue: out))
        let asked = packet("10.0.0.1", "10.9.9.9", 1, 2)
        let verdict = set.decide(asked, context)
        #expect(verdict == set.decideByReading(asked, context))
        return verdict.decider
    }

    @Test func aZoneThatChangesChangesItsRules() throws {
        var set = set(zone("dmz", "dmz-1"), zone("far", "elsewhere"))
        _ = try set.add(rule(.allow, on: "lan", out: "dmz"))
        #expect(decider(&set, on: "lan", out: "dmz-1") == .rule(1))
        #expect(decider(&set, on: "lan", out: "dmz-2") == .byDefault)
        set.setLinks(links, zones: [zone("dmz", "dmz-1", "dmz-2")])
        #expect(decider(&set, on: "lan", out: "dmz-2") == .rule(1))
        #expect(decider(&set, on: "wan", out: "dmz-2") == .byDefault)
        // What was taken out while it changed knows the new links, too.
        _ = try set.delete(1)
        set.setLinks(links, zones: [zone("dmz", "wan")])
        _ = try set.undo()
        #expect(decider(&set, on: "lan", out: "wan") == .rule(1))
        #expect(decider(&set, on: "lan", out: "dmz-1") == .byDefault)
        // Without a link it is about nothing.
        set.setLinks(links, zones: [zone("dmz")])
        for out in links { #expect(decider(&set, on: "lan", out: out.rawValue) == .byDefault) }
        #expect(set.number(using: LinkName(rawValue: "dmz")) == 1)
        #expect(set.number(using: LinkName(rawValue: "far")) == nil)
    }

    @Test func refusals() throws {
        var set = set(zone("dmz", "dmz-1"), zone("far", "elsewhere"))
        #expect(throws: RuleSetFault.zoneElsewhere(LinkName(rawValue: "far"))) {
            try set.add(rule(.allow, on: "far"))
        }
        #expect(throws: RuleSetFault.noSuchLink(LinkName(rawValue: "near"), known: links)) {
            try set.add(rule(.allow, on: "near"))
        }
        _ = try set.add(rule(.allow, on: "dmz"))
        #expect(throws: RuleSetFault.repeated(rule(.allow, on: "dmz"), number: 1)) {
            try set.add(rule(.allow, on: "dmz"))
        }
        #expect(set.count == 1)
    }

    @Test func proofsReadTheLinks() throws {
        var set = set(zone("inside", "lan"), zone("dmz", "dmz-1", "dmz-2"))
        _ = try set.add(rule(.allow, on: "inside", out: "dmz"))
        _ = try set.add(rule(.reject, on: "lan", out: "dmz-2"))
        _ = try set.add(rule(.deny, on: "dmz"))
        // The second is part of the first, by what the zones stand for.
        #expect(set.check().findings.map(\.number).contains(2))
        set.setLinks(links, zones: [zone("inside", "wan"), zone("dmz", "dmz-1", "dmz-2")])
        #expect(!set.check().findings.map(\.number).contains(2))
    }

    @Test func anyListDecidesAsItReads() throws {
        var random = SplitMix(seed: 18)
        var (matched, missed) = (0, 0)
        for _ in 0..<60 {
            let zones = (0..<3).map { number in
                LinkZone(
                    name: LinkName(rawValue: "zone-\(number)"),
                    links: links.filter { _ in Bool.random(using: &random) })
            }
            var set = RuleSet(links: links)
            set.setLinks(links, zones: zones)
            let names = links + zones.map(\.name)
            for _ in 0..<3 {
                let on =
                    (Int.random(in: 0..<10, using: &random) < 7)
                    ? names.randomElement(using: &random)?.rawValue : nil
                let out =
                    (Int.random(in: 0..<10, using: &random) < 7)
                    ? names.randomElement(using: &random)?.rawValue : nil
                _ = try? set.add(
                    rule(Bool.random(using: &random) ? .allow : .reject, on: on, out: out))
            }
            for on in links {
                for out in links where out != on {
                    if decider(&set, on: on.rawValue, out: out.rawValue) == .byDefault {
                        missed += 1
                    } else {
                        matched += 1
                    }
                }
            }
        }
        #expect(matched > 50 && missed > 50)
    }
}
