import EventLoop
import Testing

extension PromptTests {
    /// The event loop, which goes on while a line is edited.
    @Suite struct Network {
        /// Opens the tunnel `demo` with known SPIs on ports that are free, and returns these.
        private func openTunnel(
            in shell: PseudoTerminal
        ) throws -> (client: UInt16, server: UInt16) {
            // Somebody else may take a port between our look and its use: then look again.
            for _ in 0..<5 {
                let (client, server) = try freePorts()
                shell.type(
                    "\u{C}tunnel open demo client spi 0x1001 port \(client) "
                        + "server spi 0x1002 port \(server)\r")
                _ = shell.wait {
                    $0.text.count > 1 && $0.text.last == PromptTests.prompt
                }
                if shell.screen.text.contains(where: { $0.hasPrefix("tunnel demo is open") }) {
                    shell.type("\u{C}")
                    expectScreen(["garita>"], in: shell)
                    return (client, server)
                }
            }
            throw NoPort()
        }

        private struct NoPort: Error {}

        private func freePorts() throws -> (UInt16, UInt16) {
            let first = try UDPSocket(port: 0)
            let second = try UDPSocket(port: 0)
            return (first.localPort, second.localPort)
        }

        private static let noSuchSPI =
            "! a stranger's datagram of 14 bytes came to the client end of demo: "
            + "dropped: unknown-spi, no association has this SPI (RFC 4303 section 3.4.2)"

        private static let forgery =
            "! a stranger's datagram of 44 bytes came to the server end of demo: dropped: "
            + "bad-icv, the ICV does not verify: another key, or changed bytes "
            + "(RFC 4303 section 3.4.4.2)"

        /// An ESP packet for an SPI with nothing in it that verifies.
        private static func forged(_ spi: UInt8) -> [UInt8] {
            [0, 0, 0x10, spi, 0, 0, 0, 1] + [UInt8](repeating: 0x61, count: 36)
        }

        @Test func aStrangersDatagramAppearsAboveTheLineBeingTyped() throws {
            let shell = try PromptTests.startClear(columns: 200)
            let ports = try openTunnel(in: shell)
            let stranger = try UDPSocket(port: 0)
            shell.type("tunnel send demo \"half\u{1B}[D\u{1B}[D")
            #expect(shell.wait { $0.cursorColumn == 28 })
            try stranger.send(Array("hello stranger".utf8).span, to: ports.client)
            expectScreen([Self.noSuchSPI, "garita> tunnel send demo \"half"], in: shell)
            #expect(shell.wait { $0.cursorColumn == 28 })
            try stranger.send(Self.forged(2).span, to: ports.server)
            expectScreen(
                [Self.noSuchSPI, Self.forgery, "garita> tunnel send demo \"half"], in: shell)
            shell.type("\u{5}\"\r")
            expectRow("  server  message     \"half\"", in: shell)
            shell.type("\u{C}tunnel show demo\r")
            expectRow("    arrived 2: 1 delivered, 1 unknown-spi", in: shell)
            expectRow("    arrived 2: 1 delivered, 1 bad-icv", in: shell)
        }

        @Test func aLineOfSeveralRowsComesBackWhole() throws {
            let shell = try PromptTests.startClear(columns: 40)
            let ports = try openTunnel(in: shell)
            let stranger = try UDPSocket(port: 0)
            let line = "garita> tunnel send demo \"" + String(repeating: "x", count: 80)
            shell.type(line.dropFirst(8) + "\u{1B}[D\u{1B}[D")
            #expect(shell.wait { $0.text.joined() == line && $0.cursorColumn == 24 })
            let row = shell.screen.cursorRow
            try stranger.send(Array("hello stranger".utf8).span, to: ports.client)
            #expect(
                shell.wait {
                    $0.text.joined() == Self.noSuchSPI + line && $0.cursorColumn == 24
                        && $0.cursorRow == row + 4
                }, "shown: \(shell.screen.text)")
        }

        @Test func neitherHalfACharacterNorASearchStopsTheLoop() throws {
            let shell = try PromptTests.startClear(columns: 200)
            let ports = try openTunnel(in: shell)
            let stranger = try UDPSocket(port: 0)
            let datagram = Array("hello stranger".utf8)
            shell.type("clock\u{1B}")
            expectLine("garita> clock", in: shell)
            try stranger.send(datagram.span, to: ports.client)
            expectScreen([Self.noSuchSPI, "garita> clock"], in: shell)
            shell.type("b\r\u{C}\u{12}clo")
            #expect(shell.wait { $0.text.last == "bck:clo" })
            try stranger.send(datagram.span, to: ports.client)
            #expect(
                shell.wait { $0.text == [Self.noSuchSPI, "garita> clock", "bck:clo"] },
                "shown: \(shell.screen.text)")
            shell.type("\u{3}\u{C}rule ")
            expectScreen(["garita> rule add | list | delete | move | ..."], in: shell)
            try stranger.send(datagram.span, to: ports.client)
            expectScreen(
                [Self.noSuchSPI, "garita> rule add | list | delete | move | ..."], in: shell)
        }

        @Test func nothingWakesItWhileNothingHappens() throws {
            let shell = try PromptTests.startClear()
            _ = try openTunnel(in: shell)
            shell.type("half a line")
            // What is wrong with it stands behind it as soon as nothing more is typed.
            #expect(shell.wait { $0.text.last?.hasPrefix("garita> half a line") ?? false })
            // A busy machine may let it come to rest late; a program that wakes up never rests.
            var wakeUps: [Int] = []
            while wakeUps.last != 0, wakeUps.count < 10 {
                let before = try #require(shell.sleeps)
                _ = shell.wait(seconds: 1) { _ in false }
                wakeUps.append(try #require(shell.sleeps) - before)
            }
            #expect(wakeUps.last == 0, "in each second: \(wakeUps)")
        }
    }
}
