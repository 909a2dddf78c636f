import EventLoop
import Platform

/// What the benchmarks ask of the system.
enum System {
    /// Nanoseconds since some moment in the past; it never runs backwards: `CLOCK_MONOTONIC`.
    static func nanoseconds() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func isExecutable(_ path: String) -> Bool {
        unsafe access(path, X_OK) == 0
    }

    static func write(_ text: String, to path: String) throws {
        var file = try FileOutput(path: path)
        try file.write(Array(text.utf8).span)
        try file.close()
    }

    /// The bytes of a file; nil when there is none.
    static func read(_ path: String) -> [UInt8]? {
        try? FileInput.readAll(path: path, limit: 1 << 30)
    }

    static func remove(_ path: String) {
        _ = unsafe unlink(path)
    }

    static func sleep(seconds: Int) {
        _ = Platform.sleep(UInt32(seconds))
    }
}
