import CLibcrypto

/// Seals texts under one key (RFC 5116 section 2.1): encrypts, and appends a tag.
///
/// The key is expanded once; a call allocates nothing.
package struct AEADSealer: ~Copyable {
    private let context: AEADContext

    /// A sealer for a key, which may end before the sealer does.
    ///
    /// - Throws: ``CipherFault/keyLength``, ``CipherFault/tagLength`` or
    ///   ``CipherFault/algorithmUnavailable``.
    package init(
        _ algorithm: AEADAlgorithm = .aesGCM, key: borrowing SecretBytes,
        tagLength: Int = AEADAlgorithm.tagLength
    ) throws(CipherFault) {
        context = try AEADContext(algorithm, key: key, tagLength: tagLength, for: .sealing)
    }

    /// Encrypts `text` where it stands and writes the tag into the bytes behind it.
    ///
    /// The additional data are authenticated and stay readable. Both are byte ranges of `buffer`,
    /// additional data first, and `nonce` must be new under this key. (`EVP_EncryptUpdate`,
    /// `EVP_CIPHER_CTX_get_params`)
    package borrowing func seal(
        _ buffer: inout MutableSpan<UInt8>, text: Range<Int>, additional: AdditionalData,
        nonce: AEADNonce
    ) {
        precondition(
            additional.range.lowerBound >= 0 && additional.range.upperBound <= text.lowerBound
                && text.upperBound <= buffer.count - context.tagLength
                && buffer.count <= Int32.max,
            "additional data, text and tag stand in this order inside the buffer")
        let (raw, tagLength) = unsafe (context.raw, context.tagLength)
        let succeeded = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            return unsafe context.withAdditional(additional, of: base) { data in
                unsafe nonce.withBytes { nonce in
                    unsafe garita_seal(
                        raw, nonce, data, base + text.lowerBound, Int32(text.count), tagLength)
                }
            }
        }
        precondition(succeeded, "libcrypto seals with a context that holds a key")
    }
}
