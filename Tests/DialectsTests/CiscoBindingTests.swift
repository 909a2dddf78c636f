import Dialects
import Firewall
import Testing
import Wire

/// Access lists that are bound to interfaces, and groups of objects.
@Suite struct CiscoBindingTests {
    private static let groups = """
        object-group network INSIDE
         description the office
         10.0.1.0 255.255.255.0
         host 10.0.2.7
        object-group network ALL
         group-object INSIDE
         range 10.0.3.1 10.0.3.9
        !
        object-group service WEB
         tcp eq www
         tcp source gt 1023 eq 443
         udp 53
         icmp echo

        """
    private static let entering = """
        ip access-list extended ENTERING
         permit object-group WEB object-group ALL any
         permit tcp any any established

        """
    private static let leaving = """
        ip access-list extended LEAVING
         permit tcp any host 10.9.0.1
         permit icmp any any

        """
    private static let six = """
        ipv6 access-list SIX
         permit tcp any any eq 22

        """
    private static let interfaces = """
        interface GigabitEthernet0/1
         ip address 10.0.1.1 255.255.255.0
         ip access-group ENTERING in
         ipv6 traffic-filter SIX in
        !
        interface GigabitEthernet 0/2
         no shutdown
         ip access-group LEAVING out
        !

        """
    private let one = "GigabitEthernet0-1"
    private let two = "GigabitEthernet0-2"

    private static let packets = [
        "tcp 10.0.1.5:2000 > 10.9.0.1:80", "tcp 10.0.1.5:2000 > 10.9.0.2:80",
        "tcp 10.0.2.7:2000 > 10.9.0.1:443", "tcp 10.0.2.7:1000 > 10.9.0.1:443",
        "tcp 10.0.2.8:2000 > 10.9.0.1:80", "tcp 10.0.3.9:2000 > 10.9.0.1:80",
        "tcp 10.0.3.10:2000 > 10.9.0.1:80", "udp 10.0.1.5:9 > 10.9.0.1:53",
        "udp 10.0.1.5:9 > 10.9.0.1:54", "icmp 10.0.1.5 > 10.9.0.2 8/0",
        "icmp 10.0.1.5 > 10.9.0.2 0/0", "tcp [2001:db8::1]:1 > [2001:db8::2]:22",
        "tcp [2001:db8::1]:1 > [2001:db8::2]:23", "icmpv6 fe80::1 > ff02::1 135/0",
    ]

    /// A packet passes where each list that it meets lets it pass, and each list alone says whether it does.
    @Test func eachListIsAskedAboutItsInterfaceAndDirection() throws {
        let text = Self.groups + Self.interfaces + Self.entering + Self.leaving + Self.six
        var bound = try ReadFile(.cisco, text, links: ["lan-a"])
        var lists = [
            try ReadFile(.cisco, Self.groups + Self.entering), try ReadFile(.cisco, Self.leaving),
            try ReadFile(.cisco, Self.six),
        ]
        #expect(bound.foreign.links.map(\.rawValue).sorted() == [one, two])
        var seen: [Action: Int] = [:]
        for packet in Self.packets {
            let isSix = packet.contains("::")
            for flags in [TCPFlags.syn, .ack] {
                for link in [one, two, "lan-a"] {
                    for out in [one, two, "lan-a"] {
                        var passes = true
                        if link == one, isSix {
                            passes = lists[2].verdict(packet, flags: flags) == .allow
                        } else if link == one {
                            passes = lists[0].verdict(packet, flags: flags) == .allow
                        }
                        if out == two, !isSix {
                            passes = passes && lists[1].verdict(packet, flags: flags) == .allow
                        }
                        let action = bound.verdict(packet, flags: flags, on: link, out: out)
                        #expect((action == .allow) == passes, "\(packet) \(link) \(out)")
                        seen[action, default: 0] += 1
                    }
                }
            }
        }
        #expect(seen[.allow, default: 0] > 20 && seen[.deny, default: 0] > 20)
    }

    @Test func whatComesToTheRouterMeetsTheListsOfTheWayIn() throws {
        let text = Self.groups + Self.interfaces + Self.entering + Self.leaving + Self.six
        let input = try Dialect.cisco.read(Array(text.utf8), isLenient: false, chain: .input)
        #expect(input.rules.allSatisfy { $0.rule.match.outLinks.isEmpty })
        #expect(input.links.map(\.rawValue) == [one] && input.defaultAction == .allow)
        #expect(throws: ForeignFault.self) {
            try Dialect.cisco.read(Array(text.utf8), isLenient: false, chain: .output)
        }
        #expect(Dialect.cisco.saysChains(Array(text.utf8)))
        #expect(!Dialect.cisco.saysChains(Array(Self.entering.utf8)))
    }

    @Test func whatIsNotThereIsSaid() throws {
        let free = "ip access-list extended FREE\n permit ip any any\n"
        let read = try ReadFile(
            .cisco, Self.groups + Self.interfaces + Self.entering + Self.leaving + Self.six + free)
        #expect(read.foreign.skipped.map(\.problem) == [.unbound])
        for (text, problem) in [
            ("interface e0\n ip access-group NONE in\n" + free, ForeignProblem.undefined),
            ("interface e0\n ip access-group FREE both\n" + free, .unknownWord),
            ("object-group network A\n group-object A\n" + free, .undefined),
            ("object-group network A\n group-object B\n" + free, .undefined),
            (
                "object-group network A\n 10.0.0.0 0.0.0.255\n" + free,
                .badValue(.prefixLengthOutOfRange)
            ),
            ("object-group service A\n udp echo 7\n" + free, .unknownWord),
            ("object-group icmp-type A\n echo\n" + free, .unsupportedMatch),
            (free + " permit tcp any object-group A\n", .undefined),
            (free + " permit object-group A any any\n", .undefined),
        ] { #expect(refusal(.cisco, text)?.problem == problem, "\(text)") }
        // To IOS a list that is not there lets everything pass.
        var open = try ReadFile(
            .cisco, "interface e0\n ip access-group NONE in\n" + free, isLenient: true)
        #expect(open.verdict("udp 10.0.0.1:1 > 10.0.0.2:2", on: "e0") == .allow)
    }
}
