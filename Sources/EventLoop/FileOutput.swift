internal import Glibc

/// A file, pipe or terminal that is written through a buffer of 64 KiB.
///
/// End it with `close()`: what is still in the buffer when the value merely dies is lost, because
/// nobody could be told that writing it failed.
package struct FileOutput: ~Copyable {
    private let target: Descriptor
    private var buffer: [UInt8] = []

    /// Creates the file, or empties it if it exists.
    ///
    /// `mode` holds the permissions of a new file, of which the process's mask is taken away.
    ///
    /// - Throws: `SystemFault`, with `EISDIR` for a folder.
    package init(path: String, mode: UInt32 = 0o600) throws(SystemFault) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY
        target = try Descriptor(result: unsafe open(path, flags, mode_t(mode)), of: .open)
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// Writes to what an open descriptor leads to; the descriptor itself stays the caller's.
    ///
    /// - Throws: `SystemFault`, with `EBADF` when nothing is open there.
    package init(descriptor: Int32) throws(SystemFault) {
        target = try Descriptor(duplicating: descriptor)
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// Lets only its owner read the file, also one that was there before: `fchmod(2)`.
    ///
    /// What is no regular file keeps its permissions.
    ///
    /// - Throws: `SystemFault`, with `EPERM` when the file is another user's.
    package mutating func makePrivate() throws(SystemFault) {
        try target.makePrivate()
    }

    /// Writes bytes at once, so that no copy of them stays in the buffer.
    ///
    /// - Throws: `SystemFault`, with `ENOSPC` when the disk is full.
    package mutating func writeThrough(_ bytes: Span<UInt8>) throws(SystemFault) {
        try flush()
        try target.writeAll(bytes)
    }

    /// Adds bytes behind those written before; they may wait in the buffer until `flush()`.
    ///
    /// - Throws: `SystemFault`, with `ENOSPC` when the disk is full; what was buffered is then lost.
    package mutating func write(_ bytes: Span<UInt8>) throws(SystemFault) {
        if buffer.count + bytes.count > Self.bufferSize { try flush() }
        guard bytes.count < Self.bufferSize else { return try target.writeAll(bytes) }
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Hands everything in the buffer to the system.
    ///
    /// - Throws: `SystemFault`; what was buffered is then lost and is not tried again.
    package mutating func flush() throws(SystemFault) {
        defer { buffer.removeAll(keepingCapacity: true) }
        try target.writeAll(buffer.span)
    }

    /// Writes what is left and closes the file.
    ///
    /// - Throws: `SystemFault`; the file is closed all the same.
    package consuming func close() throws(SystemFault) {
        try flush()
        try target.close()
    }

    private static let bufferSize = 1 << 16
}
