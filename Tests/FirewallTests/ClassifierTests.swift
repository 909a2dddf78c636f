import Chance
import Firewall
import Testing
import Timeline
import Wire

/// The table gives the answers of the list, over many random and awkward rules and packets.
@Suite struct ClassifierTests {
    /// How often the list was asked, by what decided, and by what was on the way.
    private struct Tally {
        var hits: [IPFamily: Int] = [:]
        var misses: [IPFamily: Int] = [:]
        var orders: [ReadingOrder: Int] = [:]
        var actions: [Action: Int] = [:]
        var noted = 0
        var passedBy = 0
        var fragmentHits = 0
        var lateHits = 0
        var passedDisabled = 0
        var exhausted: Set<RuleID> = []
        var filledAgain: Set<RuleID> = []
        var edits: [Mixer.Edit: Int] = [:]
        var undone = 0
        var redone = 0
        var readdressed = 0

        mutating func note(
            _ verdict: Verdict, _ set: RuleSet, _ packet: PacketFields, _ context: PacketContext,
            at now: Instant
        ) {
            let family = packet.source.family
            orders[set.settings.order, default: 0] += 1
            actions[verdict.action, default: 0] += 1
            noted += verdict.noted.count
            passedBy += verdict.spent.count
            var taken = verdict.noted
            if case .rule(let number) = verdict.decider {
                taken.append(number)
                hits[family, default: 0] += 1
                if packet.proto.hasPorts, packet.destinationPort == nil { fragmentHits += 1 }
                if number > 5 { lateHits += 1 }
            } else {
                misses[family, default: 0] += 1
            }
            for number in taken {
                let id = set.entries[number - 1].id
                if exhausted.contains(id) { filledAgain.insert(id) }
            }
            var copy = set
            let misses = copy.nearMisses(
                packet, context, before: verdict.decider, at: now, limit: .max, few: 1)
            for miss in misses.shown where miss.field == .limit {
                exhausted.insert(set.entries[miss.number - 1].id)
            }
            if set.entries.contains(where: {
                !$0.isEnabled && $0.rule.match.firstMismatch(with: packet, context) == nil
            }) {
                passedDisabled += 1
            }
        }

        mutating func change(_ set: inout RuleSet, _ random: inout Mixer) {
            switch Int.random(in: 0..<11, using: &random.source) {
            case 0: if (try? set.undo()) != nil { undone += 1 }
            case 1: if (try? set.redo()) != nil { redone += 1 }
            case 2:
                set.setNodes(random.nodes())
                if set.entries.contains(where: { !$0.rule.match.nodeNames.isEmpty }) {
                    readdressed += 1
                }
            default:
                let kind = random.editKind()
                if random.edit(&set, kind) { edits[kind, default: 0] += 1 }
            }
        }
    }

    /// Lengths of time after which buckets are as they were, just not full, or full.
    private static let waits: [UInt64] = [
        0, 0, 1, 100_000_000, 333_333_333, 333_333_334, 999_999_999, 1_000_000_000, 20_000_000_000,
        60_000_000_000, 3_600_000_000_000,
    ]

    /// A rule on every link there is asks about links all the same.
    @Test func anUnknownLinkIsOnNoLink() throws {
        let links = [LinkName(rawValue: "a"), LinkName(rawValue: "b")]
        var match = RuleMatch()
        match.links = links
        var set = RuleSet(links: links)
        try set.load([(Rule(.allow, match), true)], sets: [], defaultAction: .deny)
        for (source, destination) in [("10.0.0.1", "10.0.0.2"), ("::1", "::2")] {
            let packet = packet(source, destination, 1, 2)
            #expect(set.decide(packet).action == .deny)
            #expect(set.decide(packet) == set.decideByReading(packet))
            for link in links {
                #expect(set.decide(packet, PacketContext(link: link)).action == .allow)
            }
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func answersLikeTheList(_ seed: UInt64) {
        var random = Mixer(seed: seed)
        var tally = Tally()
        for _ in 0..<36 {
            var set = random.emptySet()
            var now = Instant.start
            for _ in 0..<random.pick([0, 3, 10, 24]) { _ = random.edit(&set, .add) }
            for step in 0..<120 {
                if step.isMultiple(of: 6) { tally.change(&set, &random) }
                now = now + Duration(nanoseconds: random.pick(Self.waits))
                let near = set.entries.isEmpty ? nil : random.pick(set.entries).rule
                let packet =
                    random.chance(10) ? random.fragment(near: near) : random.packet(near: near)
                var context = random.context(near: near)
                if random.chance(5) { context.link = nil }
                // The same packet again and again empties buckets.
                for _ in 0..<random.pick([1, 1, 1, 4]) {
                    let verdict = set.decide(packet, context, at: now)
                    let read = set.decideByReading(packet, context, at: now)
                    #expect(verdict == read, "\(set.state)\n\(packet)")
                    tally.note(verdict, set, packet, context, at: now)
                    if random.chance(80) { set.count(verdict, length: 40, at: now) }
                }
            }
        }
        for family in [IPFamily.v4, .v6] {
            #expect(tally.hits[family, default: 0] > 200)
            #expect(tally.misses[family, default: 0] > 200)
        }
        for order in ReadingOrder.allCases { #expect(tally.orders[order, default: 0] > 100) }
        for action in Action.allCases where action.decides {
            #expect(tally.actions[action, default: 0] > 100)
        }
        for edit in Mixer.Edit.allCases { #expect(tally.edits[edit, default: 0] > 0, "\(edit)") }
        #expect(tally.noted > 100)
        #expect(tally.passedBy > 100)
        #expect(tally.fragmentHits > 20)
        #expect(tally.lateHits > 100)
        #expect(tally.passedDisabled > 20)
        #expect(tally.exhausted.count > 10)
        #expect(tally.filledAgain.count > 5)
        #expect(tally.undone > 5 && tally.redone > 0 && tally.readdressed > 20)
    }
}
