import Dialects
import Firewall
import Testing
import Wire

/// What files of nft mean, where that is easily got wrong.
@Suite struct NftReadingTests {
    @Test func readsAFileWrittenByHand() throws {
        var file = try ReadFile(
            .nft,
            """
            #!/usr/sbin/nft -f
            flush ruleset
            define servers = { 10.0.0.10, 10.0.0.20-10.0.0.29 }
            define web = 80
            table inet filter {
                set office { type ipv4_addr; flags interval; elements = { 192.168.1.0/24,
                    10.1.0.0/16 comment "branch" } }
                set open { type inet_service; elements = { 22, https } }
                chain input { type filter hook input priority 0; policy drop; ct state bogus }
                chain forward {
                    type filter hook forward priority 0; policy drop;
                    ct state established,related counter packets 4 bytes 300 accept
                    ct state invalid drop
                    iifname "lan-a" ip saddr @office ip daddr $servers tcp dport { $web, 443 } accept \\
                        comment "shop"
                    tcp dport @open ip saddr != @office log prefix "odd: " reject with tcp reset
                    meta l4proto { tcp, udp } th dport 53 accept
                    ip6 saddr 2001:db8::/32 icmpv6 type echo-request accept # ping
                }
            }
            """)
        #expect(file.foreign.rules.count == 7)
        #expect(file.foreign.skipped.map(\.problem) == [.otherTraffic])
        #expect(file.foreign.rules[2].rule.name == RuleName("shop"))
        let web = "tcp 192.168.1.7:1 > 10.0.0.25:80"
        #expect(file.verdict(web, on: "lan-a") == .allow)
        #expect(file.verdict(web, on: "internet") == .deny)
        #expect(file.verdict(web, state: .invalid, on: "lan-a") == .deny)
        #expect(file.verdict("tcp 9.9.9.9:1 > 10.0.0.25:80", state: .related) == .allow)
        #expect(file.verdict("tcp 9.9.9.9:1 > 8.8.8.8:443") == .reject)
        #expect(file.verdict("tcp 10.1.2.3:1 > 8.8.8.8:443") == .deny)
        #expect(file.verdict("udp [2001:db8::1]:9 > [2001:db8::2]:53") == .allow)
        #expect(file.verdict("icmpv6 2001:db8::1 > 2001:db8::2 128/0") == .allow)
        #expect(file.verdict("icmpv6 2001:db8::1 > 2001:db8::2 129/0") == .deny)
    }

