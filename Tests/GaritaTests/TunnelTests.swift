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

    /// RFC 4301 section 5.2, step 4: the end that refuses what is inside counts what the lab counts.
    @Test func theEndAndTheLabCountTheSame() throws {
        let said = try GaritaProcess.script(
            """
            rule default allow
            tunnel open narrow from 10.5.0.0/24 to 10.6.0.0/24
            packet send 10.9.0.5 -> 10.6.0.9:80 via narrow
            tunnel show narrow
            counters

            """)
        #expect(said.output.contains("    opened 1 packet, 40 bytes;"))
        #expect(said.output.contains("    arrived 1: 0 delivered, 1 selector-mismatch\n"))
        #expect(said.output.contains("delivered                       0\n"))
        #expect(said.output.contains("selector-mismatch               1 "))
    }

    @Test func transportModeCountsWhatFollowsTheHeader() throws {
        let said = try GaritaProcess.script(
            """
            rule default allow
            tunnel open demo mode transport pad 64
            packet send udp 10.0.0.7:5353 -> 10.1.0.9:5300 data "hola" via demo
            packet send 10.0.0.7 -> 10.1.0.9:80 via demo
            tunnel send demo "hola"
            tunnel show demo

            """)
        for text in [
            "UDP padded to multiples of 64 bytes",
            "sealed for demo: 12 bytes become 100 bytes of ESP",
            "sealed for demo: 20 bytes become 56 bytes of ESP",
            "plaintext   packet 3, 12 bytes behind its IP header: udp",
            "sealed 3 packets, 148 bytes;", "opened 3 packets, 148 bytes;",
        ] { #expect(said.output.contains(text), "\(text)") }
    }

    @Test func rekeyingsUnderWayLoseNothing() throws {
        let said = try GaritaProcess.script(
            """
            rule default allow
            link delay 100ms
            tunnel open d soft 1packets
            packet send udp 10.0.0.7:5353 -> 10.1.0.9:5300 via d count 200 every 1ms
            tunnel rekey d

            """)
        #expect(said.output.contains("packets 1 to 200: 200 delivered\n"))
        #expect(said.errors.contains("receive by 64 associations each, which is the most"))
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
