import Dialects
import Firewall
import Foundation
import TestSupport
import Testing
import Wire

/// The kernel judges packets by chains that lead to each other, and by several base chains one after the other, as
/// the list does that is made of their file.
///
/// The commands are those of `KernelTests`.
extension KernelTests {
    @Test(
        .enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"),
        arguments: [Dialect.nft, .iptables, .ip6tables])
    func chainsDecideAsTheKernels(_ dialect: Dialect) throws {
        guard Tool(dialect == .nft ? "nft" : "iptables-restore") != nil else { return }
        let router = try #require(KernelRouter())
        var random = RandomChains(seed: 31, dialect)
        var seen: [String: Int] = [:]
        for _ in 0..<(dialect == .nft ? 32 : 12) {
            let (text, families) = random.file()
            let file = try ReadFile(dialect, text)
            var set = file.set
            let arrivals = random.arrivals(100, families)
            let outcome = try router.send(arrivals, through: [(dialect, Array(text.utf8))])
            #expect(outcome.routed.count == arrivals.count)
            for (place, arrival) in arrivals.enumerated() {
                var fields = arrival.packet.fields
                fields.hopLimit -= 1
                let verdict = set.decide(fields, arrival.context)
                #expect(
                    outcome.passed.contains(place) == (verdict.action == .allow),
                    "\(fields) \(arrival.link) \(verdict)\n\(text)\n\(set.entries.map(\.rule))")
                let decider = verdict.decider == .byDefault ? "default" : "rule"
                seen["\(fields.source.family) \(verdict.action) by \(decider)", default: 0] += 1
            }
        }
        for family in IPFamily.allCases {
            if dialect == .iptables, family == .v6 { continue }
            if dialect == .ip6tables, family == .v4 { continue }
            for action in [Action.allow, .deny] {
                for decider in ["rule", "default"] {
                    #expect(seen["\(family) \(action) by \(decider)", default: 0] > 10)
                }
            }
        }
    }
}
