internal import Platform
package import Timeline

/// Reading what somebody named: files, pipes and the standard input.
package enum FileInput {
    /// Reads a whole file or pipe, or as much of it as the budget lets.
    ///
    /// - Throws: `FileFault`, `.tooLarge` without having kept more than `limit` bytes.
    package static func readAll(
        path: String, limit: Int, _ budget: Budget = Budget()
    ) throws(FileFault) -> [UInt8] {
        let file: Descriptor
        do throws(SystemFault) {
            file = try Descriptor(
                result: unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), of: .open)
        } catch {
            switch error.code {
            case ENOENT, ENOTDIR: throw .missing
            default: throw .system(error)
            }
        }
        return try readAll(descriptor: file.rawValue, limit: limit, budget)
    }

    /// Reads an open descriptor to its end, or to that of the budget, and leaves it open.
    ///
    /// - Throws: `FileFault`, `.tooLarge` without having kept more than `limit` bytes.
    package static func readAll(
        descriptor: Int32, limit: Int, _ budget: Budget = Budget()
    ) throws(FileFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceSize)
        while budget.spend(pieceSize) {
            let count: Int
            do throws(SystemFault) {
                count = try read(descriptor: descriptor, into: &piece)
            } catch {
                throw error.code == EISDIR ? .isFolder : .system(error)
            }
            if count == 0 { return bytes }
            guard count <= limit - bytes.count else { throw .tooLarge(limit: limit) }
            bytes.append(contentsOf: piece[..<count])
        }
        return bytes
    }

    /// Reads once, up to the size of `buffer`, and waits until something is there: `read(2)`.
    ///
    /// - Returns: How many bytes came, 0 at the end.
    /// - Throws: `SystemFault`, with `EIO` when a terminal has gone away.
    package static func read(
        descriptor: Int32, into buffer: inout [UInt8]
    ) throws(SystemFault) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe Platform.read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: try Descriptor.wait(for: Int16(POLLIN), on: descriptor)
            case let code: throw SystemFault(operation: .read, code: code)
            }
        }
    }

    /// Whether reading would return at once, with bytes or at the end: `poll(2)`.
    package static func isReady(descriptor: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 0) > 0
    }

    private static let pieceSize = 1 << 16

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

/// Why a file could not be read.
package enum FileFault: Error, Hashable, Sendable {
    /// There is nothing at the path: `ENOENT` or `ENOTDIR`.
    case missing

    /// The path leads to a folder.
    case isFolder

    /// A name on a way below a folder is a link.
    case isLink

    /// There is a FIFO where a regular file was expected.
    case isFIFO

    /// There is a device or a socket where a regular file was expected.
    case notRegular

    /// There is a file that may not be replaced.
    case notReplaceable(isEmpty: Bool)

    /// There is more to read than the caller allows, in bytes.
    case tooLarge(limit: Int)

    /// The system refused for another reason, for example a lack of permission.
    case system(SystemFault)
}
