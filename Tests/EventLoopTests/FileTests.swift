import Platform
import TestSupport
import Testing

@testable import EventLoop

/// Files, pipes and folders.
@Suite struct FileTests {
    private let temporary: TemporaryFolder

    init() throws {
        temporary = try TemporaryFolder()
    }

    private var folder: String { temporary.path }

    private var file: String { folder + "/file" }

    private func read(_ path: String) throws -> [UInt8] {
        try FileInput.readAll(path: path, limit: 1 << 24)
    }

    @Test func replacesAFileAtOnceOrNotAtAll() throws {
        let (old, new): ([UInt8], [UInt8]) = ([1, 2, 3], [4, 5])
        try FileOutput.replace(path: file) { output throws(SystemFault) in
            try output.write(old.span)
            return true
        }
        #expect(try read(file) == old)
        try #require(unsafe chmod(file, 0o640) == 0)
        // Full disks are rare: whatever stops it, what was there is there.
        #expect(throws: SystemFault(operation: .write, code: ENOSPC)) {
            try FileOutput.replace(path: file) { output throws(SystemFault) in
                try output.writeThrough(new.span)
                throw SystemFault(operation: .write, code: ENOSPC)
            }
        }
        #expect(try read(file) == old)
        #expect(unsafe access(file + ".part", F_OK) != 0)
        try FileOutput.replace(path: file) { output throws(SystemFault) in
            try output.write(new.span)
            return true
        }
        #expect(try read(file) == new)
        try FileOutput.replace(path: file) { output throws(SystemFault) in
            try output.writeThrough(old.span)
            return false
        }
        #expect(try read(file) == new)
        #expect(unsafe access(file + ".part", F_OK) != 0)
        var status = stat()
        #expect(unsafe stat(file, &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test func writesWhereItIsWhatItCanNotReplace() throws {
        let (old, new): ([UInt8], [UInt8]) = ([1, 2, 3], [4, 5])
        func write(_ bytes: [UInt8], _ path: String) throws {
            try FileOutput.replace(path: path) { output throws(SystemFault) in
                try output.write(bytes.span)
                return true
            }
        }
        try write(old, file)
        try #require(unsafe symlink("file", folder + "/link") == 0)
        try write(new, folder + "/link")
        #expect(try read(file) == new)
        var status = stat()
        #expect(
            unsafe lstat(folder + "/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        // Somebody else's file beside it is not touched.
        try write(old, file + ".part")
        try write(old + new, file)
        #expect(try read(file) == old + new)
        #expect(try read(file + ".part") == old)
        #expect(throws: SystemFault(operation: .write, code: ENOSPC)) {
            try write(old, "/dev/full")
        }
        #expect(throws: SystemFault(operation: .open, code: ENOENT)) {
            try write(old, folder + "/none/file")
        }
    }

    @Test func writesThroughTheBufferInOrder() throws {
        var expected: [UInt8] = []
        var output = try FileOutput(path: file)
        for size in [0, 1, 65_535, 2, 65_536, 200_000, 3] {
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: size), count: size)
            try output.write(bytes.span)
            expected += bytes
        }
        try output.close()
        #expect(try read(file) == expected)
        var status = stat()
        #expect(unsafe stat(file, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func writesAroundTheBufferInOrder() throws {
        var output = try FileOutput(path: file)
        try output.write([1, 2].span)
        try output.writeThrough([3].span)
        #expect(try read(file) == [1, 2, 3])
        try output.write([4].span)
        #expect(try read(file) == [1, 2, 3])
        try output.close()
        #expect(try read(file) == [1, 2, 3, 4])
        var full = try FileOutput(path: "/dev/full")
        #expect(throws: SystemFault(operation: .write, code: ENOSPC)) {
            try full.writeThrough([1].span)
        }
    }

    @Test func takesAnOldFileAwayFromOthers() throws {
        try FileOutput(path: file).close()
        #expect(unsafe chmod(file, 0o666) == 0)
        var output = try FileOutput(path: file)
        try output.makePrivate()
        try output.close()
        var status = stat()
        #expect(unsafe stat(file, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        // A device stays as it is.
        #expect(unsafe stat("/dev/null", &status) == 0)
        let mode = status.st_mode
        var device = try FileOutput(path: "/dev/null")
        try device.makePrivate()
        try device.close()
        #expect(unsafe stat("/dev/null", &status) == 0 && status.st_mode == mode)
    }

    @Test func aFullDiskIsAFaultAndNotTriedAgain() throws {
        var output = try FileOutput(path: "/dev/full")
        try output.write([1, 2, 3].span)
        #expect(throws: SystemFault(operation: .write, code: ENOSPC)) { try output.flush() }
        try output.close()
        #expect(throws: SystemFault(operation: .write, code: ENOSPC)) {
            var other = try FileOutput(path: "/dev/full")
            try other.write([1].span)
            try other.close()
        }
    }

    @Test func aBorrowedDescriptorStaysOpen() throws {
        let pipe = try Pipe()
        var output = try FileOutput(descriptor: pipe.writing)
        try output.write([1, 2].span)
        try output.close()
        pipe.write([3])
        var buffer = [UInt8](repeating: 0, count: 9)
        #expect(try FileInput.read(descriptor: pipe.reading, into: &buffer) == 3)
        #expect(buffer[..<3] == [1, 2, 3])
        #expect(throws: SystemFault(operation: .duplicate, code: EBADF)) {
            _ = try FileOutput(descriptor: 9_999)
        }
    }

    @Test func aClosedPipeIsAFault() throws {
        Host.ignoreBrokenPipes()
        var output: FileOutput
        do {
            let pipe = try Pipe()
            output = try FileOutput(descriptor: pipe.writing)
        }
        try output.write([1].span)
        #expect(throws: SystemFault(operation: .write, code: EPIPE)) { try output.flush() }
    }

    @Test func namesWhyAFileCannotBeRead() throws {
        #expect(throws: FileFault.missing) { try self.read(self.file) }
        #expect(throws: FileFault.missing) { try self.read("/dev/null/file") }
        #expect(throws: FileFault.isFolder) { try self.read(self.folder) }
        #expect(throws: FileFault.tooLarge(limit: 4)) {
            try FileInput.readAll(path: "/dev/zero", limit: 4)
        }
        try SharedFile.append([1, 2, 3, 4].span, path: file)
        #expect(try FileInput.readAll(path: file, limit: 4) == [1, 2, 3, 4])
        #expect(throws: FileFault.tooLarge(limit: 3)) {
            try FileInput.readAll(path: self.file, limit: 3)
        }
        #expect(try read("/dev/null").isEmpty)
    }

    @Test func readsAPipeToItsEnd() throws {
        let pipe = try Pipe()
        #expect(!FileInput.isReady(descriptor: pipe.reading))
        pipe.write([1, 2])
        #expect(FileInput.isReady(descriptor: pipe.reading))
        pipe.closeWriting()
        #expect(try FileInput.readAll(descriptor: pipe.reading, limit: 2) == [1, 2])
    }

    @Test func aSharedFileIsAddedToAndReplaced() throws {
        try SharedFile.append([1].span, path: file)
        try SharedFile.append([2, 3].span, path: file)
        try SharedFile.replace(path: file, limit: 10) { $0.reversed() }
        #expect(try read(file) == [3, 2, 1])
        #expect(throws: FileFault.tooLarge(limit: 2)) {
            try SharedFile.replace(path: self.file, limit: 2) { _ in [] }
        }
        #expect(try read(file) == [3, 2, 1])
        #expect(throws: FileFault.missing) { try self.read(self.file + ".new") }
        #expect(throws: SystemFault.self) { try SharedFile.append([1].span, path: self.folder) }
        #expect(throws: SystemFault(operation: .open, code: EINVAL)) {
            try SharedFile.append([1].span, path: "/dev/null")
        }
    }

    @Test func makesFoldersWithTheirParents() throws {
        let deep = folder + "/a/b/c"
        try Host.makeFolder(path: deep)
        try Host.makeFolder(path: deep + "/")
        var status = stat()
        #expect(unsafe stat(deep, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        try SharedFile.append([1].span, path: file)
        #expect(throws: SystemFault(operation: .makeFolder, code: EEXIST)) {
            try Host.makeFolder(path: self.file)
        }
        #expect(throws: SystemFault(operation: .makeFolder, code: ENOTDIR)) {
            try Host.makeFolder(path: self.file + "/sub")
        }
    }

    @Test(arguments: [
        ("/a/b", "/a"), ("/a//b/", "/a"), ("a/b", "a"), ("/a", "/"), ("a", nil), ("/", nil),
        ("", nil),
    ])
    func findsTheFolderOfAPath(_ path: String, parent: String?) {
        #expect(Host.parent(of: path) == parent)
    }

    @Test func looksAtItsSurroundings() throws {
        #expect(!Host.isTerminal(try Pipe().reading))
        #expect(Host.environment("PATH") != nil)
        #expect(Host.environment("GARITA_NOT_SET_ANYWHERE") == nil)
        #expect(TerminalMode(of: try Pipe().reading) == nil)
    }
}
