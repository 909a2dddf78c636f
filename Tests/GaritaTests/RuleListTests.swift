import Foundation
import TestSupport
import Testing

/// Lists of rules, zones and anti-spoofing as a person uses them.
@Suite struct RuleListTests {
    private func lab() throws -> LabInProcess {
        let lab = try LabInProcess()
        lab.run("net load office", "gw rule default allow")
        return lab
    }

    @Test func everyCommandAboutRulesIsAboutTheListInFront() throws {
        let lab = try lab()
        #expect(
            lab.run("gw input rule add allow 22/tcp") == "rule 1 added: allow proto tcp port 22\n")
        lab.run("gw input rule add deny proto icmp", "gw input rule move 2 to 1")
        lab.run("gw input set add office 10.0.0.0/24", "gw input rule replace 2 allow from @office")
        lab.run("gw output rule default reject", "gw rule add deny port 1")
        #expect(
            lab.run("gw input rule list").contains(
                "2        0         0                -  allow from @office"))
        #expect(lab.run("rule list").contains("deny port 1"))
        #expect(lab.run("OUTPUT rule list").contains("default reject"))
        #expect(
            lab.run("gw input rule find deny proto icmp").hasPrefix("yes: input packet test icmp"))
        #expect(lab.run("input rule check").hasPrefix("2 rules checked"))
        #expect(lab.run("set list") == "no sets\n")
        // Each list has its own past.
        #expect(lab.run("rule undo") == "undone: rule 1 added: deny port 1\n")
        #expect(lab.run("output rule undo") == "undone: default set to reject\n")
        #expect(lab.run("output rule undo").contains("nothing has been changed"))
        #expect(lab.run("input rule undo").hasPrefix("undone: rule 2 replaced by"))
    }

    @Test func theListThatWouldJudgeAPacketIsAsked() throws {
        let lab = try lab()
        lab.run("gw input rule add deny port 22 on outside", "gw rule add reject port 22")
        #expect(
            lab.run("gw packet test 203.0.113.9 -> 198.51.100.2:22").hasPrefix(
                "would be denied by rule 1 of the input list: deny on outside port 22\n"))
        #expect(
            lab.run("gw packet test 10.0.0.11 -> 10.0.0.1:22").hasPrefix(
                "would be allowed by default of the input list"))
        #expect(
            lab.run("gw packet test 10.0.0.11 -> 10.0.1.80:22").hasPrefix(
                "would be rejected by rule 1: reject port 22"))
        #expect(
            lab.run("gw input packet test 10.0.0.11 -> 10.0.1.80:22 on wan").hasPrefix(
                "would be denied by rule 1 of the input list"))
        let sent = lab.run("visitor packet send 203.0.113.9 -> 198.51.100.2:22")
        #expect(sent.contains("denied by rule 1 of the input list"))
        #expect(lab.run("expect denied by rule 1") == "as expected\n")
        #expect(lab.run("output expect denied by rule 1") != "as expected\n")
    }

    @Test func aListIsUsedForAWhile() throws {
        let lab = try lab()
        #expect(lab.run("use input").hasSuffix("  rules and sets are those of its input list\n"))
        lab.run("rule add deny port 7")
        #expect(lab.run("input rule list").contains("deny port 7"))
        #expect(!lab.run("forward rule list").contains("deny port 7"))
        // A node in front is about its own usual list.
        #expect(!lab.run("gw rule list").contains("deny port 7"))
        lab.run("use isp output", "rule default deny")
        #expect(lab.run("isp output rule list").contains("default deny"))
        lab.run("use gw")
        #expect(!lab.run("rule list").contains("deny port 7"))
    }

    @Test(arguments: [
        ("gw input rule add allow out lan", "go out over no link"),
        ("gw output rule add allow from zone inside", "have come over no link"),
        ("gw input packet list", "about no list"), ("input clock", "about no list"),
        ("isp rule add allow on inside", "zone inside has no link here"),
        ("net add host input on lan 10.0.0.99/24", "expected another name"),
        ("zone add lan wan", "a link is called lan already"),
        ("net add link inside", "a zone is called inside already"),
        ("gw antispoof hard", "can't stand here"), ("gw input rule delete 1", "there is no rule 1"),
    ])
    func refusals(_ line: String, _ reason: String) throws {
        let lab = try lab()
        let before = lab.run("gw input rule list")
        #expect(lab.run(line).contains(reason), "\(lab.run(line))")
        #expect(lab.run("gw input rule list") == before)
    }

    @Test(arguments: ["garita", "nft", "iptables"])
    func aFileHoldsAllListsThatSayAnything(_ format: String) throws {
        let lab = try lab()
        lab.run("gw rule add deny on lan out wan port 25", "gw input rule add allow on lan port 22")
        lab.run("gw input rule default deny")
        let saved = lab.run("rule save $rules as \(format)")
        #expect(saved == "1 rule saved to $rules\n1 rule of the input list saved to $rules\n")
        lab.run("rule clear", "input rule clear", "input rule default allow")
        #expect(
            lab.run("rule load $rules")
                == "1 rule loaded from $rules\n1 rule loaded into the input list from $rules\n")
        #expect(lab.run("rule list").contains("out wan"))
        #expect(lab.run("input rule list").contains("default deny"))
        // Named, a list is loaded alone.
        lab.run("rule clear", "input rule clear")
        #expect(
            lab.run("input rule load $rules") == "1 rule loaded into the input list from $rules\n")
        #expect(!lab.run("rule list").contains("out wan"))
    }

    @Test func aNetworkIsSavedWithItsRules() throws {
        let lab = try lab()
        lab.run(
            "gw rule add allow from zone inside to zone dmz", "web input set add office 10.0.0.0/24"
        )
        lab.run("web input rule add allow from @office", "web input rule default reject")
        lab.run("web input rule disable 1", "isp antispoof loose", "net save $mine.net")
        let lists = ["gw rule list", "web input rule list", "isp antispoof", "gw input rule list"]
        let before = lists.map { lab.run($0) }
        lab.run("net load standard", "net load $mine.net")
        #expect(lists.map { lab.run($0) } == before)
        #expect(before[0].contains("allow on inside out dmz"))
        #expect(before[1].contains("disabled: allow from @office"))
        #expect(lab.run("web input rule undo").contains("nothing has been changed"))
        lab.run("net save $again.net")
        #expect(try lab.bytes("mine.net") == lab.bytes("again.net"))
    }

    @Test func whatStandsBehindANameIsOffered() throws {
        let input = Data("net load office\ngw ?\ngw input ?\ngw input rule delete ?\n".utf8)
        let said = try GaritaProcess.run([], input: input).output
        let parts = said.components(separatedBy: "garita> ")
        #expect(parts[2].contains("packet") && parts[2].contains("input"))
        #expect(parts[3].contains("rule ") && !parts[3].contains("tunnel"))
    }
}