    @Test func comparesControlBitsAsTheKernelDoes() throws {
        func allowed(_ condition: String) throws -> [TCPFlags] {
            var file = try ReadFile(.nft, nft("tcp flags \(condition) accept"))
            let asked: [TCPFlags] = [.syn, .ack, [.syn, .ack], .rst, [.syn, .rst], []]
            return asked.filter {
                file.verdict("tcp 10.0.0.1:1 > 10.0.0.2:2", flags: $0) == .allow
            }
        }
        #expect(try allowed("syn") == [.syn, [.syn, .ack], [.syn, .rst]])
        #expect(try allowed("syn,rst") == [.syn, [.syn, .ack], .rst, [.syn, .rst]])
        #expect(try allowed("== syn") == [.syn])
        #expect(try allowed("!= syn") == [.ack, [.syn, .ack], .rst, [.syn, .rst], []])
        #expect(try allowed("! syn,ack") == [.rst, []])
        #expect(try allowed("{ syn, rst }") == [.syn, .rst])
        #expect(try allowed("& (syn | ack) == syn") == [.syn, [.syn, .rst]])
        #expect(try allowed("syn / syn,ack") == [.syn, [.syn, .rst]])
        #expect(try allowed("!= syn / syn,ack") == [.ack, [.syn, .ack], .rst, []])
        #expect(try allowed("& syn != 0") == [.syn, [.syn, .ack], [.syn, .rst]])
        #expect(try allowed("== 0x12") == [[.syn, .ack]])
        // A bit outside the mask is never set behind it: every packet matches, which has a TCP header.
        #expect(
            try allowed("& syn != ack") == [.syn, .ack, [.syn, .ack], .rst, [.syn, .rst], []])
        let everything = try ReadFile(.nft, nft("tcp flags & syn != ack accept"))
        #expect(everything.foreign.rules[0].rule.match.flags == FlagMatch(set: [], among: []))
    }

    @Test func comparesStatesAsTheKernelDoes() throws {
        func allowed(_ condition: String) throws -> [ConnectionState] {
            var file = try ReadFile(.nft, nft("ct state \(condition) accept"))
            return ConnectionState.allCases.filter {
                file.verdict("udp 10.0.0.1:1 > 10.0.0.2:2", state: $0) == .allow
            }
        }
        #expect(try allowed("new") == [.new])
        #expect(try allowed("{ new, related }") == [.new, .related])
        #expect(try allowed("!= new") == [.established, .related, .invalid, .untracked])
        #expect(try allowed("! new,invalid") == [.established, .related, .untracked])
        // As a number no state is the sum of two.
        #expect(try allowed("!= established | related") == ConnectionState.allCases)
    }

    @Test func writesJumpsOutAsTheyAreFollowed() throws {
        var file = try ReadFile(
            .nft,
            nft(
                "ip saddr 10.0.0.0/8 jump local\nip saddr 10.0.0.0/24 accept\ngoto rest",
                policy: "accept",
                before: """
                    chain local { tcp dport 22 accept; ip saddr 192.168.0.1 accept
                      udp dport 53 goto names
                      return; drop }
                    chain names { ip daddr 10.0.0.53 accept; drop }
                    chain rest { tcp dport 80 drop; }
                    """))
        #expect(file.verdict("tcp 10.9.9.9:1 > 1.1.1.1:22") == .allow)
        #expect(file.verdict("udp 10.9.9.9:1 > 10.0.0.53:53") == .allow)
        #expect(file.verdict("udp 10.0.0.9:1 > 10.0.0.54:53") == .deny)
        #expect(file.verdict("tcp 10.0.0.9:1 > 1.1.1.1:80") == .allow)
        #expect(file.verdict("tcp 10.0.1.9:1 > 1.1.1.1:80") == .deny)
        #expect(file.verdict("tcp 10.0.1.9:1 > 1.1.1.1:81") == .allow)
        #expect(file.foreign.rules.count == 5)
    }

    @Test func keepsTheOrderOfLimitsAndNotes() throws {
        let file = try ReadFile(
            .nft, nft("tcp dport 22 log limit rate 5/minute burst 7 packets accept"))
        let limit = RateLimit(packets: 5, unit: .minute, burst: 7)
        #expect(file.foreign.rules.map(\.rule.action) == [.log, .allow])
        #expect(file.foreign.rules.map(\.rule.limit) == [nil, limit])
        let usual = try ReadFile(.nft, nft("limit rate 3/hour accept"))
        #expect(usual.foreign.rules[0].rule.limit == RateLimit(packets: 3, unit: .hour, burst: 5))
    }

    @Test func keepsWhatIsOverALimit() throws {
        let text = nft("icmp type echo-request limit rate over 7/second burst 4 packets drop")
        let file = try ReadFile(.nft, text)
        let limit = RateLimit(packets: 7, unit: .second, burst: 4, isOver: true)
        #expect(file.foreign.rules.map(\.rule.limit) == [limit])
        let written = try Dialect.nft.write(file.set)
        #expect(
            String(decoding: written, as: UTF8.self).contains(
                "limit rate over 7/second burst 4 packets"))
        let again = try ReadFile(.nft, String(decoding: written, as: UTF8.self))
        #expect(again.foreign.rules.map(\.rule.limit) == [limit])
        // What is noted and then dropped is one packet: both have seen the same, and have the same tokens.
        let noted = try ReadFile(.nft, nft("limit rate over 1/second log drop"))
        #expect(noted.foreign.rules.map(\.rule.action) == [.log, .deny])
        #expect(noted.foreign.rules.allSatisfy { $0.rule.limit?.isOver == true })
        // No other dialect has a word for it.
        for dialect in [Dialect.iptables, .cisco, .ufw] {
            #expect(throws: UnwritableRule.self) { try dialect.write(file.set) }
        }
    }

    @Test func keepsFamiliesApart() throws {
        var four = try ReadFile(
            .nft,
            "table ip t { chain c { type filter hook forward priority 0; policy drop; accept; } }")
        #expect(four.verdict("udp 10.0.0.1:1 > 10.0.0.2:2") == .allow)
        #expect(four.verdict("udp [::1]:1 > [::2]:2") == .deny)
        var six = try ReadFile(.nft, nft("ip6 nexthdr tcp accept"))
        #expect(six.verdict("tcp 10.0.0.1:1 > 10.0.0.2:2") == .deny)
        #expect(six.verdict("tcp [::1]:1 > [::2]:2") == .allow)
    }

    @Test func keepsAnEmptySetEmpty() throws {
        let sets = "set none { type ipv4_addr; flags interval; }"
        var file = try ReadFile(
            .nft, nft("ip saddr @none accept\nip saddr != @none reject", before: sets))
        #expect(file.verdict("udp 10.0.0.1:1 > 10.0.0.2:2") == .reject)
        #expect(file.verdict("udp [::1]:1 > [::2]:2") == .deny)
    }
}
