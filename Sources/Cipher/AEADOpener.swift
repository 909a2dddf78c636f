import CLibcrypto

/// Opens texts that were sealed under one key (RFC 5116 section 2.2).
///
/// The key is expanded once; a call allocates nothing.
package struct AEADOpener: ~Copyable {
    private let context: AEADContext

    /// An opener for a key, which may end before the opener does.
    ///
    /// - Throws: ``CipherFault/keyLength``, ``CipherFault/tagLength`` or
    ///   ``CipherFault/algorithmUnavailable``.
    package init(
        _ algorithm: AEADAlgorithm = .aesGCM, key: borrowing SecretBytes,
        tagLength: Int = AEADAlgorithm.tagLength
    ) throws(CipherFault) {
        context = try AEADContext(algorithm, key: key, tagLength: tagLength, for: .opening)
    }

    /// Appends the decrypted `text` to `output` if the tag behind it is right.
    ///
    /// `text` and the additional data are byte ranges of `sealed`, and `output` has room for the text.
    /// When the tag is wrong, what was decrypted is wiped and `output` is as before. A text of no bytes
    /// is verified in the same way, as AES-GMAC has it. (`EVP_DecryptInit_ex2`, `EVP_DecryptUpdate`)
    package borrowing func open(
        _ sealed: Span<UInt8>, text: Range<Int>, additional: AdditionalData, nonce: AEADNonce,
        appendingTo output: inout OutputSpan<UInt8>
    ) -> Authenticity {
        precondition(
            additional.range.lowerBound >= 0 && additional.range.upperBound <= text.lowerBound
                && text.upperBound <= sealed.count - context.tagLength
                && sealed.count <= Int32.max,
            "additional data, text and tag stand in this order inside the sealed bytes")
        precondition(text.count <= output.freeCapacity, "the output has room for the whole text")
        return unsafe sealed.withUnsafeBufferPointer { bytes in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                // The library takes no missing address, not even for no bytes.
                var nothing: UInt8 = 0
                guard let source = bytes.baseAddress else { return .forged }
                guard !text.isEmpty, let start = buffer.baseAddress else {
                    let isRight = unsafe open(source, text, additional, nonce, into: &nothing)
                    return isRight ? .authentic : .forged
                }
                let place = unsafe start + count
                guard unsafe open(source, text, additional, nonce, into: place) else {
                    unsafe OPENSSL_cleanse(place, text.count)
                    return .forged
                }
                count += text.count
                return .authentic
            }
        }
    }

    @inline(__always)
    private borrowing func open(
        _ source: UnsafePointer<UInt8>, _ text: Range<Int>, _ additional: AdditionalData,
        _ nonce: AEADNonce, into target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        let (raw, tagLength) = unsafe (context.raw, context.tagLength)
        return unsafe context.withAdditional(additional, of: source) { data in
            unsafe nonce.withBytes { nonce in
                unsafe garita_open(
                    raw, nonce, data, source + text.lowerBound, Int32(text.count), tagLength, target
                )
            }
        }
    }
}

/// What opening a sealed text found.
package enum Authenticity: Sendable {
    /// The tag is right: the text is what the holder of the key sealed, with these additional data.
    case authentic
    /// The tag is wrong: nothing of the text may be used.
    case forged
}
