import EventLoop
import Foundation
import TestSupport
import Testing

/// Two scripts in two processes, with a tunnel between them.
@Suite struct TwoProcessTests {
    /// A server and a client that run at the same time, at a port that was free a moment ago.
    struct Scene {
        let port: UInt16
        /// The port for which scripts are written.
        static let written: UInt16 = 40_102

        init() throws {
            port = try UDPSocket(port: 0).localPort
        }

        /// Starts a script that is written for another port.
        func start(_ script: [String], _ arguments: [String] = []) throws -> Running {
            let text = script.joined(separator: "\n") + "\n"
            return try Running(
                GaritaProcess.executable, ["--allow-ports"] + arguments,
                input: Data(here(text).utf8),
                in: GaritaProcess.root, environment: ["SWIFT_BACKTRACE": "enable=no"])
        }

        /// Waits until somebody has the port.
        func awaitServer() throws {
            for _ in 0..<2_000 {
                do { _ = try UDPSocket(port: port) } catch { return }
                usleep(10_000)
            }
            Issue.record("nobody took port \(port)")
        }

        /// Runs both, the client once the server is there.
        func run(
            server: [String], client: [String]
        ) throws -> (server: Program.Finished, client: Program.Finished) {
            let running = try start(server)
            try awaitServer()
            let client = try start(client).finish()
            return (try running.finish(), client)
        }

        /// A text for the written port, for the real one, and the other way round.
        func here(_ text: String) -> String { Self.move(text, from: Self.written, to: port) }
        func there(_ text: String) -> [String] {
            Self.move(text, from: port, to: Self.written).components(separatedBy: "\n")
                .dropFirst().dropLast()
        }

        private static func move(_ text: String, from: UInt16, to: UInt16) -> String {
            var text = text.replacingOccurrences(of: "\(from)", with: "\(to)")
            for end in 1...2 {
                let names = [from, to].map { port in
                    let digits = String(UInt32(port) << 12 + UInt32(end), radix: 16)
                    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
                }
                text = text.replacingOccurrences(of: names[0], with: names[1])
            }
            return text
        }
    }

    private static let page = GaritaProcess.root.appending(path: "docs/two-processes.md")

