import Platform
import TestSupport
import Testing

extension PromptTests {
    /// Giving up a line or a command, stopping the job, and leaving.
    @Suite struct Leaving {
        @Test func controlCGivesUpTheLineOnly() throws {
            let shell = try PromptTests.startClear()
            shell.type("half a li\u{3}")
            expectScreen(["garita> half a li^C", "garita>"], in: shell)
            shell.send(signal: SIGINT)
            expectScreen(["garita> half a li^C", "garita> ^C", "garita>"], in: shell)
            shell.type("clock\r")
            expectRow("0.000 ms", in: shell)
        }

        @Test func controlCInTheMiddleOfSeveralRows() throws {
            let shell = try PromptTests.startClear(columns: 20)
            shell.type(String(repeating: "x", count: 50) + "\u{1}\u{3}")
            expectScreen(
                [
                    "garita> " + String(repeating: "x", count: 12),
                    String(repeating: "x", count: 20), String(repeating: "x", count: 18) + "^C",
                    "garita>",
                ], in: shell)
        }

        @Test func controlCInterruptsACommandThatSaysHowFarItCame() throws {
            let shell = try PromptTests.startClear()
            try PromptTests.enterLongCommand(in: shell)
            shell.type("\u{3}")
            expectLine("garita>", in: shell)
            let rows = Array(shell.screen.text.suffix(3))
            let sent = try #require(rows[0].split(separator: " ").dropFirst(3).first)
            #expect(rows[0].hasPrefix("packets 1 to \(sent)"))
            #expect(rows[1] == "  interrupted after \(sent.prefix { $0 != ":" }) of 100000")
            shell.type("clock\r")
            #expect(shell.wait { $0.text.dropLast().last?.hasSuffix(" ms") == true })
        }

        @Test func controlCInterruptsAFloodAndTheTunnelWorks() throws {
            let shell = try PromptTests.startClear()
            shell.type("tunnel open demo\r")
            #expect(shell.wait { $0.everything.contains { $0.contains("demo is open") } })
            let flood = "attack flood demo count 1000000"
            shell.type(flood + "\r")
            #expect(shell.wait { !$0.marksPastes && $0.text.last == "garita> \(flood)" })
            shell.type("\u{3}")
            expectLine("garita>", in: shell)
            let told = shell.screen.everything.contains {
                $0.hasPrefix("  interrupted after ") && $0.hasSuffix(" of 1000000")
            }
            #expect(told, "shown: \(shell.screen.everything)")
            shell.type("tunnel send demo \"still here\"\r")
            #expect(
                shell.wait { $0.everything.contains { $0.hasSuffix("reply       \"still here\"") } }
            )
        }

        @Test func controlCInterruptsAProof() throws {
            let folder = try TemporaryFolder()
            // Each rule meets each other one, so that the pairs alone take long.
            let rules = (1...9_000).map { number in
                let action = number.isMultiple(of: 2) ? "allow" : "deny"
                return "rule add \(action) from any port \(number)-40000 to any port 1-\(number)"
            }
            let file = try folder.write(rules.joined(separator: "\n") + "\n", to: "many.rules")
            let shell = try PromptTests.startClear()
            shell.type("rule load \(file)\r")
            #expect(shell.wait { $0.text.contains { $0.hasPrefix("9000 rules loaded") } })
            shell.type("rule check\r")
            #expect(shell.wait { !$0.marksPastes && $0.text.last == "garita> rule check" })
            shell.type("\u{3}")
            expectLine("garita>", in: shell)
            let told = shell.screen.everything.contains {
                $0.hasPrefix("interrupted: ") && $0.contains(" of 9000 rules checked")
            }
            #expect(told, "shown: \(shell.screen.everything.suffix(5))")
        }

        @Test func controlCInterruptsAScript() throws {
            let folder = try TemporaryFolder()
            let lines = [String](repeating: PromptTests.longCommand, count: 50)
            let script = try folder.write(lines.joined(separator: "\n") + "\n", to: "long.lab")
            let shell = try PromptTests.startClear()
            shell.type("rule default allow\rtunnel open long\r")
            #expect(shell.wait { $0.text.contains { $0.contains("long is open") } })
            shell.type("source \(script)\r")
            #expect(shell.wait { !$0.marksPastes && $0.text.last == "garita> source \(script)" })
            shell.type("\u{3}")
            expectLine("garita>", in: shell)
            let last = try #require(shell.screen.text.dropLast().last)
            // The key may come before the first command has begun.
            let places = (1...3).map { "interrupted before line \($0) of \(script)" }
            #expect(places.contains(last), "shown: \(shell.screen.text)")
        }

        @Test func controlDLeavesAnEmptyLineOnly() throws {
            let shell = try PromptTests.startClear()
            shell.type("ab\u{1}\u{4}")
            expectLine("garita> b", in: shell)
            shell.type("\u{4}\u{4}")
            #expect(shell.waitForExit() == 0)
            #expect(shell.screen.text == ["garita>"])
            #expect(shell.screen.cursorColumn == 0)
            #expect(shell.isCooked)
            #expect(!shell.screen.marksPastes)
        }

        @Test(arguments: ["quit", "exit"])
        func leavesWellWhateverWasRefusedBefore(word: String) throws {
            let shell = try PromptTests.start()
            shell.type("nonsense\r\(word)\r")
            #expect(shell.waitForExit() == 0)
            #expect(shell.isCooked)
            #expect(shell.screen.text.last == "garita> \(word)")
        }

        @Test(arguments: [SIGTERM, SIGHUP])
        func obeysSignalsAndRestoresTheTerminal(_ signal: Int32) throws {
            let shell = try PromptTests.startClear()
            shell.type("unfinished")
            expectLine("garita> unfinished", in: shell)
            shell.send(signal: signal)
            #expect(shell.waitForExit() == -signal)
            #expect(shell.screen.text == ["garita> unfinished"])
            #expect(shell.isCooked)
            #expect(!shell.screen.marksPastes)
        }

        @Test(arguments: [SIGTERM, SIGHUP])
        func obeysSignalsInALongCommand(_ signal: Int32) throws {
            let shell = try PromptTests.startClear()
            try PromptTests.enterLongCommand(in: shell)
            shell.send(signal: signal)
            #expect(shell.waitForExit() == -signal)
            #expect(shell.screen.everything.contains { $0.hasPrefix("  interrupted after ") })
            #expect(shell.isCooked)
            #expect(!shell.screen.marksPastes)
        }

        @Test func controlZStopsTheJobAndGoesOnWithTheLine() throws {
            let shell = try PromptTests.startJob()
            shell.type("clo\u{1A}")
            expectLine("sh$", in: shell)
            #expect(shell.screen.text.contains("garita> clo^Z"))
            #expect(shell.isCooked)
            shell.type("fg\r")
            expectLine("garita> clo", in: shell)
            shell.type("ck\r")
            expectRow("0.000 ms", in: shell)
            shell.type("quit\r")
            expectLine("sh$", in: shell)
        }

        @Test func whatFollowsQuitIsLeftForTheNextProgram() throws {
            let shell = try PromptTests.startJob()
            shell.type("quit\recho after\r")
            // It was typed before the shell read it, so that nothing or the kernel echoed it.
            #expect(
                shell.wait { $0.everything.contains { $0 == "after" || $0 == "sh$ after" } },
                "shown: \(shell.screen.text)")
        }
    }
}
