import Platform
import TestSupport
import Testing

extension PromptTests {
    /// What is remembered of the lines, and what is not.
    @Suite struct History {
        private static let key = String(repeating: "0123456789abcdef", count: 4)

        @Test func recallsAndSearchesAcrossRuns() throws {
            let folder = try TemporaryFolder()
            let path = "garita/history"
            let first = try PromptTests.startClear(state: folder)
            first.type("# ünï\rrule add allow 22\r   \rclock\r")
            expectRow("0.000 ms", in: first)
            first.type("\u{1B}[A")
            expectLine("garita> clock", in: first)
            first.type("\u{1B}[A")
            expectLine("garita> rule add allow 22", in: first)
            first.type("\u{1B}[A")
            expectLine("garita> # ünï", in: first)
            first.type("\u{15}quit\r")
            #expect(first.waitForExit() == 0)
            #expect(try folder.text(of: path) == "rule add allow 22\nclock\nquit\n")
            #expect(try folder.permissions(of: path) == 0o600)
            #expect(try folder.permissions(of: "garita") == 0o700)

            let second = try PromptTests.startClear(state: folder)
            second.type("\u{12}allow")
            expectScreen(["garita> rule add allow 22", "bck:allow"], in: second)
            second.type("\r")
            expectRow("rule 1 added: allow port 22", in: second)
            second.type("history\r")
            expectRow("    2  history", in: second)
        }

        @Test func neitherWritesNorRecallsSecrets() throws {
            let folder = try TemporaryFolder()
            let shell = try PromptTests.startClear(state: folder, rows: 60, columns: 120)
            let secrets = [
                "tunnel open a password \"hunter2 \(Self.key)\"", "tunnel open b key \(Self.key)",
                "tunnel key a client \(Self.key)", "tunnel key a client \(Self.key)0",
                "tunnel key nowhere server xyz\(Self.key)", "tunnel key a cleint \(Self.key)",
                "tunnel open c password \"hunter2 \(Self.key)", "tunel key \(Self.key)",
                "tunnel open c \"password\" \(Self.key)", "tunnel open c password=\(Self.key)",
                "expect error tunnel key a client \(Self.key)",
                "help tunnel key a client \(Self.key)", "# tunnel key a client \(Self.key)",
            ]
            shell.type("clock\r" + secrets.map { $0 + "\r" }.joined() + "help tunnel key\r")
            expectRow("garita> help tunnel key", in: shell)
            expectLine("garita>", in: shell)
            shell.type("\u{1B}[A")
            expectLine("garita> help tunnel key", in: shell)
            shell.type("\u{1B}[A")
            expectLine("garita> clock", in: shell)
            shell.type("\u{15}\u{C}history\r")
            expectScreen(
                [
                    "garita> history", "    1  clock", "    2  help tunnel key", "    3  history",
                    "garita>",
                ], in: shell)
            let written = try folder.text(of: "garita/history")
            #expect(written == "clock\nhelp tunnel key\nhistory\n")
        }

        @Test func mistypedLinesAreForCorrectingOnly() throws {
            let folder = try TemporaryFolder()
            let shell = try PromptTests.startClear(state: folder)
            shell.type("tunnel open demo pasword hunter2\rtunnel send demo \"half\rclock\r")
            expectRow("0.000 ms", in: shell)
            shell.type("\u{1B}[A\u{1B}[A")
            expectLine("garita> tunnel send demo \"half", in: shell)
            shell.type("\u{1B}[A")
            // What is wrong with it stands behind it as soon as nobody types.
            expectLine(
                "garita> tunnel open demo pasword hunter2  \"pasword\" can't stand here; expect...",
                in: shell)
            #expect(try folder.text(of: "garita/history") == "clock\n")
        }

        @Test func findsItsFileByTheEnvironment() throws {
            let folder = try TemporaryFolder()
            let shell = try PromptTests.start(
                variables: ["HOME": folder.path, "XDG_STATE_HOME": "relative"])
            shell.type("clock\r")
            expectRow("0.000 ms", in: shell)
            let state = ".local/state/garita"
            #expect(try folder.text(of: state + "/history") == "clock\n")
            #expect(try folder.permissions(of: state) == 0o700)
        }

        @Test(arguments: [
            ["XDG_STATE_HOME": "/proc/no/such"], ["HOME": "/proc/no"], ["HOME": ""], [:],
        ])
        func anUnusableHistoryIsNoObstacle(variables: [String: String]) throws {
            let shell = try PromptTests.startClear(variables: variables)
            shell.type("clock\r")
            expectRow("0.000 ms", in: shell)
            expectLine("garita>", in: shell)
            shell.type("\u{1B}[A")
            expectLine("garita> clock", in: shell)
        }

        @Test func arrowKeysAndPastesEndASearch() throws {
            let shell = try PromptTests.startClear()
            shell.type("clock\rcounters\r")
            expectRow("garita> counters", in: shell)
            expectLine("garita>", in: shell)
            shell.type("\u{12}clo")
            #expect(shell.wait { $0.text.last == "bck:clo" })
            shell.type("\u{1B}[C")
            expectLine("garita> clock", in: shell)
            shell.type("\u{3}\u{12}cou")
            #expect(shell.wait { $0.text.last == "bck:cou" })
            shell.type("\u{1B}[200~ pasted\u{1B}[201~")
            #expect(shell.wait { $0.row($0.cursorRow).contains("pasted") })
            #expect(!shell.screen.text.joined().contains("200~"))
        }
    }
}