    /// The scripts of the page say what the page shows, however the machine is loaded.
    @Test func thePageIsRun() throws {
        let text = String(decoding: try Data(contentsOf: Self.page), as: UTF8.self)
        let fences = Fence.all(in: text)
        let scripts = fences.filter { $0.kind == "lab" }
        let shown = fences.filter { $0.kind == "text" }
        // What the windows of a server and a client show comes behind, and has other keys each time.
        try #require(scripts.count == 2 && shown.count >= 2)
        let scene = try Scene()
        let said = try scene.run(server: scripts[0].lines, client: scripts[1].lines)
        #expect(said.server.status == 0 && said.client.status == 0)
        let outputs = [scene.there(said.server.output), scene.there(said.client.output)]
        if ProcessInfo.processInfo.environment["GARITA_RECORD"] == "1" {
            var lines = text.components(separatedBy: "\n")
            for (fence, output) in zip(shown, outputs).reversed() {
                lines.replaceSubrange(fence.start..<fence.start + fence.lines.count, with: output)
            }
            try Data(lines.joined(separator: "\n").utf8).write(to: Self.page)
            Issue.record("the transcripts of \(Self.page.lastPathComponent) were written anew")
            return
        }
        for (fence, output) in zip(shown, outputs) { #expect(output == fence.lines) }
    }

    /// The lab for two windows, which is in Spanish.
    @Test func theTwoWindowsSayTheirTranscripts() throws {
        let folder = GaritaProcess.root.appending(path: "labs/es/02b-dos-ventanas")
        let read = { (name: String) in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                .components(separatedBy: "\n")
        }
        let scene = try Scene()
        let said = try scene.run(
            server: read("servidor.lab").dropLast(), client: read("cliente.lab").dropLast())
        #expect(said.server.status == 0 && said.client.status == 0)
        for (name, output) in [("servidor", said.server.output), ("cliente", said.client.output)] {
            let lines = scene.there(output)
            if ProcessInfo.processInfo.environment["GARITA_RECORD"] == "1" {
                try Data((lines.joined(separator: "\n") + "\n").utf8)
                    .write(to: folder.appending(path: "\(name).transcript"))
                Issue.record("the transcript of \(name) was written anew")
            } else {
                #expect(try read("\(name).transcript").dropLast() == lines)
            }
        }
    }

    private static let listen =
        "tunnel listen far port 40102 key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    private static let connect =
        "tunnel connect far 127.0.0.1:40102 key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    /// Whether packets wait together or come one by one is not seen: not in the clock either.
    @Test func howFastTheyComeIsNotSeen() throws {
        let send = (1...3).map { "packet send udp 10.0.0.\($0):9 -> 10.1.0.9:5\($0) via far" }
        let scene = try Scene()
        let running = try scene.start(
            [Self.listen, "tunnel serve far count 3 within 30s", "clock", "packet list"])
        try scene.awaitServer()
        let client = try scene.start(["rule default allow", Self.connect] + send).finish()
        let slow = try running.finish()
        #expect(client.status == 0 && slow.status == 0)
        // The same packets wait together, and are served one command at a time.
        let other = try Scene()
        let deaf = try other.start(
            [Self.listen] + [String](repeating: "# narration", count: 3)
                + ["tunnel serve far count 3 within 30s", "clock", "packet list"])
        try other.awaitServer()
        _ = try other.start(["rule default allow", Self.connect] + send).finish()
        #expect(
            other.there(try deaf.finish().output).filter { !$0.hasPrefix("#") }
                == scene.there(slow.output))
        #expect(slow.output.contains("through far came 3 packets of 3 waited for\n"))
        #expect(slow.output.components(separatedBy: "! through far came packet").count == 4)
    }

