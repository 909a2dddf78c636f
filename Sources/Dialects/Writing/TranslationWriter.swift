import Firewall
import Network
import Timeline
import Wire

/// Writes rules about address translation as chains of nft, or as the table `nat` of iptables.
struct TranslationWriter {
    private let rules: NATRules
    private let budget: Budget

    init(_ rules: NATRules, _ budget: Budget) {
        (self.rules, self.budget) = (rules, budget)
    }

    /// What a rule says in one chain.
    private struct Line {
        let end: NATEnd
        let match: RuleMatch
        let target: String
    }

    // MARK: - nft

    /// A table of nft with a chain for each end that is translated.
    func nft() throws(UnwritableRule) -> [UInt8] {
        var chains: [NATEnd: [String]] = [:]
        for (place, rule) in rules.rules.enumerated() where budget.spend(Budget.item) {
            do throws(ForeignProblem) {
                for line in Self.nft(rule) {
                    guard let part = RulePart(Rule(.allow, line.match), .v4) else { continue }
                    chains[line.end, default: []].append(
                        try NftWriter(RuleSet(), .forward).line(part, line.target))
                }
            } catch {
                throw UnwritableRule(number: place + 1, problem: error, isTranslation: true)
            }
        }
        var lines = LineList()
        lines.add("table ip garita_nat {")
        for (end, priority) in [(NATEnd.destination, "dstnat"), (.source, "srcnat")] {
            lines.add("\tchain \(end.hook) {")
            lines.add("\t\ttype nat hook \(end.hook) priority \(priority); policy accept;")
            for line in chains[end] ?? [] { lines.add("\t\t\(line)") }
            lines.add("\t}")
        }
        lines.add("}")
        return lines.bytes
    }

    private static func nft(_ rule: NATRule) -> [Line] {
        let match = rule.match
        switch rule.action {
        case .masquerade(let ports):
            let target = "masquerade\(ports.map { " to :\($0)" } ?? "")"
            return [Line(end: .source, match: match, target: target)]
        case .source(let pool):
            return [Line(end: .source, match: match, target: "snat to \(pool.text)\(pool.nftFlag)")]
        case .destination(let pool):
            let target = "dnat to \(pool.text)\(pool.nftFlag)"
            return [Line(end: .destination, match: match, target: target)]
        case .oneToOne(let inside, let outside):
            let (before, after) = halves(match.inLinkMatch?.links ?? [], inside, outside)
            return [
                Line(
                    end: .destination, match: before,
                    target: "dnat ip prefix to ip daddr map { \(outside) : \(inside) }"),
                Line(
                    end: .source, match: after,
                    target: "snat ip prefix to ip saddr map { \(inside) : \(outside) }"),
            ]
        }
    }

    /// What the two halves of a translation one to one ask.
    private static func halves(
        _ links: [LinkName], _ inside: Prefix, _ outside: Prefix
    ) -> (before: RuleMatch, after: RuleMatch) {
        var before = RuleMatch(destination: AddressMatch(outside))
        before.links = links
        var after = RuleMatch(source: AddressMatch(inside))
        after.outLinks = links
        return (before, after)
    }

    // MARK: - iptables

    /// The table `nat`, which is about IPv4.
    func iptables() throws(UnwritableRule) -> [UInt8] {
        var chains: [NATEnd: [String]] = [:]
        let writer = IptablesWriter(RuleSet(), .forward, family: .v4)
        for (place, rule) in rules.rules.enumerated() where budget.spend(Budget.item) {
            do throws(ForeignProblem) {
                for line in Self.iptables(rule) {
                    guard let part = RulePart(Rule(.allow, line.match), .v4) else { continue }
                    chains[line.end, default: []] += try writer.product(part).lines.map {
                        "\($0.isEmpty ? "" : " \($0)") -j \(line.target)"
                    }
                }
            } catch {
                throw UnwritableRule(number: place + 1, problem: error, isTranslation: true)
            }
        }
        var lines = LineList()
        lines.add("*nat")
        for chain in ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"] {
            lines.add(":\(chain) ACCEPT [0:0]")
        }
        for end in [NATEnd.destination, .source] {
            for line in chains[end] ?? [] { lines.add("-A \(end.hook.uppercased())\(line)") }
        }
        lines.add("COMMIT")
        return lines.bytes
    }

    private static func iptables(_ rule: NATRule) -> [Line] {
        let match = rule.match
        switch rule.action {
        case .masquerade(let ports):
            let target = "MASQUERADE\(ports.map { " --to-ports \($0)" } ?? "")"
            return [Line(end: .source, match: match, target: target)]
        case .source(let pool):
            let target = "SNAT --to-source \(pool.text)\(pool.iptablesFlag)"
            return [Line(end: .source, match: match, target: target)]
        case .destination(let pool):
            let target = "DNAT --to-destination \(pool.text)\(pool.iptablesFlag)"
            return [Line(end: .destination, match: match, target: target)]
        case .oneToOne(let inside, let outside):
            let (before, after) = halves(match.inLinkMatch?.links ?? [], inside, outside)
            return [
                Line(end: .destination, match: before, target: "NETMAP --to \(inside)"),
                Line(end: .source, match: after, target: "NETMAP --to \(outside)"),
            ]
        }
    }
}

extension NATPool {
    /// `10.0.0.5`, `10.0.0.5-10.0.0.9:80-90`.
    fileprivate var text: String {
        let (first, last) = (addresses.first, addresses.last)
        let range = first == last ? "\(first)" : "\(first)-\(last)"
        return range + (ports.map { ":\($0)" } ?? "")
    }

    fileprivate var nftFlag: String { isPersistent ? " persistent" : "" }
    fileprivate var iptablesFlag: String { isPersistent ? " --persistent" : "" }
}
