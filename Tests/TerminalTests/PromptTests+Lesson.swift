import Foundation
import TestSupport
import Testing

extension PromptTests {
    /// `garita present`: the next command stands at the prompt already.
    @Suite struct Lesson {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            let lab = "# Two rules.\nrule add allow 443/tcp\nrule add deny 22/tcp\n# The end.\n"
            try lab.write(
                to: folder.url.appending(path: "a.lab"), atomically: true, encoding: .utf8)
        }

        private func start() throws -> PseudoTerminal {
            try PseudoTerminal(
                executable: builtExecutable("garita"),
                arguments: ["present", folder.url.appending(path: "a.lab").path],
                environment: [
                    "LANG": "C.UTF-8", "TERM": "xterm-256color", "XDG_STATE_HOME": folder.path,
                ])
        }

        @Test func enterGoesOnAndBackGoesBack() throws {
            let shell = try start()
            expectLine("1/2 garita> rule add allow 443/tcp", in: shell)
            expectRow("Two rules.", in: shell)
            shell.type("\r")
            expectLine("2/2 garita> rule add deny 22/tcp", in: shell)
            expectRow("rule 1 added: allow proto tcp port 443", in: shell)
            shell.type("\u{15}back\r")
            expectLine("1/2 garita> rule add allow 443/tcp", in: shell)
            expectRow("as it was at the beginning: 0.000 ms, 0 rules, 0 packets", in: shell)
            shell.type("\r")
            expectLine("2/2 garita> rule add deny 22/tcp", in: shell)
            shell.type("\r")
            expectLine("2/2 garita>", in: shell)
            expectRow("The end.", in: shell)
        }

        @Test func aLineCanBeEditedOrEmptied() throws {
            let shell = try start()
            expectLine("1/2 garita> rule add allow 443/tcp", in: shell)
            // An emptied line runs nothing.
            shell.type("\u{15}\r")
            expectLine("1/2 garita> rule add allow 443/tcp", in: shell)
            shell.type("\u{3}")
            expectLine("1/2 garita>", in: shell)
            shell.type("rule add deny from any\r")
            expectLine("1/2 garita> rule add allow 443/tcp", in: shell)
            expectRow("rule 1 added: deny from any", in: shell)
            shell.type("\r")
            expectLine("2/2 garita> rule add deny 22/tcp", in: shell)
            // What was tried is gone when the lesson goes on.
            expectRow("rule 1 added: allow proto tcp port 443", in: shell)
        }
    }
}
