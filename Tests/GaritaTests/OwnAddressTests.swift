import TestSupport
import Testing

/// What a node sends to itself.
@Suite struct OwnAddressTests {
    private func office() throws -> LabInProcess {
        let lab = try LabInProcess()
        lab.run("net load office")
        return lab
    }

    @Test func everyServiceAnswersItsOwnHost() throws {
        let lab = try office()
        #expect(lab.run("web ping web count 2").contains("2 requests, 2 replies, 0 % lost"))
        #expect(lab.run("web ping 127.0.0.1 count 1").contains("1 reply, 0 % lost"))
        #expect(lab.run("web ping ::1 count 1").contains("1 reply, 0 % lost"))
        #expect(lab.run("web connect localhost:22").contains("SSH-2.0"))
        #expect(lab.run("web fetch http://localhost/").contains("200 OK"))
        #expect(lab.run("web ping localhost count 1").contains("1 reply"))
        #expect(lab.run("gw ping 10.0.1.1 count 1").contains("1 reply, 0 % lost"))
        #expect(lab.run("web fetch http://web/").contains("200 OK"))
        #expect(lab.run("dns resolve web.office at dns").contains("10.0.1.80"))
        let scan = lab.run("web scan web ports 1-1000")
        #expect(scan.contains("   22  open") && scan.contains("   80  open"))
        #expect(scan.contains("998 ports are closed: a RST answered"))
        #expect(lab.run("web traceroute web").contains("web is 1 hop away"))
        // All of it without a link, and without time.
        #expect(lab.run("clock").contains("0.000 ms"))
        #expect(!lab.run("packet show 1").contains("link"))
    }

    @Test func bothListsOfTheNodeAreAskedAndNoOther() throws {
        let lab = try office()
        lab.run(
            "gw rule default deny", "gw input rule add allow on lo", "gw input rule default deny")
        #expect(lab.run("gw ping gw count 1").contains("1 reply"))
        #expect(
            lab.run("pc1 ping gw count 1").contains("denied by default of the input list at gw"))
        lab.run("gw output rule add reject out lo proto icmp")
        let refused = lab.run("gw ping gw count 1")
        #expect(refused.contains("rejected by rule 1 of the output list at gw"))
        // Who is refused is told, although it is told by itself.
        #expect(refused.contains("an ICMP error of 10.0.0.1: it is forbidden"))
        #expect(lab.run("gw ping pc1 count 1").contains("denied by default of the input list"))
        #expect(lab.run("gw rule list").contains(" any        0 "))
    }

    @Test func aFlowIsTrackedOnce() throws {
        let lab = try office()
        lab.run(
            "web input rule add allow on lo state established", "web input rule add allow 80/tcp",
            "web input rule default deny")
        #expect(lab.run("web fetch http://web/").contains("200 OK"))
        #expect(lab.run("web flow list").split(separator: "\n").count == 2)
        #expect(lab.run("web scan web ports 22").contains("filtered"))
    }

    @Test func aTestMeetsTheListsOverTheSameLink() throws {
        let lab = try office()
        lab.run("gw input rule add allow on lo", "gw input rule default deny")
        #expect(
            lab.run("gw packet test icmp gw -> gw")
                .hasPrefix("would be allowed by rule 1 of the input list: allow on lo"))
        #expect(lab.run("gw packet test icmp pc1 -> gw").hasPrefix("would be denied"))
        // It can be met, so that it is no finding.
        #expect(!lab.run("net check").contains("rule 1"))
        lab.run("gw input rule add allow on lo from pc1")
        #expect(lab.run("net check").contains("rule 2"))
    }

    @Test func noProofSendsOutWhatStays() throws {
        let lab = try LabInProcess()
        lab.run(
            "net load standard", "net add link lan-c", "net add site world on internet",
            "net add gateway gw-c on lan-c 10.7.0.1/24 on internet 198.51.100.9/24",
            "net add host pc on lan-c 10.7.0.7/24", "gw-c rule default allow",
            "pc route add default via gw-c", "gw-c route add default out internet")
        // Somebody there has each address; but these do not leave the host.
        #expect(lab.run("pc net find reach to 10.9.9.9").hasPrefix("yes: pc packet send"))
        #expect(lab.run("pc net find reach to 127.0.0.1").hasPrefix("no:"))
        #expect(lab.run("pc net find reach to pc").hasPrefix("no:"))
        #expect(lab.run("pc ping 127.0.0.1 count 1").contains("1 reply"))
    }

    @Test func whatComesOverALinkFromOneselfIsNotBelieved() throws {
        let lab = try office()
        let sent = lab.run("pc2 packet send icmp 10.0.0.11 -> 10.0.0.11")
        #expect(sent.contains("delivered"))
        #expect(!sent.contains("packet 2"))
    }

    @Test func noLinkIsCalledSo() throws {
        let lab = try office()
        #expect(lab.run("net add link lo").contains("a link is called lo already"))
        #expect(lab.run("zone add lo lan").contains("a link is called lo already"))
        #expect(lab.run("gw rule add allow on lo").contains("gw has no link lo"))
    }

    /// A better line says the list in front, too: without it, it would be a rule about something else.
    @Test func aBetterLineIsAboutTheSameList() throws {
        let script = """
            net load office
            gw output rule add reject icmp to pc1
            input rule add deny icmp
            """
        let said = try GaritaProcess.script(script, ["--keep-going"]).output
        #expect(said.contains("did you mean: gw output rule add reject proto icmp to pc1"))
        #expect(said.contains("did you mean: input rule add deny proto icmp"))
    }
}
