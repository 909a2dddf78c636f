import Testing
import Wire

/// Which field of an ESP packet a byte belongs to.
@Suite struct ESPFieldTests {
    @Test(arguments: [8, 12, 16])
    func everyByteHasAField(_ icv: Int) {
        let layout = ESPLayout(icvLength: icv)
        let length = 16 + 36 + icv
        let fields = (0..<length).map { layout.field(at: $0, inPacketOf: length) }
        let expected: [(ESPField, Int)] = [
            (.spi, 4), (.sequenceNumber, 4), (.iv, 8), (.text, 36), (.icv, icv),
        ]
        #expect(fields == expected.flatMap { Array(repeating: $0.0, count: $0.1) })
        #expect(Set(fields).count == ESPField.allCases.count)
    }

    @Test func aShortPacketHasNoICV() {
        #expect(ESPLayout.full.field(at: 31, inPacketOf: 32) == .icv)
        #expect(ESPLayout.full.field(at: 16, inPacketOf: 32) == .icv)
        #expect(ESPLayout.full.field(at: 30, inPacketOf: 31) == .text)
        #expect(ESPLayout.full.field(at: 15, inPacketOf: 31) == .iv)
    }
}
