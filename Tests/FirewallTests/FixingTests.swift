import Chance
import Firewall
import Testing
import Timeline
import Wire

/// What a check offers to delete can be deleted together.
@Suite struct FixingTests {
    private func rules(_ texts: (Action, String, String)...) throws -> RuleSet {
        var set = RuleSet()
        for (action, source, port) in texts {
            _ = try set.add(
                Rule(
                    action,
                    RuleMatch(source: addresses(source), destinationPorts: ports(port))))
        }
        return set
    }

    private func fixes(_ set: RuleSet) -> [String] {
        set.check().findings.map { "\($0.number) \($0.fix?.rawValue ?? "-")" }
    }

    @Test func ofTwoRulesThatMakeEachOtherNeedlessOneStays() throws {
        var set = try rules(
            (.deny, "10.0.0.0/8", "22"), (.deny, "10.0.0.0/9,10.128.0.0/9", "22"))
        set.setDefault(.allow)
        #expect(fixes(set) == ["1 keep", "2 delete"])
        let (numbers, _) = set.fix(set.check())
        #expect(numbers == [2])
        let asked = packet("10.1.1.1", "10.2.2.2", 9, 22)
        #expect(set.decideByReading(asked).action == .deny)
        #expect(fixes(set).isEmpty)
    }

    @Test func ofSeveralInARowTheLastStays() throws {
        // Each is needless because of the next, and the last is needed.
        let set = try rules(
            (.deny, "10.0.0.0/16", "22"), (.deny, "10.0.0.0/15", "22"),
            (.deny, "10.0.0.0/14", "22"))
        var open = set
        open.setDefault(.allow)
        #expect(fixes(open) == ["1 delete", "2 delete"])
        #expect(fixes(set) == ["1 delete", "2 delete", "3 delete"])
    }

    /// A list of random rules, of which some stand there twice.
    private func lists(_ mixer: inout Mixer, _ order: ReadingOrder) throws -> RuleSet {
        var rules: [Rule] = []
        for _ in 0..<Int.random(in: 2...9, using: &mixer.source) {
            var rule = mixer.rule()
            rule.name = nil
            rules.append(rule)
            // Which of two equal limits is gone can't be told from the lists.
            if rule.limit == nil, mixer.chance(30) {
                rules.insert(rule, at: Int.random(in: 0...rules.count, using: &mixer.source))
            }
        }
        var set = mixer.emptySet()
        while set.settings.sets.count < mixer.setNames.count { set = mixer.emptySet() }
        try set.load(
            rules.map { ($0, true) }, sets: set.settings.sets,
            defaultAction: mixer.pick([.allow, .deny]), order: order)
        return set
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func everyVerdictStays(_ seed: UInt64) throws {
        var mixer = Mixer(seed: seed)
        var tally: [RuleCheck.Fix: Int] = [:]
        var (fixed, unfixed, silent, packets) = (0, 0, 0, 0)
        for round in 0..<150 {
            var set = try lists(&mixer, ReadingOrder.allCases[round % 3])
            let (before, state) = (set, set.state)
            let check = set.check()
            for finding in check.findings {
                if let fix = finding.fix { tally[fix, default: 0] += 1 }
                if case .neverMatches = finding.problem { silent += 1 }
            }
            let (numbers, rules) = set.fix(check)
            #expect(set.count == before.count - numbers.count && rules.count == numbers.count)
            if numbers.isEmpty {
                unfixed += 1
                #expect(set.state == state)
                continue
            }
            fixed += 1
            #expect(
                RuleProof(before).list.difference(from: RuleProof(set).list) == .equal, "\(state)")
            for _ in 0..<40 {
                let near = mixer.pick(before.entries).rule
                let (packet, context) = (mixer.packet(near: near), mixer.context(near: near))
                packets += 1
                #expect(
                    before.decideByReading(packet, context).action
                        == set.decideByReading(packet, context).action)
            }
            _ = try set.undo()
            #expect(set.state == state)
        }
        #expect(fixed > 50 && unfixed > 5 && silent > 20 && packets > 2_000)
        #expect(tally[.delete, default: 0] > 100)
        #expect(tally[.keep, default: 0] > 0)
        #expect(tally[.unknown, default: 0] == 0)
    }

    @Test func whatIsNotProvenIsNotOffered() throws {
        var set = try rules(
            (.deny, "10.0.0.0/8", "22"), (.deny, "10.0.0.0/9,10.128.0.0/9", "22"),
            (.deny, "10.0.0.0/8", "20-30"))
        set.setDefault(.allow)
        var (ended, whole) = (0, 0)
        for looks in 0..<60 {
            var left = looks
            let budget = Budget(stride: 1) {
                left -= 1
                return left < 0 ? .interrupted : nil
            }
            let check = set.check(budget)
            if check.end == nil { whole += 1 } else { ended += 1 }
            var copy = set
            _ = copy.fix(check)
            #expect(RuleProof(set).list.difference(from: RuleProof(copy).list) == .equal)
        }
        #expect(ended > 0 && whole > 0)
    }

    @Test func entriesThatOthersCoverAreNamed() {
        let covered = { (text: String) in
            ranges(text).coveredEntries.map { entry in
                var text: [UInt8] = []
                entry.entry.write(to: &text)
                text += Array(" in ".utf8)
                entry.cover.write(to: &text)
                return String(decoding: text, as: UTF8.self)
            }
        }
        #expect(covered("10.0.0.0/8 10.0.0.0/16") == ["10.0.0.0/16 in 10.0.0.0/8"])
        #expect(covered("10.0.0.0/16 10.0.0.0/8") == ["10.0.0.0/16 in 10.0.0.0/8"])
        #expect(covered("10.0.0.1 10.0.0.1") == ["10.0.0.1 in 10.0.0.1"])
        #expect(covered("10.0.0.0/9 10.128.0.0/9 11.0.0.0/8") == [])
        #expect(covered("10.0.0.0-10.0.0.9 10.0.0.5-10.0.0.10 10.0.0.9").count == 1)
        #expect(covered("2001:db8::/32 ::/0 0.0.0.0/0") == ["2001:db8::/32 in ::/0"])
        #expect(covered("10.0.0.1") == [])
    }
}
