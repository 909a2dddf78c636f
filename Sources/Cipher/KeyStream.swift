import CLibcrypto

/// An AES-256-CTR key stream from counter zero, freed and wiped with its owner (`EVP_CIPHER_CTX`).
@safe
struct KeyStream: ~Copyable {
    private let raw: OpaquePointer

    /// The stream of a key of 32 bytes.
    ///
    /// - Throws: ``CipherFault/keyLength`` or ``CipherFault/algorithmUnavailable``.
    init(key: borrowing SecretBytes) throws(CipherFault) {
        guard key.count == 32 else { throw .keyLength }
        Libcrypto.prepare()
        guard let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-256-CTR", nil) else {
            throw .algorithmUnavailable
        }
        defer { unsafe EVP_CIPHER_free(cipher) }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .algorithmUnavailable }
        let counter = [16 of UInt8](repeating: 0)
        let status = key.withBytes { bytes in
            unsafe bytes.withUnsafeBufferPointer { key in
                unsafe counter.span.withUnsafeBufferPointer { counter in
                    unsafe EVP_EncryptInit_ex2(
                        context, cipher, key.baseAddress, counter.baseAddress, nil)
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

    /// Adds the next bytes of the stream to `bytes`, bit by bit without carry.
    borrowing func combine(into bytes: inout MutableSpan<UInt8>) {
        precondition(bytes.count <= Int32.max, "libcrypto takes at most 2^31 - 1 bytes at a time")
        guard !bytes.isEmpty else { return }
        let context = unsafe raw
        let status = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var written: Int32 = 0
            return unsafe EVP_EncryptUpdate(
                context, buffer.baseAddress, &written, buffer.baseAddress, Int32(buffer.count))
        }
        precondition(status == 1, "libcrypto continues a key stream that was set up")
    }
}
