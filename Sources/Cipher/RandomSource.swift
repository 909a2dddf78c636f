import CLibcrypto

/// Where random bytes come from: the system, or a seed when a lab must give the same bytes each time.
package enum RandomSource {
    /// libcrypto's generator, seeded by the kernel.
    case system
    /// A stream that whoever knows the seed can repeat: for lessons, never for a secret that matters.
    case seeded(SeededRandom)

    /// Overwrites `bytes` with random ones.
    ///
    /// - Throws: ``CipherFault/randomUnavailable``; a seeded source never throws.
    package func fill(_ bytes: inout MutableSpan<UInt8>) throws(CipherFault) {
        switch self {
        case .system: try SystemRandom().fill(&bytes)
        case .seeded(let random): random.fill(&bytes)
        }
    }

    /// A new secret of `count` random bytes.
    ///
    /// - Throws: ``CipherFault/randomUnavailable``; a seeded source never throws.
    package func secret(count: Int) throws(CipherFault) -> SecretBytes {
        try SecretBytes(count: count) { bytes throws(CipherFault) in try fill(&bytes) }
    }
}

/// The generator that keys come from unless a seed is asked for: libcrypto's, seeded by the kernel.
package struct SystemRandom: Sendable {
    /// The generator; it has no state of its own.
    package init() {}

    /// Overwrites `bytes` with random ones that are fit for keys (`RAND_priv_bytes`).
    ///
    /// - Throws: ``CipherFault/randomUnavailable``; the contents of `bytes` are then undefined.
    package func fill(_ bytes: inout MutableSpan<UInt8>) throws(CipherFault) {
        Libcrypto.prepare()
        guard bytes.count <= Int32.max else { throw .outputTooLong }
        let status = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe RAND_priv_bytes(buffer.baseAddress, Int32(buffer.count))
        }
        guard status == 1 else { throw .randomUnavailable }
    }
}
