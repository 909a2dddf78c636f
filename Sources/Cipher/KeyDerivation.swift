import CLibcrypto

/// Making keys from secrets: HKDF for good ones, scrypt for passwords.
package enum KeyDerivation {
    /// `count` bytes by HKDF-SHA256, extract and expand (RFC 5869 section 2, `EVP_KDF`).
    ///
    /// - Throws: ``CipherFault/outputTooLong`` beyond 255 blocks of 32 bytes, or
    ///   ``CipherFault/algorithmUnavailable``.
    package static func hkdfSHA256(
        secret: Span<UInt8>, salt: Span<UInt8>, info: Span<UInt8>, count: Int
    ) throws(CipherFault) -> SecretBytes {
        precondition(count > 0, "a derived key has at least one byte")
        guard count <= 255 * Digest.sha256Length else { throw .outputTooLong }
        Libcrypto.prepare()
        return try SecretBytes(count: count) { output throws(CipherFault) in
            let status = unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe secret.withUnsafeBufferPointer { secret in
                    unsafe salt.withUnsafeBufferPointer { salt in
                        unsafe info.withUnsafeBufferPointer { info in
                            unsafe garita_hkdf_sha256(
                                secret.baseAddress, secret.count, salt.baseAddress, salt.count,
                                info.baseAddress, info.count, output.baseAddress, output.count)
                        }
                    }
                }
            }
            guard status == 1 else { throw .algorithmUnavailable }
        }
    }

    /// `count` bytes by HKDF-SHA256 from a seed, taken as eight big-endian bytes.
    ///
    /// - Throws: as ``hkdfSHA256(secret:salt:info:count:)``.
    package static func hkdfSHA256(
        seed: UInt64, salt: String, info: String, count: Int
    ) throws(CipherFault) -> SecretBytes {
        let secret = [8 of UInt8] { UInt8(truncatingIfNeeded: seed >> (56 - 8 * UInt64($0))) }
        return try hkdfSHA256(
            secret: secret.span, salt: Array(salt.utf8).span, info: Array(info.utf8).span,
            count: count)
    }

    /// `count` bytes by scrypt from a password (RFC 7914 section 6, `EVP_PBE_scrypt`).
    ///
    /// Takes 128 x N x r bytes of memory while it runs.
    ///
    /// - Throws: ``CipherFault/cost``.
    package static func scrypt(
        password: Span<UInt8>, salt: Span<UInt8>, cost: ScryptCost = .interactive, count: Int
    ) throws(CipherFault) -> SecretBytes {
        precondition(count > 0, "a derived key has at least one byte")
        Libcrypto.prepare()
        return try SecretBytes(count: count) { output throws(CipherFault) in
            let status = unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe password.withUnsafeBytes { password in
                    unsafe salt.withUnsafeBufferPointer { salt in
                        unsafe EVP_PBE_scrypt(
                            password.baseAddress?.assumingMemoryBound(to: CChar.self),
                            password.count, salt.baseAddress, salt.count, cost.n, cost.r, cost.p,
                            memoryLimit, output.baseAddress, output.count)
                    }
                }
            }
            guard status == 1 else { throw .cost }
        }
    }

    /// What scrypt may allocate, in bytes: enough for the interactive cost, and no laptop notices.
    private static let memoryLimit: UInt64 = 64 << 20
}

/// The cost parameters of scrypt (RFC 7914 section 2).
package struct ScryptCost: Hashable, Sendable {
    /// N, the CPU and memory cost: a power of two above 1.
    package let n: UInt64
    /// r, the block size in units of 128 bytes.
    package let r: UInt64
    /// p, the parallelization.
    package let p: UInt64

    /// Parameters as they are; scrypt itself judges them.
    package init(n: UInt64, r: UInt64, p: UInt64) {
        self.n = n
        self.r = r
        self.p = p
    }

    /// For a password that a person waits for: 16 MiB, and some 50 ms on a laptop.
    package static let interactive = ScryptCost(n: 16_384, r: 8, p: 1)
}
