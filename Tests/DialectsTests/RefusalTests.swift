import Dialects
import Firewall
import Testing
import Wire

/// What is refused when it is read: where, and why; and what is skipped when it is read leniently.
@Suite struct RefusalTests {
    struct Case: CustomTestStringConvertible {
        let dialect: Dialect
        let text: String
        /// The bytes at fault.
        let blamed: String
        let problem: String
        /// Whether it is refused even leniently.
        var isWhole = false

        var testDescription: String { "\(dialect) \(problem) \(text.suffix(60))" }
    }

    static let ipt = Dialect.iptables
    static let cases: [Case] = [
        Case(
            dialect: .nft, text: nft("tcp bport 22 accept"), blamed: "bport",
            problem: "unsupported-match"),
        Case(
            dialect: .nft, text: nft("frobnicate accept"), blamed: "frobnicate",
            problem: "unknown-word"),
        Case(dialect: .nft, text: nft("accept drop"), blamed: "drop", problem: "unknown-word"),
        Case(dialect: .nft, text: nft("tcp dport\n"), blamed: "", problem: "missing-word"),
        Case(
            dialect: .nft, text: nft("tcp dport 65536 accept"), blamed: "65536",
            problem: "bad-value"),
        Case(
            dialect: .nft, text: nft("tcp dport 90-80 accept"), blamed: "90-80",
            problem: "bad-value"),
        Case(
            dialect: .nft, text: nft("ip saddr 10.0.0.256 accept"), blamed: "10.0.0.256",
            problem: "bad-value"),
        Case(dialect: .nft, text: nft("ip saddr ::1 accept"), blamed: "::1", problem: "bad-value"),
        Case(dialect: .nft, text: nft("ip saddr @x accept"), blamed: "@x", problem: "undefined"),
        Case(dialect: .nft, text: nft("ip saddr $x accept"), blamed: "$x", problem: "undefined"),
        Case(dialect: .nft, text: nft("jump nowhere"), blamed: "jump", problem: "undefined"),
        Case(
            dialect: .nft, text: nft("jump a", before: "chain a { jump a }"), blamed: "jump",
            problem: "jump-too-deep"),
        Case(
            dialect: .nft,
            text: nft("limit rate 1/second jump a", before: "chain a { tcp dport 1 drop; drop; }"),
            blamed: "limit", problem: "limit-is-shared"),
        Case(
            dialect: .nft, text: nft("limit rate 1/second tcp dport 22 accept"), blamed: "tcp",
            problem: "limit-before-match"),
        Case(
            dialect: .nft,
            text: nft("limit rate 1/second jump a", before: "chain a { tcp dport 1 drop; }"),
            blamed: "limit", problem: "limit-is-shared"),
        Case(
            dialect: .nft, text: nft("limit rate 1/day accept"), blamed: "1/day",
            problem: "unsupported-match"),
        Case(
            dialect: .nft, text: nft("iifname \"eth 0\" accept"), blamed: "\"eth 0\"",
            problem: "bad-name"),
        Case(
            dialect: .nft, text: nft("tcp dport vmap @m", before: "map m { }"), blamed: "vmap",
            problem: "never-matches"),
        Case(
            dialect: .nft, text: nft("meta mark set 1\nmeta mark 1 accept"), blamed: "mark",
            problem: "unsupported-match"),
        Case(
            dialect: .nft, text: nft("ip saddr 10.0.0.1 ip saddr 10.0.0.2 accept"), blamed: "saddr",
            problem: "never-matches"),
        Case(
            dialect: .nft, text: nft("th dport 22 accept"), blamed: "th",
            problem: "unsupported-match"),
        Case(
            dialect: .nft, text: nft("accept comment \"x"), blamed: "\"x",
            problem: "unterminated-quote"),
        Case(
            dialect: .nft, text: nft("accept", policy: "queue"), blamed: "queue",
            problem: "unsupported-target", isWhole: true),
        Case(
            dialect: .nft, text: "table inet t {\n chain c {\n", blamed: "c",
            problem: "unterminated-block", isWhole: true),
        Case(
            dialect: .nft, text: "table inet t { }\n", blamed: "", problem: "no-list", isWhole: true
        ),
        Case(
            dialect: .nft,
            text: nft("accept", before: "set s { type ipv4_addr; }\nset s { type ipv4_addr; }"),
            blamed: "s", problem: "defined", isWhole: true),
        Case(
            dialect: .nft,
            text: nft("accept")
                + "table ip n { chain p { type nat hook prerouting priority 0; dnat to 10.0.0.1; } }\n",
            blamed: "p",
            problem: "other-table"),
        Case(
            dialect: .nft, text: nft("ip saddr @s accept", before: "set s { type ether_addr; }"),
            blamed: "@s", problem: "unsupported-match"),
        Case(
            dialect: .nft, text: "include \"x\"\n", blamed: "include",
            problem: "unsupported-target",
            isWhole: true),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -p tcp --dport"), blamed: "",
            problem: "missing-word"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD --dport 22 -j DROP"), blamed: "--dport",
            problem: "unsupported-match"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -m recent --name a -j DROP"), blamed: "recent",
            problem: "unsupported-match"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -j NFQUEUE"), blamed: "NFQUEUE",
            problem: "unsupported-target"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -j nowhere"), blamed: "-A",
            problem: "undefined"),
        Case(
            dialect: ipt,
            text: iptables("-A FORWARD -m limit --limit 1/s -m state --state NEW -j DROP"),
            blamed: "--limit", problem: "limit-before-match"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -s 10.0.0.1,10.0.0.x -j DROP"),
            blamed: "10.0.0.1,10.0.0.x", problem: "bad-value"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -s 10.0.0.0/255.0.255.0 -j DROP"),
            blamed: "10.0.0.0/255.0.255.0", problem: "bad-value"),
        Case(
            dialect: ipt, text: iptables("-R FORWARD 1 -j DROP"), blamed: "-R",
            problem: "unknown-word"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -m comment --comment \"x -j DROP"),
            blamed: "\"x -j DROP", problem: "unterminated-quote"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -p tcp --tcp-flags SYN SYN,ACK -j DROP"),
            blamed: "SYN,ACK", problem: "bad-value"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -p tcp --syn ! --syn -j DROP"),
            blamed: "--syn", problem: "never-matches"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -m limit -p tcp ! --syn -j DROP"),
            blamed: "limit", problem: "limit-before-match"),
        Case(
            dialect: ipt, text: iptables("-A FORWARD -p tcp ! --syn -m limit --limit 1/s -j DROP"),
            blamed: "-A", problem: "limit-is-shared"),
        Case(
            dialect: ipt,
            text: "*nat\n-A PREROUTING -j DNAT --to 10.0.0.1\nCOMMIT\n" + iptables(""),
            blamed: "*nat", problem: "other-table"),
        Case(
            dialect: ipt, text: "*filter\n:FORWARD DROP [0:0]\n", blamed: "*filter",
            problem: "unterminated-block", isWhole: true),
        Case(
            dialect: ipt, text: iptables("") + iptables(""), blamed: "*filter",
            problem: "second-list", isWhole: true),
        Case(dialect: ipt, text: "hello\n", blamed: "", problem: "missing-word"),
        Case(
            dialect: .cisco,
            text: "ip access-list extended X\n permit tcp 10.0.0.0 0.255.0.255 any\n",
            blamed: "0.255.0.255", problem: "wildcard-is-no-prefix"),
        Case(
            dialect: .cisco, text: "ip access-list extended X\n permit ip any any eq 22\n",
            blamed: "eq", problem: "unsupported-match"),
        Case(
            dialect: .cisco, text: "ip access-list extended X\n permit tcp any object-group Y\n",
            blamed: "Y", problem: "undefined"),
        Case(
            dialect: .cisco, text: "ip access-list extended X\n permit ip any any fragments\n",
            blamed: "fragments", problem: "unsupported-match"),
        Case(
            dialect: .cisco, text: "ip access-list extended X\n permit tcp any\n", blamed: "",
            problem: "missing-word"),
        Case(
            dialect: .cisco, text: "ip access-list extended X\n permit tcp any any eq blah\n",
            blamed: "blah", problem: "bad-value"),
        Case(
            dialect: .cisco, text: "ip access-list extended X\n allow tcp any any\n",
            blamed: "allow", problem: "unknown-word"),
        Case(
            dialect: .cisco, text: "ip access-list standard X\n", blamed: "standard",
            problem: "unknown-word"),
        Case(
            dialect: .cisco, text: "access-list 10 permit any\n", blamed: "10", problem: "bad-value"
        ),
        Case(dialect: .cisco, text: "hostname r1\n", blamed: "hostname", problem: "unknown-word"),
        Case(dialect: .cisco, text: "!\n", blamed: "", problem: "no-list", isWhole: true),
        Case(
            dialect: .cisco, text: "ip access-list extended X\nip access-list extended Y\n",
            blamed: "Y", problem: "second-list", isWhole: true),
        Case(
            dialect: .ufw, text: "ufw limit 22/tcp\n", blamed: "limit", problem: "limit-per-source"),
        Case(dialect: .ufw, text: "ufw allow 22/sctp\n", blamed: "22/sctp", problem: "bad-value"),
        Case(dialect: .ufw, text: "ufw allow out 22\n", blamed: "out", problem: "other-traffic"),
        Case(
            dialect: .ufw, text: "ufw allow 22\nufw route allow 23\n", blamed: "allow",
            problem: "second-list"),
        Case(
            dialect: .ufw, text: "ufw allow from any to any app Quake\n", blamed: "Quake",
            problem: "undefined"),
        Case(
            dialect: .ufw, text: "ufw allow from 10.0.0.1 to ::1\n", blamed: "allow",
            problem: "never-matches"),
        Case(dialect: .ufw, text: "ufw allow\n", blamed: "", problem: "missing-word"),
        Case(
            dialect: .ufw, text: "ufw delete allow 22\n", blamed: "delete",
            problem: "unsupported-target"),
        Case(
            dialect: .ufw, text: "ufw allow 22 comment 'x\n", blamed: "'x",
            problem: "unterminated-quote"),
        Case(dialect: .ufw, text: "allow 22\n", blamed: "allow", problem: "unknown-word"),
        Case(dialect: .ufw, text: "", blamed: "", problem: "no-list", isWhole: true),
    ]

    @Test(arguments: cases)
    func refuses(_ item: Case) throws {
        let fault = try #require(refusal(item.dialect, item.text))
        #expect(fault.problem.name == item.problem)
        let lines = item.text.utf8.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = Array(lines[fault.line - 1])
        try #require(fault.range.upperBound <= line.count)
        #expect(String(decoding: line[fault.range], as: UTF8.self) == item.blamed)
    }

    @Test(arguments: cases)
    func skipsWhereItMay(_ item: Case) throws {
        let strict = try #require(refusal(item.dialect, item.text))
        do throws(ForeignFault) {
            let rules = try item.dialect.read(Array(item.text.utf8), isLenient: true)
            #expect(!item.isWhole)
            #expect(rules.skipped.contains(strict))
        } catch {
            // A file in which nothing is left is no list.
            #expect(item.isWhole || error.problem == .noList, "\(error)")
        }
    }

    @Test func keepsTheRestWhereItSkips() throws {
        let text = nft(
            "tcp dport 22 accept\nosf name \"Linux\" accept\ntcp dport 99999 drop\nudp dport 53 drop"
        )
        let file = try ReadFile(.nft, text, isLenient: true)
        #expect(file.foreign.rules.map(\.rule.action) == [.allow, .deny])
        #expect(file.foreign.skipped.map(\.line) == [6, 7])
    }

    @Test func everyProblemOfReadingHasACase() {
        let names = Set(Self.cases.map(\.problem))
        #expect(names.count >= 18)
    }
}
