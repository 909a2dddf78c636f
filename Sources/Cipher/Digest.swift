import CLibcrypto

/// Message digests.
package enum Digest {
    /// The length of a SHA-256 digest in bytes.
    package static let sha256Length = 32

    /// The SHA-256 digest of `bytes`, 32 bytes long (FIPS 180-4 section 6.2, `EVP_Digest`).
    package static func sha256(_ bytes: Span<UInt8>) -> [UInt8] {
        Libcrypto.prepare()
        return [UInt8](capacity: sha256Length) { output in
            let status = unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                unsafe bytes.withUnsafeBytes { bytes in
                    let status = unsafe EVP_Digest(
                        bytes.baseAddress, bytes.count, buffer.baseAddress, nil, EVP_sha256(), nil)
                    count = sha256Length
                    return status
                }
            }
            precondition(status == 1, "libcrypto has SHA-256")
        }
    }
}
