import Foundation
import TestSupport
import Testing

/// Files of rules that people and editors made: taken as a whole, or refused with a place.
@Suite struct RuleFileTests {
    private func load(_ bytes: Data, then more: [String] = []) throws -> Program.Finished {
        let folder = try TemporaryFolder()
        try bytes.write(to: folder.url.appending(path: "a.rules"))
        let lines = ["rule add deny port 1", "rule load a.rules"] + more + ["rule list"]
        let input = Data(lines.joined(separator: "\n").utf8)
        return try GaritaProcess.run(["--keep-going"], input: input, in: folder.url)
    }

    @Test func aByteOrderMarkIsNoPartOfARule() throws {
        let finished = try load(Data([0xEF, 0xBB, 0xBF]) + Data("rule add allow port 2\r\n".utf8))
        #expect(finished.status == 0)
        #expect(finished.output.contains("1 rule loaded from a.rules"))
    }

    @Test(arguments: [
        ("rule add allow\nrule add allow port 0x16\n", "a.rules:2:21: "),
        ("rule add allow\u{0}", "a.rules:1:15: "),
        ("rule add allow\nrule disable 7\n", "a.rules:2: there is no rule 7; expected 1 to 1"),
        ("rule disable 1\n", "a.rules:1: there is no rule 1; expected a rule to be added first"),
        ("rule add allow name web\nrule disable web\n", "a.rules:2: no command of a rule file"),
        ("packet test 1.2.3.4 -> 1.2.3.5:1\n", "a.rules is no file of rules that is known"),
        ("rule add deny\npacket list\n", "a.rules:2: no command of a rule file"),
    ])
    func aBadLineIsNamedAndChangesNothing(_ text: String, _ place: String) throws {
        let finished = try load(Data(text.utf8))
        #expect(finished.status == 2)
        #expect(finished.output.contains("error: column 11: \(place)"), "\(finished.output)")
        #expect(finished.output.contains("deny port 1\n any "))
    }

    @Test func aRuleThatTheListHasNoRoomForIsRefusedThere() throws {
        let lines = (0..<250_001).map {
            "rule add allow from 10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)\n"
        }
        let finished = try load(Data((lines.joined() + "nonsense\n").utf8))
        #expect(finished.output.contains("a.rules:250001: the list is full"))
    }

    @Test(arguments: [
        ("rule add reejct port 1", "did you mean: rule add reject port 1"),
        ("rule add allow established", "did you mean: rule add allow state established"),
        ("rule add allow any any", "did you mean: rule add allow from any to any"),
        ("rule add allow from all", "did you mean: rule add allow from any"),
        ("rule add allow proto both", "did you mean: rule add allow proto any"),
        ("rule add allow sport 22", "did you mean: rule add allow from any port 22"),
        ("rule add allow --dport 22", "did you mean: rule add allow port 22"),
        ("rule flush", "did you mean: rule clear"),
        ("rule add allow at 3", "expected 1 to 2"),
        ("packet test icmp 10.0.0.1 -> 10.0.0.2 type 3 about 9", "there is no packet 9"),
    ])
    func otherFirewallsWordsGetAdvice(_ line: String, _ advice: String) throws {
        let input = Data("rule add deny port 1\n\(line)\n".utf8)
        let finished = try GaritaProcess.run([], input: input)
        #expect(finished.status == 2)
        #expect(finished.output.contains(advice), "\(finished.output)")
    }

    /// A file of one family may ask for the ICMP of the other; what is loaded can be saved and loaded again.
    @Test(arguments: [
        ("-A FORWARD -p 1 -j DROP", "ip6tables", "deny proto 1 from ::/0"),
        (
            "-A FORWARD -s 2001:db8::/32 -p 58 -j DROP", "ip6tables",
            "deny proto icmpv6 from 2001:db8::/32"
        ),
        (
            "-A FORWARD -d 10.0.0.0/8 -p 58 -j DROP", "iptables",
            "deny proto 58 to 10.0.0.0/8"
        ),
        ("-A FORWARD -s 10.0.0.0/8 -p icmp -j DROP", "iptables", "deny proto icmp from 10.0.0.0/8"),
    ])
    func theICMPOfTheOtherFamilyIsANumber(
        _ line: String, _ format: String, _ rule: String
    ) throws {
        let lab = try LabInProcess()
        try lab.write(
            Array("*filter\n:FORWARD ACCEPT [0:0]\n\(line)\nCOMMIT\n".utf8), to: "theirs")
        lab.run("rule load $theirs as \(format)")
        let list = lab.run("rule list")
        #expect(list.contains("-  \(rule)\n"), "\(list)")
        lab.run("rule save $ours", "rule clear", "rule load $ours")
        #expect(lab.run("rule list") == list)
    }

