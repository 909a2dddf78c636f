internal import Platform
package import Timeline

/// A folder that is held open: what lies below it is reached from it, and by no link.
///
/// A way is the names that lead from the folder to a file, none of them `.` or `..`. Each name is opened in
/// the folder of the one before, so that nobody who moves files about meanwhile makes a way lead elsewhere.
package final class OpenFolder {
    private let descriptor: Descriptor
    /// Where it was when it was opened, from the root and without links.
    package let path: String

    /// Opens a folder, to which links may lead: `open(2)`, `realpath(3)`.
    ///
    /// - Throws: `FileFault`, `.system` with `ENOTDIR` when it is no folder.
    package init(path: String) throws(FileFault) {
        do throws(SystemFault) {
            descriptor = try Descriptor(
                result: unsafe open(path, System.folderFlags), of: .open)
        } catch {
            throw error.code == ENOENT ? .missing : .system(error)
        }
        guard let real = unsafe realpath(path, nil) else {
            throw .system(SystemFault(operation: .open, code: errno))
        }
        self.path = unsafe String(cString: real)
        unsafe free(real)
    }

    /// Reads a whole regular file, or as much of it as the budget lets.
    ///
    /// - Throws: `FileFault`, `.tooLarge` without having kept more than `limit` bytes.
    package func readAll(
        _ way: [String], limit: Int, _ budget: Budget = Budget()
    ) throws(FileFault) -> [UInt8] {
        let file = try entry(way).openFile()
        return try FileInput.readAll(descriptor: file.rawValue, limit: limit, budget)
    }

    /// The names in a folder to which a way leads, as `FolderList` has them; no names lead to the folder itself.
    ///
    /// - Throws: `FileFault`, `.missing` when there is no folder.
    package func names(_ way: [String]) throws(FileFault) -> [String] {
        // What a folder is held open by may not be read (`O_PATH`).
        let folder = try entry(way + ["."]).open(
            O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        do throws(SystemFault) { return try FolderList.names(of: folder) } catch {
            throw .system(error)
        }
    }

    /// Writes a regular file: a new one, or in place of one that may be replaced.
    ///
    /// `fill` gets the file and writes it. A new one is at its place at once, for its owner alone. One that
    /// takes another's place does so when `fill` returns, with the permissions of that other one. Nothing of it
    /// is kept if `fill` returns nil.
    ///
    /// `mayReplace` is asked with the first bytes, at most `length`, of a file that is there and has some.
    ///
    /// - Throws: `FileFault`; what is at the way is then as it was before.
    package func put<Result>(
        _ way: [String], length: Int, mayReplace: ([UInt8]) -> Bool,
        _ fill: (consuming FileOutput) throws(SystemFault) -> Result?
    ) throws(FileFault) -> Result? {
        let entry = try entry(way)
        let permissions = try entry.permissions(length: length, ofOne: mayReplace)
        do {
            guard let permissions else { return try entry.create(fill) }
            return try entry.replace(permissions, fill)
        } catch {
            throw .system(error)
        }
    }

    /// The last name of a way, in the folder that holds it.
    private func entry(_ way: [String]) throws(FileFault) -> FolderEntry {
        guard let name = way.last else { throw .isFolder }
        var folder: Descriptor
        do {
            folder = try Descriptor(duplicating: descriptor.rawValue)
        } catch {
            throw .system(error)
        }
        for step in way.dropLast() {
            folder = try FolderEntry(folder: folder, name: step).openFolder()
        }
        return FolderEntry(folder: folder, name: name)
    }
}

/// A name in a folder that is held open, at which something may be.
private struct FolderEntry: ~Copyable {
    let folder: Descriptor
    let name: String

    init(folder: consuming Descriptor, name: String) {
        self.folder = folder
        self.name = name
    }

    /// What is at the name, and not where a link there leads: `fstatat(2)`; nil when nothing is.
    func status() throws(FileFault) -> stat? {
        var status = stat()
        guard unsafe fstatat(folder.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) != 0 else {
            return status
        }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw .system(SystemFault(operation: .status, code: errno))
    }

    /// Opens the folder that is at the name: `openat(2)`.
    func openFolder() throws(FileFault) -> Descriptor {
        guard let status = try status() else { throw .missing }
        if status.st_mode & S_IFMT == S_IFLNK { throw .isLink }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .missing }
        return try open(System.folderFlags)
    }

    /// Opens the regular file that is at the name, and never waits: `openat(2)`.
    func openFile() throws(FileFault) -> Descriptor {
        guard let status = try status() else { throw .missing }
        // What is no regular file is not even opened: for a FIFO or a device that may be felt elsewhere.
        try Self.checkRegular(status)
        let file = try open(O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        var opened = stat()
        guard unsafe fstat(file.rawValue, &opened) == 0 else {
            throw .system(SystemFault(operation: .status, code: errno))
        }
        try Self.checkRegular(opened)
        return file
    }

    private static func checkRegular(_ status: stat) throws(FileFault) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFLNK: throw .isLink
        case S_IFDIR: throw .isFolder
        case S_IFIFO: throw .isFIFO
        default: throw .notRegular
        }
    }

    fileprivate func open(_ flags: Int32) throws(FileFault) -> Descriptor {
        do {
            return try Descriptor(
                result: unsafe openat(folder.rawValue, name, flags | O_NOFOLLOW), of: .open)
        } catch {
            throw .system(error)
        }
    }

    /// The permissions of the file that is at the name, if it may be replaced; nil when nothing is there.
    func permissions(
        length: Int, ofOne mayReplace: ([UInt8]) -> Bool
    ) throws(FileFault) -> mode_t? {
        guard let status = try status() else { return nil }
        let file = try openFile()
        var start = [UInt8](repeating: 0, count: length)
        let count: Int
        do {
            count = try FileInput.read(descriptor: file.rawValue, into: &start)
        } catch {
            throw .system(error)
        }
        guard count > 0, mayReplace(Array(start[..<count])) else {
            throw .notReplaceable(isEmpty: count == 0)
        }
        return status.st_mode & 0o777
    }

    /// Creates the file, which goes away again when `fill` fails or gives nil: `openat(2)` with `O_EXCL`.
    func create<Result>(
        _ fill: (consuming FileOutput) throws(SystemFault) -> Result?
    ) throws(SystemFault) -> Result? {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY
        let file = try Descriptor(
            result: unsafe openat(folder.rawValue, name, flags, mode_t(0o600)), of: .open)
        do throws(SystemFault) {
            if let result = try fill(FileOutput(owning: file)) { return result }
            _ = unsafe unlinkat(folder.rawValue, name, 0)
            return nil
        } catch {
            _ = unsafe unlinkat(folder.rawValue, name, 0)
            throw error
        }
    }

    /// Fills a file beside the name, which then takes the place of what is at the name: `renameat(2)`.
    func replace<Result>(
        _ permissions: mode_t, _ fill: (consuming FileOutput) throws(SystemFault) -> Result?
    ) throws(SystemFault) -> Result? {
        var number = 0
        while true {
            number += 1
            let beside = "\(name).part\(number)"
            let fresh = FolderEntry(
                folder: try Descriptor(duplicating: folder.rawValue), name: beside)
            do throws(SystemFault) {
                return try fresh.create { output throws(SystemFault) in
                    try output.setPermissions(permissions)
                    guard let result = try fill(output) else { return nil }
                    guard unsafe renameat(folder.rawValue, beside, folder.rawValue, name) == 0
                    else { throw SystemFault(operation: .rename, code: errno) }
                    return result
                }
            } catch {
                // What a run that was killed left, or another run is writing.
                guard error.operation == .open, error.code == EEXIST, number < 10 else {
                    throw error
                }
            }
        }
    }
}
