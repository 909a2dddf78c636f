import Cipher
import Testing
import Tunnel
import Wire

/// Plaintexts that only a holder of the key can make, and that are wrong all the same.
@Suite struct PaddingTests {
    /// What a receiver says to `text`, sealed as it is: without a trailer of the sender's own.
    private func outcome(ofPlaintext text: [UInt8]) throws -> OpenOutcome {
        let pair = try SAPair()
        let material = try KeyMaterial(seed: 1, label: "pair")
        var datagram: [UInt8] = []
        ESPHeader(spi: testSPI, sequence: SequenceNumber(rawValue: 1)).write(to: &datagram)
        datagram.append(bigEndian: UInt64(1))
        datagram += text + [UInt8](repeating: 0, count: ESPLayout.full.icvLength)
        let start = ESPLayout.ciphertextOffset
        var span = datagram.mutableSpan
        try AEADSealer(key: material.key).seal(
            &span, text: start..<start + text.count,
            additional: AdditionalData(0..<ESPLayout.headerLength),
            nonce: AEADNonce(salt: material.salt.rawValue, iv: 1))
        return pair.open(datagram).0
    }

    @Test(
        arguments: [
            [9, 9, 9, 1, 3, 1, 2, 4], [9, 9, 9, 9, 9, 0, 1, 4], [2, 2, 4],
            [1, 2, 3, 4, 5, 7, 6, 4],
            [0, 0, 7, 4], [0, 0, 0, 0, 0, 0, 7, 4], [0, 0, 255, 4],
        ] as [[UInt8]])
    func wrongPaddingIsRefused(text: [UInt8]) throws {
        let aligned = [UInt8](repeating: 9, count: (4 - text.count % 4) % 4) + text
        #expect(try outcome(ofPlaintext: aligned).reason == .badPadding)
    }

    @Test(arguments: 0...255)
    func anyAmountOfRightPaddingIsAccepted(padding: Int) throws {
        let payload = [UInt8](repeating: 0x45, count: (4 - (padding + 2) % 4) % 4)
        let text = payload + (0..<padding).map { UInt8($0 + 1) } + [UInt8(padding), 4]
        #expect(try outcome(ofPlaintext: text).payload?.payload == 0..<payload.count)
    }

    @Test func anEmptyCiphertextIsMalformed() throws {
        #expect(try outcome(ofPlaintext: []).reason == .malformed)
    }

    @Test(arguments: [1, 2, 3, 5, 6, 7])
    func anUnalignedCiphertextIsMalformed(length: Int) throws {
        let text = [UInt8](repeating: 0, count: length)
        #expect(try outcome(ofPlaintext: text).reason == .malformed)
    }
}
