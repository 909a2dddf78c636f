import Platform
import TestSupport
import Testing

extension PromptTests {
    /// The screen as a whole: its size, its abilities, and its copy in a file.
    @Suite struct Screen {
        @Test func aNewSizeKeepsTheLine() throws {
            let shell = try PromptTests.startClear()
            shell.type("rule add allow")
            expectLine("garita> rule add allow", in: shell)
            shell.resize(rows: 30, columns: 100)
            shell.resize(rows: 20, columns: 60)
            shell.type(" 22\r")
            expectRow("rule 1 added: allow port 22", in: shell)
            #expect(shell.screen.text.contains("garita> rule add allow 22"))
            shell.type(String(repeating: "y", count: 70))
            #expect(shell.wait { $0.row($0.cursorRow) == String(repeating: "y", count: 18) })
        }

        /// The prompt names a gateway that is not the usual one, and a caret stands below its place.
        @Test func thePromptNamesTheGatewayInUse() throws {
            let shell = try PromptTests.startClear()
            shell.type("use gw-b\r")
            expectLine("garita gw-b>", in: shell)
            shell.type("use site-a\r")
            expectRow("error: column 5: site-a is no gateway; expected gw-a or gw-b", in: shell)
            #expect(shell.screen.text.contains("garita gw-b> use site-a"))
            #expect(shell.screen.text.contains("                 ^~~~~~"))
            shell.type("use ?")
            expectRow("  now: gw-a, gw-b", in: shell)
            shell.type("gw-a\r")
            expectLine("garita>", in: shell)
        }

        @Test func controlLClearsTheScreen() throws {
            let shell = try PromptTests.start()
            shell.type("clock\rtyped")
            expectLine("garita> typed", in: shell)
            shell.type("\u{C}")
            #expect(shell.wait { $0.text == ["garita> typed"] && $0.cursorRow == 0 })
        }

        @Test(arguments: [
            ("dumb", [:]), ("xterm-256color", ["NO_COLOR": "1"]), (nil, ["NO_COLOR": "1"]),
            ("no-such-terminal", ["NO_COLOR": "1"]), ("", [:]), (nil, [:]),
        ])
        func plainMeansNoEscapeSequenceAtAll(
            terminal: String?, variables: [String: String]
        ) throws {
            let shell = try PromptTests.start(terminal: terminal, variables: variables)
            shell.type("rule de?")
            expectRow("  delete             take rules out of the list", in: shell)
            expectLine("garita> rule de", in: shell)
            shell.type("\t\t")
            expectRow("  delete   take rules out of the list", in: shell)
            shell.type("\u{15}tunnel open demo\rtunnel send demo \"é日x\u{8}\"\r")
            expectRow("  client  reply       \"é日\"", in: shell)
            // A control-C between two lines would take what is typed before it along.
            expectLine("garita>", in: shell)
            shell.type("\u{12}open\u{1}\u{5}\u{3}nonsense\r\u{C}rule ")
            expectLine("garita> rule", in: shell)
            shell.type("\u{3}quit\r")
            #expect(shell.waitForExit() == 0)
            #expect(!shell.output.contains(0x1B))
            #expect(shell.screen.everything.contains { $0.hasPrefix("error: column 1:") })
        }

        @Test func aTranscriptHasTheTextWithoutThePromptsDecoration() throws {
            let folder = try TemporaryFolder()
            let path = folder.path + "/lesson.txt"
            let shell = try PromptTests.startClear()
            shell.type("transcript \(path)\rrule ad\t\u{8} allow 22\r?\r# narration\rrule lst\r")
            expectRow("garita> rule lst", in: shell)
            expectLine("garita>", in: shell)
            shell.type("half\u{3}transcript off\r")
            expectRow("the transcript is complete", in: shell)
            shell.type("clock\r")
            expectRow("0.000 ms", in: shell)
            let rows = try folder.text(of: "lesson.txt").split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(rows.first?.hasPrefix("# garita") == true)
            let lesson = Array(rows.drop { !$0.contains("transcript goes to") }.dropFirst())
            #expect(
                lesson.prefix(4) == [
                    "garita> rule add allow 22", "rule 1 added: allow port 22",
                    "", "# narration",
                ], "\(rows)")
            #expect(lesson.contains { $0.hasPrefix("error: column 6:") })
            #expect(lesson.suffix(3).contains("the transcript is complete"))
            #expect(!rows.joined().contains("\u{1B}") && !rows.joined().contains("half"))
        }
    }
}
