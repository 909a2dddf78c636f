import Platform
import Testing

extension PromptTests {
    /// Many lines at once, from the clipboard or typed ahead.
    @Suite struct Pasting {
        private static let commands = (1...1_000).map { "packet test 10.0.0.1 -> 10.0.0.2:\($0)" }

        private static let answers = commands.flatMap {
            ["garita> \($0)", "would be denied by default: no rule matches"]
        }

        @Test func aMarkedPasteRunsEveryLineAsIfTyped() throws {
            let shell = try PromptTests.startClear()
            // The last line has no end: it waits for Enter.
            shell.type("\u{1B}[200~" + Self.commands.joined(separator: "\n") + "\u{1B}[201~")
            expectLine("garita> packet test 10.0.0.1 -> 10.0.0.2:1000", in: shell)
            shell.type("\r")
            #expect(
                shell.wait(seconds: 60) { $0.everything == Self.answers + ["garita>"] },
                "shown: \(shell.screen.text)")
        }

        @Test func inAMarkedPasteNoCharacterIsAKey() throws {
            let shell = try PromptTests.startClear(rows: 40)
            shell.type("\u{1B}[200~tunnel\topen demo\r\ntunnel send demo é日?\u{3}\n\u{1B}[201~")
            expectRow("garita> tunnel send demo é日?", in: shell)
            expectRow("  server  message     \"é日?\"", in: shell)
            expectLine("garita>", in: shell)
        }

        @Test func anUnmarkedPasteLosesAndRepeatsNothing() throws {
            let shell = try PromptTests.startClear()
            shell.type(Self.commands.map { $0 + "\r" }.joined())
            #expect(
                shell.wait(seconds: 60) { $0.everything == Self.answers + ["garita>"] },
                "shown: \(shell.screen.text)")
        }

        @Test func whatIsTypedDuringACommandAppearsOnce() throws {
            let shell = try PromptTests.startClear()
            try PromptTests.enterLongCommand(in: shell)
            shell.type("\u{3}")
            expectLine("garita>", in: shell)
            shell.type("\u{C}" + PromptTests.longCommand + "\rclock\rrule")
            try #require(PromptTests.waitUntilLongCommandRuns(in: shell))
            #expect(!shell.screen.text.contains { $0.contains("clock") })
            shell.send(signal: SIGINT)
            expectLine("garita> rule", in: shell)
            #expect(shell.screen.everything.count { $0 == "garita> clock" } == 1)
            #expect(shell.screen.everything.count { $0.hasSuffix("rule") } == 1)
        }

        @Test func interruptingACommandDropsTheRestOfThePaste() throws {
            let shell = try PromptTests.startClear()
            shell.type("rule default allow\rtunnel open long\r")
            #expect(shell.wait { $0.text.contains { $0.contains("long is open") } })
            shell.type("\u{1B}[200~\(PromptTests.longCommand)\nclock\ncounters\n\u{1B}[201~")
            try #require(PromptTests.waitUntilLongCommandRuns(in: shell))
            shell.type("\u{3}")
            expectLine("garita>", in: shell)
            shell.type("rule list\r")
            expectRow("garita> rule list", in: shell)
            expectLine("garita>", in: shell)
            #expect(!shell.screen.everything.contains("garita> clock"))
            #expect(!shell.screen.everything.contains("garita> counters"))
        }
    }
}
