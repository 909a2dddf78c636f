import EventLoop
import Platform
import TestSupport
import Testing

extension PromptTests {
    /// `garita serve` and `garita dial`: a server's window, and those of its clients.
    @Suite struct Windows {
        private let port: UInt16

        init() throws {
            port = try UDPSocket(port: 0).localPort
        }

        private func start(_ words: String...) throws -> PseudoTerminal {
            try PseudoTerminal(
                executable: builtExecutable("garita"), arguments: words + ["--port", "\(port)"],
                environment: ["LANG": "C.UTF-8", "TERM": "xterm-256color"], rows: 40, columns: 150)
        }

        /// A server's window, and the keys that it shows.
        private func startServer() throws -> (PseudoTerminal, keys: [String]) {
            let server = try start("serve")
            expectPart("listening on loopback, port \(port)", in: server)
            try #require(server.wait(forLine: prompt))
            let keys = server.screen.text.filter { $0.hasPrefix("Key: ") }.map {
                String($0.dropFirst(5))
            }
            try #require(keys.count == 3)
            return (server, keys)
        }

        private func dial(_ key: String) throws -> PseudoTerminal {
            let client = try start("dial")
            expectLine("Key:", in: client)
            client.type("\(key)\r")
            expectLine("Message:", in: client)
            return client
        }

        private func say(_ text: String, in client: PseudoTerminal) {
            client.type("\(text)\r")
            expectRow("  client  reply       \"\(text)\"", in: client)
            expectLine("Message:", in: client)
        }

        private func expectPart(
            _ text: String, in shell: PseudoTerminal,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(
                shell.wait { $0.everything.contains { $0.contains(text) } },
                "shown: \(shell.screen.text)", sourceLocation: sourceLocation)
        }

        @Test func severalClientsTalkToAServer() throws {
            let (server, keys) = try startServer()
            let one = try dial(keys[0])
            let two = try dial(keys[1].lowercased())
            say("hola", in: one)
            say("adios", in: two)
            say("rule add deny", in: one)
            expectRow("  server  message \"rule add deny\", echoed by packet 6", in: server)
            // One after the other with the same key: the numbers of the second are newer.
            one.type("quit\r")
            try #require(one.waitForExit() == 0)
            say("again", in: try dial(keys[0]))
            server.type("packet list\r")
            expectPart("    1  delivered               udp", in: server)
        }

        @Test func whatIsNoKeySaysSo() throws {
            let (server, keys) = try startServer()
            let client = try start("dial")
            expectLine("Key:", in: client)
            var swapped = Array(keys[0])
            swapped[3] = swapped[3] == "7" ? "8" : "7"
            for (typed, said) in [
                ("hello", "no key: column 3 has a character that no key has"),
                ("1-2345", "no key: it has 5 characters; expected 25"),
                (String(swapped), "no key: a character is mistyped"),
            ] {
                client.type("\(typed)\r")
                expectRow(said, in: client)
                expectLine("Key:", in: client)
            }
            // A key of somebody else's is one; the server refuses what comes, and says why.
            let other = try startServerKey()
            client.type("\(other)\r")
            expectLine("Message:", in: client)
            client.type("hola\r")
            expectPart("  client  no reply    within 1000.000 ms", in: client)
            expectPart("dropped: bad-icv", in: server)
            server.type("quit\r")
            try #require(server.waitForExit() == 0)
            client.type("hola\r")
            expectPart("nobody listens there", in: client)
            client.type("\u{4}")
            #expect(client.waitForExit() == 0)
        }

        /// The first key of another server, which is gone then.
        private func startServerKey() throws -> String {
            let free = try UDPSocket(port: 0).localPort
            let server = try PseudoTerminal(
                executable: builtExecutable("garita"), arguments: ["serve", "--port", "\(free)"],
                environment: ["LANG": "C.UTF-8", "TERM": "xterm-256color"], rows: 40, columns: 150)
            try #require(server.wait(forLine: prompt))
            let key = server.screen.text.first { $0.hasPrefix("Key: 1") }.map {
                String($0.dropFirst(5))
            }
            server.type("quit\r")
            return try #require(key)
        }

        @Test func aPortThatIsTakenSaysSo() throws {
            let (server, _) = try startServer()
            let second = try start("serve")
            expectPart("error: ", in: second)
            #expect(second.waitForExit() == 2)
            server.type("quit\r")
            #expect(server.waitForExit() == 0)
        }
    }
}
