import Chance
import Dialects
import Firewall
import TestSupport
import Testing
import Timeline
import Wire

/// What is written is accepted by the tools themselves, and what these print then means the same.
///
/// The commands are `unshare -rn nft -f FILE`, `nft list ruleset`, `iptables-restore FILE`, `iptables-save`
/// and the same of `ip6tables`. Each test is skipped where the machine has no such tool, or does not allow a
/// namespace.
@Suite struct ToolTests {
    private static func isThere(_ name: String) -> Bool { Tool(name) != nil }

    /// Random rules that the dialect can say, with what they decide.
    private func writable(
        _ dialect: Dialect, _ random: inout RandomRules, count: Int
    ) -> (set: RuleSet, text: [UInt8]) {
        var rules: [(rule: Rule, isEnabled: Bool)] = []
        var result = (set: RuleSet(), text: [UInt8]())
        while rules.count < count {
            let next = rules + [(random.rule(), random.chance(90))]
            var set = RuleSet()
            do {
                try set.load(next, sets: random.sets, defaultAction: .deny)
                let text = try dialect.write(set)
                // One rule that becomes very many lines says no more than a few do.
                guard text.count - result.text.count < 4_000 else { continue }
                (rules, result) = (next, (set, text))
            } catch { continue }
        }
        return result
    }

    private func expectSame(
        _ left: RuleSet, _ right: ForeignRules, _ families: [IPFamily], _ random: inout RandomRules,
        _ text: String
    ) throws -> Set<Action> {
        var (left, back) = (left, RuleSet())
        try back.load(
            right.rules.map { ($0.rule, $0.isEnabled) }, sets: right.sets,
            defaultAction: right.defaultAction)
        var actions: Set<Action> = []
        for _ in 0..<400 {
            let (packet, context) = random.packet(
                near: random.one(of: left.entries).rule, families: families)
            // iptables lists ports 0 to 65535 as none at all, which later fragments tell apart.
            if packet.proto.hasPorts, packet.sourcePort == nil { continue }
            // No packet of IPv4 is untracked.
            if packet.source.family == .v4, context.state == .untracked { continue }
            let wanted = left.decide(packet, context).action
            #expect(back.decide(packet, context).action == wanted, "\(packet) \(context)\n\(text)")
            actions.insert(wanted)
        }
        return actions
    }

    @Test(.enabled(if: isThere("nft"), "nft is not there, or no namespace is allowed"))
    func nftAcceptsAndSaysTheSame() throws {
        let tool = try #require(Tool("nft"))
        var random = RandomRules(seed: 11)
        var actions: Set<Action> = []
        for _ in 0..<8 {
            let (set, text) = writable(.nft, &random, count: 25)
            let run = try tool.run("nft -c -f $F && nft -f $F && nft list ruleset", file: text)
            try #require(run.status == 0, "\(run.output)\n\(String(decoding: text, as: UTF8.self))")
            let listed = try Dialect.nft.read(Array(run.output.utf8), isLenient: false)
            #expect(listed.skipped.isEmpty)
            actions.formUnion(
                try expectSame(set, listed, IPFamily.allCases, &random, run.output))
        }
        #expect(actions.count == 3)
    }

    @Test(.enabled(if: isThere("nft"), "nft is not there, or no namespace is allowed"))
    func nftTakesEveryNameOfASet() throws {
        let tool = try #require(Tool("nft"))
        let words = ["ip", "type", "map", "accept", "0", "-", "a-", "_", "elements", "flags", "v4"]
        var set = RuleSet()
        let sets = words.map {
            AddressSet(SetName(rawValue: $0), RandomRules.ranges("10.0.0.0/8", "::/64"))
        }
        try set.load(
            sets.map { (Rule(.allow, RuleMatch(source: AddressMatch([.set($0.name)]))), true) },
            sets: sets, defaultAction: .deny)
        let run = try tool.run("nft -c -f $F", file: try Dialect.nft.write(set))
        #expect(run.status == 0, "\(run.output)")
    }

    @Test(
        .enabled(if: isThere("iptables-restore"), "iptables is not there, or not allowed"),
        arguments: [Dialect.iptables, .ip6tables])
    func iptablesAcceptsAndSaysTheSame(_ dialect: Dialect) throws {
        let name = dialect.rawValue
        let tool = try #require(Tool("\(name)-restore"))
        var random = RandomRules(seed: 12)
        var actions: Set<Action> = []
        for _ in 0..<8 {
            let (set, text) = writable(dialect, &random, count: 25)
            let run = try tool.run(
                "\(name)-restore --test $F && \(name)-restore $F && \(name)-save", file: text)
            try #require(run.status == 0, "\(run.output)\n\(String(decoding: text, as: UTF8.self))")
            let listed = try dialect.read(Array(run.output.utf8), isLenient: false)
            actions.formUnion(
                try expectSame(
                    set, listed, dialect == .iptables ? [.v4] : [.v6], &random, run.output))
        }
        #expect(actions.count == 3)
    }

    @Test(.enabled(if: isThere("ufw"), "ufw is not there, or no namespace is allowed"))
    func ufwAcceptsEachLine() throws {
        let tool = try #require(Tool("ufw"))
        var random = RandomRules(seed: 13)
        let (_, text) = writable(.ufw, &random, count: 10)
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        let commands = lines.filter { $0.hasPrefix("ufw route") }.prefix(25)
        #expect(commands.count > 5)
        let script = commands.map {
            "ufw --dry-run " + $0.dropFirst(4)
        }.joined(separator: " >/dev/null || exit 1\n")
        let run = try tool.run("sh -e $F", file: Array((script + " >/dev/null\n").utf8))
        #expect(run.status == 0, "\(run.output)\n\(script)")
    }
}
