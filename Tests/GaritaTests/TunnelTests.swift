import EventLoop
import Foundation
import TestSupport
import Testing

/// What tunnels say of themselves, where what they do differs with their settings.
@Suite struct TunnelTests {
    @Test func nothingIsDecryptedThatWasNotEncrypted() throws {
        let said = try GaritaProcess.script(
            """
            rule default allow
            tunnel open demo suite aes-256-gmac
            tunnel send demo "hola"
            packet send 10.0.0.1 -> 10.0.0.2:80 via demo
            packet trace 3
            packet bytes 3

            """)
        #expect(said.status == 0)
        #expect(!said.output.contains("decrypted"))
        #expect(
            said.output.contains(
                "  server  verified    ICV right, sequence number 1 is new: 32 bytes that were in clear"
            ))
        #expect(
            said.output.contains("  gw-b    ICV right, sequence number 2 is new: it was in clear"))
        #expect(said.output.contains("gw-b    verified by the server end of demo"))
        #expect(said.output.contains("as the receiving end verified it, "))
    }

    /// The IVs of an end that is alone are random under a seed, too, and a transcript has to be the same each time.
    @Test func whatNoSeedRepeatsIsNotShown() throws {
        let socket = try UDPSocket(port: 0)
        let key = String(repeating: "07", count: 32)
        let said = try (0..<2).map { _ in
            let lab = try LabInProcess()
            lab.run("tunnel connect far 127.0.0.1:\(socket.localPort) key \(key)")
            let sent = lab.run("tunnel send far \"hola\"")
            return [sent, lab.run("packet bytes 1")]
        }
        #expect(said[0] == said[1])
        #expect(said[0][0].contains("  client  IV          random: "))
        #expect(!said[0][0].contains("ciphertext  "))
        #expect(said[0][1].contains("bytes more, not shown: "))
        let lab = try LabInProcess()
        lab.run("tunnel open near key \(key)")
        #expect(lab.run("tunnel send near \"hola\"").contains("00 00 00 00 00 00 00 01\n"))
        #expect(!lab.run("packet bytes 1").contains("not shown"))
    }

    /// Both ends count what the algorithm is applied to (RFC 4301 section 4.4.2.1).
    @Test func bothEndsCountThePaddingThatHidesTheLength() throws {
        let said = try GaritaProcess.script(
            "tunnel open demo pad 256\ntunnel send demo \"hola\"\ntunnel show demo\n")
        let counts = said.output.split(separator: "\n").filter {
            $0.contains("1 packet, 256 bytes")
        }
        #expect(counts.count == 4)
    }
}
