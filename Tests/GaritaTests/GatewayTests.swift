import Foundation
import TestSupport
import Testing

/// The commands about rules, sets, flows and policies, turned to the other gateway.
@Suite struct GatewayTests {
    private func output(_ script: String) throws -> String {
        try GaritaProcess.run([], input: Data(script.utf8)).output
    }

    @Test func useTurnsTheCommandsToAGateway() throws {
        let lab = try LabInProcess()
        #expect(lab.run("use") == "gw-a is in use, of gw-a and gw-b\n")
        #expect(
            lab.run("use gw-b") == "rules, sets, flows and policies are those of gw-b now\n")
        #expect(lab.run("use") == "gw-b is in use, of gw-a and gw-b\n")
        #expect(lab.run("rule list").hasSuffix("default allow\n"))
        lab.run("set add office 10.0.0.0/8", "rule add deny on lan-b from @office")
        #expect(lab.run("set list").contains("office"))
        #expect(lab.run("rule undo").hasPrefix("undone: rule 1 added: deny on lan-b"))
        #expect(lab.run("rule redo").hasPrefix("done again"))
        #expect(lab.run("rule add deny on lan-a").contains("lan-a"))
        lab.run("rule save $far.rules", "rule clear", "rule load $far.rules")
        #expect(lab.run("rule list").contains("   1        0"))
        #expect(lab.run("expect same-as $far.rules") == "as expected\n")
        #expect(lab.run("rule find deny from 10.0.0.7").contains("10.0.0.7"))
        #expect(lab.run("rule check").contains("1 rule checked"))
        #expect(lab.run("use gw-a", "set list").contains("office") == false)
        #expect(lab.run("rule list").contains("   1        0") == false)
        #expect(lab.run("rule undo").hasPrefix("undone: default set to allow"))
    }

    @Test(arguments: ["site-b", "gw-c", "nowhere"])
    func whatIsNoGatewayIsRefused(name: String) throws {
        let lab = try LabInProcess()
        #expect(lab.run("use \(name)").contains("\(name) is no gateway; expected gw-a or gw-b"))
        #expect(lab.run("use") == "gw-a is in use, of gw-a and gw-b\n")
    }

    @Test func whatIsSaidNamesTheGateway() throws {
        let lab = try LabInProcess()
        lab.run("use gw-b", "rule add deny port 23", "rule add allow port 22")
        #expect(
            lab.run("packet test 10.0.0.7 -> 10.1.0.9:23").hasPrefix(
                "would be denied at gw-b by rule 1: deny port 23\n"))
        #expect(lab.run("expect denied by rule 1") == "as expected\n")
        let sent = lab.run("packet send 10.0.0.7 -> 10.1.0.9:23")
        #expect(sent.contains("  gw-a    allowed by default: no rule matches\n"))
        #expect(sent.contains("  gw-b    denied by rule 1: deny port 23\n"))
        #expect(lab.run("expect denied by rule 1") == "as expected\n")
        #expect(
            lab.run("expect delivered")
                == "expectation failed: expected delivered, got allowed by default, "
                + "denied at gw-b by rule 1\n")
        let trace = lab.run("packet trace 1")
        #expect(trace.contains("gw-b    denied by rule 1: deny port 23\n"))
        #expect(trace.contains("matched: destination port 23\n"))
        // The rules of gw-a have changed since, and those of gw-b have not.
        lab.run("use gw-a", "rule add allow port 80")
        #expect(lab.run("packet trace 1").contains("matched: destination port 23\n"))
    }

    /// A number means nothing without its list: a claim does not hold because another list has that rule, too.
    @Test func aClaimAboutARuleIsAboutTheListInUse() throws {
        let lab = try LabInProcess()
        lab.run("rule add allow port 23", "use gw-b", "rule add deny port 23", "use gw-a")
        lab.run("packet send 10.0.0.7 -> 10.1.0.9:23")
        #expect(lab.run("expect denied") == "as expected\n")
        #expect(lab.run("expect denied by rule 1").hasPrefix("expectation failed"))
        #expect(lab.run("expect allowed by rule 1").hasPrefix("expectation failed"))
        #expect(lab.run("use gw-b", "expect denied by rule 1") == "as expected\n")
        lab.run("rule disable 1", "packet send 10.0.0.7 -> 10.1.0.9:23")
        #expect(lab.run("expect allowed by default") == "as expected\n")
        #expect(lab.run("use gw-a", "expect allowed by rule 1") == "as expected\n")
        #expect(lab.run("expect allowed by default").hasPrefix("expectation failed"))
    }

    @Test func flowsAndPoliciesAreThoseOfTheGateway() throws {
        let lab = try LabInProcess()
        lab.run("packet send 10.0.0.7 -> 10.1.0.9:80", "use gw-b")
        #expect(lab.run("flow clear") == "1 flow forgotten\n")
        #expect(lab.run("flow list") == "no flows\n")
        #expect(lab.run("use gw-a", "flow list").contains("syn-sent"))
        lab.run("policy add bypass from 10.0.0.0/24 to 10.1.0.0/24", "use gw-b")
        #expect(
            lab.run("policy list")
                == "   1  bypass from 10.0.0.0/24 to 10.1.0.0/24  # its way back\n any  bypass\n")
        lab.run("policy add discard from 10.1.2.0/24 to 10.0.0.0/24 outbound")
        #expect(
            lab.run("policy list").contains(
                "   2  discard from 10.1.2.0/24 to 10.0.0.0/24 outbound\n"))
        #expect(
            lab.run("packet test 10.1.2.9 -> 10.0.0.7:80 on lan-b").contains(
                "and then by policy: discard from 10.1.2.0/24 to 10.0.0.0/24 outbound\n"))
        #expect(lab.run("use gw-a", "policy list").contains("discard") == false)
    }

    /// At the prompt and in a script the transcript has one prompt, whichever gateway is in use.
    @Test func theTranscriptKeepsItsPrompt() throws {
        let said = try output("use gw-b\nrule list\nexpect error use site-a\n")
        #expect(said.contains("garita> rule list\n"))
        #expect(said.contains("garita gw-b>") == false)
        #expect(
            said.contains("garita> expect error use site-a\n" + "                         ^~~~~~\n")
        )
    }
}
