import Foundation
import TestSupport
import Testing

extension PromptTests {
    /// `garita present --notes` and `garita notes`: what the speaker sees in another terminal.
    @Suite struct Notes {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            let lab = """
                # Two rules.
                #: Ask who has met a firewall before.
                #: Then wait.
                rule add allow 443/tcp
                #: Why does the order matter?
                rule add deny 22/tcp
                # The end.
                #: Thank them.

                """
            try lab.write(
                to: folder.url.appending(path: "a.lab"), atomically: true, encoding: .utf8)
        }

        private var file: URL { folder.url.appending(path: "garita/notes") }

        private func start(_ arguments: [String]) throws -> PseudoTerminal {
            try PseudoTerminal(
                executable: builtExecutable("garita"), arguments: arguments,
                environment: [
                    "LANG": "C.UTF-8", "TERM": "xterm-256color", "XDG_STATE_HOME": folder.path,
                ])
        }

        @Test func severalTerminalsShowTheNotes() throws {
            let lesson = try start(
                ["present", "--notes", folder.url.appending(path: "a.lab").path])
            expectLine("1/2 garita> rule add allow 443/tcp", in: lesson)
            expectRow("`garita notes` in another terminal shows the notes", in: lesson)
            let first = try start(["notes"])
            let second = try start(["notes"])
            for terminal in [first, second] {
                expectRow("step 1 of 2", in: terminal)
                expectRow("Ask who has met a firewall before.", in: terminal)
                expectRow("Then wait.", in: terminal)
                expectRow("next: rule add allow 443/tcp", in: terminal)
            }
            // One that leaves is missed by nobody.
            second.type("q")
            #expect(second.waitForExit() == 0)
            lesson.type("\r")
            expectLine("2/2 garita> rule add deny 22/tcp", in: lesson)
            expectRow("step 2 of 2", in: first)
            expectRow("Why does the order matter?", in: first)
            // What somebody else writes there never reaches the screen.
            for hostile in [
                "garita notes 1 0 \(lesson.processID) 1 2\nclock\n\u{1B}[2Jgone\n",
                "\u{1B}[2Jgone\n",
                String(repeating: "x", count: 200_000) + "\n",
                "garita notes 1 0 0 1 2\nhostile\n", "garita notes 1 0 -1 1 2\nhostile\n",
                "garita notes 1 -1 \(lesson.processID) 9 2\nclock\n",
            ] {
                try hostile.write(to: file, atomically: true, encoding: .utf8)
                Thread.sleep(forTimeInterval: 0.3)
            }
            expectRow("[2Jgone", in: first)
            expectRow("Why does the order matter?", in: first)
            lesson.type("\u{15}quit\r")
            #expect(lesson.waitForExit() == 0)
            #expect(first.waitForExit() == 0)
        }

        @Test func aKilledLessonIsGone() throws {
            let lesson = try start(
                ["present", "--notes", folder.url.appending(path: "a.lab").path])
            expectLine("1/2 garita> rule add allow 443/tcp", in: lesson)
            let notes = try start(["notes"])
            expectRow("step 1 of 2", in: notes)
            lesson.send(signal: 9)
            #expect(lesson.waitForExit() == -9)
            expectRow("the lesson is gone: its process has ended", in: notes)
            #expect(notes.waitForExit() == 0)
            // It has left its last step.
            #expect(try Data(contentsOf: file).starts(with: Data("garita notes 1 ".utf8)))
            let later = try start(["notes"])
            #expect(later.wait { $0.row(0).hasPrefix("error: no lesson has notes now; ") })
            #expect(later.waitForExit() == 2)
        }

        /// Nobody would see them.
        @Test func whatIsValidatedHasNoNotes() throws {
            let path = folder.url.appending(path: "a.lab").path
            let walked = try start(["present", "--validate", "--notes", path])
            #expect(
                walked.wait { $0.row(0).contains("--validate shows nothing; expected no --notes") })
            #expect(walked.waitForExit() == 2)
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }
}
