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