    @Test func aWitnessSaysTheStateThatWasAskedFor() throws {
        let input = Data("rule add allow\nrule find allow proto udp state established\n".utf8)
        let finished = try GaritaProcess.run([], input: input)
        #expect(finished.output.contains("yes: packet test udp "))
        #expect(finished.output.contains(" state established\n  allowed by rule 1"))
    }

    @Test func aWitnessBehindALimitSaysSo() throws {
        let input = Data(
            "rule add deny port 22 limit 1/s\nrule add allow\nrule find allow port 22\n".utf8)
        let finished = try GaritaProcess.run([], input: input)
        #expect(
            finished.output.contains(
                "allowed by rule 2, once the limit of rule 1 is used up: allow"))
    }

    // MARK: - Links of a file

    @Test func aFilesLinksAreMadeWithItsRulesAndGoWithThem() throws {
        let lab = try LabInProcess()
        let text = "*filter\n:FORWARD DROP [0:0]\n-A FORWARD -i eth1.110 -j ACCEPT\nCOMMIT\n"
        try Data(text.utf8).write(to: URL(filePath: lab.path("a.v4")))
        lab.run("rule add deny port 1")
        #expect(
            lab.run("rule load $a.v4")
                == "1 rule loaded from $a.v4\n"
                + "  links that only the file names: eth1.110; packets over them can be tested\n")
        let packet = "10.0.0.1 -> 10.0.0.2:80"
        #expect(
            lab.run("packet test \(packet) on eth1.110").hasPrefix("would be allowed by rule 1"))
        #expect(lab.run("packet test \(packet)").hasPrefix("would be denied by default"))
        #expect(lab.run("packet test \(packet) on eth1.111").contains("gw-a has no link eth1.111"))
        #expect(
            lab.run("packet send \(packet) on eth1.110").contains(
                "only a file of rules names the link eth1.110"))
        #expect(lab.run("rule find allow port 80").contains(" on eth1.110"))
        #expect(lab.run("rule add deny port 2 on eth1.110").hasPrefix("rule 2 added"))
        lab.run("rule undo")
        #expect(lab.run("rule save $b.rules").contains("1 rule saved"))
        #expect(lab.run("expect same-as $b.rules") == "as expected\n")
        lab.run("rule undo")
        #expect(lab.run("packet test \(packet) on eth1.110").contains("gw-a has no link eth1.110"))
        // Garita's own file names it again; two lists with other links can be compared.
        #expect(lab.run("rule diff $b.rules").contains("on eth1.110"))
        #expect(lab.run("rule load $b.rules").contains("eth1.110"))
        #expect(
            lab.run("packet test \(packet) on eth1.110").hasPrefix("would be allowed by rule 1"))
        lab.run("rule clear", "rule default deny")
        #expect(lab.run("rule diff $b.rules").contains("denied here, allowed there"))
    }

    @Test func aNameInAFileCanStandForALink() throws {
        let lab = try LabInProcess()
        let text =
            "table ip t {\nchain c { type filter hook forward priority 0; policy drop;\n"
            + "iifname \"eth0\" accept\niifname \"eth1\" drop\n}\n}\n"
        try Data(text.utf8).write(to: URL(filePath: lab.path("a.nft")))
        #expect(
            lab.run("rule load $a.nft --link eth0=lan-a,eth1=internet")
                == "2 rules loaded from $a.nft\n")
        #expect(lab.run("packet send 10.0.0.1 -> 10.0.0.2:80").contains("rule 1"))
        #expect(lab.run("rule save $b.rules").contains("2 rules saved"))
        #expect(lab.run("rule load $b.rules --link lan-a=internet").contains("2 rules loaded"))
        #expect(lab.run("packet test 10.0.0.1 -> 10.0.0.2:80 on internet").contains("rule 1"))
        for (words, fault) in [
            ("eth0=lan-b", "gw-a has no link lan-b"), ("eth0", "is no name with `=`"),
            ("eth0=", "NAME=LINK"), ("=lan-a", "NAME=LINK"), ("e/0=lan-a", "has a character"),
            (".a=lan-a", "has a character"),
        ] {
            let said = lab.run("rule load $a.nft --link \(words)")
            #expect(said.contains(fault), "\(said)")
        }
    }

    // MARK: - Address translation

    /// What a file says about addresses goes with its lists, and is undone by itself.
    @Test func addressTranslationIsLoadedAndSavedWithTheLists() throws {
        let lab = try LabInProcess()
        let text =
            "*nat\n-A PREROUTING -i wan -p tcp -m tcp --dport 81 -j DNAT --to 10.0.1.80:80\n"
            + "-A POSTROUTING -o wan -j MASQUERADE\n-A POSTROUTING -o ppp0 -j MASQUERADE\n"
            + "COMMIT\n*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n"
        try Data(text.utf8).write(to: URL(filePath: lab.path("a.v4")))
        lab.run("net load office", "gw nat add masquerade", "gw rule default allow")
        #expect(
            lab.run("gw rule load $a.v4")
                == "0 rules loaded from $a.v4\n2 NAT rules loaded at gw from $a.v4\n"
                + "  skipped $a.v4:4:1: this asks for a link that the gateway does not have; "
                + "there are none here, so that it matches nothing\n")
        #expect(
            lab.run("gw nat list")
                == "   1  dnat on wan proto tcp port 81 to 10.0.1.80:80\n"
                + "   2  masquerade out wan\n")
        #expect(lab.run("visitor fetch http://198.51.100.2:81/").contains("200"))
        #expect(
            lab.run("gw rule save $b.nft as nft")
                == "0 rules saved to $b.nft\n2 NAT rules saved to $b.nft\n")
        #expect(lab.run("gw rule save $c.v4 as iptables").contains("2 NAT rules saved"))
        #expect(lab.run("gw rule save $d as cisco") == "0 rules saved to $d\n")
        #expect(lab.run("gw nat undo") == "turned back: gw has 1 NAT rule now\n")
        #expect(lab.run("gw nat list") == "   1  masquerade\n")
        for name in ["b.nft", "c.v4"] {
            lab.run("gw nat clear")
            #expect(lab.run("gw rule load $\(name)").contains("2 NAT rules loaded at gw"))
            #expect(lab.run("gw nat list").contains("   2  masquerade out wan\n"))
        }
    }

    /// A list that is named is loaded and saved alone, and a file about addresses alone has no list.
    @Test func aListThatIsNamedComesWithoutAddressTranslation() throws {
        let lab = try LabInProcess()
        let nat = "*nat\n-A PREROUTING -p tcp -j DNAT --to 10.0.1.80\nCOMMIT\n"
        try Data(nat.utf8).write(to: URL(filePath: lab.path("a.v4")))
        let both = nat + "*filter\n:FORWARD DROP [0:0]\nCOMMIT\n"
        try Data(both.utf8).write(to: URL(filePath: lab.path("b.v4")))
        lab.run("net load office")
        #expect(lab.run("gw rule load $a.v4") == "1 NAT rule loaded at gw from $a.v4\n")
        let said = lab.run("gw forward rule load $b.v4")
        #expect(said.contains("may change packets before they are filtered"), "\(said)")
        #expect(lab.run("gw forward rule save $c.nft as nft") == "0 rules saved to $c.nft\n")
        // Where destinations are rewritten, rules can't ask for such connections.
        let asking =
            "*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT\nCOMMIT\n"
        try Data(asking.utf8).write(to: URL(filePath: lab.path("d.v4")))
        #expect(
            lab.run("gw rule load $d.v4").contains("whose destination was rewritten (NAT), which"))
        lab.run("gw nat clear")
        #expect(lab.run("gw rule load $d.v4").contains("so that it matches nothing"))
        // Only what forwards translates.
        #expect(lab.run("pc1 rule load $a.v4").contains("error:"))
        #expect(lab.run("pc1 nat list") == "pc1 has no NAT rules\n")
    }

    @Test func aFileThatNamesTooManyLinksIsRefused() throws {
        let lab = try LabInProcess()
        let lines = (0..<11).map { "rule add allow on eth\($0)\n" }
        try Data(lines.joined().utf8).write(to: URL(filePath: lab.path("a.rules")))
        #expect(lab.run("rule load $a.rules").contains("too many links; expected at most 12"))
        try Data(lines[..<10].joined().utf8).write(to: URL(filePath: lab.path("a.rules")))
        #expect(lab.run("rule load $a.rules").hasPrefix("10 rules loaded"))
        try Data("rule add allow on ppp0\n".utf8).write(to: URL(filePath: lab.path("b.rules")))
        #expect(lab.run("rule diff $b.rules").contains("too many links; expected at most 12"))
    }
}
