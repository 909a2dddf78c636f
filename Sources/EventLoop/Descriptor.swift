internal import Platform

/// A file descriptor that this process owns, closed exactly once.
struct Descriptor: ~Copyable {
    /// The number that the kernel knows it by, at least 0; valid while the owner lives.
    let rawValue: Int32

    /// Takes over an open descriptor, which nobody else may close.
    init(owning rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Takes over what a call of the kernel returned.
    ///
    /// - Throws: `SystemFault` with the current `errno` if that is negative.
    init(result: Int32, of operation: SystemOperation) throws(SystemFault) {
        guard result >= 0 else { throw SystemFault(operation: operation, code: errno) }
        self.init(owning: result)
    }

    deinit {
        _ = Platform.close(rawValue)
    }

    /// Closes the descriptor and says whether that went well: `close(2)`.
    ///
    /// It is closed in any case, also after `EINTR`, and must not be tried again on Linux.
    ///
    /// - Throws: `SystemFault`; written data may then be lost.
    consuming func close() throws(SystemFault) {
        let result = Platform.close(rawValue)
        let code = errno
        discard self
        guard result == 0 || code == EINTR else {
            throw SystemFault(operation: .close, code: code)
        }
    }
}

extension Descriptor {
    /// A second descriptor for the same open file, which is closed independently: `dup(2)`.
    ///
    /// - Throws: `SystemFault`, with `EBADF` when nothing is open there.
    init(duplicating other: Int32) throws(SystemFault) {
        try self.init(result: fcntl(other, F_DUPFD_CLOEXEC, 3), of: .duplicate)
    }

    /// Writes all the bytes, however many calls it takes: `write(2)`.
    ///
    /// - Throws: `SystemFault`; some of the bytes may have been written.
    borrowing func writeAll(_ bytes: Span<UInt8>) throws(SystemFault) {
        var start = 0
        while start < bytes.count {
            let rest = bytes.extracting(start...)
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Platform.write(rawValue, bytes.baseAddress, bytes.count)
            }
            if count > 0 {
                start += count
                continue
            }
            // Nothing written without an error would be asked for forever.
            let code = count == 0 ? EIO : errno
            switch code {
            case EINTR: continue
            case EAGAIN: try Self.wait(for: Int16(POLLOUT), on: rawValue)
            default: throw SystemFault(operation: .write, code: code)
            }
        }
    }

    /// Takes everybody else's permissions away from a regular file: `fchmod(2)`.
    ///
    /// - Throws: `SystemFault`, with `EPERM` when the file is another user's.
    borrowing func makePrivate() throws(SystemFault) {
        var status = stat()
        guard unsafe fstat(rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return
        }
        guard fchmod(rawValue, 0o600) == 0 else {
            throw SystemFault(operation: .open, code: errno)
        }
    }

    /// Waits until a descriptor that does not block is ready: `poll(2)`.
    ///
    /// - Throws: `SystemFault`; a signal ends the wait without one.
    static func wait(for events: Int16, on descriptor: Int32) throws(SystemFault) {
        var request = pollfd(fd: descriptor, events: events, revents: 0)
        guard unsafe poll(&request, 1, -1) >= 0 || errno == EINTR else {
            throw SystemFault(operation: .poll, code: errno)
        }
    }
}
