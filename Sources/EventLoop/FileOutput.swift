internal import Platform

/// A file, pipe or terminal that is written through a buffer of 64 KiB; or a file that is only in memory.
///
/// End it with `close()`: what is still in the buffer when the value merely dies is lost, because
/// nobody could be told that writing it failed.
package struct FileOutput: ~Copyable {
    /// Where the bytes go; nil for a file that is only in memory.
    private var target: Descriptor?
    private var buffer: [UInt8] = []
    /// The most bytes that are kept in memory.
    private var limit = Self.bufferSize

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

    /// Writes to what was just opened, and owns it.
    init(owning target: consuming Descriptor) {
        self.target = consume target
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// Keeps what is written in memory, at most so many bytes of it.
    package init(keeping limit: Int) {
        target = nil
        self.limit = limit
    }

    /// What a file that is only in memory holds.
    package var kept: [UInt8] { buffer }

    private var isInMemory: Bool {
        switch target {
        case .none: true
        case .some: false
        }
    }

    /// Gives the file these permissions: `fchmod(2)`.
    ///
    /// - Throws: `SystemFault`, with `EPERM` when the file is another user's.
    borrowing func setPermissions(_ mode: mode_t) throws(SystemFault) {
        switch target {
        case .some(let file):
            guard fchmod(file.rawValue, mode) == 0 else {
                throw SystemFault(operation: .open, code: errno)
            }
        case .none: break
        }
    }

    /// Lets only its owner read the file, also one that was there before: `fchmod(2)`.
    ///
    /// What is no regular file keeps its permissions.
    ///
    /// - Throws: `SystemFault`, with `EPERM` when the file is another user's.
    package mutating func makePrivate() throws(SystemFault) {
        try target?.makePrivate()
    }

    /// Writes bytes at once, so that no copy of them stays in the buffer.
    ///
    /// - Throws: `SystemFault`, with `ENOSPC` when the disk is full.
    package mutating func writeThrough(_ bytes: Span<UInt8>) throws(SystemFault) {
        guard !isInMemory else { return try write(bytes) }
        try flush()
        try target?.writeAll(bytes)
    }

    /// Adds bytes behind those written before; they may wait in the buffer until `flush()`.
    ///
    /// - Throws: `SystemFault`, with `ENOSPC` when the disk is full; what was buffered is then lost.
    package mutating func write(_ bytes: Span<UInt8>) throws(SystemFault) {
        if buffer.count + bytes.count > limit {
            guard !isInMemory else { throw .full }
            try flush()
        }
        guard bytes.count < limit || isInMemory else {
            try target?.writeAll(bytes)
            return
        }
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Hands everything in the buffer to the system.
    ///
    /// - Throws: `SystemFault`; what was buffered is then lost and is not tried again.
    package mutating func flush() throws(SystemFault) {
        guard !isInMemory else { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        try target?.writeAll(buffer.span)
    }

    /// Writes what is left and closes the file.
    ///
    /// - Throws: `SystemFault`; the file is closed all the same.
    package consuming func close() throws(SystemFault) {
        try flush()
        if let target = target.take() { try target.close() }
    }

    private static let bufferSize = 1 << 16
}

extension FileOutput {
    /// Writes a file that takes the place of the one at `path` when it is complete, or not at all.
    ///
    /// It is written beside that one, to `path` and ".part", and gets its permissions, or `mode` where there is none. What can't be
    /// replaced so is written where it is: a device, a link, another user's file, a file in a folder that
    /// takes no new one.
    ///
    /// `body` says whether it has written all; if not, a file that was replaceable is as it was before.
    ///
    /// - Throws: `SystemFault`; a file that was replaceable is then as it was before.
    package static func replace(
        path: String, mode new: UInt32 = 0o600,
        _ body: (inout FileOutput) throws(SystemFault) -> Bool
    ) throws(SystemFault) {
        let fresh = path + ".part"
        guard let mode = modeOfReplacement(for: path, mode_t(new)), claim(fresh, mode) else {
            var output = try FileOutput(path: path, mode: new)
            _ = try body(&output)
            return try output.close()
        }
        try write(fresh, over: path, body)
    }

    /// Writes a file at `fresh` and lets it take the place of the one at `path`: `rename(2)`.
    ///
    /// - Throws: `SystemFault`; nothing is left at `fresh` then, nor when `body` has not written all, and what is
    ///   at `path` is as it was.
    static func write(
        _ fresh: String, over path: String,
        _ body: (inout FileOutput) throws(SystemFault) -> Bool
    ) throws(SystemFault) {
        do throws(SystemFault) {
            var output = try FileOutput(path: fresh)
            let isWhole = try body(&output)
            try output.close()
            guard isWhole else {
                _ = unsafe unlink(fresh)
                return
            }
            guard unsafe rename(fresh, path) == 0 else {
                throw SystemFault(operation: .rename, code: errno)
            }
        } catch {
            _ = unsafe unlink(fresh)
            throw error
        }
    }

    /// The permissions of a file that may take the place of what is at `path`; nil when none may.
    private static func modeOfReplacement(for path: String, _ new: mode_t) -> mode_t? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return errno == ENOENT ? new : nil }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1,
            status.st_uid == geteuid(), unsafe access(path, W_OK) == 0
        else { return nil }
        return status.st_mode & 0o777
    }

    /// Creates an empty file with these permissions where there is none: nobody's file is written over.
    private static func claim(_ path: String, _ mode: mode_t) -> Bool {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY
        let file = unsafe open(path, flags, 0o600)
        guard file >= 0 else { return false }
        _ = fchmod(file, mode)
        _ = Platform.close(file)
        return true
    }
}
