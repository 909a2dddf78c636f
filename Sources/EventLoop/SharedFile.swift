internal import Platform

/// A small file that several processes add to, such as a history.
///
/// Each of them holds the file's lock (`flock(2)`) while it changes it, so that no addition falls
/// into the gap while another process replaces the file.
package enum SharedFile {
    /// Adds bytes at the end in one piece; a missing file is created with permissions 0600.
    ///
    /// - Throws: `SystemFault`, with `EINVAL` if the path leads to something else than a file.
    package static func append(_ bytes: Span<UInt8>, path: String) throws(SystemFault) {
        let file = try openLocked(path: path)
        try file.writeAll(bytes)
        try file.close()
    }

    /// Replaces the content at once by what `change` makes of it: readers see the old or the new.
    ///
    /// The new content is written beside the file, to `path` and ".new", and renamed over it.
    ///
    /// - Throws: `FileFault`, `.tooLarge` for more than `limit` bytes; the file is then unchanged.
    package static func replace(
        path: String, limit: Int, change: ([UInt8]) -> [UInt8]
    ) throws(FileFault) {
        // The lock is given back when this descriptor closes, after the new file is in place.
        let lock: Descriptor
        do throws(SystemFault) {
            lock = try openLocked(path: path)
        } catch {
            throw .system(error)
        }
        let old = try FileInput.readAll(path: path, limit: limit)
        do throws(SystemFault) {
            let new = change(old)
            try FileOutput.write(path + ".new", over: path) { output throws(SystemFault) in
                try output.write(new.span)
                return true
            }
            try lock.close()
        } catch {
            throw .system(error)
        }
    }

    /// Opens the file that the path leads to once the lock is held.
    ///
    /// Whoever replaced the file meanwhile left us the lock of the old one, which has no name any
    /// more; then the new one is opened.
    private static func openLocked(path: String) throws(SystemFault) -> Descriptor {
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
        while true {
            let file = try Descriptor(result: unsafe open(path, flags, mode_t(0o600)), of: .open)
            while flock(file.rawValue, LOCK_EX) != 0 {
                guard errno == EINTR else { throw SystemFault(operation: .lock, code: errno) }
            }
            var status = stat()
            guard unsafe fstat(file.rawValue, &status) == 0 else {
                throw SystemFault(operation: .status, code: errno)
            }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw SystemFault(operation: .open, code: EINVAL)
            }
            if status.st_nlink > 0 { return file }
        }
    }
}
