import Events
import Network
import Session
import TestSupport
import Testing
import Tunnel
import Wire

@testable import Fabric
@testable import Transcript

/// `packet bytes` in every suite, in colour and without.
@Suite struct BytesTests {
    private func text(_ event: LabEvent, _ appearance: Page.Appearance = .plain) -> String {
        var writer = TranscriptWriter(appearance)
        writer.write(event)
        return String(decoding: writer.page.bytes, as: UTF8.self)
    }

    private func event(
        _ parameters: SAParameters, length: Int = 9, after last: UInt64 = 0
    ) throws -> LabEvent {
        let sealed = try SealedRecords(parameters, after: last)
        let record = try sealed.send(length, at: 0)
        return .packet(
            .bytes(record, PacketImage.all(of: record, in: sealed.wire.log), .standard))
    }

    private func suite(_ name: String) throws -> ESPSuite {
        try #require(ESPSuite.all.first { $0.name == name })
    }

    /// The lines between the heading of the wire's image and that of the next.
    private func wire(_ text: String) throws -> [Substring] {
        let lines = text.split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix("on the wire, ") })
        let end = try #require(lines.firstIndex { $0.hasPrefix("as the receiving end") })
        return Array(lines[start..<end])
    }

    @Test(arguments: ESPSuite.all, ESPMode.allCases)
    func coloursAreOnlyAddedToTheText(suite: ESPSuite, mode: ESPMode) throws {
        let event = try event(
            SAParameters(suite: suite, mode: mode, isExtended: true, paddingMultiple: 100))
        let plain = text(event)
        let coloured = text(event, .coloured)
        #expect(!plain.utf8.contains(0x1B))
        #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
        for line in coloured.split(separator: "\n") {
            var isOpen = false
            for escape in line.matches(of: /\u{1B}\[([0-9;]*)m/) {
                let isEnd = escape.output.1 == "0"
                #expect(isEnd == isOpen, "\(line)")
                isOpen = !isEnd
            }
            #expect(!isOpen, "\(line)")
        }
    }

    @Test func everyKindOfFieldHasAColourOfItsOwn() throws {
        var starts: Set<[UInt8]> = []
        for tone in Page.Tone.allCases {
            var page = Page(.coloured)
            page.begin(tone)
            #expect(starts.insert(page.take()).inserted, "\(tone)")
            page.end()
            #expect(page.take() == Array("\u{1B}[0m".utf8))
            var plain = Page(.plain)
            plain.put("x", tone)
            #expect(plain.take() == Array("x".utf8))
        }
        let coloured = text(try event(SAParameters(paddingMultiple: 100)), .coloured)
        for name in [
            "[36msource address", "[94mdestination port", "[33msequence number",
            "[35minitialization vector", "[7mencrypted UDP header", "[7mencrypted padding",
            "[2;3mpad length", "[1;33mintegrity check value",
        ] {
            #expect(coloured.contains("\u{1B}\(name)"), "\(name)")
        }
    }

    @Test(arguments: ESPSuite.all)
    func theGutterDrawsTheSpans(suite: ESPSuite) throws {
        let lines = try wire(text(event(SAParameters(suite: suite))))
        let rows = lines.filter { $0.hasPrefix("    ") }
        let letters = rows.map { $0.dropFirst(4).prefix(4) }
        let spans = letters.reduce(into: [Substring]()) { spans, letter in
            if spans.last != letter { spans.append(letter) }
        }
        #expect(
            spans
                == (suite.encrypts
                    ? ["    ", "a   ", "n   ", "ae  ", "    "] : ["    ", "a   ", "    "]))
        let legend =
            suite.encrypts
            ? "  a: authenticated, e: encrypted, n: part of the nonce; when such a byte changes, the ICV is wrong"
            : "  a: authenticated; when such a byte changes, the ICV is wrong; nothing is encrypted"
        #expect(lines[1] == legend)
        #expect(lines.contains { $0.hasPrefix("  ICV, \(suite.icvLength) bytes") })
        #expect(rows.allSatisfy { $0.utf8.count <= 110 })
    }

    @Test func namesThePartsOfTheCiphertext() throws {
        let said = try text(event(SAParameters(paddingMultiple: 60), length: 9))
        let wire = try wire(said).joined(separator: "\n")
        for name in [
            "encrypted IPv4 header", "encrypted UDP header", "encrypted data",
            "encrypted traffic flow confidentiality padding", "encrypted padding\n",
            "encrypted pad length", "encrypted next header",
        ] {
            #expect(wire.contains(name), "\(name)")
        }
        #expect(wire.contains("  ciphertext, 64 bytes; what lies where, only the lab knows\n"))
        #expect(!wire.contains("10.8.0"))
        #expect(said.contains("  the same 37 bytes that the sender made, and behind them:\n"))
        #expect(said.contains("  traffic flow confidentiality padding, 23 bytes\n"))
        #expect(said.hasSuffix("    003f  04                       next header ipv4\n"))
    }

    @Test func pagesOfZerosAreOneLine() throws {
        let said = try text(event(SAParameters(paddingMultiple: 400)))
        let row = "    0025  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
        #expect(
            said.contains(
                row + "  traffic flow confidentiality padding\n          zeros up to 018f\n"
                    + "  ESP trailer, 4 bytes\n"))
    }

    @Test func readsWhatGMACLeavesReadable() throws {
        let wire = try wire(
            text(event(SAParameters(suite: suite("aes-256-gmac"), mode: .tunnel))))
        #expect(
            wire.contains { $0.hasPrefix("    a   ") && $0.hasSuffix("source address 10.8.0.1") })
        #expect(wire.contains { $0.hasSuffix("data \"aaaaaaaaa\"") })
        #expect(wire.contains { $0.hasSuffix("next header ipv4") })
    }

    @Test func transportModeKeepsTheHostsAddresses() throws {
        let said = try text(event(SAParameters(mode: .transport)))
        let wire = try wire(said)
        #expect(wire.contains { $0.hasSuffix("source address 10.8.0.1") })
        #expect(!wire.contains { $0.hasSuffix("encrypted IPv4 header") })
        #expect(wire.contains { $0.hasSuffix("encrypted UDP header") })
        #expect(
            said.contains(
                "  the same 17 bytes that the sender made behind its IP header, and behind them:\n")
        )
    }

    @Test func theHighHalfIsSaidToBeInNoByte() throws {
        let row = "    a         not in the packet        sequence number high half 1"
        let parameters = SAParameters(isExtended: true)
        let extended = try wire(text(event(parameters, after: 1 << 32)))
        #expect(extended.contains { $0 == row })
        #expect(try !wire(text(event(SAParameters()))).contains { $0.contains("high half") })
    }
}
