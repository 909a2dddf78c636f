import Cipher
import TestSupport
import Testing
import Timeline
import Tunnel
import Wire

/// Whole ESP packets of the suites beside AES-GCM, as they were published.
@Suite struct SuiteVectorTests {
    /// What a packet is sealed with, and the packet.
    private struct Example {
        let suite: String
        var mode = ESPMode.tunnel
        let key: [UInt8]
        let salt: UInt32
        let iv: UInt64
        let spi: UInt32
        let sequence: UInt64
        let payload: [UInt8]
        let nextHeader: IPProtocol
        let packet: [UInt8]
    }

    /// The example of RFC 7634 appendix A: an echo request of 84 bytes in tunnel mode.
    private func chaCha() throws -> Example {
        Example(
            suite: "chacha20-poly1305", key: [UInt8](0x80..<0xA0), salt: 0xA0A1_A2A3,
            iv: 0x1011_1213_1415_1617, spi: 0x0102_0304, sequence: 5,
            payload: bytes(
                """
                45000054a6f200004001e778c6336405 c000020508005b7a3a080000553bec10
                0007362708090a0b0c0d0e0f10111213 1415161718191a1b1c1d1e1f20212223
                2425262728292a2b2c2d2e2f30313233 34353637
                """), nextHeader: .ipv4,
            packet: bytes(
                """
                01020304000000051011121314151617 24039428b97f417e3c13753a4f05087b
                67c352e6a7fab1b982d466ef407ae5c6 14ee8099d52844eb61aa95dfab4c02f7
                2aa71e7c4c4f64c9befe2facc638e8f3 cbec163fac469b502773f6fb94e664da
                9165b82829f641e0 76aaa8266b7fb0f7b11b369907e1ad43
                """))
    }

    /// The AES-GMAC case of draft-mcgrew-gcm-test-01 (RFC 4543).
    ///
    /// Its next header is ICMP's although the
    /// payload is an IP packet: it is opened as transport mode would.
    private func gmac() throws -> Example {
        let payload = """
            45000030da3a00008001df3bc0a80005 c0a800010800c6cd0200070061626364
            65666768696a6b6c6d6e6f7071727374
            """
        return Example(
            suite: "aes-128-gmac", mode: .transport,
            key: bytes("4c80cdefbb5d10da906ac73c3613a634"), salt: 0x2243_3C64, iv: 0,
            spi: 0x4321, sequence: 7, payload: bytes(payload), nextHeader: .icmp,
            packet: bytes(
                """
                00004321000000070000000000000000 \(payload) 01020201
                f2a9a836e155106aa8dcd618e4099aaa
                """))
    }

    private func parameters(_ example: Example) throws -> SAParameters {
        let suite = ESPSuite.named(Array(example.suite.utf8).span)
        return SAParameters(suite: try #require(suite), mode: example.mode)
    }

    private func material(_ example: Example) -> KeyMaterial {
        KeyMaterial(
            key: SecretBytes(copying: example.key.span), salt: Salt(rawValue: example.salt))
    }

    private func check(_ example: Example) throws {
        let sender = try OutboundSA(
            spi: SPI(rawValue: example.spi), material: material(example),
            ledger: IVLedger(first: example.iv), parameters: parameters(example),
            lastSequence: SequenceNumber(rawValue: example.sequence - 1))
        var packet: [UInt8] = []
        let sealed = sender.seal(
            payload: example.payload.span, nextHeader: example.nextHeader, at: .start,
            into: &packet)
        #expect(sealed == .sealed(SequenceNumber(rawValue: example.sequence)))
        #expect(packet == example.packet)

        let receiver = try InboundSA(
            spi: SPI(rawValue: example.spi), material: material(example),
            parameters: parameters(example))
        var text: [UInt8] = []
        for bit in 32..<8 * example.packet.count {
            var changed = example.packet
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            let outcome = receiver.open(datagram: changed.span, at: .start, into: &text)
            #expect(outcome.reason == .badICV || outcome.reason == .tooOld, "bit \(bit)")
        }
        let outcome = receiver.open(datagram: example.packet.span, at: .start, into: &text)
        let opened = try #require(outcome.payload)
        #expect(Array(text[opened.payload]) == example.payload)
        #expect(opened.nextHeader == example.nextHeader)
    }

    @Test func chaCha20Poly1305() throws { try check(try chaCha()) }

    @Test func aesGMAC() throws { try check(try gmac()) }
}
