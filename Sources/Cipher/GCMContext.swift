import CLibcrypto

/// One libcrypto cipher context that holds an expanded AES-GCM key, freed and wiped with its owner
/// (`EVP_CIPHER_CTX`).
@safe
struct GCMContext: ~Copyable {
    /// What the context was set up to do; one context does only one of them.
    enum Direction {
        case sealing, opening
    }

    /// The length in bytes of every tag (RFC 4106 section 6: the full ICV).
    static let tagLength = 16

    let raw: OpaquePointer

    /// A context for a key of 16, 24 or 32 bytes.
    ///
    /// - Throws: ``CipherFault/keyLength`` or ``CipherFault/algorithmUnavailable``.
    init(key: borrowing SecretBytes, for direction: Direction) throws(CipherFault) {
        let name =
            switch key.count {
            case 16: "AES-128-GCM"
            case 24: "AES-192-GCM"
            case 32: "AES-256-GCM"
            default: throw .keyLength
            }
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
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(raw)
    }
}
