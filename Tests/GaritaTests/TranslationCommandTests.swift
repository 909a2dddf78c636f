import Foundation
import Testing

/// Address translation rules as commands, and what is said of what they do.
@Suite struct TranslationCommandTests {
    /// Each rule, and how it is written down.
    private static let rules = [
        ("masquerade out wan", "masquerade out wan"),
        ("masquerade from 10.0.0.0/24 out wan", "masquerade out wan from 10.0.0.0/24"),
        ("masquerade out wan proto udp ports 40000-40001 at 1", nil),
        ("snat out wan from 10.0.0.0/24 to 198.51.100.2", nil),
        (
            "snat proto tcp,udp to 198.51.100.2-198.51.100.5:40000-40999 persistent",
            "snat proto tcp,udp to 198.51.100.2-198.51.100.5:40000-40999 persistent"
        ),
        ("snat out wan for not 10.0.0.0/8 to 198.51.100.0/29", nil),
        ("dnat on wan proto tcp port https to web:8443", nil),
        ("forward on wan,lan proto tcp for 198.51.100.2 port 80 to web", nil),
        ("dnat proto udp from any port 53 for any port 53 to 10.0.1.53:5353", nil),
        (
            "dnat from 10.0.0.0/24 for any proto tcp port 443 to web",
            "dnat proto tcp from 10.0.0.0/24 for any port 443 to 10.0.1.80"
        ),
        (
            "masquerade proto udp from 10.0.0.7 port 53 out wan",
            "masquerade out wan proto udp from 10.0.0.7 port 53"
        ),
        (
            "masquerade proto udp from 10.0.0.7 for any port 53 out wan",
            "masquerade out wan proto udp from 10.0.0.7 for any port 53"
        ),
        ("one-to-one 10.0.1.0/29 as 198.51.100.8/29 on wan", nil),
        ("one-to-one 10.0.1.80 as 198.51.100.8", nil),
    ]

    private static func listed(_ text: String) -> [String] {
        text.split(separator: "\n").map { String($0.dropFirst(6)) }
    }

