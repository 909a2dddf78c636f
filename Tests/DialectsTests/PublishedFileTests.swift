import Dialects
import Firewall
import Testing
import Wire

/// What stands in files as people publish them.
@Suite struct PublishedFileTests {
    /// Several fields are asked together, in a rule, a set or a map.
    @Test func severalFieldsAtOnce() throws {
        var file = try ReadFile(
            .nft,
            nft(
                """
                iifname . ip saddr { "lan-a" . 10.0.0.1, "internet" . 192.0.2.0/24 } accept
                meta l4proto . th dport @open counter accept
                ip protocol . th dport vmap { tcp . 22 : accept, udp . 53 : drop, tcp . 80-81 : continue }
                tcp dport 80 log accept
                """,
                before: """
                    set open {
                    type inet_proto . inet_service
                    elements = { tcp . 443, udp . 500 comment "IKE", }
                    }
                    """))
        for (packet, link, action) in [
            ("tcp 10.0.0.1:9 > 10.1.0.1:9", "lan-a", Action.allow),
            ("tcp 10.0.0.1:9 > 10.1.0.1:9", "internet", .deny),
            ("tcp 192.0.2.7:9 > 10.1.0.1:9", "internet", .allow),
            ("tcp 10.0.0.9:9 > 10.1.0.1:443", "lan-a", .allow),
            ("udp 10.0.0.9:9 > 10.1.0.1:443", "lan-a", .deny),
            ("udp 10.0.0.9:9 > 10.1.0.1:500", "lan-a", .allow),
            ("tcp 10.0.0.9:9 > 10.1.0.1:22", "lan-a", .allow),
            ("udp 10.0.0.9:9 > 10.1.0.1:53", "lan-a", .deny),
            ("tcp 10.0.0.9:9 > 10.1.0.1:80", "lan-a", .allow),
        ] {
            #expect(file.verdict(packet, on: link) == action, "\(packet) on \(link)")
        }
        #expect(refusal(.nft, nft("ip saddr . tcp dport { 10.0.0.1 } accept")) != nil)
        #expect(refusal(.nft, nft("ip saddr . ether saddr @m accept"))?.problem == .undefined)
    }

    /// A map that has a name, and sets of links.
    @Test func namesOfMapsAndLinks() throws {
        var file = try ReadFile(
            .nft,
            nft(
                """
                iifname @outer drop
                iifname != @none tcp dport vmap @ports
                oifname vmap { "wan0" : jump late, "lan0" : drop }
                """,
                before: """
                    map ports { type inet_service : verdict; elements = { 22 : accept, 80 : jump late } }
                    set outer { type ifname; elements = { "eth7", "eth8" } }
                    set none { type ifname; }
                    chain late { tcp sport 7 accept; }
                    """))
        #expect(file.verdict("tcp 10.0.0.1:9 > 10.1.0.1:22", on: "eth7") == .deny)
        #expect(file.verdict("tcp 10.0.0.1:9 > 10.1.0.1:22", on: "lan-a") == .allow)
        #expect(file.verdict("tcp 10.0.0.1:7 > 10.1.0.1:80", on: "lan-a") == .allow)
        #expect(file.verdict("tcp 10.0.0.1:8 > 10.1.0.1:80", on: "lan-a") == .deny)
        #expect(file.verdict("tcp 10.0.0.1:7 > 10.1.0.1:9", on: "lan-a", out: "wan0") == .allow)
    }

    /// Marks and segment sizes are nothing that a rule here asks for.
    @Test func whatOnlyMarksIsPassedOver() throws {
        let file = try ReadFile(
            .nft,
            nft(
                """
                tcp flags syn tcp option maxseg size set rt mtu
                meta mark set 0x1 | 0x10 accept
                ct mark set meta mark
                """))
        #expect(file.set.count == 1)
        #expect(file.foreign.skipped.map(\.problem) == Array(repeating: .withoutVerdict, count: 3))
    }