    @Test func whatDoesNotComeIsAFailure() throws {
        let scene = try Scene()
        let start = ContinuousClock.now
        let said = try scene.start([Self.listen, "tunnel serve far within 200ms", "clock"]).finish()
        #expect(said.status == 1)
        #expect(
            said.output.contains(
                "through far came 0 packets of 1 waited for, and nobody sent more within 200.000 ms\n"
            ))
        #expect(said.output.hasSuffix("0.000 ms\n"))
        #expect(ContinuousClock.now - start > .milliseconds(200))
    }

    @Test func nobodyIsToldFromNoReply() throws {
        let scene = try Scene()
        let nobody = try scene.start([
            "rule default allow", Self.connect, "tunnel send far hola",
            "packet send udp 10.0.0.1:9 -> 10.1.0.9:53 via far", "tunnel keepalive far", "counters",
        ]).finish()
        #expect(
            nobody.output.contains(
                "  client  no reply    within 1000.000 ms: nobody listens there\n"))
        #expect(nobody.output.contains("port-unreachable                2"))
        #expect(
            nobody.output.contains(
                "  server  dropped: port-unreachable, nobody listens at the port of the other end"))
        // Somebody who never speaks.
        let silent = try UDPSocket(port: 0)
        let ignored = try scene.start([
            Self.connect.replacingOccurrences(of: "40102", with: "\(silent.localPort)"),
            "tunnel send far hola",
        ]).finish()
        #expect(ignored.output.contains("  client  no reply    within 1000.000 ms\n"))
    }

    /// A client that begins anew counts from 1 again: the server says why it refuses that, and what helps.
    @Test func aClientThatBeganAnewIsToldHowToGoOn() throws {
        let scene = try Scene()
        let server = try scene.start([Self.listen, "tunnel serve far count 2 within 60s"])
        try scene.awaitServer()
        let first = try scene.start([Self.connect, "tunnel send far one"]).finish()
        let anew = try scene.start([Self.connect, "tunnel send far two"]).finish()
        let on = try scene.start([Self.connect + " client sequence 1", "tunnel send far three"])
            .finish()
        let said = try server.finish()
        #expect(first.output.contains("  client  reply       \"one\"\n"))
        #expect(anew.output.contains("  client  no reply    within 1000.000 ms\n"))
        #expect(anew.output.contains("its numbers are old to a server that has heard it before"))
        #expect(on.output.contains("  client  reply       \"three\"\n"))
        #expect(
            said.output.contains(
                """
                dropped: replayed, this sequence number was received before (RFC 4303 section 3.4.3)
                  a client that began anew counts from 1 again, and goes on with `client sequence 1` in its `tunnel connect`

                """), "\(said.output)")
        #expect(said.status == 0)
    }

    /// Two tunnels of one server at one port, each with a client in a process of its own.
    @Test func aServerHasTwoClients() throws {
        let scene = try Scene()
        let other = ["listen other port 40102", "connect other 127.0.0.1:40102"].map {
            "tunnel \($0) key \(String(repeating: "77", count: 32)) client spi 0x501 server spi 0x502"
        }
        let server = try scene.start([
            Self.listen, other[0], "tunnel serve far within 60s", "tunnel serve other within 60s",
            "tunnel serve far within 60s",
            "expect error tunnel listen third port 40102 password horse",
        ])
        try scene.awaitServer()
        for (line, text) in [(Self.connect, "one"), (other[1], "two")] {
            let name = line.hasPrefix("tunnel connect far") ? "far" : "other"
            let client = try scene.start([line, "tunnel send \(name) \(text)"]).finish()
            #expect(client.output.contains("  client  reply       \"\(text)\"\n"), "\(name)")
        }
        _ = try scene.start([Self.connect + " client sequence 1", "tunnel send far x"]).finish()
        let said = try server.finish()
        #expect(said.status == 0, "\(said.output)\(said.errors)")
        #expect(said.output.contains("far receives on SPI"))
    }

    /// A flood from elsewhere is a few lines that count.
    @Test func aFloodFromElsewhereIsAFewLines() throws {
        let scene = try Scene()
        let server = try scene.start([Self.listen, "tunnel serve far within 3s"])
        try scene.awaitServer()
        let stranger = try UDPSocket(port: 0)
        let datagram = Array("hello stranger".utf8)
        let short: [UInt8] = [1, 2, 3]
        for _ in 0..<125 {
            try stranger.send(datagram.span, to: scene.port)
            try stranger.send(short.span, to: scene.port)
        }
        let said = scene.there(try server.finish().output)
        let told = said.filter { $0.contains("unknown-spi") }.map { String($0.prefix(20)) }
        #expect(
            told == [String](repeating: "! a stranger's datag", count: 5)
                + ["! 5 more datagrams o", "! 90 more datagrams ", "! 25 more datagrams "])
        #expect(said.filter { $0.contains("malformed") }.count == 8)
    }

    /// What another process sent is on the wire of both: who watches, captures or looks at bytes sees it.
    @Test func whatTheOtherProcessSentIsSeen() throws {
        let scene = try Scene()
        let look = [
            "tunnel watch far", "packet bytes 1", "packet bytes 2", "capture show", "counters",
        ]
        let said = try scene.run(
            server: ["capture start", Self.listen, "tunnel serve far within 60s"] + look,
            client: ["capture start", Self.connect, "tunnel send far hola"] + look)
        for (output, own) in [(said.server.output, "server"), (said.client.output, "client")] {
            // Message and echo, each with its ESP packet as the wire had it.
            let lines = output.components(separatedBy: "\n")
            #expect(lines.filter { $0.contains(" bytes  ESP, SPI 0x") }.count == 2, "\(own)")
            #expect(lines.filter { $0 == "on the wire, 96 bytes" }.count == 2, "\(own): \(output)")
            #expect(lines.contains { $0.hasPrefix("  internet") && $0.hasSuffix(" 2") }, "\(own)")
        }
    }
}
