import CLibcrypto

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
