internal import Glibc

extension FileOutput {
    /// Writes a file that takes the place of the one at `path` when it is complete, or not at all.
    ///
    /// It is written beside that one, to `path` and ".part", and gets its permissions. What can't be
    /// replaced so is written where it is: a device, a link, another user's file, a file in a folder that
    /// takes no new one.
    ///
    /// - Throws: `SystemFault`; a file that was replaceable is then as it was before.
    package static func replace(
        path: String, _ body: (inout FileOutput) throws(SystemFault) -> Void
    ) throws(SystemFault) {
        let fresh = path + ".part"
        guard let mode = modeOfReplacement(for: path), claim(fresh, mode) else {
            var output = try FileOutput(path: path)
            try body(&output)
            return try output.close()
        }
        do throws(SystemFault) {
            var output = try FileOutput(path: fresh)
            try body(&output)
            try output.close()
            guard unsafe rename(fresh, path) == 0 else {
                throw SystemFault(operation: .rename, code: errno)
            }
        } catch {
            _ = unsafe unlink(fresh)
            throw error
        }
    }

    /// The permissions of a file that may take the place of what is at `path`; nil when none may.
    private static func modeOfReplacement(for path: String) -> mode_t? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return errno == ENOENT ? 0o600 : nil }
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
        _ = Glibc.close(file)
        return true
    }
}
