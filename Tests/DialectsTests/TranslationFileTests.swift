import Dialects
import Firewall
import Network
import TestSupport
import Testing
import Wire

/// Address translation in files of nft and iptables.
@Suite struct TranslationFileTests {
    private static let known = ForeignLinks(
        [LinkName(rawValue: "lan-a"), LinkName(rawValue: "internet")],
        addresses: [
            LinkName(rawValue: "lan-a"): IPv4Address(rawValue: 0x0A00_00FE),
            LinkName(rawValue: "internet"): IPv4Address(rawValue: 0xCB00_7102),
        ])

    private func read(
        _ dialect: Dialect, _ text: String, isLenient: Bool = false
    ) throws -> ForeignTranslation? {
        try dialect.readTranslation(Array(text.utf8), isLenient: isLenient, links: Self.known)
    }

    private func fault(_ dialect: Dialect, _ text: String) -> String? {
        do throws(ForeignFault) {
            _ = try dialect.readTranslation(
                Array(text.utf8), isLenient: false, links: Self.known)
            return nil
        } catch {
            guard case .unsupported(let word) = error.problem else { return error.problem.name }
            return word.rawValue
        }
    }

    /// The rules that lines become, as nft has them; what was left out behind them.
    private func rules(
        _ dialect: Dialect, _ text: String, isLenient: Bool = false
    ) throws -> [String] {
        let read = try #require(try read(dialect, text, isLenient: isLenient))
        let written = String(
            decoding: try Dialect.nft.write([], try NATRules(read.rules)), as: UTF8.self)
        let lines = written.split(separator: "\n").map { $0.drop { $0 == "\t" } }
        let isRule = { (line: Substring) in
            ["masquerade", "snat", "dnat"].contains { line.contains($0) }
                && !line.hasPrefix("type")
        }
        return lines.filter(isRule).map(String.init) + read.skipped.map(\.problem.name)
    }

    private static func nft(_ rules: String, after: String = "", table: String = "ip nat") -> String
    {
        """
        table \(table) {
            chain before {
                type nat hook prerouting priority dstnat; policy accept;
                \(rules)
            }
            chain after {
                type nat hook postrouting priority srcnat; policy accept;
                \(after)
            }
        }

        """
    }

    private static func iptables(_ rules: String) -> String {
        """
        *nat
        :PREROUTING ACCEPT [0:0]
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        \(rules)
        COMMIT

        """
    }

    // MARK: - What is read

