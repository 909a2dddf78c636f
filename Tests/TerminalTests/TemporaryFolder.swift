import EventLoop
import Glibc

/// A folder of its own for one test, removed with what is in it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/garita-test-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw PseudoTerminal.Failure(step: "mkdtemp", code: errno)
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    func text(of file: String) throws -> String {
        String(decoding: try FileInput.readAll(path: file, limit: 1 << 24), as: UTF8.self)
    }

    func write(_ text: String, to file: String) throws {
        var output = try FileOutput(path: file)
        try output.write(Array(text.utf8).span)
        try output.close()
    }

    func permissions(of file: String) -> UInt32 {
        var status = stat()
        _ = unsafe stat(file, &status)
        return status.st_mode & 0o777
    }

    private static func remove(_ path: String) {
        if let folder = unsafe opendir(path) {
            while let entry = unsafe readdir(folder) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                    unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                        unsafe String(cString: $0)
                    }
                }
                if name != ".", name != ".." { remove(path + "/" + name) }
            }
            _ = unsafe closedir(folder)
        }
        _ = unsafe Glibc.remove(path)
    }
}
