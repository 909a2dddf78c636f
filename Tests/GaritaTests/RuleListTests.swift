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
        #expect(lab.run("input rule check").contains("rule 2 is not needed"))
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

    @Test func aPacketIsFollowedThroughTheList() throws {
        let lab = try lab()
        lab.run(
            "gw rule add allow port 22", "gw rule add log from pc1", "gw rule add deny from pc2",
            "gw rule disable 3", "gw rule add allow proto tcp from pc1 limit 1/s burst 1",
            "gw rule add deny to web port 80", "gw rule add allow from pc1")
        let send = { (packet: String) in
            let said = lab.run("packet send \(packet)")
            return Int(said.split { !$0.isNumber }.first ?? "") ?? 0
        }
        let path = { (number: Int) in
            lab.run("gw rule list path \(number)").split(separator: "\n").dropFirst(2).map {
                String($0.prefix(32)).trimmingCharacters(in: .whitespaces)
            }
        }
        let (passed, limited, ping) = (
            send("pc1 -> web:80"), send("pc1 -> web:80"), send("icmp pc1 -> web")
        )
        #expect(path(passed).last == "4  yes: allowed")
        #expect(
            path(limited) == [
                "1  destination port differs", "2  yes, only logs", "4  limit used up",
                "5  yes: denied",
            ])
        #expect(
            lab.run("gw rule list path \(limited)").hasPrefix(
                "packet \(limited) in the forward list: tcp 10.0.0.11:"))
        #expect(
            path(ping) == [
                "1  it has no ports", "2  yes, only logs", "4  protocol differs",
                "5  it has no ports", "6  yes: allowed",
            ])
        // The input list is another one, and a list that has changed tells nothing.
        #expect(lab.run("gw input rule list path 1").contains("did not come to the input list"))
        #expect(lab.run("isp rule list path 1").contains("did not come to the forward list of isp"))
        lab.run("gw rule delete 1")
        #expect(lab.run("gw rule list path 1").contains("the rules have changed since packet 1"))
        #expect(lab.run("gw rule list path 99").contains("there is no packet 99"))
        let last = send("pc2 -> web:79")
        let row = lab.run("gw rule list path \(last)").split(separator: "\n").last
        #expect(row == " any  no rule: allowed            default allow")
    }

    @Test func ofALongListTheNearestRulesAreShown() throws {
        let lab = try lab()
        for port in 1...20 { lab.run("gw rule add deny proto tcp to web port \(port)") }
        lab.run("packet send pc1 -> web:20", "packet send pc1 -> web:99")
        let rows = lab.run("gw rule list path 1").split(separator: "\n")
        #expect(rows.count == 2 + 3 + 2)
        #expect(rows.suffix(2).first == "      and 16 more rules no")
        #expect(rows.last?.hasPrefix("  20  yes: denied") == true)
        #expect(lab.run("gw rule list path 2").contains("and 17 more rules no\n any  no rule: "))
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
        lab.run(
            "gw rule add deny on lan out wan proto tcp to any port 25",
            "gw input rule add allow on lan proto tcp to any port 22")
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
            lab.run("input rule load $rules").hasPrefix(
                "1 rule loaded into the input list from $rules\n"))
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
