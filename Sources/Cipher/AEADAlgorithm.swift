/// An authenticated cipher of libcrypto (RFC 5116); the key's length chooses among the variants of AES.
package enum AEADAlgorithm: Hashable, Sendable {
    /// AES-GCM (NIST SP 800-38D), with a key of 16, 24 or 32 bytes and a tag of 8, 12 or 16.
    case aesGCM
    /// ChaCha20-Poly1305 (RFC 8439), with a key of 32 bytes and a tag of 16.
    case chaCha20Poly1305

    /// The length in bytes of a whole tag.
    package static let tagLength = 16

    /// What libcrypto calls it with a key of `length` bytes, or nil where no such key exists.
    func name(keyLength length: Int) -> String? {
        switch (self, length) {
        case (.aesGCM, 16): "AES-128-GCM"
        case (.aesGCM, 24): "AES-192-GCM"
        case (.aesGCM, 32): "AES-256-GCM"
        case (.chaCha20Poly1305, 32): "ChaCha20-Poly1305"
        default: nil
        }
    }

    /// Whether the tag may be cut to `length` bytes (RFC 4106 section 6, RFC 7634 section 2).
    package func allows(tagLength length: Int) -> Bool {
        switch self {
        case .aesGCM: [8, 12, 16].contains(length)
        case .chaCha20Poly1305: length == Self.tagLength
        }
    }
}
