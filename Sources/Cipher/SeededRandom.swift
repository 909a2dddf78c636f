import CLibcrypto

/// A generator whose output is the same on every machine for the same seed and label.
///
/// It is the AES-256-CTR key stream (NIST SP 800-38A section 6.5) from counter zero, under the key
/// HKDF-SHA256(secret: seed as eight bytes, salt: "garita/1 seeded random", info: label). How the draws
/// are cut into calls does not change the bytes. Numbers are taken from the stream big-endian.
package final class SeededRandom {
    private let stream: KeyStream

    /// The generator for `seed`; different labels give streams that have nothing in common.
    ///
    /// - Throws: ``CipherFault/algorithmUnavailable``.
    package init(seed: UInt64, label: String) throws(CipherFault) {
        let key = try KeyDerivation.hkdfSHA256(
            seed: seed, salt: "garita/1 seeded random", info: label, count: 32)
        stream = try KeyStream(key: key)
    }

    /// Overwrites `bytes` with the next ones of the stream.
    package func fill(_ bytes: inout MutableSpan<UInt8>) {
        bytes.update(repeating: 0)
        stream.combine(into: &bytes)
    }

    /// The next four bytes of the stream as a number.
    package func nextUInt32() -> UInt32 {
        var bytes: [4 of UInt8] = .init(repeating: 0)
        var span = bytes.mutableSpan
        stream.combine(into: &span)
        var value: UInt32 = 0
        for index in bytes.indices { value = value << 8 | UInt32(bytes[index]) }
        return value
    }

    /// The next eight bytes of the stream as a number.
    package func nextUInt64() -> UInt64 {
        UInt64(nextUInt32()) << 32 | UInt64(nextUInt32())
    }

    /// A number in `0..<bound`, each as likely as the others.
    ///
    /// Not the standard library's method: its algorithm may change, and transcripts may not.
    package func next(below bound: UInt64) -> UInt64 {
        precondition(bound > 0, "there is a number below the bound")
        // 2^64 modulo the bound: as many values at the low end would make some results likelier.
        let excess = (0 &- bound) % bound
        while true {
            let value = nextUInt64()
            if value >= excess { return value % bound }
        }
    }
}
