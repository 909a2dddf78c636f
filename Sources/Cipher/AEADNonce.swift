/// A 96-bit nonce of AES-GCM or ChaCha20-Poly1305 (RFC 5116 section 5.1, RFC 8439 section 2.8).
///
/// Sealing twice under one key with one nonce gives away the authentication: whoever makes a nonce
/// answers for its being new.
package struct AEADNonce: Sendable {
    /// The twelve bytes in the order in which the cipher takes them, four to a word.
    private let words: [3 of UInt32]

    /// A nonce as ESP makes it: the salt, then the IV that travels in the packet, both big-endian
    /// (RFC 4106 section 4, RFC 7634 section 2).
    package init(salt: UInt32, iv: UInt64) {
        words = [
            salt.bigEndian, UInt32(truncatingIfNeeded: iv >> 32).bigEndian,
            UInt32(truncatingIfNeeded: iv).bigEndian,
        ]
    }

    /// Lends the address of the twelve bytes to `body`.
    borrowing func withBytes(_ body: (UnsafePointer<UInt8>?) -> Int32) -> Int32 {
        unsafe words.span.withUnsafeBytes { bytes in
            unsafe body(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
    }
}
