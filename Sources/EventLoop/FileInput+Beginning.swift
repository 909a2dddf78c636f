internal import Glibc

extension FileInput {
    /// The first bytes of a file, at most `count`; nil when nothing is there, or no regular file.
    ///
    /// It never waits and changes nothing: a pipe or a device is not opened.
    ///
    /// - Throws: `FileFault` when a regular file is there and can't be read, or a folder is.
    package static func beginning(
        ofRegularFile path: String, count: Int
    ) throws(FileFault) -> [UInt8]? {
        var information = stat()
        guard unsafe stat(path, &information) == 0 else { return nil }
        switch information.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .isFolder
        default: return nil
        }
        do {
            let file = try Descriptor(
                result: unsafe open(path, O_RDONLY | O_CLOEXEC), of: .open)
            var bytes = [UInt8](repeating: 0, count: count)
            let read = try read(descriptor: file.rawValue, into: &bytes)
            return Array(bytes[..<read])
        } catch {
            throw .system(error)
        }
    }
}
