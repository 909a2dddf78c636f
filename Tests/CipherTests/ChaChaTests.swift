import Cipher
import TestSupport
import Testing

@Suite struct ChaChaTests {
    private func makeCase(_ fields: [String]) throws -> AEADCase {
        AEADCase(
            .chaCha20Poly1305, key: bytes(fields[1]), nonce: bytes(fields[2]),
            additional: bytes(fields[3]))
    }

    /// The example of RFC 8439 section 2.8.2.
    @Test func knownAnswer() throws {
        let known = AEADCase(
            .chaCha20Poly1305, key: [UInt8](0x80..<0xA0),
            nonce: bytes("070000004041424344454647"),
            additional: bytes("50515253c0c1c2c3c4c5c6c7"))
        let text = Array(
            """
            Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the \
            future, sunscreen would be it.
            """.utf8)
        let sealed = bytes(
            """
            d31a8d34648e60db7b86afbc53ef7ec2 a4aded51296e08fea9e2b5a736ee62d6
            3dbea45e8ca9671282fafb69da92728b 1a71de0a9e060b2905d6a5b67ecd3b36
            92ddbd7f2d778b8c9803aee328091b58 fab324e4fad675945585808b4831d7bc
            3ff4def08e4b7a9de576d26586cec64b 6116
            1ae10b594f09e26a7e902ecbd0600691
            """)
        #expect(try known.seal(text) == sealed)
        #expect(try known.open(sealed) == text)
    }

    @Test func validVectorsAreOpenedAndSealed() throws {
        #expect(ChaChaVectors.valid.count == 54)
        for fields in ChaChaVectors.valid {
            let known = try makeCase(fields)
            let (text, sealed) = (bytes(fields[4]), bytes(fields[5]))
            #expect(try known.open(sealed) == text, "case \(fields[0])")
            #expect(try known.seal(text) == sealed, "case \(fields[0])")
        }
    }

    @Test func wrongTagsAreForged() throws {
        var count = 0
        for fields in ChaChaVectors.invalid {
            let known = try makeCase(fields)
            for tag in fields[5...] {
                #expect(try known.open(bytes(fields[4] + tag)) == nil, "\(fields[0]): \(tag)")
                count += 1
            }
        }
        #expect(count == 60)
    }

    @Test func everyBitFlipIsForged() throws {
        let fields = try #require(ChaChaVectors.valid.first)
        let known = try makeCase(fields)
        let sealed = bytes(fields[5])
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try known.open(changed) == nil, "bit \(bit)")
        }
    }

    @Test(arguments: [0, 16, 24, 31, 33])
    func otherKeyLengthsAreRefused(length: Int) {
        #expect(throws: CipherFault.keyLength) {
            _ = try AEADSealer(.chaCha20Poly1305, key: SecretBytes(count: length) { _ in })
        }
    }

    @Test(arguments: [0, 8, 12, 15, 17])
    func otherTagLengthsAreRefused(length: Int) {
        #expect(throws: CipherFault.tagLength) {
            _ = try AEADOpener(
                .chaCha20Poly1305, key: SecretBytes(count: 32) { _ in }, tagLength: length)
        }
    }
}
