import Testing

/// Control-C is heard inside every command that can take long, and what is said then is true.
@Suite struct InterruptTests {
    private static let count = 1_500

    /// A lab with a long list of rules, and files of it and of many packets.
    private static func lab() throws -> LabInProcess {
        let lab = try LabInProcess()
        var lines = ["rule default allow"]
        for number in 0..<count {
            let action = number.isMultiple(of: 3) ? "deny" : "allow"
            lines.append(
                "rule add \(action) from 10.\(number / 200).\(number % 200).0/24 port 80-\(90 + number)"
            )
        }
        try lab.write(Array(lines.joined(separator: "\n").utf8), to: "many.rules")
        lab.run("capture start", "packet send 10.0.0.7:5000 -> 10.1.0.9:80 count 600")
        lab.run("capture save $many.pcapng", "capture stop")
        return lab
    }

    @Test func aFileIsNotLoaded() throws {
        let lab = try Self.lab()
        lab.interrupt()
        #expect(lab.run("rule load $many.rules").contains("interrupted; nothing has changed"))
        lab.goOn()
        #expect(lab.run("rule list").contains("default allow"))
        #expect(!lab.run("rule list").contains("10.0.1.0/24"))
        #expect(lab.run("rule load $many.rules").contains("\(Self.count) rules loaded"))
    }

    @Test func aCheckSaysHowFarItCame() throws {
        let lab = try Self.lab()
        lab.run("rule load $many.rules")
        for looks in [0, 4, 7] {
            lab.interrupt(after: looks)
            let said = lab.run("rule check")
            #expect(said.hasPrefix("interrupted: "), "\(looks): \(said)")
            #expect(said.contains(" of \(Self.count) rules checked for every packet: "))
            #expect(!said.contains("each is needed"))
        }
    }

    @Test(
        arguments: [
            "rule find reject", "rule compare", "rule diff $same.rules",
            "rule why-not 1.2.3.4 -> 10.1.0.9:80",
            "expect none reject", "expect same-as $same.rules",
        ])
    func aProofIsUnknown(_ line: String) throws {
        let lab = try Self.lab()
        lab.run("rule load $many.rules", "rule save $same.rules")
        let whole = lab.run(line)
        #expect(!whole.contains("interrupted"))
        var ended = 0
        for looks in [0, 1, 3, 6] {
            lab.interrupt(after: looks)
            let said = lab.run(line)
            lab.goOn()
            if said == whole { continue }
            ended += 1
            #expect(said.contains("interrupted"), "\(looks): \(said)")
            #expect(!said.contains("equal") && !said.contains("as expected"))
            #expect(!said.contains("no packet of this family"))
        }
        #expect(ended > 0)
    }

    @Test func aCaptureIsNotJudgedToItsEnd() throws {
        let lab = try Self.lab()
        lab.interrupt()
        #expect(
            lab.run("packet load $many.pcapng test").contains("interrupted; nothing has changed"))
        lab.goOn()
        #expect(!lab.run("packet load $many.pcapng test").contains("interrupted"))
    }

    /// A wait for another process looks up many times a second.
    @Test func aWaitForAnotherProcessEnds() throws {
        let lab = try LabInProcess()
        lab.run("tunnel connect far 127.0.0.1:9 key \(String(repeating: "77", count: 32))")
        let start = ContinuousClock.now
        lab.interrupt(after: 10)
        let said = lab.run("tunnel serve far within 1h")
        #expect(said.hasPrefix("through far came 0 packets of 1 waited for: interrupted"))
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}
