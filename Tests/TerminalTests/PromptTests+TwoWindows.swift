import EventLoop
import Platform
import Testing

extension PromptTests {
    /// A tunnel whose ends are in two processes, each in a window of its own.
    @Suite struct TwoWindows {
        private static let key =
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

        /// Two programs at two terminals, and a port that was free a moment ago.
        private struct Scene {
            let listener: PseudoTerminal
            let client: PseudoTerminal
            let port: UInt16

            init() throws {
                listener = try PromptTests.startClear(rows: 100, columns: 200)
                client = try PromptTests.startClear(rows: 100, columns: 200)
                port = try UDPSocket(port: 0).localPort
            }

            /// Types a command and waits for the prompt behind a row that it shows.
            func enter(_ command: String, in shell: PseudoTerminal, shows row: String) {
                shell.type("\u{C}\(command)\r")
                expectRow(row, in: shell)
            }

            /// Opens the tunnel `far` in both windows.
            func open(_ words: String, at client: String? = nil) {
                enter(
                    "tunnel listen far port \(port) \(words)", in: listener,
                    shows: "  the client is in another process")
                enter(
                    "tunnel connect far 127.0.0.1:\(port) \(client ?? words)", in: self.client,
                    shows: "  the server is in another process")
            }
        }

        @Test func aMessageAndItsEchoAreShownInBothWindows() throws {
            let scene = try Scene()
            // What else the labs have opened can't keep the two ends apart.
            scene.enter(
                "tunnel open near", in: scene.listener, shows: "  keys: `tunnel show near keys`")
            scene.open("password \"correct horse\"")
            scene.listener.type("\u{C}rule add al")
            expectLine("garita> rule add al", in: scene.listener)
            scene.enter(
                "tunnel send far \"hola\"", in: scene.client,
                shows: "  client  reply       \"hola\"")
            expectScreen(
                [
                    "! through far came packet 1, 32 bytes: udp 10.8.0.1:49152 -> 10.8.0.2:7 "
                        + "data \"hola\" via far",
                    "  server  ICV right, sequence number 1 is new",
                    "  server  message \"hola\", echoed by packet 2",
                    "garita> rule add al",
                ], in: scene.listener)
            scene.enter("expect delivered", in: scene.client, shows: "as expected")
            scene.listener.type("\u{15}")
            scene.enter(
                "packet list", in: scene.listener,
                shows: "    2  left                    "
                    + "udp 10.8.0.2:7 -> 10.8.0.1:49152 via far")
            scene.enter(
                "counters", in: scene.listener,
                shows:
                    "left                            1  for the other end of a tunnel, in another process"
            )
        }

        @Test func aWrongPasswordIsAWrongICVAtTheListener() throws {
            let scene = try Scene()
            scene.open("password \"correct horse\"", at: "password \"wrong horse\"")
            scene.enter(
                "tunnel send far \"hola\"", in: scene.client,
                shows: "  client  no reply    within 1000.000 ms")
            expectRow(
                "! a stranger's datagram of 68 bytes came to the server end of far: dropped: "
                    + "bad-icv, the ICV does not verify: another key, or changed bytes "
                    + "(RFC 4303 section 3.4.4.2)", in: scene.listener)
            scene.enter(
                "expect delivered", in: scene.client,
                shows: "expectation failed: expected delivered, got left for another process")
            // Closed and opened again with the right one, the listener is the same place as before.
            scene.enter(
                "tunnel close far", in: scene.listener,
                shows: "tunnel far is closed; its keys are wiped")
            scene.enter(
                "tunnel listen far port \(scene.port) password \"wrong horse\"",
                in: scene.listener, shows: "  the client is in another process")
            scene.enter(
                "tunnel send far \"again\"", in: scene.client,
                shows: "  client  reply       \"again\"")
        }

        @Test func theWindowsFollowEachOtherToANewPair() throws {
            let scene = try Scene()
            scene.open("key \(Self.key)")
            for (shell, own, other) in [
                (scene.listener, "server", "client"), (scene.client, "client", "server"),
            ] {
                scene.enter(
                    "tunnel rekey far", in: shell,
                    shows: "  the \(other) is in another process and does not know of it: "
                        + "rekey it there, too")
                #expect(shell.screen.text.contains { $0.hasPrefix("  \(own) receives on SPI") })
            }
            scene.enter(
                "tunnel send far \"new\"", in: scene.client, shows: "  client  reply       \"new\"")
            expectRow("  server  ICV right, sequence number 1 is new", in: scene.listener)
        }

