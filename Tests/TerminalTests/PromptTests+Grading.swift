import Foundation
import Platform
import TestSupport
import Testing

extension PromptTests {
    /// What `garita grade` says on a terminal while it runs.
    @Suite struct Grading {
        /// A folder of right answers.
        static func submissions(_ count: Int) throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            for number in 1...count {
                try folder.write("rule add allow from 192.168.1.100\n", to: "s\(number)")
            }
            return folder
        }

        static let exercise = Program.root.appending(path: "labs/exercises/first-gate").path

        @Test func aBarSaysHowFarItIsAndGoesAway() throws {
            let folder = try Self.submissions(400)
            let terminal = try PseudoTerminal(
                executable: builtExecutable("garita"),
                arguments: ["grade", Self.exercise, folder.path], columns: 200)
            #expect(terminal.waitForExit(seconds: 120) == 0)
            let text = String(decoding: terminal.output, as: UTF8.self)
            #expect(text.contains("] "), "\(text.prefix(300))")
            #expect(text.contains(" of 400 submissions"))
            #expect(text.contains("[##"))
            #expect(!terminal.screen.everything.contains { $0.contains("of 400 submissions") })
            #expect(terminal.screen.everything.contains { $0.contains("/s1 ") })
        }

        @Test func aTerminalThatCannotTakeItBackIsToldNothing() throws {
            let folder = try Self.submissions(200)
            let terminal = try PseudoTerminal(
                executable: builtExecutable("garita"),
                arguments: ["grade", Self.exercise, folder.path],
                environment: ["TERM": "dumb", "LANG": "C.UTF-8"], columns: 200)
            #expect(terminal.waitForExit(seconds: 120) == 0)
            #expect(!String(decoding: terminal.output, as: UTF8.self).contains("] "))
        }
    }
}