    @Test func whatIsListedIsAcceptedAndSavedAsItIs() throws {
        let lab = try LabInProcess()
        lab.run("net load office")
        for (rule, canonical) in Self.rules {
            lab.run("gw nat clear")
            let said = lab.run("gw nat add \(rule)")
            #expect(said.hasPrefix("NAT rule 1 added at gw: "), "\(said)")
            let list = Self.listed(lab.run("gw nat list"))
            #expect(list.count == 1)
            if let canonical { #expect(list == [canonical]) }
            lab.run("gw nat clear", "gw nat add \(list[0])")
            #expect(Self.listed(lab.run("gw nat list")) == list)
        }
        for (rule, _) in Self.rules { lab.run("gw nat add \(rule)") }
        let all = lab.run("gw nat list")
        #expect(Self.listed(all).count == Self.rules.count)
        lab.run("net save $net", "net load standard", "net load $net", "net save $again")
        #expect(lab.run("gw nat list") == all)
        #expect(try lab.bytes("net") == lab.bytes("again"))
    }

    @Test func rulesAreMovedDeletedAndTurnedBack() throws {
        let lab = try LabInProcess()
        lab.run("net load office", "gw nat add masquerade out wan", "gw nat add dnat on wan to web")
        let both = lab.run("gw nat list")
        lab.run("gw nat move 2 to 1")
        #expect(lab.run("gw nat list").contains("   1  dnat on wan to 10.0.1.80"))
        #expect(lab.run("gw nat undo") == "turned back: gw has 2 NAT rules now\n")
        #expect(lab.run("gw nat list") == both)
        lab.run("gw nat delete 1", "gw nat clear", "gw nat undo", "gw nat undo")
        #expect(lab.run("gw nat list") == both)
        #expect(lab.run("gw nat redo") == "done again: gw has 1 NAT rule now\n")
        lab.run("gw nat add masquerade out wan at 1")
        #expect(lab.run("gw nat redo").contains("expected `nat undo` first"))
        // Another node has its own.
        #expect(lab.run("isp nat list") == "isp has no NAT rules\n")
        #expect(lab.run("isp nat undo").contains("no NAT rule has been changed"))
    }

    @Test(arguments: [
        ("gw nat add snat out wan to 2001:db8::1", "only IPv4 is translated"),
        ("gw nat add masquerade out wan from 2001:db8::/32", "only IPv4 is translated"),
        ("gw nat add snat out wan to 198.51.100.2:4000", "expected proto tcp or proto udp"),
        ("gw nat add dnat out wan to web", "expected on LINK, or no link"),
        ("gw nat add one-to-one 10.0.1.0/29 as 198.51.100.8 on wan", "as many in both"),
        ("gw nat add masquerade out lan-b", "gw has no link lan-b"),
        ("gw nat add dnat on wan to nobody", "nobody"),
        ("gw nat add dnat on wan to 10.0.1.80:99999", "is above 65535"),
        ("gw nat add dnat on wan", "expected"),
        ("gw nat add masquerade out wan from @office", "refers to a set such as @office"),
        ("pc1 nat add masquerade out lan", "pc1 forwards nothing"),
        ("gw nat delete 2", "there is no NAT rule 2"),
        ("gw nat move 1 to 7", "no NAT rule can have number 7"),
        ("gw nat add masquerade out wan", "stands there already as NAT rule 1"),
    ]) func badRulesAreRefusedAndChangeNothing(line: String, why: String) throws {
        let lab = try LabInProcess()
        lab.run("net load office", "gw nat add masquerade out wan")
        let before = lab.run("gw nat list")
        let said = lab.run(line)
        #expect(said.contains(why), "\(said)")
        #expect(said.contains("error: "))
        #expect(lab.run("gw nat list") == before)
    }

    @Test func aTestSaysWhatTheRulesSeeAndAPacketMeets() throws {
        let lab = try LabInProcess()
        lab.run(
            "net load office", "gw nat add dnat on wan proto tcp port 80 to web:8080",
            "gw rule add allow proto tcp to 10.0.1.80 port 8080")
        let question = "tcp 203.0.113.9:40000 -> 198.51.100.2:80"
        #expect(lab.run("gw packet test \(question) on wan").contains("allowed by rule 1"))
        let sent = lab.run("visitor packet send \(question)")
        #expect(
            sent.contains("destination translated by NAT rule 1: 198.51.100.2:80 is 10.0.1.80:8080")
        )
        #expect(sent.contains("allowed by rule 1"))
        lab.run("gw nat clear")
        #expect(!lab.run("gw packet test \(question) on wan").contains("allowed by rule 1"))
    }

    @Test func aTraceShowsBothTuplesAtTheirPlaces() throws {
        let lab = try LabInProcess()
        lab.run(
            "net load office", "gw rule default allow",
            "gw nat add masquerade out wan from 10.0.0.0/24",
            "gw nat add dnat for 192.0.2.80 to visitor",
            "pc1 packet send udp 10.0.0.11:40000 -> 192.0.2.80:53")
        let trace = lab.run("packet trace 1")
        let places = [
            "destination translated by NAT rule 2: 192.0.2.80:53 is 203.0.113.9:53 from here on",
            "udp 10.0.0.11:40000 -> 192.0.2.80:53 is udp 10.0.0.11:40000 -> 203.0.113.9:53 now",
            "allowed by default",
            "source translated by NAT rule 1: 10.0.0.11:40000 is 198.51.100.2:40000 from here on",
            "udp 10.0.0.11:40000 -> 203.0.113.9:53 is udp 198.51.100.2:40000 -> 203.0.113.9:53 now",
        ].map { trace.range(of: $0)?.lowerBound }
        #expect(!places.contains(nil), "\(trace)")
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(
            lab.run("gw flow list").contains(
                "udp 10.0.0.11:40000 -> 192.0.2.80:53, out as udp 198.51.100.2:40000 -> 203.0.113.9:53"
            ))
        let shown = lab.run("gw nat show")
        #expect(shown.contains("gw translates 1 flow"))
        #expect(shown.contains("endpoint-independent"))
        #expect(lab.run("isp nat show").contains("isp has no NAT rules"))
    }
}
