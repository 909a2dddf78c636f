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
    /// is verified in the same way. (`EVP_DecryptInit_ex2`, `EVP_DecryptUpdate`)
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
        guard !text.isEmpty else {
            return verify(sealed, additional: additional, tag: text.upperBound, nonce: nonce)
        }
        return unsafe sealed.withUnsafeBufferPointer { bytes in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                guard let source = bytes.baseAddress, let start = buffer.baseAddress else {
                    return .forged
                }
                let place = unsafe start + count
                let isRight =
                    unsafe begin(source, additional: additional, tag: text.upperBound, nonce: nonce)
                    && finish(source + text.lowerBound, count: text.count, into: place)
                guard isRight else {
                    unsafe OPENSSL_cleanse(place, text.count)
                    return .forged
                }
                count += text.count
                return .authentic
            }
        }
    }

    /// Whether the tag at `tag` is right for additional data and no text, as AES-GMAC has it.
    private borrowing func verify(
        _ sealed: Span<UInt8>, additional: AdditionalData, tag: Int, nonce: AEADNonce
    ) -> Authenticity {
        var nothing: UInt8 = 0
        let isRight = unsafe sealed.withUnsafeBufferPointer { bytes in
            guard let source = bytes.baseAddress else { return false }
            return unsafe begin(source, additional: additional, tag: tag, nonce: nonce)
                && finish(source, count: 0, into: &nothing)
        }
        return isRight ? .authentic : .forged
    }

    private borrowing func begin(
        _ source: UnsafePointer<UInt8>, additional: AdditionalData, tag: Int, nonce: AEADNonce
    ) -> Bool {
        let raw = unsafe context.raw
        let started = unsafe nonce.withBytes { nonce in
            unsafe garita_begin_opening(raw, nonce, source + tag, context.tagLength)
        }
        return unsafe started == 1 && context.authenticate(additional, of: source)
    }

    private borrowing func finish(
        _ text: UnsafePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        var written: Int32 = 0
        let raw = unsafe context.raw
        if count > 0 {
            let status = unsafe EVP_DecryptUpdate(raw, target, &written, text, Int32(count))
            guard status == 1 else { return false }
        }
        return unsafe EVP_DecryptFinal_ex(raw, target + count, &written) == 1
    }
}

/// What opening a sealed text found.
package enum Authenticity: Sendable {
    /// The tag is right: the text is what the holder of the key sealed, with these additional data.
    case authentic
    /// The tag is wrong: nothing of the text may be used.
    case forged
}
