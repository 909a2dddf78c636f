import CLibcrypto

/// Bytes that nobody may keep a copy of by accident: a key, or what a key is made from.
///
/// They live in one allocation, are lent as a span, and are overwritten when the value ends. A copy is
/// made only where the code says ``copy()``.
@safe
package struct SecretBytes: ~Copyable {
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Secret bytes that `fill` writes; it finds zeros.
    ///
    /// - Throws: what `fill` throws; the bytes it had written by then are wiped.
    package init<Fault: Error>(
        count: Int, filledBy fill: (inout MutableSpan<UInt8>) throws(Fault) -> Void
    ) throws(Fault) {
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
        unsafe bytes.initialize(repeating: 0)
        do {
            var span = unsafe bytes.mutableSpan
            try fill(&span)
        } catch {
            unsafe Self.release(bytes)
            throw error
        }
        unsafe storage = bytes
    }

    /// A secret with the values of `bytes`, which stay as they are.
    package init(copying bytes: Span<UInt8>) {
        self.init(count: bytes.count) { target in
            for index in bytes.indices { target[index] = bytes[index] }
        }
    }

    /// A secret with the values of `bytes`, which are wiped and left empty.
    package init(taking bytes: inout [UInt8]) {
        self.init(copying: bytes.span)
        Self.wipe(&bytes)
    }

    deinit {
        unsafe Self.release(storage)
    }

    /// The number of bytes.
    package var count: Int { unsafe storage.count }

    /// Lends the bytes to `body`; the span is valid inside it only.
    ///
    /// - Throws: what `body` throws.
    package borrowing func withBytes<Result: ~Copyable, Fault: Error>(
        _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        try unsafe body(storage.span)
    }

    /// A second secret with the same bytes.
    package borrowing func copy() -> SecretBytes {
        withBytes { bytes in SecretBytes(copying: bytes) }
    }

    /// Whether both hold the same bytes, in a time that depends on their number only (`CRYPTO_memcmp`).
    package borrowing func matches(_ other: borrowing SecretBytes) -> Bool {
        guard count == other.count else { return false }
        guard count > 0 else { return true }
        return unsafe CRYPTO_memcmp(storage.baseAddress, other.storage.baseAddress, count) == 0
    }

    /// Overwrites `bytes` with zeros in a way the optimizer keeps, and empties it (`OPENSSL_cleanse`).
    ///
    /// Reaches this array's storage only: copies that were made of it earlier are the caller's business.
    package static func wipe(_ bytes: inout [UInt8]) {
        var span = bytes.mutableSpan
        wipe(&span)
        bytes.removeAll()
    }

    /// Overwrites every byte of `bytes` with zero in a way the optimizer keeps (`OPENSSL_cleanse`).
    package static func wipe(_ bytes: inout MutableSpan<UInt8>) {
        unsafe bytes.withUnsafeMutableBytes { raw in
            unsafe OPENSSL_cleanse(raw.baseAddress, raw.count)
        }
    }

    private static func release(_ storage: UnsafeMutableBufferPointer<UInt8>) {
        var span = unsafe storage.mutableSpan
        wipe(&span)
        unsafe storage.deallocate()
    }
}