    @Test func nftChainsOfTypeNAT() throws {
        let text = Self.nft(
            """
            iifname "internet" tcp dport { 80, 443 } dnat to 10.0.0.80
            iifname "internet" udp dport 5353 counter dnat to 10.0.0.53:53
            tcp dport 8000-8009 dnat ip to 10.0.0.7-10.0.0.9:8000-8002 persistent
            """,
            after: """
                oifname "internet" ip saddr 10.0.0.0/24 masquerade
                oifname "internet" snat to 203.0.113.2
                ip protocol tcp masquerade to :1024-65535
                """)
        let rules = try rules(.nft, text)
        #expect(
            rules == [
                "iifname \"internet\" tcp dport { 80, 443 } dnat to 10.0.0.80",
                "iifname \"internet\" udp dport 5353 dnat to 10.0.0.53:53",
                "tcp dport 8000-8009 dnat to 10.0.0.7-10.0.0.9:8000-8002 persistent",
                "ip saddr 10.0.0.0/24 oifname \"internet\" masquerade",
                "oifname \"internet\" snat to 203.0.113.2",
                "meta l4proto 6 masquerade to :1024-65535",
            ])
    }

    @Test func iptablesTableNAT() throws {
        let text = Self.iptables(
            """
            -A PREROUTING -i internet -p tcp -m tcp --dport 443 -j DNAT --to-destination 10.0.0.80:8443
            -A PREROUTING -i internet -p tcp -m multiport --dports 80,81 -j DNAT --to 10.0.0.80
            -A POSTROUTING -s 10.0.0.0/24 ! -o lan-a -j MASQUERADE
            -A POSTROUTING -o internet -j SNAT --to-source 203.0.113.2-203.0.113.5 --persistent
            -A POSTROUTING -p udp -o internet -j MASQUERADE --to-ports 1024-2047
            """)
        let rules = try rules(.iptables, text)
        #expect(
            rules == [
                "iifname \"internet\" tcp dport 443 dnat to 10.0.0.80:8443",
                "iifname \"internet\" tcp dport 80-81 dnat to 10.0.0.80",
                "ip saddr 10.0.0.0/24 oifname \"internet\" masquerade",
                "oifname \"internet\" snat to 203.0.113.2-203.0.113.5 persistent",
                "oifname \"internet\" meta l4proto 17 masquerade to :1024-2047",
            ])
    }

    /// What stands behind an exemption takes everything but what is exempt.
    @Test func exemptionsAreTakenOut() throws {
        let text = Self.iptables(
            """
            :NATTED - [0:0]
            -A POSTROUTING -s 10.0.0.0/16 -d 10.8.0.0/16 -j ACCEPT
            -A POSTROUTING -s 10.0.0.0/16 -j NATTED
            -A NATTED -d 192.0.2.0/24 -j RETURN
            -A NATTED -o internet -j MASQUERADE
            """)
        #expect(
            try rules(.iptables, text) == [
                "ip saddr 10.0.0.0/16 ip daddr { 0.0.0.0-10.7.255.255, 10.9.0.0-192.0.1.255, "
                    + "192.0.3.0-255.255.255.255 } oifname \"internet\" masquerade"
            ])
        let other = Self.nft(
            "", after: "ip daddr @vpn return\noifname \"internet\" masquerade",
            table:
                "ip nat {\nset vpn { type ipv4_addr; flags interval; elements = { 10.8.0.0/16 } }\n}\ntable ip nat"
        )
        #expect(
            try rules(.nft, other) == [
                "ip daddr != 10.8.0.0/16 oifname \"internet\" masquerade"
            ])
    }

    /// A flow of TCP begins with a SYN alone, so that nothing else is to be asked about.
    @Test func flowsBeginWithASYN() throws {
        let text = Self.iptables(
            """
            -A PREROUTING -i lan-a -p tcp -m tcp --syn -j REDIRECT --to-ports 9040
            -A PREROUTING -p tcp -m tcp --tcp-flags SYN,ACK ACK -j DNAT --to 10.0.0.1
            -A PREROUTING -m conntrack --ctstate ESTABLISHED -j DNAT --to 10.0.0.1
            """)
        #expect(
            try rules(.iptables, text) == [
                "iifname \"lan-a\" meta l4proto 6 dnat to 10.0.0.254:9040"
            ])
    }

    @Test func mapsSayWhatAnAddressBecomes() throws {
        let text = Self.nft(
            """
            iifname "internet" dnat to tcp dport map { 80 : 10.0.0.80, 443 : 10.0.0.81, 8080: 10.0.0.80 }
            dnat ip addr . port to udp dport map { 53 : 10.0.0.53 . 5353 }
            """)
        #expect(
            try rules(.nft, text) == [
                "iifname \"internet\" tcp dport { 80, 8080 } dnat to 10.0.0.80",
                "iifname \"internet\" tcp dport 443 dnat to 10.0.0.81",
                "udp dport 53 dnat to 10.0.0.53:5353",
            ])
    }

    /// A packet whose port only one of two maps has is left as it is (`nft_lookup_eval`).
    @Test func mapsOfPortsStandBehindThoseOfAddresses() throws {
        let text = Self.nft(
            """
            dnat tcp dport map { 1000 : 10.0.0.1, 2000 : 10.0.0.2, 3000 : 10.0.0.2 } \\
                : tcp dport map { 1000 : 1234, 2000 : 2345, 4000 : 80 }
            dnat to ip saddr map { 10.9.0.1 : 10.0.0.3 } : udp dport map { 53 : 5353, 54 : 5353 }
            """, after: "snat ip saddr map { 10.0.0.1 : 203.0.113.7, 10.0.0.2 : 203.0.113.8 }")
        #expect(
            try rules(.nft, text) == [
                "tcp dport 1000 dnat to 10.0.0.1:1234", "tcp dport 2000 dnat to 10.0.0.2:2345",
                "ip saddr 10.9.0.1 udp dport 53-54 dnat to 10.0.0.3:5353",
                "ip saddr 10.0.0.1 snat to 203.0.113.7", "ip saddr 10.0.0.2 snat to 203.0.113.8",
            ])
        #expect(
            fault(.nft, Self.nft("dnat tcp dport map { 1 : 10.0.0.1 } : tcp dport map { 1 : x }"))
                == "bad-value")
    }

    /// A redirection is to the gateway's own address on the link over which the packet came.
    @Test func redirectionsAreToTheGateway() throws {
        let text = Self.iptables(
            """
            -A PREROUTING -i lan-a -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 3128
            -A PREROUTING -p udp -m udp --dport 53 -j REDIRECT
            """)
        #expect(
            try rules(.iptables, text) == [
                "iifname \"lan-a\" tcp dport 80 dnat to 10.0.0.254:3128",
                "iifname \"internet\" udp dport 53 dnat to 203.0.113.2",
                "iifname \"lan-a\" udp dport 53 dnat to 10.0.0.254",
            ])
    }

    @Test func translationOneToOneIsBothHalves() throws {
        let text = Self.iptables(
            """
            -A PREROUTING -d 203.0.113.0/24 -i internet -j NETMAP --to 10.0.0.0/24
            -A POSTROUTING -o lan-a -j MASQUERADE
            -A POSTROUTING -s 10.0.0.0/24 -o internet -j NETMAP --to 203.0.113.0/24
            """)
        let read = try #require(try read(.iptables, text))
        let inside = try #require(Prefix("10.0.0.0/24"))
        let outside = try #require(Prefix("203.0.113.0/24"))
        #expect(read.rules.count == 2)
        #expect(read.rules.last?.action == .oneToOne(inside: inside, outside: outside))
        #expect(
            fault(
                .iptables, Self.iptables("-A POSTROUTING -s 10.0.0.0/24 -j NETMAP --to 10.1.0.0/24")
            )
                == "prefixTranslation")
    }

    /// A link that is not there takes no packet, which is no fault.
    @Test func linksThatAreNotThereAreSaid() throws {
        let text = Self.iptables(
            "-A POSTROUTING -o ppp0 -j MASQUERADE\n-A POSTROUTING ! -o ppp0 -j MASQUERADE")
        #expect(
            try rules(.iptables, text) == [
                "oifname { \"lan-a\", \"internet\" } masquerade", "matches-nothing",
            ])
    }

    @Test func aFileWithoutSaysNothing() throws {
        #expect(try read(.iptables, "*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n") == nil)
        #expect(try read(.nft, "table ip t {\n}\n") == nil)
        #expect(try read(.iptables, Self.iptables(""))?.rules == [])
        #expect(try read(.cisco, "ip access-list extended a\n permit ip any any\n") == nil)
    }

    // MARK: - What is refused

    @Test func whatCannotBeCarriedOverIsSaid() throws {
        for (rule, problem) in [
            ("-A POSTROUTING -o internet -j MASQUERADE --random-fully", "randomPorts"),
            ("-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination :8080", "portsAlone"),
            (
                "-A PREROUTING -p tcp -m tcp --tcp-flags PSH PSH -j DNAT --to 10.0.0.1",
                "not-in-translation"
            ),
            ("-A POSTROUTING -m limit --limit 1/s -j MASQUERADE", "not-in-translation"),
            ("-A PREROUTING -m addrtype --dst-type LOCAL -j DNAT --to 10.0.0.1", "addressKind"),
            ("-A OUTPUT -p tcp -j DNAT --to 10.0.0.1", "ownTranslation"),
            (
                "-A PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.1:8000-8010/9000",
                "portShift"
            ),
        ] {
            let text = Self.iptables(rule)
            #expect(fault(.iptables, text) == problem, "\(rule)")
            #expect(try read(.iptables, text, isLenient: true)?.skipped.count == 1, "\(rule)")
        }
        for (rule, problem) in [
            ("masquerade random", "randomPorts"), ("drop", "unsupported-target"),
            ("snat to 2001:db8::1", "translationOfIPv6"), ("snat to ip saddr map @x", "undefined"),
            ("ip ttl 3 masquerade", "not-in-translation"),
        ] {
            #expect(fault(.nft, Self.nft("", after: rule)) == problem, "\(rule)")
        }
        // Chance is left out by itself: the rule stays.
        let lenient = try read(
            .iptables, Self.iptables("-A POSTROUTING -j MASQUERADE --random"), isLenient: true)
        #expect(lenient?.rules.count == 1)
    }

    /// What asks for the link that a packet came in by is about no packet that the gateway makes.
    @Test func whatTheGatewayMakesMayPassRulesAboutOthers() throws {
        let text = Self.iptables(
            """
            :DOCKER - [0:0]
            -A OUTPUT ! -d 127.0.0.0/8 -j DOCKER
            -A DOCKER -i lan-a -j RETURN
            -A DOCKER -i internet -p tcp -m tcp --dport 80 -j DNAT --to 10.0.0.80
            -A PREROUTING -j DOCKER
            """)
        #expect(
            try rules(.iptables, text) == [
                "iifname \"internet\" tcp dport 80 dnat to 10.0.0.80"
            ])
    }

    /// No node sends itself anything, so that what an `OUTPUT` chain says of the gateway's own addresses, as Docker's does, is said
    /// and left out; of any other it is refused, and so is what the gateway takes.
    @Test func whatTheGatewaySendsToItselfIsLeftOut() throws {
        var (listed, refused) = (0, 0)
        let own = ["198.51.100.7", "172.17.0.1"].map { IPAddress($0) ?? .v4(.init(rawValue: 0)) }
        let links = ForeignLinks(
            [LinkName(rawValue: "eth0"), LinkName(rawValue: "docker0")], own: own)
        for (rule, isListed) in [
            ("-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j PORTS", true),
            ("-A OUTPUT -m addrtype --dst-type LOCAL -j PORTS", true),
            ("-A OUTPUT -d 198.51.100.7/32 -j PORTS", true),
            ("-A OUTPUT -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j PORTS", true),
            ("-A OUTPUT ! -d 127.0.0.0/8 -j PORTS", false),
            ("-A OUTPUT -d 198.51.100.6/31 -j PORTS", false),
            ("-A OUTPUT -m addrtype ! --dst-type LOCAL -j PORTS", false),
            ("-A OUTPUT -j PORTS", false),
            ("-A INPUT -d 198.51.100.7/32 -j SNAT --to 10.0.0.1", false),
        ] {
            let text = Self.iptables(
                """
                :PORTS - [0:0]
                -A PREROUTING -m addrtype --dst-type LOCAL -j PORTS
                \(rule)
                -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
                -A PORTS -i docker0 -j RETURN
                -A PORTS ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
                """)
            let dialect = Dialect.iptables
            do throws(ForeignFault) {
                let read = try dialect.readTranslation(
                    Array(text.utf8), isLenient: false, links: links)
                #expect(read?.rules.count == 2, "\(rule)")
                #expect(
                    read?.skipped.map(\.problem) == [.matchesNothing(.toItself)], "\(rule)")
                #expect(isListed, "\(rule)")
                listed += 1
            } catch {
                #expect(error.problem == .unsupported(.ownTranslation), "\(rule)")
                #expect(!isListed, "\(rule)")
                refused += 1
            }
        }
        #expect(listed == 4 && refused == 5)
    }

    /// What the filter has to refuse where nobody reads the addresses' rules, it passes over where somebody does.
    @Test func theFilterIsReadBesideIt() throws {
        let text =
            Self.iptables("-A PREROUTING -p tcp -j DNAT --to-destination 10.0.0.1")
            + "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n"
        let other =
            Self.nft("dnat to 10.0.0.1")
            + "table ip f {\nchain f {\ntype filter hook forward priority 0; policy drop;\n}\n}\n"
        for (dialect, text) in [(Dialect.iptables, text), (.nft, other)] {
            let bytes = Array(text.utf8)
            let beside = try dialect.read(
                bytes, isLenient: false, beside: .read(rewritesDestinations: true))
            #expect(beside.skipped.isEmpty && beside.defaultAction == .deny)
            #expect(throws: ForeignFault.self) { try dialect.read(bytes, isLenient: false) }
        }
    }

    // MARK: - What is written

    private static func list() throws -> NATRules {
        let (lan, internet) = (LinkName(rawValue: "lan-a"), LinkName(rawValue: "internet"))
        let inside = try #require(Prefix("10.0.0.0/24"))
        let outside = try #require(Prefix("192.0.2.0/24"))
        let range = try #require(AddressRange("203.0.113.2-203.0.113.9"))
        var from = RuleMatch(source: AddressMatch(inside))
        from.outLinks = [internet]
        var port = RuleMatch(
            proto: ProtocolMatch([.tcp, .udp]),
            destinationPorts: PortSet("53,8000-8099").map { PortMatch($0) })
        port.links = [lan, internet]
        var sctp = from
        sctp.proto = ProtocolMatch([.esp], isNegated: true)
        var on = RuleMatch()
        on.links = [internet]
        let ports = try #require(PortRange("1024-2047"))
        let server = try #require(IPv4Address("10.0.0.80"))
        return try NATRules([
            try NATRule(.masquerade(ports: nil), from),
            try NATRule(.destination(NATPool(server, ports: ports)), port),
            try NATRule(.oneToOne(inside: inside, outside: outside), on),
            try NATRule(
                .source(NATPool(addresses: range, isPersistent: true)), sctp),
            try NATRule(.masquerade(ports: nil)),
        ])
    }

    /// What is written is read back as it was, and the tools take it.
    @Test(arguments: [Dialect.nft, .iptables])
    func whatIsWrittenIsReadBack(_ dialect: Dialect) throws {
        let rules = try Self.list()
        let text = try dialect.write([RuleSet()], rules)
        let file = String(decoding: text, as: UTF8.self)
        let back = try #require(
            try dialect.readTranslation(text, isLenient: false, links: Self.known))
        #expect(back.skipped.isEmpty)
        let again = try dialect.write([RuleSet()], try NATRules(back.rules))
        #expect(String(decoding: again, as: UTF8.self) == file)
        if dialect == .nft {
            // Those about destinations come first; iptables takes a line for each link and protocol.
            #expect(Set(back.rules) == Set(rules.rules), "\(file)")
        }
        #expect(Dialect.detect(text) == dialect)
        guard let tool = Tool(dialect == .nft ? "nft" : "iptables-restore") else { return }
        let command =
            dialect == .nft
            ? "nft -c -f $F && nft -f $F && nft list ruleset"
            : "iptables-restore --test $F && iptables-restore $F && iptables-save"
        let run = try tool.run(command, file: text)
        #expect(run.status == 0, "\(run.output)\n\(file)")
        let listed = try #require(try read(dialect, run.output))
        #expect(Set(listed.rules) == Set(back.rules), "\(run.output)")
    }

    @Test func otherDialectsHaveNone() throws {
        let rules = try Self.list()
        for dialect in [Dialect.ip6tables] {
            #expect(try dialect.write([RuleSet()], rules) == dialect.write([RuleSet()]))
        }
    }
}
