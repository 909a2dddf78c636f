import Chance
import Firewall
import Testing
import Timeline
import Wire

/// Why the rules before the deciding one did not decide.
@Suite struct NearMissTests {
    @Test func explainsAShortListWhole() throws {
        var set = try RuleSet([
            Rule(.allow, RuleMatch(proto: ProtocolMatch([.udp]))), rule(.allow, from: "10.0.0.1"),
            Rule(.allow, RuleMatch(destinationPorts: ports("22"))), Rule(.log, RuleMatch()),
            rule(.deny, from: "10.0.0.5"), rule(.deny, from: "10.0.0.6"),
        ])
        let asked = packet("10.0.0.5", "10.0.0.9", 1, 80)
        let decider = set.decideByReading(asked).decider
        #expect(decider == .rule(5))
        let misses = set.nearMisses(asked, before: decider, limit: 4, few: 1)
        #expect(misses.shown.map(\.number) == [1, 2, 3, 4])
        #expect(misses.shown.map(\.field) == [.proto, .source, .destinationPort, nil])
        #expect(misses.shown.map(\.rule) == set.entries.prefix(4).map(\.rule))
        #expect(misses.count == 4 && !misses.areNearest)
        let stranger = packet("10.0.0.7", "10.0.0.9", 1, 80)
        #expect(set.nearMisses(stranger, before: .byDefault, limit: 10, few: 1).count == 6)
        #expect(set.nearMisses(asked, before: .rule(1), limit: 10, few: 1) == .none)
    }

    @Test func showsTheNearestOfALongList() throws {
        // Rule 1 fails in three fields, 2 in two, 3 in one, 4 in two, 5 in one, 6 in one.
        var set = try RuleSet([
            Rule(
                .allow,
                RuleMatch(
                    source: addresses("10.0.0.1"), destination: addresses("10.0.0.1"),
                    destinationPorts: ports("1"))),
            Rule(
                .allow, RuleMatch(source: addresses("10.0.0.2"), destination: addresses("10.0.0.1"))
            ),
            Rule(.allow, RuleMatch(proto: ProtocolMatch([.tcp]), destinationPorts: ports("22"))),
            Rule(
                .allow, RuleMatch(source: addresses("10.0.0.3"), destination: addresses("10.0.0.1"))
            ),
            Rule(.allow, RuleMatch(destinationPorts: ports("23"))),
            Rule(.allow, RuleMatch(destinationPorts: ports("24"))),
        ])
        let asked = packet("10.0.0.5", "10.0.0.9", 1, 80)
        func shown(_ few: Int) -> [Int] {
            let misses = set.nearMisses(asked, before: .byDefault, limit: 5, few: few)
            #expect(misses.count == 6 && misses.areNearest)
            return misses.shown.map(\.number)
        }
        #expect(shown(1) == [3])
        #expect(shown(2) == [3, 5])
        #expect(shown(3) == [3, 5, 6])
        #expect(shown(4) == [2, 3, 5, 6])
        #expect(shown(5) == [2, 3, 4, 5, 6])
    }

    /// A rule whose bucket is empty comes nearer than any other, wherever it stands.
    @Test func showsAnExhaustedRuleOfALongList() throws {
        var set = RuleSet()
        for number in 1...20 { _ = try set.add(rule(.allow, from: "10.0.1.\(number)")) }
        let limit = RateLimit(packets: 1, unit: .hour, burst: 1)
        _ = try set.add(Rule(.allow, RuleMatch(source: addresses("10.0.0.5")), limit: limit))
        set.count(Verdict(.allow, by: .rule(21)))
        let asked = packet("10.0.0.5", "10.0.0.9", 1, 80)
        #expect(set.decide(asked).decider == .byDefault)
        let misses = set.nearMisses(asked, before: .byDefault, limit: 5, few: 3)
        #expect(misses.shown.map(\.number) == [1, 2, 21])
        #expect(misses.shown.last?.field == .limit)
    }

    /// In how many fields a packet does not match, counted from the rule's text and not by the list.
    private func distance(_ match: RuleMatch, _ packet: PacketFields, _ context: PacketContext)
        -> Int
    {
        var failures = 0
        for field in RuleField.allCases where match.asks(about: field) && field != .icmpCode {
            var one = RuleMatch()
            switch field {
            case .proto: one.proto = match.proto
            case .source: one.source = match.source
            case .sourcePort: one.sourcePorts = match.sourcePorts
            case .destination: one.destination = match.destination
            case .destinationPort: one.destinationPorts = match.destinationPorts
            case .icmpType: one.icmp = match.icmp
            case .flags: one.flags = match.flags
            case .number: for part in match.parts where part.field == field { one.set(part) }
            case .link: one.links = match.links
            case .outLink: one.outLinks = match.outLinks
            case .state: one.states = match.states
            case .icmpCode, .limit: break
            }
            if one.firstMismatch(with: packet, context) != nil { failures += 1 }
        }
        return failures
    }

