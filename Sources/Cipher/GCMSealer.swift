import CLibcrypto

/// Seals texts under one AES-GCM key (NIST SP 800-38D section 7.1): encrypts, and appends a tag.
///
/// The key is expanded once; a call allocates nothing.
package struct GCMSealer: ~Copyable {
    /// The length in bytes of the tag that follows each sealed text.
    package static let tagLength = GCMContext.tagLength

    private let context: GCMContext

    /// A sealer for a key of 16, 24 or 32 bytes, which may end before the sealer does.
    ///
    /// - Throws: ``CipherFault/keyLength`` or ``CipherFault/algorithmUnavailable``.
    package init(key: borrowing SecretBytes) throws(CipherFault) {
        context = try GCMContext(key: key, for: .sealing)
    }

    /// Encrypts `text` where it stands and writes the tag into the sixteen bytes after it.
    ///
    /// `additional` is authenticated and stays readable. Both are byte ranges of `buffer`, additional
    /// data first, and `nonce` must be new under this key. (`EVP_EncryptUpdate`,
    /// `EVP_CTRL_AEAD_GET_TAG`)
    package borrowing func seal(
        _ buffer: inout MutableSpan<UInt8>, text: Range<Int>, additional: Range<Int>,
        nonce: GCMNonce
    ) {
        precondition(
            additional.lowerBound >= 0 && additional.upperBound <= text.lowerBound
                && text.upperBound <= buffer.count - Self.tagLength && text.count <= Int32.max,
            "additional data, text and tag stand in this order inside the buffer")
        let raw = unsafe context.raw
        let succeeded = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            return unsafe Self.run(
                raw, base: base, text: text, additional: additional, nonce: nonce)
        }
        precondition(succeeded, "libcrypto seals with a context that holds a key")
    }

    private static func run(
        _ context: OpaquePointer, base: UnsafeMutablePointer<UInt8>, text: Range<Int>,
        additional: Range<Int>, nonce: GCMNonce
    ) -> Bool {
        var written: Int32 = 0
        let started = unsafe nonce.withBytes { nonce in
            unsafe EVP_EncryptInit_ex2(context, nil, nil, nonce, nil)
        }
        guard started == 1 else { return false }
        if !additional.isEmpty {
            let status = unsafe EVP_EncryptUpdate(
                context, nil, &written, base + additional.lowerBound, Int32(additional.count))
            guard status == 1 else { return false }
        }
        let place = unsafe base + text.lowerBound
        let end = unsafe base + text.upperBound
        return unsafe EVP_EncryptUpdate(context, place, &written, place, Int32(text.count)) == 1
            && EVP_EncryptFinal_ex(context, end, &written) == 1
            && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), end) == 1
    }
}
