import Chance
import Commands
import Firewall
import Testing
import Wire

/// The text of a rule is what `rule add` reads, and reading it gives the same rule and text again.
@Suite struct RuleTextTests {
    @Test(arguments: [
        ("allow from 192.168.1.100", "allow from 192.168.1.100"),
        ("allow port 22", "allow port 22"), ("allow 443/tcp", "allow proto tcp port 443"),
        ("allow 22,80", "allow port 22,80"),
        ("deny 53/udp to 10.0.0.1", "deny proto udp to 10.0.0.1 port 53"),
        (
            "deny proto tcp from 10.0.0.0/8 to any port 22,8000-8099",
            "deny proto tcp from 10.0.0.0/8 to any port 22,8000-8099"
        ),
        ("allow", "allow from any"), ("deny from any to any", "deny from any"),
        ("allow from 10.0.0.1 port 5", "allow from 10.0.0.1 port 5"),
        ("allow from any port 5 port 6", "allow from any port 5 to any port 6"),
        ("allow port 6 from 10.0.0.1", "allow from 10.0.0.1 to any port 6"),
        ("allow to 2001:DB8:0:0::/32", "allow to 2001:db8::/32"),
        ("allow proto 6 port 3-1000,1001,7", "allow proto tcp port 3-1001"),
        ("deny proto 58", "deny proto icmpv6"), ("deny proto any", "deny from any"),
        ("deny proto 255", "deny proto 255"), ("deny proto 59", "deny proto ipv6-nonxt"),
        ("allow from 10.0.0.1/32", "allow from 10.0.0.1"),
        ("allow from 0.0.0.0/0", "allow from 0.0.0.0/0"),
    ])
    func isCanonical(_ typed: String, _ canonical: String) throws {
        let rule = try #require(try Reading.rule(typed))
        #expect(rule.text == canonical)
        #expect(try Reading.rule(rule.text) == rule)
    }

    @Test func isAFixedPointForRandomRules() throws {
        var random = RuleMaker(seed: 5)
        var seen: Set<Rule> = []
        for _ in 0..<3_000 {
            let rule = random.rule()
            let text = rule.text
            let again = try #require(try Reading.rule(text), "\(text)")
            #expect(again == rule, "\(text)")
            #expect(again.text == text)
            seen.insert(rule)
            guard
                case .rule(.replace(_, with: let replaced, _)) =
                    try Reading.command("rule replace 1 \(text)")
            else {
                Issue.record("\(text) replaces nothing")
                continue
            }
            #expect(replaced == rule)
        }
        #expect(seen.count > 2_000)
        #expect(seen.contains { $0.match == RuleMatch() })
        #expect(seen.contains { $0.match.sourcePorts != nil && $0.match.destinationPorts == nil })
        #expect(seen.contains { $0.match.source?.family == .v6 && $0.match.destination != nil })
    }

    @Test func readsTheNumberOfARule() throws {
        guard
            case .rule(.add(_, let place, let range)) =
                try Reading.command("rule add allow 443/tcp at 1")
        else {
            Issue.record("no rule")
            return
        }
        #expect(place?.value == 1)
        #expect(place?.range == 26..<27)
        #expect(range == 9..<27)
    }
}

/// Makes rules that a packet could match.
private struct RuleMaker {
    private var source: SplitMix

    init(seed: UInt64) {
        source = SplitMix(seed: seed)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &source) < percent
    }

    private mutating func prefix(_ family: IPFamily) -> Prefix? {
        let address: IPAddress =
            switch family {
            case .v4: .v4(IPv4Address(rawValue: .random(in: 0 ... .max, using: &source)))
            case .v6: .v6(IPv6Address(rawValue: .random(in: 0 ... .max, using: &source)))
            }
        return try? Prefix(
            masking: address, length: .random(in: 0...family.addressBits, using: &source))
    }

    private mutating func ports() -> PortSet? {
        let ranges = (0..<Int.random(in: 1...16, using: &source)).compactMap { _ in
            let first = Port(rawValue: .random(in: 0 ... .max, using: &source))
            let length = chance(50) ? 0 : UInt16.random(in: 0...900, using: &source)
            let (last, overflows) = first.rawValue.addingReportingOverflow(length)
            return try? PortRange(first: first, last: overflows ? first : Port(rawValue: last))
        }
        return try? PortSet(merging: ranges)
    }

    mutating func rule() -> Rule {
        let family: IPFamily = chance(50) ? .v4 : .v6
        var match = RuleMatch()
        if chance(50) { match.source = prefix(family) }
        if chance(50) { match.destination = prefix(family) }
        if chance(40) { match.sourcePorts = ports() }
        if chance(40) { match.destinationPorts = ports() }
        if chance(50) {
            let hasPorts = match.sourcePorts != nil || match.destinationPorts != nil
            let others: [IPProtocol] = [
                family == .v4 ? .icmp : .icmpv6, .esp,
                IPProtocol(rawValue: .random(in: 60...255, using: &source)),
            ]
            match.proto = (hasPorts ? [.tcp, .udp] : others).randomElement(using: &source)
        }
        return Rule(chance(50) ? .allow : .deny, match)
    }
}
