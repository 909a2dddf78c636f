import Foundation
import TestSupport
import Testing

/// Attacks as a person sees them: what is said, what is claimed, what is refused.
@Suite struct AttackTests {
    private static let tunnel = "tunnel open demo\ntunnel send demo \"hola\"\n"

    private func output(
        _ script: String, _ status: Int32 = 0, _ flags: [String] = []
    ) throws -> String {
        let finished = try GaritaProcess.script(Self.tunnel + script, ["--keep-going"] + flags)
        #expect(finished.status == status, "\(finished.output)")
        return finished.output
    }

    /// The part of an output that a command printed.
    private func said(_ command: String, in output: String) -> [String] {
        let lines = output.components(separatedBy: "\n")
        guard let start = lines.firstIndex(of: "garita> \(command)") else { return [] }
        return Array(lines[(start + 1)...].prefix { !$0.hasPrefix("garita> ") })
    }

    @Test func claimsAreAboutTheAttack() throws {
        let output = try output(
            """
            attack replay 1
            expect refused because replayed
            attack flip 1 bit 62
            expect refused because bad-icv
            attack forge demo
            expect refused
            attack reorder demo
            expect delivered
            attack reorder demo count 70
            expect refused because too-old
            attack flood demo count 200
            expect refused
            attack spi demo
            expect refused because unknown-spi

            """)
        #expect(output.components(separatedBy: "as expected").count == 8)
        let wrong = try self.output("attack replay 1\nexpect delivered\n", 1)
        #expect(
            wrong.contains(
                "expectation failed: expected delivered, got refused because replayed"))
    }

    @Test func showsThatOneCounterMoves() throws {
        let lines = said("attack replay 1", in: try output("attack replay 1\n"))
        #expect(lines.contains("  server  refused     replayed (RFC 4303 section 3.4.3)"))
        #expect(lines.contains("  server  window      before  1 |#| 1"))
        #expect(lines.contains("  server              after   1 |#| 1"))
        #expect(lines.contains("  server  moved       arrived 1 to 2, replayed 0 to 1"))
        #expect(lines.contains("  server  not moved   delivered 1"))
    }

    @Test(arguments: [
        (0, "byte 0, SPI"), (31, "byte 3, SPI"), (32, "byte 4, sequence number"),
        (64, "byte 8, IV"), (127, "byte 15, IV"), (128, "byte 16, ciphertext"),
        (415, "byte 51, ciphertext"), (416, "byte 52, ICV"), (543, "byte 67, ICV"),
    ])
    func namesTheFieldOfABit(_ bit: Int, _ field: String) throws {
        let command = "attack flip 1 bit \(bit)"
        let lines = said(command, in: try output(command + "\n"))
        #expect(lines.contains { $0.hasPrefix("  wire    changed     \(field): ") }, "\(lines)")
    }

    /// On a projector a counter must not break in two.
    @Test func countersTakeAsManyLinesAsTheyNeed() throws {
        let lines = said(
            "attack flood demo count 500", in: try output("attack flood demo count 500\n"))
        #expect(lines.allSatisfy { $0.utf8.count <= 100 }, "\(lines)")
        let start = try #require(
            lines.firstIndex { $0.hasPrefix("  server  moved       arrived 1 to ") })
        let rest = lines[start...].prefix { !$0.hasPrefix("  server  not moved") }
        #expect(rest.count > 1 && rest.dropLast().allSatisfy { $0.hasSuffix(",") })
        #expect(rest.dropFirst().allSatisfy { $0.hasPrefix("  server              ") })
        #expect(rest.last?.contains("non-esp-marker 0 to ") == true)
    }

    @Test(arguments: [
        ("attack replay 3", "there is no packet 3; expected 1 to 2"),
        ("attack flip 1 bit 544", "the datagram has no bit 544; expected 0 to 543"),
        ("attack truncate 1 at 68", "the datagram can't be cut to 68 bytes; expected 0 to 67"),
        ("attack forge other", "there is no tunnel other; expected one that `tunnel list` shows"),
        ("attack flood demo count 0", "\"0\" is zero; expected COUNT"),
        ("attack flood demo count 1000001", "\"1000001\" is more than one command sends"),
    ])
    func refusesInWords(_ command: String, _ words: String) throws {
        let output = try output(command + "\ncounters\n", 2)
        #expect(output.contains(words), "\(output)")
        #expect(!output.contains("from the attacker"))
    }

    @Test func refusesWhatWasNeverSealedOrIsClosed() throws {
        let output = try output(
            """
            packet send 10.0.0.1 -> 10.0.0.2:80
            attack replay 3
            tunnel close demo
            attack replay 1
            attack reuse-iv demo "a" "b"

            """, 2)
        #expect(output.contains("packet 3 was never sealed"))
        #expect(output.components(separatedBy: "tunnel demo is closed; expected").count == 3)
    }

    @Test func countsTheAttackersDatagramsApart() throws {
        let lines = said(
            "counters",
            in: try output("attack forge demo\nattack flood demo count 99\ncounters\n"))
        #expect(lines.contains("packets made                    2"))
        #expect(lines.contains("from the attacker             100"))
    }

    @Test func readsTheSecondText() throws {
        let command = "attack reuse-iv demo \"attack at dawn\" \"retreat\""
        let lines = said(command, in: try output(command + "\n"))
        #expect(lines.first?.hasPrefix("misuse: ") == true)
        #expect(lines.contains { $0.hasSuffix("(C1 xor C2) xor P1 = \"retreat\"") })
    }

    /// The program tells its own memory by reading the system's page about it as a script.
    ///
    /// It is measured once the logs are full and each thing has been done before.
    @Test func takesNoMoreMemoryForMore() throws {
        let output = try output(
            """
            attack flood demo count 40000
            attack flood demo count 40000
            source /proc/self/status
            attack flood demo count 160000
            source /proc/self/status
            tunnel send demo "still here"
            expect reply "still here"

            """, 2, ["--allow-read", "/proc/self"])
        let sizes = output.components(separatedBy: "\n").compactMap { line -> Int? in
            guard line.hasPrefix("garita> VmHWM:") else { return nil }
            return Int(line.split(separator: " ")[2])
        }
        #expect(sizes.count == 2)
        let growth = (sizes.last ?? .max) - (sizes.first ?? 0)
        #expect(growth < 2_048, "grew by \(growth) KiB, \(sizes)")
        #expect(output.contains("as expected"))
    }
}
