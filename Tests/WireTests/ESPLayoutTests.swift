import Testing

@testable import Wire

@Suite struct ESPLayoutTests {
    @Test func paddingAligns() {
        for length in 0...300 {
            let padding = ESPLayout.paddingLength(forPayload: length)
            #expect((0...3).contains(padding))
            #expect((length + padding + ESPLayout.trailerLength) % ESPLayout.alignment == 0)
            let total = ESPLayout.full.packetLength(forPayload: length)
            let ciphertext = ESPLayout.full.ciphertext(inPacketOf: total)
            #expect(ciphertext == 16..<(16 + length + padding + 2))
        }
    }

    @Test func refusesShortAndUnaligned() {
        for length in 0..<ESPLayout.full.minimumLength {
            #expect(ESPLayout.full.ciphertext(inPacketOf: length) == nil)
        }
        #expect(ESPLayout.full.ciphertext(inPacketOf: 32) == 16..<16)
        for length in [33, 34, 35, 37] {
            #expect(ESPLayout.full.ciphertext(inPacketOf: length) == nil)
        }
        #expect(ESPLayout.full.ciphertext(inPacketOf: 36) == 16..<20)
    }
}
