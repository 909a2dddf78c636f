import Chance
import Firewall
import Testing
import Timeline
import Wire

/// Every change is turned back exactly, and done again.
@Suite struct UndoTests {
    /// A list with hits, an empty bucket, a set in use and a disabled rule.
    private func worn() throws -> RuleSet {
        var set = RuleSet()
        _ = try set.add(ranges("10.0.0.0/8 2001:db8::/32"), to: SetName(rawValue: "office"))
        _ = try set.add(ranges("192.168.0.0/16"), to: SetName(rawValue: "spare"))
        let limit = RateLimit(packets: 1, unit: .hour, burst: 1)
        for rule in [
            Rule(.allow, RuleMatch(source: sets("office")), limit: limit, name: RuleName("web")),
            rule(.deny, from: "10.0.0.2"), rule(.reject, from: "2001:db8::7"),
            Rule(.log, RuleMatch(destinationPorts: ports("22"))),
        ] { _ = try set.add(rule) }
        _ = try set.setEnabled(3, false)
        set.count(Verdict(.allow, by: .rule(1), noted: [4]), length: 40, at: at(1))
        set.count(Verdict(.deny, by: .rule(2)), length: 50, at: at(2))
        set.count(Verdict(.deny, by: .byDefault), length: 60, at: at(3))
        return set
    }

    private typealias Change = @Sendable (inout RuleSet) throws -> Void

    private static let changes: [(String, Change)] = [
        ("add", { _ = try $0.add(rule(.deny, from: "10.0.0.9"), at: 2) }),
        ("delete", { _ = try $0.delete(1) }), ("delete a range", { _ = try $0.delete(2...4) }),
        ("move", { _ = try $0.move(1, to: 4) }), ("move to itself", { _ = try $0.move(2, to: 2) }),
        ("replace", { _ = try $0.replace(1, with: rule(.deny, from: "10.0.0.9")) }),
        (
            "rename",
            { set in
                var rule = try set.entry(1).rule
                rule.name = nil
                _ = try set.replace(1, with: rule)
            }
        ),
        ("disable", { _ = try $0.setEnabled(2, false) }),
        ("enable", { _ = try $0.setEnabled(3, true) }),
        ("clear", { try $0.clear() }), ("set the default", { $0.setDefault(.reject) }),
        ("set the order", { $0.setOrder(.lastMatch) }),
        (
            "add to a set",
            { _ = try $0.add(ranges("172.16.0.0/12"), to: SetName(rawValue: "office")) }
        ),
        ("make a set", { _ = try $0.add(ranges("::1"), to: SetName(rawValue: "new")) }),
        (
            "take from a set",
            { _ = try $0.remove(ranges("10.0.0.0/8"), from: SetName(rawValue: "office")) }
        ),
        ("delete a set", { _ = try $0.deleteSet(SetName(rawValue: "spare")) }),
        (
            "load",
            { set in
                let office = AddressSet(SetName(rawValue: "office"), ranges("203.0.113.0/24"))
                try set.load(
                    [
                        (
                            Rule(.deny, RuleMatch(source: sets("office")), name: RuleName("web")),
                            false
                        )
                    ],
                    sets: [office], defaultAction: .allow)
            }
        ),
    ]

    /// Packets that rules of the list and of its changes are about.
    private let asked = [
        packet("10.0.0.1", "10.9.9.9", 1, 22), packet("10.0.0.2", "10.9.9.9", 1, 2),
        packet("10.0.0.9", "10.9.9.9", 1, 2), packet("172.16.0.1", "10.9.9.9", 1, 2),
        packet("2001:db8::7", "2001:db8::9", 1, 2), packet("203.0.113.1", "10.9.9.9", 1, 2),
    ]

    private func answers(_ set: RuleSet) -> [Verdict] {
        var set = set
        return asked.map { packet in
            let verdict = set.decide(packet, at: at(3))
            #expect(verdict == set.decideByReading(packet, at: at(3)))
            return verdict
        }
    }

    @Test(arguments: changes.indices)
    func turnsEachChangeBackAndDoesItAgain(_ index: Int) throws {
        let (name, change) = Self.changes[index]
        var set = try worn()
        let (before, beforeAnswers) = (set.state, answers(set))
        try change(&set)
        let (after, afterAnswers) = (set.state, answers(set))
        #expect((after == before) == (name == "move to itself"), "\(name)")
        for _ in 0..<3 {
            _ = try set.undo()
            #expect(set.state == before, "\(name)")
            #expect(answers(set) == beforeAnswers, "\(name)")
            _ = try set.redo()
            #expect(set.state == after, "\(name)")
            #expect(answers(set) == afterAnswers, "\(name)")
        }
        #expect(throws: RuleSetFault.nothingToRedo) { try set.redo() }
        #expect(set.state == after)
    }

