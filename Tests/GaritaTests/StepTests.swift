import Foundation
import TestSupport
import Testing

/// Packets that are held, and the ways of packets looked at step by step.
@Suite struct StepTests {
    private static func office() throws -> LabInProcess {
        let lab = try LabInProcess()
        lab.run(
            "net load office", "gw rule add allow from 10.0.0.0/24",
            "gw rule add allow state established,related",
            "gw nat add masquerade out wan from 10.0.0.0/24")
        return lab
    }

    /// What happens does not depend on who watches: the same network is left, and the same is remembered.
    @Test(arguments: [
        "pc1:5000 -> visitor:53", "tcp pc2:5000 -> web:80", "udp 10.9.9.9:5 -> 10.0.1.80:53",
    ])
    func stepsLeaveTheSameNetwork(_ packet: String) throws {
        let whole = try Self.office()
        whole.run("packet send \(packet)")
        for steps in [
            ["play"], Array(repeating: "step", count: 12), ["step 2", "packet list", "play"],
        ] {
            let lab = try Self.office()
            lab.run("packet send \(packet) hold")
            for step in steps { lab.run(step) }
            for question in [
                "packet list", "packet trace 1", "gw flow list", "counters", "clock",
            ] {
                #expect(lab.run(question) == whole.run(question), "\(steps): \(question)")
            }
            #expect(lab.run("step").hasPrefix("nothing is under way"))
        }
    }

    @Test func aPacketIsDrawnWhereItIs() throws {
        let lab = try Self.office()
        let held = lab.run("packet send pc1:5000 -> visitor:53 hold")
        #expect(held.contains("lan      pc1 --1--> gw   pc2\n"))
        #expect(held.hasSuffix("it waits for `step` or `play`\n"))
        #expect(lab.run("packet list").contains("under way"))
        let first = lab.run("step")
        #expect(first.contains("gw      packet 1 source translated by NAT rule 1"))
        #expect(first.contains("wan      gw --1--> isp\n"))
        #expect(!first.contains("any longer"))
        let rest = lab.run("play")
        #expect(rest.contains("world    [visitor 1] --2--> isp\n"))
        #expect(rest.hasSuffix("nothing is under way any longer\n"))
        // Moment by moment, as it was told.
        #expect(lab.run("watch 1").contains("wan      gw --1--> isp\n"))
        #expect(lab.run("watch 1").contains("world    isp -- [visitor 1]\n"))
    }

    /// The lines about flows are the differences between the tables before and after.
    @Test func whatBecomesOfFlowsIsTold() throws {
        let lab = try Self.office()
        lab.run("packet send icmp pc1 -> visitor type 8 hold")
        let first = lab.run("step").split(separator: "\n").filter { $0.contains("flow 1") }
        #expect(first.count == 1)
        #expect(first.first?.contains("new, unreplied") == true)
        #expect(first.first?.contains(" out as icmp 198.51.100.2") == true)
        #expect(!lab.run("step").contains("flow"))
        let rest = lab.run("play").split(separator: "\n").filter { $0.contains("flow 1") }
        #expect(rest.map { $0.contains("unreplied -> replied") } == [true])
    }

    /// A flow that nobody answers in time is gone with the next thing that happens.
    @Test func aForgottenFlowIsTold() throws {
        let lab = try Self.office()
        lab.run("link delay 40s on wan", "packet send udp pc1:5000 -> visitor:53 hold", "step")
        #expect(lab.run("step").contains("flow 1    gone, unreplied"))
        #expect(!lab.run("play").contains("flow 1"))
    }

    /// A SYN that is refused ends its flow.
    @Test func aRefusedConnectionIsGone() throws {
        let lab = try Self.office()
        lab.run("packet send pc1:5000 -> visitor:53 hold")
        let lines = lab.run("play").split(separator: "\n").filter { $0.contains("flow 1") }
        #expect(lines.count == 2)
        #expect(lines.first?.contains("new, syn-sent") == true)
        #expect(lines.last?.contains("gone, syn-sent") == true)
    }