    @Test(arguments: [UInt64(1), 2])
    func showsTheNearestOfRandomLists(_ seed: UInt64) throws {
        var random = Mixer(seed: seed)
        var (explained, far) = (0, 0)
        for _ in 0..<60 {
            var set = random.emptySet()
            for _ in 0..<30 {
                var rule = random.rule()
                rule.limit = nil
                if rule.action == .log { rule.action = .deny }
                _ = try? set.add(rule)
            }
            set.setOrder(random.pick(ReadingOrder.allCases))
            for _ in 0..<20 {
                let near = random.pick(set.entries).rule
                let (packet, context) = (random.packet(near: near), random.context(near: near))
                let decider = set.decideByReading(packet, context).decider
                let whole = set.nearMisses(packet, context, before: decider, limit: .max, few: 1)
                let some = set.nearMisses(packet, context, before: decider, limit: 2, few: 3)
                #expect(some.count == whole.count && whole.shown.count == whole.count)
                guard some.areNearest else { continue }
                // The three nearest in the order of reading; of equal ones the first.
                let ranked = whole.shown.enumerated().sorted {
                    let left = distance($0.element.rule.match, packet, context)
                    let right = distance($1.element.rule.match, packet, context)
                    return (left, $0.offset) < (right, $1.offset)
                }
                let expected = ranked.prefix(3).sorted { $0.offset < $1.offset }.map(\.element)
                #expect(some.shown == expected, "\(set.state)\n\(packet)")
                explained += 1
                let worst = expected.map { distance($0.rule.match, packet, context) }.max()
                if worst ?? 0 > 1 { far += 1 }
            }
        }
        #expect(explained > 300)
        #expect(far > 20)
    }

    /// Whether the outermost addresses of a match are around those of a packet.
    private func isAround(_ packet: PacketFields, _ match: RuleMatch, _ links: [LinkName]) -> Bool {
        let contexts = PacketSpace.contexts(linkCount: links.count)
        switch (packet.source, packet.destination) {
        case (.v4(let source), .v4(let destination)):
            let box = RuleBoxes(ipv4: match, links: links).hull(all: contexts)?.box
            return box?.source.contains(source.rawValue) == true
                && box?.destination.contains(destination.rawValue) == true
        case (.v6(let source), .v6(let destination)):
            let box = RuleBoxes(ipv6: match, links: links).hull(all: contexts)?.box
            return box?.source.contains(source.rawValue) == true
                && box?.destination.contains(destination.rawValue) == true
        default: return false
        }
    }

    @Test(arguments: [UInt64(3), 4])
    func showsTheFirstAroundTheAddressesOfAVeryLongList(_ seed: UInt64) throws {
        var random = Mixer(seed: seed)
        var set = random.emptySet()
        var (asked, edits, skipping) = (0, 0, 0)
        for round in 0..<100 {
            while set.count < RuleSet.comparedRules + 40 {
                let rule = random.rule()
                // Rules about any address would be around every packet.
                guard rule.match.source != nil, rule.match.destination != nil else { continue }
                _ = try? set.add(rule)
            }
            if round.isMultiple(of: 2), random.edit(&set, random.editKind()) { edits += 1 }
            guard set.count > 0 else { continue }
            let near = random.pick(set.entries).rule
            let (packet, context) = (random.packet(near: near), random.context(near: near))
            let whole = set.nearMisses(packet, context, before: .byDefault, limit: .max, few: 1)
            let some = set.nearMisses(packet, context, before: .byDefault, limit: 2, few: 3)
            #expect(some.count == whole.count)
            guard some.count > RuleSet.comparedRules else { continue }
            let expected = whole.shown.filter {
                $0.rule.action != .log && $0.rule.limit == nil
                    && isAround(packet, $0.rule.match, set.links)
            }
            #expect(some.shown == Array(expected.prefix(3)), "\(set.state)\n\(packet)")
            asked += 1
            // Whether rules that it had to pass over stand before the last that it shows.
            if some.shown != Array(whole.shown.prefix(3)) { skipping += 1 }
        }
        #expect(edits > 25 && asked > 60)
        #expect(skipping > 60, "\(skipping) of \(asked)")
    }
}