    @Test func tellsWhatItTurnedBack() throws {
        var set = try worn()
        _ = try set.delete(2...3)
        guard case .deleted(2...3, let rules) = try set.undo(), rules.count == 2 else {
            Issue.record("another change")
            return
        }
        guard case .deleted(2...3, rules) = try set.redo() else {
            Issue.record("another change")
            return
        }
    }

    @Test func aNewChangeForgetsWhatCouldBeDoneAgain() throws {
        var set = try worn()
        _ = try set.delete(4)
        _ = try set.undo()
        set.setDefault(.allow)
        let state = set.state
        #expect(throws: RuleSetFault.nothingToRedo) { try set.redo() }
        #expect(set.state == state)
        // One that is refused is none.
        _ = try set.undo()
        #expect(throws: RuleSetFault.noSuchRule(9, count: 4)) { try set.delete(9) }
        _ = try set.redo()
        #expect(set.settings.defaultAction == .allow)
    }

    @Test func nothingIsTurnedBackInANewList() {
        var set = RuleSet()
        #expect(throws: RuleSetFault.nothingToUndo) { try set.undo() }
        #expect(throws: RuleSetFault.nothingToRedo) { try set.redo() }
        #expect(set.state == RuleSet().state)
    }

    /// What packets did in the meantime stays with the rules that were there all the time.
    @Test func hitsSinceThenStay() throws {
        var set = try worn()
        _ = try set.delete(1)
        set.count(Verdict(.deny, by: .rule(1)), length: 10, at: at(9))
        _ = try set.undo()
        #expect(set.entries.map(\.hits) == [1, 2, 0, 1])
        #expect(set.entries.map(\.lastHit) == [at(1), at(9), nil, at(1)])
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func turnsRandomChangesBack(_ seed: UInt64) throws {
        var random = Mixer(seed: seed)
        var done: Set<Mixer.Edit> = []
        for _ in 0..<12 {
            var set = random.emptySet()
            for _ in 0..<8 {
                if random.edit(&set, .add) {
                    set.count(Verdict(.allow, by: .rule(1)), length: 40, at: at(1))
                }
            }
            var states = [set.state]
            for _ in 0..<40 {
                let kind = random.pick(Mixer.Edit.allCases)
                guard random.edit(&set, kind) else { continue }
                done.insert(kind)
                states.append(set.state)
            }
            // Back and forth, and then all the way.
            var place = states.count - 1
            for _ in 0..<60 {
                if random.chance(55), place > 0 {
                    _ = try set.undo()
                    place -= 1
                } else if place < states.count - 1 {
                    _ = try set.redo()
                    place += 1
                }
                #expect(set.state == states[place])
            }
            while place > 0 {
                _ = try set.undo()
                place -= 1
                #expect(set.state == states[place])
            }
        }
        #expect(done.count == Mixer.Edit.allCases.count)
    }

    // MARK: - Limits

    private func undoAll(_ set: inout RuleSet) -> Int {
        var count = 0
        while (try? set.undo()) != nil { count += 1 }
        return count
    }

    @Test func keepsAThousandSteps() throws {
        for (changes, kept) in [(999, 999...999), (1_500, 1_000...1_500), (5_000, 1_000...2_000)] {
            var set = RuleSet()
            for number in 0..<changes { set.setDefault(number.isMultiple(of: 2) ? .allow : .deny) }
            #expect(kept.contains(undoAll(&set)), "\(changes)")
        }
    }

    /// Steps that hold on to much are given up sooner, so that memory stays bounded.
    @Test func keepsAMillionEntries() throws {
        var set = RuleSet()
        let members = (0..<UInt32(10_000)).map {
            AddressRange(Prefix(.v4(IPv4Address(rawValue: $0 * 2))))
        }
        _ = try set.add(members, to: SetName(rawValue: "large"))
        for number in 0..<150 {
            set.setDefault(number.isMultiple(of: 2) ? .allow : .reject)
        }
        #expect(set.settings.defaultAction == .reject)
        #expect((90...100).contains(undoAll(&set)))
        while (try? set.redo()) != nil {}
        #expect(set.settings.defaultAction == .reject)
    }
}
