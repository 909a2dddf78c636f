import Chance
import Commands
import Firewall
import Grammar
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
        // Lists, ranges, sets and what is not in them.
        ("allow from 10.0.0.5-10.0.0.9", "allow from 10.0.0.5-10.0.0.9"),
        ("allow from 10.0.0.0-10.0.0.255", "allow from 10.0.0.0/24"),
        ("allow from 10.0.0.9,2001:DB8::1,@office", "allow from 10.0.0.9,2001:db8::1,@office"),
        ("deny from not 10.0.0.0/8 to not @a,@b-2", "deny from not 10.0.0.0/8 to not @a,@b-2"),
        ("deny from any port not 22,80", "deny from any port not 22,80"),
        ("deny to 10.0.0.1 port not 0-1023", "deny to 10.0.0.1 port not 0-1023"),
        ("deny port not 22", "deny port not 22"),
        ("deny proto udp,6", "deny proto tcp,udp"), ("deny proto tcp,tcp", "deny proto tcp"),
        ("deny proto not icmp", "deny proto not icmp"), ("deny proto 47,esp", "deny proto 47,esp"),
        // Services.
        ("allow https", "allow proto tcp port 443"), ("allow ntp", "allow proto udp port 123"),
        ("allow dns", "allow port 53"), ("allow dns proto udp", "allow proto udp port 53"),
        ("allow port ssh,https", "allow port 22,443"), ("allow port http", "allow port 80"),
        ("allow from any port not domain,ntp", "allow from any port not 53,123"),
        (
            "allow https to 10.0.0.5-10.0.0.9 name \"web\"",
            "allow proto tcp to 10.0.0.5-10.0.0.9 port 443 name \"web\""
        ),
        // Messages, flags, states and links.
        ("allow proto icmp type 8", "allow proto icmp type 8"),
        ("allow type 3,0x8,3 code 1,0 proto icmp", "allow proto icmp type 3,8 code 0,1"),
        ("allow proto icmpv6 type 128,135", "allow proto icmpv6 type 128,135"),
        ("deny flags syn", "deny proto tcp flags SYN"),
        ("deny flags ack,syn", "deny proto tcp flags SYN,ACK"),
        ("deny proto tcp,udp flags SYN/SYN,ACK", "deny proto tcp,udp flags SYN/SYN,ACK"),
        ("deny flags none", "deny proto tcp flags none"),
        ("deny flags none/SYN,ACK", "deny proto tcp flags none/SYN,ACK"),
        ("deny flags SYN/SYN", "deny proto tcp flags SYN"),
        (
            "deny flags none/FIN,SYN,RST,PSH,ACK,URG,ECE,CWR", "deny proto tcp flags none"
        ),
        // Numbers of the IP header.
        ("deny ttl 1-5", "deny ttl 1-5"), ("deny ttl 5,64,1-4", "deny ttl 1-5,64"),
        ("deny ttl not 0x40 dscp 46", "deny ttl not 64 dscp ef"),
        ("allow length 1500,0-100 proto udp", "allow proto udp length 0-100,1500"),
        ("allow dscp af41,cs0,46-47", "allow dscp cs0,af41,46-47"),
        ("allow state related,established", "allow state established,related"),
        ("deny state new,new", "deny state new"),
        ("reject on internet", "reject on internet"),
        ("reject state invalid on internet,lan-a", "reject on internet,lan-a state invalid"),
        ("log", "log from any"), ("log port 22", "log port 22"),
        // Limits and names.
        ("allow limit 5/s", "allow from any limit 5/s"),
        ("allow limit 100/m burst 5", "allow from any limit 100/m"),
        ("log limit 0x14/h burst 1000000 port 22", "log port 22 limit 20/h burst 1000000"),
        ("allow limit 1000000/s burst 1", "allow from any limit 1000000/s burst 1"),
        ("allow name web", "allow from any name \"web\""),
        ("allow name \"caf\\xc3\\xa9 -> # 1\" port 22", "allow port 22 name \"café -> # 1\""),
        (
            "reject name x state new flags FIN/FIN,ACK to any port 1 from 10.0.0.1 port 2 proto tcp on lan-a limit 1/s",
            "reject on lan-a proto tcp from 10.0.0.1 port 2 to any port 1 flags FIN/FIN,ACK state new limit 1/s name \"x\""
        ),
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
        #expect(seen.contains { $0.match.source?.families == [.v6] && $0.match.destination != nil })
        #expect(seen.contains { $0.match.source?.isNegated == true })
        #expect(seen.contains { $0.match.destination?.setNames.isEmpty == false })
        #expect(seen.contains { !$0.match.nodeNames.isEmpty })
        #expect(seen.contains { $0.match.destinationPorts?.isNegated == true })
        #expect(seen.contains { $0.match.proto?.isNegated == true })
        for field in RuleField.allCases where field != .limit {
            #expect(seen.count { $0.match.asks(about: field) } > 100, "\(field)")
        }
        #expect(seen.count { $0.limit != nil } > 100 && seen.count { $0.name != nil } > 100)
        for action in Action.allCases { #expect(seen.count { $0.action == action } > 100) }
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
