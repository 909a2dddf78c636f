import Chance
import Cipher
import TestSupport
import Testing

/// One AES-GCM test vector; `ct` is the ciphertext and its tag.
struct GCMVector: Decodable, Sendable {
    let id: String
    let key: String
    let nonce: String
    let aad: String
    let pt: String
    let ct: String
    let valid: Bool
}

@Suite struct GCMTests {
    private static let files =
        ["gcm_wycheproof.jsonl"]
        + ["dec128", "dec192", "dec256", "enc128", "enc192", "enc256"].map {
            "gcm_cavp_\($0).jsonl.gz"
        }

    /// Test case 16 of "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, 2005.
    private func knownCase() throws -> (AEADCase, text: [UInt8], sealed: [UInt8]) {
        let known = AEADCase(
            key: bytes("feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308"),
            nonce: bytes("cafebabefacedbaddecaf888"),
            additional: bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
        let text = bytes(
            """
            d9313225f88406e5a55909c5aff5269a 86a7a9531534f7da2e4c303d8a318a72
            1c3c0c95956809532fcf0e2449a6b525 b16aedf5aa0de657ba637b39
            """)
        let sealed = bytes(
            """
            522dc1f099567d07f47f37a32a84427d 643a8cdcbfe5c0c97598a2bd2555d1aa
            8cb08e48590dbb3da7b08b1056828838 c5f61e6393ba7a0abcc9f662
            76fc6ece0f4e1768cddf8853bb2d551b
            """)
        return (known, text, sealed)
    }

    @Test func knownAnswer() throws {
        let (known, text, sealed) = try knownCase()
        #expect(try known.seal(text) == sealed)
        #expect(try known.open(sealed) == text)
    }

    @Test func everyBitFlipIsForged() throws {
        let (known, _, sealed) = try knownCase()
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try known.open(changed) == nil, "bit \(bit)")
        }
        for bit in 0..<known.additional.count * 8 {
            var additional = known.additional
            additional[bit / 8] ^= 1 << UInt8(bit % 8)
            let changed = AEADCase(
                key: known.key, nonce: bytes("cafebabefacedbaddecaf888"),
                additional: additional)
            #expect(try changed.open(sealed) == nil, "additional bit \(bit)")
        }
    }

    @Test func anotherNonceOrKeyIsForged() throws {
        let (known, _, sealed) = try knownCase()
        let nonce = bytes("cafebabefacedbaddecaf889")
        let otherNonce = AEADCase(key: known.key, nonce: nonce, additional: known.additional)
        #expect(try otherNonce.open(sealed) == nil)
        let otherKey = AEADCase(
            key: known.key.reversed(), nonce: bytes("cafebabefacedbaddecaf888"),
            additional: known.additional)
        #expect(try otherKey.open(sealed) == nil)
    }

    @Test func whatWasDecryptedFromAForgeryIsWiped() throws {
        let (known, text, sealed) = try knownCase()
        let opener = try AEADOpener(key: SecretBytes(copying: known.key.span))
        var buffer = known.additional + sealed
        buffer[buffer.count - 1] ^= 1
        let start = known.additional.count
        var left: [UInt8] = []
        let output = [UInt8](capacity: text.count) { output in
            // Marks the room, so that what the opener leaves there can be told from what was there.
            output.append(repeating: 0xEE, count: text.count)
            output.removeLast(text.count)
            _ = opener.open(
                buffer.span, text: start..<start + text.count,
                additional: AdditionalData(0..<start),
                nonce: known.nonce, appendingTo: &output)
            unsafe output.withUnsafeMutableBufferPointer { room, _ in
                left = unsafe Array(room.prefix(text.count))
            }
        }
        #expect(output.isEmpty)
        #expect(left == [UInt8](repeating: 0, count: text.count))
    }

    @Test func roundTripsAtEveryLength() throws {
        var random = SplitMix(seed: 1)
        let plain = AEADCase(
            key: (0..<32).map { _ in random.next(upperBound: UInt8.max) },
            nonce: (0..<12).map { _ in random.next(upperBound: UInt8.max) }, additional: [1, 2])
        for length in 0...130 {
            let text = (0..<length).map { _ in random.next(upperBound: UInt8.max) }
            #expect(try plain.open(plain.seal(text)) == text)
        }
    }

    /// What follows a packet in a batch may be another one.
    @Test(arguments: [8, 12, 16])
    func theBytesBehindTheTagStay(_ tagLength: Int) throws {
        let key = SecretBytes(copying: [UInt8](repeating: 7, count: 32).span)
        let sealer = try AEADSealer(key: key, tagLength: tagLength)
        var buffer = [UInt8](repeating: 0xEE, count: 8 + 20 + 32)
        var span = buffer.mutableSpan
        sealer.seal(
            &span, text: 8..<28, additional: AdditionalData(0..<8),
            nonce: AEADNonce(salt: 1, iv: 1))
        #expect(Array(buffer[..<8]) == [UInt8](repeating: 0xEE, count: 8))
        #expect(buffer[28..<28 + tagLength].contains { $0 != 0xEE })
        let behind = buffer[(28 + tagLength)...]
        #expect(behind.allSatisfy { $0 == 0xEE })
    }

    @Test func anEmptyTextWithNothingElseIsATagAlone() throws {
        // Test case 13 of the same paper.
        let empty = AEADCase(
            key: [UInt8](repeating: 0, count: 32), nonce: [UInt8](repeating: 0, count: 12),
            additional: [])
        let tag = bytes("530f8afbc74536b9a963b4f1c4cb738b")
        #expect(try empty.seal([]) == tag)
        #expect(try empty.open(tag) == [])
    }

    @Test(arguments: [0, 1, 15, 17, 31, 33, 64])
    func otherKeyLengthsAreRefused(length: Int) {
        #expect(throws: CipherFault.keyLength) {
            _ = try AEADSealer(key: SecretBytes(count: length) { _ in })
        }
        #expect(throws: CipherFault.keyLength) {
            _ = try AEADOpener(key: SecretBytes(count: length) { _ in })
        }
    }

    @Test func aTextOutsideTheBufferStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            let sealer = try AEADSealer(key: SecretBytes(count: 32) { _ in })
            var buffer = [UInt8](repeating: 0, count: 31)
            var span = buffer.mutableSpan
            sealer.seal(
                &span, text: 8..<16, additional: AdditionalData(0..<8),
                nonce: AEADNonce(salt: 0, iv: 1))
        }
    }

    @Test(
        .enabled(if: files.allSatisfy(Vectors.has), "the shared vectors are not here"),
        arguments: files)
    func sharedVectors(file: String) throws {
        var opened = 0
        var forged = 0
        for vector in try Vectors.read(file, as: GCMVector.self) {
            let known = AEADCase(
                key: bytes(vector.key), nonce: bytes(vector.nonce),
                additional: bytes(vector.aad))
            let text = try known.open(bytes(vector.ct))
            #expect(text == (vector.valid ? bytes(vector.pt) : nil), "\(vector.id)")
            if vector.valid {
                #expect(try known.seal(bytes(vector.pt)) == bytes(vector.ct), "\(vector.id)")
                opened += 1
            } else {
                forged += 1
            }
        }
        #expect(opened > 0)
        #expect(forged > 0 || file.contains("_enc"))
    }
}
