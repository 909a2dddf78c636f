import Foundation
import Platform
import TestSupport
import Testing

extension PromptTests {
    /// `garita practice` on a terminal.
    @Suite struct Practice {
        static func start(
            _ arguments: [String], state: TemporaryFolder
        ) throws -> PseudoTerminal {
            try PseudoTerminal(
                executable: builtExecutable("garita"), arguments: ["practice"] + arguments,
                environment: [
                    "TERM": "xterm-256color", "LANG": "C.UTF-8", "XDG_STATE_HOME": state.path,
                ], rows: 40, columns: 150)
        }

        private static func says(_ text: String, _ shell: PseudoTerminal) -> Bool {
            shell.wait { $0.everything.contains { $0.contains(text) } }
        }

        @Test func theWorkGoesOnAfterTheTerminalHasDied() throws {
            let state = try TemporaryFolder()
            let shell = try Self.start([Grading.exercise], state: state)
            try #require(shell.wait(forLine: PromptTests.prompt), "\(shell.screen.text)")
            #expect(Self.says("The first gate: 8 points in 5 checks", shell))
            shell.type("rule add allow from 192.168.1.100\rcheck\r")
            #expect(Self.says("not yet: HTTPS reaches the web servers", shell))
            #expect(Self.says("try it: packet test tcp", shell))
            shell.send(signal: SIGKILL)
            _ = shell.waitForExit()
            let again = try Self.start([Grading.exercise], state: state)
            try #require(again.wait(forLine: PromptTests.prompt), "\(again.screen.text)")
            #expect(Self.says("1 command of an earlier time was run again", again))
            again.type("rule add allow https to 10.1.0.0/24\rrule add deny 23/tcp at 1\rcheck\r")
            #expect(Self.says("done: 8 of 8 points", again))
            again.type("quit\r")
            #expect(again.waitForExit() == 0)
        }

        @Test func anotherExerciseIsOpened() throws {
            let state = try TemporaryFolder()
            let folder = URL(filePath: Grading.exercise).deletingLastPathComponent().path
            let shell = try Self.start([folder], state: state)
            try #require(shell.wait(forLine: PromptTests.prompt), "\(shell.screen.text)")
            shell.type("open first-gate\r")
            #expect(Self.says("The first gate: 8 points", shell))
            shell.type("list\r")
            #expect(Self.says("here  first-gate", shell))
            shell.type("\u{4}")
            #expect(shell.waitForExit() == 0)
        }

        @Test func aFileIsCheckedWhenItIsSaved() throws {
            let (state, folder) = (try TemporaryFolder(), try TemporaryFolder())
            let file = folder.url.appending(path: "mine.lab").path
            let shell = try Self.start([Grading.exercise, "--watch", file], state: state)
            #expect(Self.says("mine.lab is not there yet", shell))
            try folder.write("rule default allow\n", to: "mine.lab")
            #expect(Self.says("not yet: nobody uses Telnet", shell))
            shell.type("h")
            #expect(Self.says("nobody uses Telnet: Which rule reads", shell))
            try folder.write("rule add alow\n", to: "mine.lab")
            #expect(Self.says("not graded: line 1, column 10:", shell))
            // As editors do: another file takes its place.
            try folder.write(
                "rule add deny 23/tcp\nrule add allow from 192.168.1.100\nrule add allow https to 10.1.0.0/24\n",
                to: "new")
            _ = unsafe rename(folder.url.appending(path: "new").path, file)
            #expect(Self.says("done: 8 of 8 points", shell))
            shell.type("l")
            #expect(Self.says("done  first-gate", shell))
            shell.type("xn")
            #expect(Self.says("there is no exercise behind this one", shell))
            shell.type("q")
            #expect(shell.waitForExit() == 0)
            #expect(shell.isCooked)
        }

        @Test func controlCLeavesAndGivesTheTerminalBack() throws {
            let state = try TemporaryFolder()
            let shell = try Self.start([Grading.exercise, "--watch", "nowhere"], state: state)
            #expect(Self.says("nowhere is not there yet", shell))
            shell.type("\u{3}")
            #expect(shell.waitForExit() != nil)
            #expect(shell.isCooked)
        }
    }
}
