import Dialects
import Firewall
import Testing
import Wire

/// Files as people have them: with links of their own, NAT beside the filter, and several chains of one hook.
@Suite struct ForeignFileTests {
    /// The faults, each with its line and what is at fault there.
    private func skipped(_ file: ReadFile, _ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return file.foreign.skipped.map { fault in
            let line = Array(lines[fault.line - 1].utf8)
            let word = String(decoding: line[fault.range], as: UTF8.self)
            return "\(fault.line) \(word): \(fault.problem.name)"
        }
    }

    private func names(_ file: ReadFile) -> [String] { file.foreign.links.map(\.rawValue) }

    // MARK: - Links

    @Test func makesTheLinksThatAFileNames() throws {
        let text = """
            *filter
            :INPUT DROP [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            -A FORWARD -i eth1.110 -p tcp -m tcp --dport 443 -j ACCEPT
            -A FORWARD -i eth1.152 -m conntrack --ctstate RELATED,ESTABLISHED,UNTRACKED -j ACCEPT
            COMMIT
            """
        var file = try ReadFile(.iptables, text)
        #expect(file.foreign.rules.count == 2)
        #expect(names(file) == ["eth1.110", "eth1.152"])
        #expect(skipped(file, text) == ["6 RELATED,ESTABLISHED,UNTRACKED: matches-nothing"])
        let web = "tcp 10.0.0.1:1 > 192.0.2.1:443"
        #expect(file.verdict(web, on: "eth1.110") == .allow)
        #expect(file.verdict(web, on: "eth1.152") == .deny)
        #expect(file.verdict(web, on: "lan-a") == .deny)
        #expect(file.verdict(web) == .deny)
        for state in [ConnectionState.established, .related] {
            #expect(file.verdict(web, state: state, on: "eth1.152") == .allow)
        }
        #expect(file.verdict(web, state: .invalid, on: "eth1.152") == .deny)
    }

