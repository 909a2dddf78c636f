import Glibc

/// What the benchmarks ask of the system.
enum System {
    /// Nanoseconds since some moment in the past; it never runs backwards: `CLOCK_MONOTONIC`.
    static func nanoseconds() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    static func isExecutable(_ path: String) -> Bool {
        unsafe access(path, X_OK) == 0
    }

    /// The folder of the running executable.
    static func executableFolder() throws -> String {
        var path = [UInt8](repeating: 0, count: 4_096)
        let count = unsafe path.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", base, bytes.count)
        }
        guard count > 0 else { throw Failure.system("readlink", errno) }
        let text = String(decoding: path[..<count], as: UTF8.self)
        return text.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
    }

    static func write(_ text: String, to path: String) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure.system("open", errno) }
        defer { _ = close(file) }
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { bytes in
                unsafe Glibc.write(file, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            }
            guard count > 0 else { throw Failure.system("write", errno) }
            done += count
        }
    }

    /// The bytes of a file; nil when there is none.
    static func read(_ path: String) -> [UInt8]? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
            }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// A variable of the environment.
    static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    static func remove(_ path: String) {
        _ = unsafe unlink(path)
    }

    /// A number of the process's state, such as `VmHWM`, as `/proc/PID/status` has it.
    static func status(of process: Int32, _ name: String) -> Int? {
        let file = unsafe open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe Glibc.read(file, bytes.baseAddress, bytes.count)
        }
        guard count > 0 else { return nil }
        for line in String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n") {
            guard line.hasPrefix(name + ":") else { continue }
            return line.split { !("0"..."9").contains($0) }.first.flatMap { Int($0) }
        }
        return nil
    }

    static func sleep(seconds: Int) {
        _ = Glibc.sleep(UInt32(seconds))
    }
}
