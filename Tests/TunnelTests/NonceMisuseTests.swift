import Cipher
import Testing
import Timeline
import Wire

@testable import Tunnel

/// What one IV for two texts gives away, with each suite.
@Suite struct NonceMisuseTests {
    private static let first = Array("attack at dawn".utf8)
    private static let second = Array("retreat at six o'clock".utf8)

    private func misuse(
        _ suite: ESPSuite, _ first: [UInt8] = first, _ second: [UInt8] = second,
        label: String = "misuse"
    ) throws -> NonceMisuse {
        let material = try KeyMaterial(seed: 1, label: label, keyLength: suite.keyLength)
        return try NonceMisuse(of: first, and: second, material: material, suite: suite)
    }

    @Test(arguments: ESPSuite.all.filter(\.encrypts))
    func givesAwayTheSecondText(_ suite: ESPSuite) throws {
        let misuse = try misuse(suite)
        #expect(misuse.commonLength == 14)
        #expect(
            misuse.ciphertextDifference
                == NonceMisuse.difference(Self.first[...], Self.second[...]))
        #expect(misuse.secondText(knowing: Self.first) == Array(Self.second[..<14]))
        // A wrong guess of the first text reads nothing.
        #expect(misuse.secondText(knowing: Self.second) != Array(Self.second[..<14]))
        #expect(Array(misuse.ciphertext(0)) != Array(Self.first))
        #expect(misuse.ciphertext(0).count == 14 && misuse.ciphertext(1).count == 14)
    }

    @Test(arguments: ESPSuite.all.filter { !$0.encrypts })
    func readsEverythingWhereNothingIsEncrypted(_ suite: ESPSuite) throws {
        let misuse = try misuse(suite)
        #expect(Array(misuse.ciphertext(0)) == Self.first)
        #expect(misuse.secondText(knowing: []) == Array(Self.second[..<14]))
    }

    /// The packets are real: whoever has the key opens both.
    @Test(arguments: ESPSuite.all)
    func sealsForReal(_ suite: ESPSuite) throws {
        let misuse = try misuse(suite)
        let material = try KeyMaterial(seed: 1, label: "misuse", keyLength: suite.keyLength)
        for (index, text) in [Self.first, Self.second].enumerated() {
            let packet = misuse.packets[index]
            let header = try ESPHeader.parse(packet.span)
            #expect(header.sequence.low == 1)
            #expect(Array(packet[8..<16]) == Array(misuse.iv))
            let receiver = try InboundSA(
                spi: header.spi, material: material,
                parameters: SAParameters(suite: suite, mode: .transport))
            var plaintext: [UInt8] = []
            let outcome = receiver.open(datagram: packet.span, at: .start, into: &plaintext)
            let payload = try #require(outcome.payload)
            #expect(Array(plaintext[payload.payload]) == text)
        }
    }

    @Test func countsTheCommonLength() throws {
        #expect(try misuse(.usual, [1], [2, 3]).secondText(knowing: [1]) == [2])
        #expect(try misuse(.usual, [1, 2, 3], [9]).secondText(knowing: [1, 2, 3]) == [9])
        #expect(try misuse(.usual, [5, 5], [5, 5]).ciphertextDifference == [0, 0])
        #expect(try misuse(.usual, [], [1]).commonLength == 0)
        let other = try misuse(.usual, label: "other")
        #expect(Array(other.ciphertext(0)) != Array(try misuse(.usual).ciphertext(0)))
    }

    @Test func refusesAKeyOfAnotherLength() throws {
        let material = try KeyMaterial(seed: 1, label: "short", keyLength: 16)
        #expect(throws: CipherFault.keyLength) {
            try NonceMisuse(of: [1], and: [2], material: material, suite: .usual)
        }
    }
}