    @Test func knowsBeginningsAndAllOtherLinks() throws {
        func allowed(_ rules: String, _ dialect: Dialect) throws -> [String] {
            let text = dialect == .nft ? nft(rules) : iptables(rules)
            var file = try ReadFile(dialect, text)
            return (["lan-a", "internet"] + names(file)).filter {
                file.verdict("udp 10.0.0.1:1 > 10.0.0.2:2", on: $0) == .allow
            }
        }
        // A name that stands only in another rule is a link, too.
        let other = "-A FORWARD -i eth1 -j DROP"
        #expect(try allowed("-A FORWARD -i eth0 -j ACCEPT\n\(other)", .iptables) == ["eth0"])
        #expect(
            try allowed("-A FORWARD ! -i eth0 -j ACCEPT\n\(other)", .iptables)
                == ["lan-a", "internet", "eth1"])
        #expect(
            try allowed("-A FORWARD -i eth+ -j ACCEPT\n-A FORWARD -i eth0 -j DROP", .iptables)
                == ["eth0"])
        #expect(try allowed("-A FORWARD -i + -j ACCEPT", .iptables) == ["lan-a", "internet"])
        #expect(
            try allowed("-A FORWARD -i lan+ -j ACCEPT", .iptables) == ["lan-a"])
        #expect(try allowed("iifname \"lan*\" accept", .nft) == ["lan-a"])
        #expect(
            try allowed("iifname != { \"lan-a\", \"ppp0\" } accept", .nft) == ["internet"])
        #expect(
            try allowed("iifname { \"lan-a\", \"ppp*\" } accept\niifname \"ppp1\" drop", .nft)
                == ["lan-a", "ppp1"])
        #expect(
            try allowed("iifname \"lan*\" iifname != \"lan-a\" accept\niifname lan1 drop", .nft)
                == ["lan1"])
    }

    @Test func saysWhereNoLinkBeginsSo() throws {
        let text = nft(
            "iifname \"veth*\" accept\niifname \"veth*\" jump a", before: "chain a { drop; }")
        let file = try ReadFile(.nft, text)
        #expect(file.foreign.rules.isEmpty)
        #expect(names(file).isEmpty)
        #expect(
            file.foreign.skipped.allSatisfy { $0.problem == .matchesNothing(.linkName) }
                && file.foreign.skipped.count == 2)
    }

    @Test func putsLinksInThePlaceOfNames() throws {
        let text = iptables(
            "-A FORWARD -i eth0 -j ACCEPT\n-A FORWARD ! -i eth1 -p udp -j ACCEPT\n-A FORWARD -i ppp0 -j DROP"
        )
        var file = try ReadFile(
            .iptables, text, aliases: [("eth0", "lan-a"), ("eth1", "internet")])
        #expect(names(file) == ["ppp0"])
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:2", on: "lan-a") == .allow)
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:2", on: "internet") == .deny)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.2:2", on: "internet") == .deny)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.2:2", on: "ppp0") == .allow)
    }

    @Test func makesAtMostTwelveLinks() throws {
        let rules = (0..<11).map { "-A FORWARD -i eth\($0) -j ACCEPT" }
        let fits = try ReadFile(.iptables, iptables(rules[..<10].joined(separator: "\n")))
        #expect(names(fits).count == 10)
        let text = iptables(rules.joined(separator: "\n"))
        let known = ForeignLinks(["lan-a", "internet"].map(LinkName.init))
        #expect(throws: ForeignFault(line: 15, range: 0..<2, problem: .tooManyLinks(limit: 12))) {
            try Dialect.iptables.read(Array(text.utf8), isLenient: false, links: known)
        }
        let rest = try ReadFile(.iptables, text, isLenient: true)
        #expect(rest.foreign.rules.count == 10)
        #expect(skipped(rest, text) == ["15 -A: too-many-links"])
    }

    // MARK: - What stands beside the filter

    @Test func readsTheFilterBesideNAT() throws {
        let text = """
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            -A POSTROUTING -s 10.0.0.0/24 -o wan0 -j MASQUERADE
            COMMIT
            *filter
            :INPUT DROP [3:180]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [12:900]
            -A INPUT -i lo -j ACCEPT
            -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
            -A INPUT -p tcp -m tcp --dport 22 -m recent --name SSH --update -j ACCEPT
            -A FORWARD -i lan0 -o wan0 -m conntrack --ctstate NEW,RELATED,ESTABLISHED -j ACCEPT
            -A FORWARD -i lan0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            COMMIT
            """
        var file = try ReadFile(.iptables, text)
        #expect(
            skipped(file, text) == [
                "1 *nat: without-verdict", "12 INPUT: other-traffic",
                "14 --update: unsupported-match",
            ])
        let packet = "tcp 10.0.0.1:1 > 192.0.2.1:443"
        #expect(file.verdict(packet, on: "lan0", out: "wan0") == .allow)
        #expect(file.verdict(packet, on: "lan0", out: "lan0") == .deny)
        #expect(file.verdict(packet, state: .established, on: "lan0") == .allow)
        #expect(file.verdict(packet, on: "lan0") == .deny)
    }

    @Test func refusesOnlyTablesThatDecideBefore() throws {
        func fault(_ table: String) -> String? {
            refusal(.iptables, "\(table)\nCOMMIT\n" + iptables("-A FORWARD -j ACCEPT")).map {
                "\($0.line) \($0.problem.name)"
            }
        }
        #expect(fault("*nat\n-A POSTROUTING -j SNAT --to 192.0.2.1") == nil)
        #expect(fault("*nat\n-A OUTPUT -j DNAT --to 192.0.2.1") == nil)
        #expect(fault("*raw\n:OUTPUT ACCEPT\n-A OUTPUT -j NOTRACK") == nil)
        #expect(fault("*nat\n:A -\n-A A -j DNAT --to 192.0.2.1") == nil)
        #expect(fault("*mangle\n:m -\n-A PREROUTING -j m\n-A m -j MARK --set-mark 1") == nil)
        #expect(fault("*mangle\n-A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu") == nil)
        #expect(fault("*mangle\n:m -\n-A PREROUTING -j m\n-A m -j DROP") == "1 other-table")
        #expect(fault("*mangle\n:m -\n-A m -j TOS --set-tos 1\n-A FORWARD -g m") == "1 other-table")
        #expect(fault("*nat\n-A PREROUTING -j DNAT --to 192.0.2.1") == "1 other-table")
        #expect(fault("*mangle\n-A FORWARD -j TTL --ttl-set 3") == "1 other-table")
        #expect(fault("*mangle\n-A POSTROUTING -j DROP") == "1 other-table")
        #expect(fault("*raw\n[1:2] -A PREROUTING -j CT --notrack") == "1 other-table")
        func chain(_ text: String) -> String? {
            refusal(.nft, nft("accept") + "table ip x {\nchain c {\n\(text)\n}\n}\n").map {
                "\($0.line) \($0.problem.name)"
            }
        }
        #expect(chain("type nat hook postrouting priority 100; masquerade") == nil)
        #expect(chain("type nat hook prerouting priority dstnat; policy accept;") == nil)
        #expect(chain("type nat hook output priority 0; dnat to 10.0.0.1") == nil)
        #expect(chain("type nat hook postrouting priority 100; drop") == "9 other-table")
        #expect(chain("type nat hook prerouting priority -100; redirect") == "9 other-table")
        #expect(chain("type filter hook prerouting priority 0; policy drop;") == "9 other-table")
        #expect(
            chain("type filter hook postrouting priority 0; tcp dport 1 drop") == "9 other-table")
    }

    @Test func chainsThatNoPacketReachesAreNoObstacle() throws {
        let out = "oifgroup 1 accept"
        _ = try ReadFile(.nft, nft("accept", before: "chain a { \(out); }"))
        _ = try ReadFile(
            .nft,
            nft(
                "accept",
                before:
                    "chain a { \(out); }\nchain i { type filter hook input priority 0; jump a; }")
        )
        _ = try ReadFile(
            .iptables, iptables(":A - [0:0]\n-A A -m addrtype --src-type LOCAL -j DROP"))
        _ = try ReadFile(
            .nft,
            nft(
                "accept",
                before:
                    "map m { type ipv4_addr : verdict; }\nset d { type ipv4_addr; flags dynamic; }")
        )
        let reached = try #require(
            refusal(.nft, nft("jump b", before: "chain a { \(out); }\nchain b { goto a; }")))
        #expect(reached.problem == .unsupported(.outLink))
        let dynamic = try #require(
            refusal(
                .nft, nft("ip saddr @d drop", before: "set d { type ipv4_addr; flags dynamic; }")))
        #expect(dynamic.problem == .unsupportedMatch)
    }

    @Test func skipsARuleOfSeveralLinesAsAWhole() throws {
        let text = nft(
            "oifname {\n\"a\",\n\"b\" } accept\ntcp dport { 22,\n80 } accept\nip saddr { 1.2.3.4,\n1.2.3.x } drop\nudp dport 53 accept"
        )
        let file = try ReadFile(.nft, text, isLenient: true)
        #expect(file.foreign.rules.map(\.rule.action) == [.allow, .allow, .allow])
        #expect(skipped(file, text) == ["11 1.2.3.x: bad-value"])
    }

    // MARK: - Several chains of one hook

    @Test func joinsChainsByTheirPriority() throws {
        let text = """
            delete table inet demo
            table inet demo {
            \tchain forward { type filter hook forward priority 0; policy drop;
            \t\tct state vmap { established : accept, related : accept, invalid : drop }
            \t\tiifname "lan0" tcp dport { 80, 443 } counter accept
            \t\tct status dnat accept
            \t}
            \tchain early { type filter hook forward priority -10; policy accept;
            \t\tip saddr 198.51.100.0/24 drop
            \t\ttcp dport 22 accept
            \t}
            }
            """
        var file = try ReadFile(.nft, text)
        #expect(skipped(file, text) == ["6 dnat: matches-nothing"])
        #expect(names(file) == ["lan0"])
        #expect(file.foreign.defaultAction == .deny)
        let web = "tcp 10.0.0.1:1 > 192.0.2.1:443"
        #expect(file.verdict(web, on: "lan0") == .allow)
        #expect(file.verdict(web, state: .invalid, on: "lan0") == .deny)
        #expect(file.verdict(web, state: .established) == .allow)
        // The early chain's word is final when it drops, and not when it accepts.
        #expect(
            file.verdict("tcp 198.51.100.7:1 > 192.0.2.1:443", state: .established) == .deny)
        #expect(file.verdict("tcp 10.0.0.1:1 > 192.0.2.1:22", on: "lan0") == .deny)
        #expect(file.verdict("tcp 10.0.0.1:1 > 192.0.2.1:22", state: .related) == .allow)
    }

    @Test func judgesWhatAnEarlyChainAcceptsByTheLaterOnes() throws {
        let text =
            nft("tcp dport 22 accept\ntcp dport 1-100 accept\nlog", policy: "drop")
                + """
                table ip late {
                  chain c { type filter hook forward priority filter + 5; policy accept;
                    ip saddr 10.0.0.1 tcp dport 22 drop
                    limit rate 5/second tcp dport 80 drop
                    ip daddr 10.0.0.9 drop
                  }
                }
                """
        var file = try ReadFile(.nft, text, isLenient: true)
        // Behind two accepts the limit would be counted twice.
        #expect(file.foreign.skipped.map(\.problem) == [.limitBeforeMatch])
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:22") == .deny)
        #expect(file.verdict("tcp 10.0.0.2:1 > 10.0.0.2:22") == .allow)
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:80") == .allow)
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.9:80") == .deny)
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:101") == .deny)
        #expect(file.verdict("tcp [::1]:1 > [::2]:22") == .allow)
        #expect(file.verdict("tcp [::1]:1 > [::2]:101") == .deny)
    }

    @Test func refusesALimitThatTwoWaysLeadTo() throws {
        let text =
            nft("tcp dport 22 accept\nudp dport 53 accept", policy: "drop")
            + "table inet late {\nchain c { type filter hook forward priority 5; limit rate 5/second drop\n}\n}\n"
        let fault = try #require(refusal(.nft, text))
        #expect(fault.line == 10 && fault.problem == .limitIsShared)
        let once = text.replacing("\nudp dport 53 accept", with: "")
        #expect(refusal(.nft, once) == nil)
    }

    @Test func followsReturnsUnderACondition() throws {
        var file = try ReadFile(
            .iptables,
            iptables(
                """
                :A - [0:0]
                -A FORWARD -s 10.0.0.0/8 -j A
                -A FORWARD -p udp -j ACCEPT
                -A A -d 10.0.0.53 -j RETURN
                -A A -p tcp -m tcp --dport 22 -j ACCEPT
                -A A -j DROP
                """))
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.53:53") == .allow)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.54:53") == .deny)
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.54:22") == .allow)
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.53:22") == .deny)
        #expect(file.verdict("udp 9.9.9.9:1 > 10.0.0.54:53") == .allow)
    }

    // MARK: - Commands of nft

    @Test func forgetsWhatAFileTakesAway() throws {
        func count(_ text: String) throws -> Int { try ReadFile(.nft, text).foreign.rules.count }
        let one = nft("tcp dport 22 accept")
        #expect(try count("flush ruleset\n" + one) == 1)
        #expect(try count("delete table ip6 other\n" + one) == 1)
        #expect(try count(one + "flush ruleset\n" + one) == 1)
        #expect(try count(one + "delete table inet filter\n" + one) == 1)
        #expect(try count(one + "destroy table inet filter\n" + one) == 1)
        // What is written a second time is added.
        #expect(try count(one + one) == 2)
        #expect(try count(one + "delete table ip filter\n" + one) == 2)
        #expect(try count(one + "flush table inet filter\n") == 0)
        #expect(try count(one + "flush chain inet filter forward\n") == 0)
        #expect(try count(one + "flush ruleset ip\n") == 1)
        let gone = try #require(refusal(.nft, one + "delete table inet filter\n"))
        #expect(gone.problem == .noList)
        #expect(try #require(refusal(.nft, "delete rule ip a b\n" + one)).problem == .unknownWord)
    }

    @Test func readsCommandsThatAddOneByOne() throws {
        var file = try ReadFile(
            .nft,
            """
            add table inet t
            add chain inet t c { type filter hook forward priority 0; policy drop; }
            add chain inet t other
            add rule inet t c tcp dport 22 accept
            add rule inet t c jump other
            add rule inet t other udp dport 53 accept
            """)
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:22") == .allow)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.2:53") == .allow)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.2:54") == .deny)
        let fault = try #require(refusal(.nft, nft("accept") + "add rule inet t nowhere accept\n"))
        #expect(fault.problem == .undefined)
    }

    @Test func leavesOutATableThatSleeps() throws {
        let text =
            nft("accept")
            + "table inet s {\nflags dormant\nchain c { type filter hook forward priority 0; policy drop; drop; }\n}\n"
        let file = try ReadFile(.nft, text)
        #expect(file.foreign.defaultAction == .deny)
        #expect(file.foreign.rules.map(\.rule.action) == [.allow])
        #expect(skipped(file, text) == ["8 inet: other-traffic"])
    }

    @Test func readsVerdictMaps() throws {
        var file = try ReadFile(
            .nft,
            nft(
                """
                tcp dport vmap { 22:accept, 80-90 : jump web, 443: drop, 25 : continue }
                ip saddr vmap { 10.0.0.1 : goto web, 10.1.0.0/16 : return,
                  10.2.0.0/16 : accept }
                udp dport 53 accept
                """, before: "chain web { ip daddr 10.0.0.9 accept; }"))
        #expect(file.verdict("tcp 9.9.9.9:1 > 10.0.0.2:22") == .allow)
        #expect(file.verdict("tcp 9.9.9.9:1 > 10.0.0.9:85") == .allow)
        #expect(file.verdict("tcp 9.9.9.9:1 > 10.0.0.8:85") == .deny)
        #expect(file.verdict("tcp 10.2.0.1:1 > 10.0.0.8:85") == .allow)
        #expect(file.verdict("tcp 10.2.0.1:1 > 10.0.0.8:443") == .deny)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.9:53") == .allow)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.8:53") == .deny)
        #expect(file.verdict("udp 10.1.0.1:1 > 10.0.0.8:53") == .deny)
        #expect(file.verdict("udp 10.3.0.1:1 > 10.0.0.8:53") == .allow)
        for (map, problem) in [
            ("vmap @m", "undefined"), ("vmap { 22 accept }", "unknown-word"),
            ("vmap { 22 : }", "unknown-word"), ("vmap { 22 : frob }", "unknown-word"),
            ("vmap { }", "never-matches"), ("vmap { 99999 : accept }", "bad-value"),
            ("vmap { 22 : accept } drop", "unknown-word"),
        ] {
            let fault = try #require(refusal(.nft, nft("tcp dport \(map)")))
            #expect(fault.problem.name == problem, "\(map)")
        }
    }

    // MARK: - Words

    @Test(arguments: [
        ("-m mac --mac-source 02:00:00:00:00:01", ForeignWord.hardwareAddress),
        ("-m recent --rcheck", .recentAddress), ("-m hashlimit", .ratePerAddress),
        ("-m addrtype --src-type LOCAL", .addressKind), ("-m set --match-set a src", .storedSet),
        ("-j MARK --set-mark 1\n-A FORWARD -m mark --mark 1", .mark), ("-f", .fragments),
        ("-m string --string a", .payload), ("-m time", .timeOfDay), ("-m owner", .owner),
    ])
    func saysWhatAWordWouldHaveAsked(_ text: String, _ meaning: ForeignWord) throws {
        let file = iptables("-A FORWARD \(text) -j DROP")
        let fault = try #require(refusal(.iptables, file))
        #expect(fault.problem == .unsupported(meaning) && !meaning.isTarget)
    }

    @Test(arguments: [
        ("-j DNAT", "dnat to 10.0.0.1", ForeignWord.translation),
        ("-j NFQUEUE", "queue num 1", .queue), ("-j CT", "notrack", .tracking),
        ("-j TEE", "dup to 10.0.0.1", .copy), ("-j TPROXY", "tproxy to :1", .proxy),
        ("-j SET", "add @s { ip saddr }", .setChange), ("-j FLOWOFFLOAD", "flow add @f", .offload),
    ])
    func saysWhatATargetWouldHaveDone(
        _ target: String, _ statement: String, _ meaning: ForeignWord
    ) throws {
        let first = try #require(refusal(.iptables, iptables("-A FORWARD \(target)")))
        #expect(first.problem == .unsupported(meaning) && meaning.isTarget)
        let second = try #require(refusal(.nft, nft(statement)))
        #expect(second.problem == .unsupported(meaning))
    }

    @Test func whatOnlyMarksIsLeftOut() throws {
        let text = iptables(
            "-A FORWARD -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu\n-A FORWARD -j MARK --set-mark 1\n-A FORWARD -j ACCEPT"
        )
        let file = try ReadFile(.iptables, text)
        #expect(file.foreign.rules.map(\.rule.action) == [.allow])
        #expect(skipped(file, text) == ["5 TCPMSS: without-verdict", "6 MARK: without-verdict"])
        let other = nft("meta mark set 1")
        #expect(skipped(try ReadFile(.nft, other), other) == ["5 meta: without-verdict"])
    }

    @Test func notesForAProgramAreNotes() throws {
        let file = try ReadFile(
            .iptables, iptables("-A FORWARD -j NFLOG --nflog-group 1 --nflog-prefix \"a b\""))
        #expect(file.foreign.rules.map(\.rule.action) == [.log])
    }

    /// What is noted matters to those rules alone that ask for it, and these are refused.
    @Test func toNoteAnAddressTakesEveryPacket() throws {
        var file = try ReadFile(
            .iptables,
            iptables(
                "-A FORWARD -p tcp -m recent --set --name A --rsource --mask 255.0.0.0 -j ACCEPT"))
        #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:2") == .allow)
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.2:2") == .deny)
        let text = iptables(
            "-A FORWARD -m recent --set --name A\n-A FORWARD -m recent --name A --rcheck -j DROP\n-A FORWARD -m recent ! --set -j DROP\n-A FORWARD -j ACCEPT"
        )
        #expect(refusal(.iptables, text)?.problem == .unsupported(.recentAddress))
        var lenient = try ReadFile(.iptables, text, isLenient: true)
        #expect(
            skipped(lenient, text) == [
                "6 --rcheck: unsupported-match", "7 --set: matches-nothing",
            ])
        #expect(lenient.verdict("udp 10.0.0.1:1 > 10.0.0.2:2") == .allow)
    }

    @Test func nobodyHereHasSentWhatIsForwarded() throws {
        for match in ["skuid 0", "meta skuid != 0", "skgid { 1, 2 }", "meta skuid \"root\""] {
            var file = try ReadFile(.nft, nft("\(match) accept\ntcp dport 22 accept"))
            #expect(file.foreign.skipped.map(\.problem) == [.matchesNothing(.owner)], "\(match)")
            #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.2:2") == .deny)
            #expect(file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:22") == .allow)
        }
        // What the gateway itself takes or sends may be some process's.
        for hook in ["input", "output"] {
            let text =
                "table inet t { chain c { type filter hook \(hook) priority 0; policy drop;\nskuid 0 accept\n} }\n"
            let fault = #expect(throws: ForeignFault.self) {
                try Dialect.nft.read(
                    Array(text.utf8), isLenient: false,
                    chain: hook == "input" ? .input : .output)
            }
            #expect(fault?.problem == .unsupported(.owner))
        }
    }

    @Test func translatedPacketsAreNowhereAndUntrackedOnesAreOfIPv6() throws {
        // What discovers neighbours and listeners.
        var both = try ReadFile(.nft, nft("ct state untracked accept\nct status dnat accept"))
        let question = "icmpv6 fe80::1 > fe80::2 135/0"
        #expect(both.verdict(question, state: .untracked) == .allow)
        #expect(both.verdict(question, state: .new) == .deny)
        #expect(both.foreign.skipped.map(\.line) == [6])
        var four = try ReadFile(
            .iptables, iptables("-A FORWARD -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT"))
        #expect(four.verdict("udp 10.0.0.1:1 > 10.0.0.2:2") == .allow)
        #expect(four.foreign.skipped.map(\.problem) == [.matchesNothing(.untracked)])
        let snat = try #require(refusal(.nft, nft("ct status snat accept")))
        #expect(snat.problem == .unsupported(.sourceTranslation))
    }
}
