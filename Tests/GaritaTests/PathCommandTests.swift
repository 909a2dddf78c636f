import Foundation
import TestSupport
import Testing

/// Proofs about the network as a whole, as commands.
@Suite struct PathCommandTests {
    /// An office in which the world may fetch pages, by an address and port that are translated.
    private func office() throws -> LabInProcess {
        let lab = try LabInProcess()
        lab.run(
            "net load office", "gw rule add allow proto tcp to 10.0.1.80 port 80",
            "gw rule add allow on lan out wan state new",
            "gw nat add dnat for 198.51.100.2 proto tcp port 8080 to 10.0.1.80:80",
            "gw nat add masquerade out wan")
        return lab
    }

    /// The command in a line such as `yes: visitor packet send ...`.
    private func command(in text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("yes: ") }.map { String($0.dropFirst(5)) }
    }

    @Test func aWitnessThatIsSentDoesWhatWasClaimed() throws {
        for (question, receiver) in [
            ("net find reach from zone outside to zone dmz", "web"),
            ("pc2 net find reach to 203.0.113.9 proto udp", "visitor"),
            ("net find reach to 2001:db8:a:1::53", "dns"),
        ] {
            let lab = try office()
            lab.run("gw rule add allow to 2001:db8:a:1::53")
            let found = lab.run(question)
            let command = try #require(self.command(in: found), "\(question): \(found)")
            let sent = lab.run(command)
            #expect(sent.contains("\(receiver) "))
            #expect(lab.run(command, "expect delivered").hasSuffix("as expected\n"))
            // The way that was told is the way that it takes.
            for line in found.split(separator: "\n") where line.contains("translated") {
                let words = line.split(separator: " ", maxSplits: 1)
                #expect(sent.contains(words[1].trimmingCharacters(in: .whitespaces)))
            }
        }
    }

    @Test func whatIsProvenIsClaimed() throws {
        let lab = try office()
        #expect(
            lab.run("expect none reach from zone outside to zone inside").contains("as expected"))
        #expect(lab.run("expect none reach to zone dmz port 22").contains("as expected"))
        #expect(lab.run("net find reach from zone outside port 22").contains("visitor"))
        #expect(
            lab.run("net find reach from zone outside to zone inside")
                == "no: of all packets that begin a flow, none of these gets there\n")
        let failed = lab.run("expect none reach from zone outside to zone dmz")
        #expect(failed.contains("expected no packet to get there, got visitor packet send tcp"))
        #expect(failed.contains("198.51.100.2:8080"))
        // Whoever stands in front sends.
        #expect(lab.run("web expect none reach to zone outside").contains("as expected"))
        #expect(lab.run("pc1 expect none reach to zone outside").contains("failed"))
    }

    @Test func wordsOfTheWayAreLinksOfTheNetwork() throws {
        let lab = try office()
        #expect(lab.run("net find reach from zone nowhere").contains("there is no link nowhere"))
        #expect(lab.run("net find reach on lan-a").contains("there is no link lan-a"))
        #expect(lab.run("net find allow").contains("expected reach"))
        // Of gateways nobody asks who stands in front of others.
        #expect(lab.run("net find reach on world out wan").contains("yes: visitor"))
        #expect(lab.run("net find reach on wan out world").contains("yes: pc1"))
        // What comes over a link need not begin there; what comes from a zone does.
        #expect(lab.run("net find reach on wan").contains("yes: pc1"))
        #expect(lab.run("net find reach from zone outside").contains("yes: visitor"))
    }

    /// A lab with a network of some commands.
    private func network(_ commands: String) throws -> LabInProcess {
        let lab = try LabInProcess()
        try lab.write(Array("# garita network\n\(commands)\n".utf8), to: "made.net")
        lab.run("net load $made.net")
        return lab
    }

    /// A network in which `g1` sends packets by `g2`, which sends them back, and then over `c`, where it translates what begins
    /// flows there; `g4` asks for the source.
    private func circle() throws -> LabInProcess {
        try network(
            """
            net add link a
            net add link b
            net add link c
            net add link d
            net add router g1 on a 10.0.0.1/28 on b 10.0.1.1/28 on c 10.0.2.1/28
            net add router g2 on b 10.0.1.2/28
            net add router g4 on c 10.0.2.2/28 on d 10.0.3.1/28
            net add host h9 on b 10.0.1.9/28
            net add host h0 on a 10.0.0.5/28
            net add host h3 on d 10.0.3.5/28
            h9 route add default via 10.0.1.2
            h0 route add default via 10.0.0.1
            g1 route add default via 10.0.1.2
            g1 route add default via 10.0.2.2
            g2 route add default via 10.0.1.1
            g4 route add default via 10.0.2.1
            g1 nat add masquerade out c
            g4 rule add deny from 10.0.2.1
            """)
    }

    /// Who comes to a node again belongs to the flow that the first packet has begun there, whose translation is decided.
    @Test func whatComesAgainIsNotTranslatedAnew() throws {
        for (question, isReached) in [
            ("net find reach proto udp from 10.0.0.5 to 10.0.3.5", true),
            ("h0 net find reach proto udp from 10.0.0.6 to 10.0.3.5", true),
            // The same packets have come to g2 by another way before.
            ("net find reach proto udp from 10.0.0.6 to 10.0.3.5", true),
            ("g1 net find reach proto udp from 10.0.1.1 to 10.0.3.5", true),
            ("h9 net find reach proto udp to 10.0.3.5", false),
        ] {
            let lab = try circle()
            let found = lab.run(question)
            #expect(found.hasPrefix(isReached ? "yes: " : "no: "), "\(question): \(found)")
            guard let command = command(in: found) else { continue }
            #expect(lab.run(command, "expect delivered").hasSuffix("as expected\n"))
        }
    }

    /// What is sent to its own source and port gets another port of a pool: its answers would look like itself.
    @Test func whatLooksLikeItsAnswersMayGetAnotherPort() throws {
        let lab = try office()
        lab.run(
            "gw nat clear", "gw nat add dnat proto udp for web to web:1000-1005",
            "gw rule add allow proto udp to web port 1001")
        for (port, isSure) in [(999, true), (1000, false)] {
            let question =
                "pc1 net find reach proto udp from 10.0.1.80 port \(port) to 10.0.1.80 port 1000"
            #expect(lab.run(question).hasPrefix("no: ") == isSure)
        }
        lab.run("pc1 packet send udp 10.0.1.80:1000 -> 10.0.1.80:1000")
        #expect(lab.run("expect delivered") == "as expected\n")
    }

    @Test func aNetworkIsCheckedAsAWhole() throws {
        let lab = try LabInProcess()
        #expect(
            lab.run("net check") == "4 nodes, 0 rules and 0 NAT rules checked: nothing found\n")
        lab.run("net load office", "gw rule default allow")
        let before = lab.run("net check")
        #expect(before.contains("loop between gw and isp"))
        #expect(!before.contains("10."))
        lab.run(
            "gw rule add allow on lan out lan", "gw input rule add deny on lan to 10.0.1.80",
            "gw nat add masquerade out wan", "gw nat add snat out wan to 198.51.100.2",
            "isp route add 10.0.0.0/8 via 198.51.100.2", "net add host pc9 on lan 10.77.0.1/24")
        let after = lab.run("net check")
        #expect(after.contains("packets to 10.0.2.0-10.255.255.255 loop between gw and isp"))
        #expect(after.contains("can reach pc9"))
        #expect(
            after.contains(
                "gw rule 1: no packet of this network comes to it: allow on lan out lan"))
        #expect(after.contains("gw input rule 1: no packet"))
        #expect(after.contains("gw NAT rule 2: it translates no packet of this network: snat"))
        #expect(after.contains("8 nodes, 2 rules and 2 NAT rules checked: "))
    }

    /// What a node answers goes back over the link by which the question came, where it has a route there.
    @Test func rulesThatOnlyAnswersComeToAreMet() throws {
        let lab = try network(
            """
            net add link l0
            net add link l1
            net add gateway g0 on l0 10.0.0.1/28 on l1 10.0.0.17/28
            net add router g2 on l0 10.0.0.3/28 on l1 10.0.0.19/28
            net add router g4 on l1 10.0.0.21/28 on l0 10.0.0.5/28
            net add host h2 on l1 10.0.0.22/28
            g2 route add default via 10.0.0.5
            g4 route add 10.0.0.16/28 via 10.0.0.1
            h2 route add default via 10.0.0.19
            g0 rule add allow from 10.0.0.5
            g4 output rule add allow out l0
            """)
        #expect(!lab.run("net check").contains("no packet of this network"))
        let sent = lab.run("h2 packet send tcp 10.0.0.22:54 -> 192.0.2.64:999")
        #expect(sent.contains("  g4      allowed by rule 1 of the output list"))
        #expect(sent.contains("  g0      allowed by rule 1: allow from 10.0.0.5"))
    }

    @Test func networksAreComparedFromEndToEnd() throws {
        let lab = try LabInProcess()
        lab.run("net load office")
        #expect(
            lab.run("net diff office")
                == "equal: both networks deliver the same packets to the same nodes\n")
        lab.run("gw rule add allow proto tcp on wan to 2001:db8:a:1::80 port 80")
        let one = lab.run("net diff office")
        #expect(one.contains("here only: visitor packet send tcp [2001:db8:b::9]:40000"))
        #expect(one.contains("delivered at web\n1 packet arrives in one of both networks only\n"))
        lab.run("net save $net", "gw rule delete 1")
        #expect(lab.run("net diff $net").contains("with "))
        #expect(lab.run("net diff nowhere.net").contains("nowhere.net"))
    }

    /// A rule with a limit, a pool or a length leaves open what becomes of a packet, but not whether two networks are the same.
    @Test func aNetworkIsTheSameAsItself() throws {
        let lab = try office()
        lab.run(
            "gw rule add allow proto udp limit 1/h burst 1",
            "gw nat add snat out wan proto udp to 198.51.100.8-198.51.100.11 at 1",
            "gw rule add deny proto udp length 100-200 at 1", "net save $same")
        let same = lab.run("net diff $same")
        #expect(!same.contains("unknown") && !same.contains("only:"), "\(same)")
        lab.run("gw rule add deny proto tcp to 10.0.1.80 at 1")
        #expect(lab.run("net diff $same").contains("with $same only: visitor packet send tcp"))
    }

    @Test func whatATunnelChangesIsSeen() throws {
        let lab = try LabInProcess()
        lab.run("net load two-offices", "gw-a rule default allow", "gw-b rule default allow")
        lab.run("net save $net")
        #expect(lab.run("net diff $net").hasPrefix("equal"))
        // A provider knows no private prefix: without the tunnel nothing crosses.
        lab.run("tunnel open demo", "gw-a policy add protect demo from 10.0.0.0/24 to 10.1.0.0/24")
        let there = lab.run("net diff $net")
        #expect(
            there.contains(
                "here only: pc-a packet send tcp 10.0.0.11:40000 -> 10.1.0.80:80, delivered at web-b"
            ))
        #expect(there.contains("here only: web-b packet send tcp 10.1.0.80:40000 -> 10.0.0.11:80"))
        #expect(there.hasSuffix("12 packets arrive in one of both networks only\n"))
        lab.run("gw-a policy add discard from 10.0.0.11/32 to 203.0.113.1/32")
        #expect(
            lab.run("net diff $net").contains(
                "net only: pc-a packet send tcp 10.0.0.11:40000 -> 203.0.113.1:80, delivered at isp"
            ))
    }
}
