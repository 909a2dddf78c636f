import CLibcrypto

/// One libcrypto cipher context that holds an expanded key, freed and wiped with its owner
/// (`EVP_CIPHER_CTX`).
@safe
struct AEADContext: ~Copyable {
    /// What the context was set up to do; one context does only one of them.
    enum Direction {
        case sealing, opening
    }

    let raw: OpaquePointer
    /// The length in bytes of every tag.
    let tagLength: Int

    /// A context for a key.
    ///
    /// - Throws: ``CipherFault/keyLength``, ``CipherFault/tagLength`` or
    ///   ``CipherFault/algorithmUnavailable``.
    init(
        _ algorithm: AEADAlgorithm, key: borrowing SecretBytes, tagLength: Int,
        for direction: Direction
    ) throws(CipherFault) {
        guard let name = algorithm.name(keyLength: key.count) else { throw .keyLength }
        guard algorithm.allows(tagLength: tagLength) else { throw .tagLength }
        Libcrypto.prepare()
        // Fetched here, once: a context without a fetched cipher repeats the search at each packet.
        guard let cipher = unsafe EVP_CIPHER_fetch(nil, name, nil) else {
            throw .algorithmUnavailable
        }
        defer { unsafe EVP_CIPHER_free(cipher) }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .algorithmUnavailable }
        let status = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { key in
                switch direction {
                case .sealing:
                    unsafe EVP_EncryptInit_ex2(context, cipher, key.baseAddress, nil, nil)
                case .opening:
                    unsafe EVP_DecryptInit_ex2(context, cipher, key.baseAddress, nil, nil)
                }
            }
        }
        guard status == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw .algorithmUnavailable
        }
        unsafe raw = context
        self.tagLength = tagLength
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(raw)
    }

    /// Lends the additional data of the packet at `base` to `body` as the library's wrappers take them.
    @inline(__always)
    func withAdditional(
        _ data: AdditionalData, of base: UnsafePointer<UInt8>,
        _ body: (garita_additional) -> Int32
    ) -> Bool {
        var given = unsafe garita_additional(
            bytes: base + data.range.lowerBound, count: Int32(data.range.count), inserted: nil)
        guard let inserted = data.inserted else { return unsafe body(given) == 1 }
        let bytes = [4 of UInt8] { UInt8(truncatingIfNeeded: inserted >> UInt32(24 - 8 * $0)) }
        return unsafe bytes.span.withUnsafeBufferPointer { bytes in
            unsafe given.inserted = bytes.baseAddress
            return unsafe body(given) == 1
        }
    }
}

/// What a tag covers beside the text: a stretch of the packet, and maybe four bytes that do not travel.
///
/// ESP authenticates its header so; the high half of an extended sequence number stands between the SPI and
/// the low half there and is never sent (RFC 4303 section 2.2.1, RFC 4106 section 5).
package struct AdditionalData: Hashable, Sendable {
    /// Which bytes of the packet.
    package let range: Range<Int>
    /// The number whose four bytes are authenticated behind the first four of `range`; at least so many
    /// are there.
    package let inserted: UInt32?

    /// The bytes `range` of the packet, with `inserted` behind the first four of them.
    package init(_ range: Range<Int>, inserting inserted: UInt32? = nil) {
        precondition(
            inserted == nil || range.count >= 4, "four bytes stand before what is inserted")
        self.range = range
        self.inserted = inserted
    }
}