    @Test func whatIsHeldComesToItsEndBeforeAnythingElseIsSent() throws {
        let lab = try Self.office()
        lab.run("packet send pc1:5000 -> visitor:53 hold", "pc2 ping visitor count 1")
        #expect(!lab.run("packet list").contains("under way"))
        #expect(lab.run("packet trace 1").contains("visitor delivered"))
        lab.run("packet send pc1:5000 -> visitor:53 hold")
        #expect(lab.snapshot == nil)
        #expect(lab.run("wait 1ms").contains("later"))
        #expect(lab.snapshot != nil)
    }

    /// Who steps where nothing is under way has asked about nothing: claims stay about what was asked last.
    @Test func aClaimIsAboutWhatWasAskedLast() throws {
        let lab = try Self.office()
        lab.run("packet send pc1:5000 -> visitor:53 hold", "play")
        #expect(lab.run("expect delivered") == "as expected\n")
        lab.run("packet send visitor:5000 -> 10.0.1.80:22", "step")
        #expect(lab.run("expect delivered").contains("expectation failed"))
    }

    @Test func onePacketIsHeld() throws {
        let lab = try Self.office()
        for line in ["hold count 2", "count 2 hold", "hold hold"] {
            #expect(
                lab.run("packet send pc1:5000 -> visitor:53 \(line)").contains("can't stand here"))
        }
        #expect(lab.run("packet send pc1:5000 -> visitor:53 via none hold").contains("error"))
        #expect(lab.run("packet list") == "no packets yet\n")
        for line in ["watch 1", "zoom 1"] { #expect(lab.run(line).contains("no packet 1")) }
        for line in ["step 0", "step x", "play 1s", "play every 1", "watch", "zoom x"] {
            #expect(lab.run(line).contains("error"), "\(line)")
        }
    }

    /// A claim about a packet that is held is examined when its way has ended.
    @Test(arguments: [("delivered", "yes"), ("denied", "expectation failed")])
    func aPredictionWaits(_ claim: String, _ said: String) throws {
        let lines = """
            rule default allow
            predict "Will it arrive?" choices "yes / no" answer 1 expect \(claim)
            packet send 10.0.0.7 -> 10.1.0.9:80 hold
            step
            play

            """
        let folder = try TemporaryFolder()
        let run = try withExtendedLifetime(folder) {
            try GaritaProcess.run(["--keep-going"], input: Data(lines.utf8), in: folder.url)
        }
        let parts = run.output.components(separatedBy: "garita> play\n")
        try #require(parts.count == 2)
        #expect(!parts[0].contains("expectation failed"))
        #expect(parts[1].contains(said), "\(run.output)")
    }

    @Test func eachLinkSaysWhatChanged() throws {
        let lab = try Self.office()
        lab.run("packet send udp pc1:5000 -> visitor:53 data \"hola\"")
        let said = lab.run("zoom 1")
        #expect(said.contains("IPv4 time to live"))
        #expect(said.contains("64 -> 63") && said.contains("63 -> 62"))
        #expect(said.contains("10.0.0.11 -> 198.51.100.2"))
        #expect(said.components(separatedBy: "UDP checksum").count == 2)
        #expect(said.contains("visitor delivered"))
    }

    @Test func aTunnelPutsLayersAroundAPacket() throws {
        let lab = try LabInProcess()
        lab.run(
            "tunnel open demo",
            "packet send udp 10.0.0.7:5000 -> 10.1.0.9:53 data \"hola\" via demo hold"
        )
        #expect(!lab.run("zoom 1").contains("ESP"))
        lab.run("step 2")
        #expect(lab.run("zoom 1").contains("ESP header, 8 bytes"))
        lab.run("play")
        let said = lab.run("zoom 1").components(separatedBy: "gw-b on lan-b\n")
        #expect(said.count == 2)
        // What was in the tunnel is compared with what it was before.
        #expect(said[1].contains("64 -> 62") && !said[1].contains("ESP"))
    }

    @Test func playingEndsWhenAsked() throws {
        let lab = try Self.office()
        lab.run("packet send pc1:5000 -> visitor:53 hold")
        lab.interrupt()
        #expect(lab.run("play").contains("interrupted"))
        lab.goOn()
        #expect(lab.run("packet list").contains("under way"))
        #expect(lab.run("play").contains("nothing is under way any longer"))
    }
}
