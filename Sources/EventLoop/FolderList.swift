internal import Platform

/// What lies in a folder.
package enum FolderList {
    /// The most names that are read.
    package static let limit = 100_000

    /// Whether a path leads to a folder that can be read: `opendir(3)`.
    package static func isFolder(_ path: String) -> Bool {
        guard let folder = unsafe opendir(path) else { return false }
        _ = unsafe closedir(folder)
        return true
    }

    /// The names in a folder that do not begin with a dot, in the order of their bytes; nil where there is no folder:
    /// `opendir(3)`, `readdir(3)`.
    ///
    /// - Throws: `SystemFault` when the folder can't be read, `EMFILE` when it has more names than are read.
    package static func names(in path: String) throws(SystemFault) -> [String]? {
        guard let folder = unsafe opendir(path) else {
            switch errno {
            case ENOENT, ENOTDIR: return nil
            case let code: throw SystemFault(operation: .open, code: code)
            }
        }
        return try unsafe names(reading: folder)
    }

    /// The names in a folder that is open: `fdopendir(3)`.
    ///
    /// - Throws: `SystemFault` as `names(in:)`.
    static func names(of folder: borrowing Descriptor) throws(SystemFault) -> [String] {
        // The stream closes the descriptor that it was made of.
        let copy = fcntl(folder.rawValue, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0, let stream = unsafe fdopendir(copy) else {
            let fault = SystemFault(operation: .open, code: errno)
            if copy >= 0 { _ = close(copy) }
            throw fault
        }
        return try unsafe names(reading: stream)
    }

    private static func names(reading folder: OpaquePointer) throws(SystemFault) -> [String] {
        defer { _ = unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix(".") else { continue }
            names.append(name)
            guard names.count <= limit else {
                throw SystemFault(operation: .open, code: EMFILE)
            }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