    /// What is marked nowhere has the mark 0; only a chain that is asked marks anything.
    @Test func marksThatNobodySets() throws {
        let unmarked = try ReadFile(.nft, nft("meta mark 7 accept\nmeta mark != 7 accept"))
        #expect(unmarked.set.count == 1)
        #expect(unmarked.foreign.skipped.map(\.problem) == [.matchesNothing(.mark)])
        let lines = nft("mark 7 accept", before: "chain other { mark set 7; }")
        #expect(refusal(.nft, lines) == nil)
        for marking in [
            "mark set 7", "ct mark set 7", "jump other", "meta l4proto vmap { tcp:jump other }",
        ] {
            let text = nft(
                "\(marking)\nmark 7 accept", before: "chain other { meta mark set 7; }")
            #expect(refusal(.nft, text)?.problem == .unsupported(.mark), "\(marking)")
        }
        let elsewhere = """
            table ip mangle { chain p { type filter hook output priority mangle; mark set 7; } }
            """
        #expect(refusal(.nft, nft("mark 7 accept") + elsewhere)?.problem == .unsupported(.mark))
        for target in ["-j MARK --set-mark 7", "-j CONNMARK --restore-mark"] {
            let text = iptables("-A FORWARD -m mark --mark 7 -j ACCEPT\n-A OUTPUT \(target)")
            #expect(refusal(.iptables, text)?.problem == .unsupported(.mark))
        }
        // Programs may mark what they send.
        let sent = nft("mark 7 accept").replacing("forward", with: "output")
        #expect(throws: ForeignFault.self) {
            try Dialect.nft.read(Array(sent.utf8), isLenient: false, chain: .output)
        }
        for match in ["mark & 0xff == 7", "mark and 7 == 0", "ct mark 0", "mark 1,2"] {
            #expect(
                refusal(.nft, nft("\(match) accept"))?.problem == .unsupported(.mark), "\(match)")
        }
    }

    @Test func whatIsIncludedIsSaid() throws {
        let text = "include \"/etc/nftables/more.nft\"\n" + nft("tcp dport 22 accept")
        #expect(refusal(.nft, text)?.problem == .unsupported(.inclusion))
        #expect(try ReadFile(.nft, text, isLenient: true).set.count == 1)
    }

    @Test func rulesAreInsertedInFront() throws {
        var file = try ReadFile(
            .iptables,
            iptables(
                "-A FORWARD -p tcp -j ACCEPT\n-I FORWARD -p tcp --dport 22 -j DROP\n"
                    + "-I FORWARD 1 -s 10.0.0.1 -j ACCEPT"))
        #expect(file.verdict("tcp 10.0.0.1:9 > 10.1.0.1:22") == .allow)
        #expect(file.verdict("tcp 10.0.0.2:9 > 10.1.0.1:22") == .deny)
        #expect(file.verdict("tcp 10.0.0.2:9 > 10.1.0.1:23") == .allow)
        #expect(refusal(.iptables, iptables("-I FORWARD 2 -j ACCEPT")) != nil)
    }

    /// The gateway's own addresses are known where it is known, and only then.
    @Test func whichAddressesAreLocal() throws {
        let own = [IPAddress("10.0.0.254"), IPAddress("2001:db8::1")].compactMap { $0 }
        for (dialect, text) in [
            (
                Dialect.iptables,
                iptables(
                    "-A FORWARD -m addrtype --dst-type LOCAL -j ACCEPT\n"
                        + "-A FORWARD -m addrtype ! --src-type LOCAL -j ACCEPT")
            ),
            (.nft, nft("fib daddr type local accept\nfib saddr type != local accept")),
        ] {
            #expect(refusal(dialect, text)?.problem == .unsupported(.addressKind))
            let read = try dialect.read(
                Array(text.utf8), isLenient: false, links: ForeignLinks(own: own))
            var set = RuleSet()
            try set.load(
                read.rules.map { ($0.rule, $0.isEnabled) }, sets: [], defaultAction: .deny)
            for (from, to, action) in [
                ("10.0.0.254", "10.0.0.254", Action.allow), ("10.0.0.254", "10.0.0.9", .deny),
                ("10.0.0.9", "10.0.0.8", .allow), ("127.0.0.1", "10.0.0.8", .deny),
            ] {
                let source = try #require(IPAddress(from))
                let destination = try #require(IPAddress(to))
                let fields = PacketFields(
                    source: source, destination: destination, proto: .esp, totalLength: 40)
                #expect(set.decide(fields, PacketContext()).action == action, "\(from) \(to)")
            }
        }
    }

    /// Who tracks connections has put fragments together before the filter sees them.
    @Test func fragmentsAreWholeWhereConnectionsAreTracked() throws {
        let rule = "-A FORWARD -f -j DROP"
        #expect(refusal(.iptables, iptables(rule))?.problem == .unsupported(.fragments))
        let tracked = "\(rule)\n-A FORWARD -m conntrack --ctstate NEW -j ACCEPT"
        let file = try ReadFile(.iptables, iptables(tracked))
        #expect(file.set.count == 1)
        #expect(file.foreign.skipped.map(\.problem) == [.matchesNothing(.fragments)])
    }

    /// What the file says of the network around it.
    @Test func aSurveyFindsLinksAndPrefixes() throws {
        let text = """
            *nat
            -A PREROUTING -d 203.0.113.9/32 -i eth0 -p tcp -m tcp --dport 443 -j DNAT --to 10.1.0.80:8443
            -A POSTROUTING -s 10.2.0.0/24 -o eth0 -j MASQUERADE
            COMMIT
            *filter
            :FORWARD DROP [0:0]
            -A FORWARD -i lo -j ACCEPT
            -A FORWARD -s 192.168.7.0/24 -i eth1.5 -o eth0 -j ACCEPT
            -A FORWARD -m nonsense -j ACCEPT
            COMMIT

            """
        let survey = Dialect.iptables.survey(Array(text.utf8))
        #expect(survey.places.map(\.name.rawValue) == ["eth1.5", "eth0"])
        #expect(survey.places[0].prefixes == [Prefix("192.168.7.0/24")].compactMap { $0 })
        #expect(survey.places[1].own == IPv4Address("203.0.113.9"))
        #expect(survey.outside == LinkName(rawValue: "eth0"))
        #expect(survey.inside == [Prefix("10.2.0.0/24")].compactMap { $0 })
        #expect(
            survey.servers.map { "\($0.address) \($0.service?.port.rawValue ?? 0)" } == [
                "10.1.0.80 8443"
            ])
        #expect(Dialect.nft.survey(Array("nonsense {".utf8)).places.isEmpty)
    }
}
