import Cipher

/// Which key it is, without saying the key: its SHA-256 digest (FIPS 180-4).
struct KeyFingerprint: Hashable, Sendable {
    private let digest: [UInt8]

    /// The fingerprint of an AES key; the salt has no part in it.
    init(of key: borrowing SecretBytes) {
        digest = key.withBytes { bytes in Digest.sha256(bytes) }
    }
}
