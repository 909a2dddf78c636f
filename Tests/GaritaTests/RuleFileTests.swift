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
        ("rule add reejct port 1", "did you mean reject?"),
        ("rule add allow established", "did you mean state?"),
        ("rule add allow any any", "did you mean from?"),
        ("rule add allow from all", "did you mean any?"),
        ("rule add allow proto both", "did you mean any?"),
        ("rule add allow sport 22", "did you mean from?"),
        ("rule add allow --dport 22", "did you mean port?"),
        ("rule flush", "did you mean clear?"),
        ("rule add allow at 3", "expected 1 to 2"),
        ("packet test icmp 10.0.0.1 -> 10.0.0.2 type 3 about 9", "there is no packet 9"),
    ])
    func otherFirewallsWordsGetAdvice(_ line: String, _ advice: String) throws {
        let input = Data("rule add deny port 1\n\(line)\n".utf8)
        let finished = try GaritaProcess.run([], input: input)
        #expect(finished.status == 2)
        #expect(finished.output.contains(advice), "\(finished.output)")
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