        @Test func packetsTakeTheTunnelByPolicyBothWays() throws {
            let scene = try Scene()
            scene.open("key \(Self.key) from 192.168.1.0/24 to 10.0.0.0/24 mode tunnel")
            scene.enter("rule default allow", in: scene.client, shows: "default: allow")
            scene.enter(
                "packet send 192.168.1.5 -> 10.0.0.9:80", in: scene.client,
                shows: "  gw-a    left for the other end, which is in another process")
            expectRow("  server  delivered", in: scene.listener)
            scene.client.type("\u{C}half")
            expectLine("garita> half", in: scene.client)
            scene.enter(
                "packet reply 1", in: scene.listener,
                shows: "  gw-b    left for the other end, which is in another process")
            #expect(
                scene.client.wait { $0.text.suffix(2) == ["  client  delivered", "garita> half"] })
            // It crossed the wire in ESP, although the other process sealed it.
            scene.client.type("\u{15}")
            scene.enter(
                "packet bytes 2", in: scene.client,
                shows: "as the receiving end decrypted it, 44 bytes")
            #expect(!scene.client.screen.everything.contains { $0.contains("in clear") })
            scene.enter(
                "packet send 10.0.0.9 -> 192.168.1.5:80 via far", in: scene.listener,
                shows: "error: column 44: the client of far is in another process, and only it "
                    + "sends this; expected a tunnel with the client here, or `packet reply`")
        }

        @Test(arguments: [
            "suite aes-128-gcm", "suite chacha20-poly1305", "suite aes-256-gmac",
            "mode transport esn window 1024", "pad 256",
        ])
        func bothWindowsSpeak(_ settings: String) throws {
            let scene = try Scene()
            scene.open("password \"correct horse\" \(settings)")
            scene.enter(
                "tunnel send far \"hola\"", in: scene.client,
                shows: "  client  reply       \"hola\"")
        }

        // MARK: - Another program at the other end

        /// Seals a packet, sends it, and prints what it finds in the datagram that comes back.
        private static let scapy = """
            import socket, sys
            from scapy.all import IP, UDP, raw
            from scapy.layers.ipsec import ESP, SecurityAssociation
            def association(spi):
                return SecurityAssociation(ESP, spi=spi, crypt_algo="AES-GCM", auth_algo="NULL",
                    crypt_key=bytes.fromhex(sys.argv[2]), tunnel_header=IP(src="198.51.100.1", dst="203.0.113.1"))
            packet = IP(src="10.8.0.1", dst="10.8.0.2") / UDP(sport=5000, dport=7) / b"hola"
            port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            port.settimeout(20)
            port.connect(("127.0.0.1", int(sys.argv[1])))
            port.send(raw(association(0x502).encrypt(packet)[ESP]))
            echo = IP(src="203.0.113.1", dst="198.51.100.1", proto=50) / ESP(port.recv(65535))
            echo = association(0x501).decrypt(echo)
            print("echo", raw(echo[UDP].payload).decode(), "to", echo.dst, echo[UDP].dport)
            """

        private static let hasScapy =
            unsafe access("/usr/lib/python3/dist-packages/scapy/layers/ipsec.py", R_OK) == 0

        @Test(.enabled(if: hasScapy, "Scapy is not installed"))
        func scapyUnderstandsAndIsUnderstood() throws {
            let scene = try Scene()
            let key = Self.key + "a0a1a2a3"
            scene.enter(
                "tunnel listen far port \(scene.port) key \(key) client spi 0x501 server spi 0x502",
                in: scene.listener, shows: "  the client is in another process")
            let stranger = try PseudoTerminal(
                executable: "/usr/bin/python3",
                arguments: ["-c", Self.scapy, "\(scene.port)", key], columns: 200)
            expectRow("echo hola to 10.8.0.1 5000", in: stranger)
            expectRow("  server  message \"hola\", echoed by packet 2", in: scene.listener)
        }
    }
}
