import Chance
import Dialects
import Firewall
import Testing
import Timeline
import Wire

/// What is written and read back decides as before, for many random lists and packets.
@Suite struct RoundTripTests {
    /// How often each thing happened, so that a test that met nothing fails.
    private struct Tally {
        var actions: [Action: Int] = [:]
        var noted = 0
        var refused: Set<String> = []
        var kept = 0
        var limited = 0
        var byDefault = 0
    }

    /// The families that a dialect is about.
    private static func families(_ dialect: Dialect) -> [IPFamily] {
        switch dialect {
        case .iptables: [.v4]
        case .ip6tables: [.v6]
        case .nft, .cisco, .ufw: IPFamily.allCases
        }
    }

    @Test(arguments: Dialect.allCases, [UInt64(1), 3])
    func saysTheSame(_ dialect: Dialect, _ seed: UInt64) throws {
        var random = RandomRules(seed: seed)
        var tally = Tally()
        for _ in 0..<30 { try round(dialect, &random, &tally) }
        #expect(tally.kept > 50)
        #expect(tally.byDefault > 20)
        #expect(tally.refused.isEmpty == false, "\(tally)")
        let wanted: [Action] = dialect == .cisco ? [.allow, .deny] : [.allow, .deny, .reject]
        for action in wanted { #expect(tally.actions[action, default: 0] > 30, "\(tally)") }
        guard dialect != .cisco, dialect != .ufw else { return }
        #expect(tally.noted > 30)
        #expect(tally.limited > 0)
    }

    private func round(
        _ dialect: Dialect, _ random: inout RandomRules, _ tally: inout Tally
    ) throws {
        var set = RuleSet()
        var rules: [(rule: Rule, isEnabled: Bool)] = []
        for _ in 0..<random.number(1...14) {
            let rule = random.rule()
            rules.append((rule, random.chance(90)))
            // So that the dialects that only note along with a verdict have something to write.
            if rule.action == .log, random.chance(50) {
                rules.append((Rule(.allow, rule.match), rules[rules.count - 1].isEnabled))
            }
        }
        let actions: [Action] = dialect == .cisco ? [.allow, .deny] : [.allow, .deny, .reject]
        let fallback = random.one(of: actions)
        rules.removeAll { rule, _ in
            do throws(RuleSet.LoadFault) {
                var alone = RuleSet()
                try alone.load([(rule, true)], sets: random.sets, defaultAction: fallback)
                return false
            } catch { return true }
        }
        var text: [UInt8]?
        while text == nil {
            do throws(UnwritableRule) {
                try? set.load(rules, sets: random.sets, defaultAction: fallback)
                text = try dialect.write(set)
            } catch {
                tally.refused.insert(error.problem.name)
                try #require(error.number > 0)
                rules.remove(at: error.number - 1)
            }
        }
        tally.kept += rules.count
        let bytes = text ?? []
        let file = String(decoding: bytes, as: UTF8.self)
        var back = RuleSet()
        do throws(ForeignFault) {
            let foreign = try dialect.read(bytes, isLenient: false)
            // IPv4 has no packets that are not tracked, and a file of it that asks for them is told so.
            #expect(foreign.skipped.allSatisfy { $0.problem == .matchesNothing(.untracked) })
            try? back.load(
                foreign.rules.map { ($0.rule, $0.isEnabled) }, sets: foreign.sets,
                defaultAction: foreign.defaultAction)
            #expect(back.count == foreign.rules.count)
        } catch {
            Issue.record("\(error)\n\(file)")
            return
        }
        guard back.count < 300 else { return }
        compare(&set, &back, dialect, &random, &tally, file)
        let again = try? dialect.write(back)
        if let again { #expect(Dialect.detect(again) == dialect, "\(file)") }
    }

    private func compare(
        _ set: inout RuleSet, _ back: inout RuleSet, _ dialect: Dialect,
        _ random: inout RandomRules, _ tally: inout Tally, _ file: String
    ) {
        var instant = Instant.start
        for _ in 0..<60 {
            let rule = set.entries.isEmpty ? nil : random.one(of: set.entries).rule
            let (packet, context) = random.packet(near: rule, families: Self.families(dialect))
            // No packet of IPv4 is untracked, so that a file of its own has no word for one.
            let isIPv4 = packet.source.family == .v4
            if dialect == .iptables, isIPv4, context.state == .untracked { continue }
            let left = set.decide(packet, context, at: instant)
            let right = back.decide(packet, context, at: instant)
            #expect(left.action == right.action, "\(packet) \(context)\n\(file)")
            #expect(left.noted.isEmpty == right.noted.isEmpty, "\(packet) \(context)\n\(file)")
            if left.action != right.action { return }
            set.count(left, at: instant)
            back.count(right, at: instant)
            instant = instant + .milliseconds(UInt64(random.number(0...200)))
            tally.actions[left.action, default: 0] += 1
            if !left.noted.isEmpty { tally.noted += 1 }
            switch left.decider {
            case .byDefault: tally.byDefault += 1
            case .rule(let number):
                if set.entries[number - 1].rule.limit != nil { tally.limited += 1 }
            }
        }
    }
}
