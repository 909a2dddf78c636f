import CLibcrypto

/// Opens texts that were sealed under one AES-GCM key (NIST SP 800-38D section 7.2).
///
/// The key is expanded once; a call allocates nothing.
package struct GCMOpener: ~Copyable {
    private let context: GCMContext

    /// An opener for a key of 16, 24 or 32 bytes, which may end before the opener does.
    ///
    /// - Throws: ``CipherFault/keyLength`` or ``CipherFault/algorithmUnavailable``.
    package init(key: borrowing SecretBytes) throws(CipherFault) {
        context = try GCMContext(key: key, for: .opening)
    }

    /// Appends the decrypted `text` to `output` if the tag in the sixteen bytes after it is right.
    ///
    /// `text` and `additional` are byte ranges of `sealed`, and `output` has room for the text. When
    /// the tag is wrong, what was decrypted is wiped and `output` is as before. (`EVP_DecryptUpdate`,
    /// `EVP_CTRL_AEAD_SET_TAG`)
    package borrowing func open(
        _ sealed: Span<UInt8>, text: Range<Int>, additional: Range<Int>, nonce: GCMNonce,
        appendingTo output: inout OutputSpan<UInt8>
    ) -> Authenticity {
        precondition(
            additional.lowerBound >= 0 && additional.upperBound <= text.lowerBound
                && text.upperBound <= sealed.count - GCMContext.tagLength
                && text.count <= Int32.max,
            "additional data, text and tag stand in this order inside the sealed bytes")
        precondition(text.count <= output.freeCapacity, "the output has room for the whole text")
        let raw = unsafe context.raw
        return unsafe sealed.withUnsafeBufferPointer { bytes in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                guard let source = bytes.baseAddress, let start = buffer.baseAddress else {
                    return .forged
                }
                let place = unsafe start + count
                let isRight = unsafe Self.run(
                    raw, source: source, text: text, additional: additional, nonce: nonce,
                    target: place)
                guard isRight else {
                    unsafe OPENSSL_cleanse(place, text.count)
                    return .forged
                }
                count += text.count
                return .authentic
            }
        }
    }

    private static func run(
        _ context: OpaquePointer, source: UnsafePointer<UInt8>, text: Range<Int>,
        additional: Range<Int>, nonce: GCMNonce, target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        var written: Int32 = 0
        let started = unsafe nonce.withBytes { nonce in
            unsafe EVP_DecryptInit_ex2(context, nil, nil, nonce, nil)
        }
        guard started == 1 else { return false }
        if !additional.isEmpty {
            let status = unsafe EVP_DecryptUpdate(
                context, nil, &written, source + additional.lowerBound, Int32(additional.count))
            guard status == 1 else { return false }
        }
        // The call reads the tag and leaves it alone; its parameter is not const because other controls write.
        let tag = unsafe UnsafeMutablePointer(mutating: source + text.upperBound)
        return unsafe EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_SET_TAG, Int32(GCMContext.tagLength), tag) == 1
            && EVP_DecryptUpdate(
                context, target, &written, source + text.lowerBound, Int32(text.count)) == 1
            && EVP_DecryptFinal_ex(context, target + text.count, &written) == 1
    }
}
