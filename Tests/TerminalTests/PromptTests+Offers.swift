import Testing

extension PromptTests {
    /// A line of another tool is carried out in Garita's words if the person says yes.
    @Suite struct Offers {
        private static let line = "iptables -A FORWARD -p tcp --dport 22 -j ACCEPT"

        @Test func isCarriedOutIfThePersonSaysYes() throws {
            let shell = try PromptTests.start(columns: 200)
            shell.type("\(Self.line)\r")
            expectLine("Do that? [y/N]", in: shell)
            shell.type("y")
            expectRow("Do that? [y/N] y", in: shell)
            expectRow("rule 1 added: allow proto tcp port 22", in: shell)
            // The answer is no line, and is not recalled.
            shell.type("\u{1B}[A")
            expectLine("garita> \(Self.line)", in: shell)
        }

        @Test(arguments: ["n", "\r", "\u{3}", " "])
        func anythingElseIsNo(_ key: String) throws {
            let shell = try PromptTests.start(columns: 200)
            shell.type("ip route\r")
            expectLine("Do that? [y/N]", in: shell)
            shell.type(key)
            expectLine(PromptTests.prompt, in: shell)
            #expect(!shell.screen.everything.contains { $0.contains("prefix") })
            shell.type("clock\r")
            expectRow("0.000 ms", in: shell)
        }

        @Test func aPasteIsNotAsked() throws {
            let shell = try PromptTests.start(columns: 200)
            shell.type("\u{1B}[200~iptables -L\nufw status\nclock\n\u{1B}[201~")
            expectRow("0.000 ms", in: shell)
            #expect(!shell.screen.everything.contains { $0.contains("Do that?") })
        }
    }
}
