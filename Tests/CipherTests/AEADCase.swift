import Cipher
import Testing

/// A key and everything else for one seal, laid out as additional data, text, tag.
struct AEADCase {
    let algorithm: AEADAlgorithm
    let key: [UInt8]
    let nonce: AEADNonce
    let additional: [UInt8]
    let tagLength: Int

    init(
        _ algorithm: AEADAlgorithm = .aesGCM, key: [UInt8], nonce: [UInt8], additional: [UInt8],
        tagLength: Int = AEADAlgorithm.tagLength
    ) {
        let salt = nonce[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let iv = nonce[4...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.algorithm = algorithm
        self.key = key
        self.nonce = AEADNonce(salt: salt, iv: iv)
        self.additional = additional
        self.tagLength = tagLength
    }

    /// Ciphertext and tag of `text`.
    func seal(_ text: [UInt8]) throws -> [UInt8] {
        let sealer = try AEADSealer(
            algorithm, key: SecretBytes(copying: key.span), tagLength: tagLength)
        var buffer = additional + text + [UInt8](repeating: 0xEE, count: tagLength)
        let range = additional.count..<additional.count + text.count
        var span = buffer.mutableSpan
        sealer.seal(
            &span, text: range, additional: AdditionalData(0..<additional.count), nonce: nonce)
        return Array(buffer[additional.count...])
    }

    /// The text of ciphertext and tag, or nil when it is forged; nothing may be left behind then.
    func open(_ sealed: [UInt8]) throws -> [UInt8]? {
        let opener = try AEADOpener(
            algorithm, key: SecretBytes(copying: key.span), tagLength: tagLength)
        let buffer = additional + sealed
        let range = additional.count..<buffer.count - tagLength
        var authenticity = Authenticity.forged
        let text = [UInt8](capacity: range.count) { output in
            authenticity = opener.open(
                buffer.span, text: range, additional: AdditionalData(0..<additional.count),
                nonce: nonce, appendingTo: &output)
        }
        guard authenticity == .authentic else {
            #expect(text.isEmpty)
            return nil
        }
        return text
    }
}
