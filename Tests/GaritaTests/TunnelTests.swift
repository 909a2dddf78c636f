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
