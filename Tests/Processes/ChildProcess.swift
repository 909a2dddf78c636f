import EventLoop
import Platform

/// A program that was started, which ends at the latest when the value does.
package final class ChildProcess {
    /// What the system calls it.
    package let id: Int32
    /// Our end of its terminal, which does not block; below 0 when it has none.
    package let terminal: Int32
    private var hasEnded = false

    /// Why there is no program.
    package struct Failure: Error {
        /// The call that failed.
        package let step: String
        /// The `errno` that it left.
        package let code: Int32
    }

    /// Starts a program as the leader of a session on a new terminal: `pty(7)`.
    package init(onTerminal arguments: [String], environment: [String: String]) throws {
        let (control, path) = try System.openTerminal()
        do {
            // The first terminal that a session's leader opens becomes that of the session.
            id = try System.spawn(
                arguments, environment, files: (0...2).map { ($0, path, O_RDWR) })
        } catch {
            _ = close(control)
            throw error
        }
        terminal = control
    }

    /// Starts a program whose output goes to a file, and whose input is empty.
    package init(_ arguments: [String], output path: String, environment: [String: String]) throws {
        terminal = -1
        id = try System.spawn(
            arguments, environment,
            files: [(0, "/dev/null", O_RDONLY), (1, path, O_WRONLY | O_CREAT | O_TRUNC)])
    }

    deinit {
        if !hasEnded {
            _ = kill(id, SIGKILL)
            _ = waitpid(id, nil, 0)
        }
        if terminal >= 0 { _ = close(terminal) }
    }

    /// Sends it a signal: `kill(2)`.
    package func send(signal: Int32) {
        _ = kill(id, signal)
    }

    /// Its exit status, or minus the signal that ended it; nil while it runs.
    ///
    /// `waiting` says whether to wait for the end: `waitpid(2)`.
    package func status(waiting: Bool) -> Int32? {
        var raw: Int32 = 0
        while true {
            let ended = unsafe waitpid(id, &raw, waiting ? 0 : WNOHANG)
            if ended == id { break }
            guard ended < 0, errno == EINTR else { return nil }
        }
        hasEnded = true
        return raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
    }

    /// Gives its terminal a size, of which the kernel tells the program.
    package func setSize(rows: Int, columns: Int) {
        System.setSize(of: terminal, rows: rows, columns: columns)
    }

    /// Whether the terminal echoes what is typed, and collects it into rows, by itself.
    package var isCooked: Bool {
        var mode = termios()
        _ = unsafe tcgetattr(terminal, &mode)
        return mode.c_lflag & tcflag_t(ECHO | ICANON) == tcflag_t(ECHO | ICANON)
    }

    /// Waits for something to read, or for room for `unsent`, and then writes and reads what goes.
    ///
    /// What was written is taken from `unsent`.
    ///
    /// - Returns: What came; nil when nothing more can come, nothing where the time ran out.
    package func exchange(
        _ unsent: inout ArraySlice<UInt8>, milliseconds: Int32
    ) -> ArraySlice<UInt8>? {
        let events = POLLIN | (unsent.isEmpty ? 0 : POLLOUT)
        var request = pollfd(fd: terminal, events: Int16(events), revents: 0)
        guard unsafe poll(&request, 1, milliseconds) > 0 else { return milliseconds > 0 ? [] : nil }
        if Int32(request.revents) & POLLOUT != 0 {
            let bytes = Array(unsent)
            let count = unsafe write(terminal, bytes, bytes.count)
            if count > 0 { unsent.removeFirst(count) }
        }
        guard Int32(request.revents) & (POLLIN | POLLHUP) != 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let size = bytes.count
        let count = unsafe read(terminal, &bytes, size)
        guard count > 0 else {
            return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
        }
        return bytes[..<count]
    }

    /// A number of its state, such as `VmHWM`: `proc_pid_status(5)`; nil where there is no such file.
    package func figure(_ name: String) -> Int? {
        let path = "/proc/\(id)/status"
        guard let bytes = try? FileInput.readAll(path: path, limit: 1 << 16) else { return nil }
        let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let row = rows.first { $0.hasPrefix(name + ":") }
        return row?.split { !("0"..."9").contains($0) }.first.flatMap { Int($0) }
    }

    /// The folder of the running executable, beside which those lie that are built with it.
    package static func folder() -> String {
        let path = System.executablePath()
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .prefix { !$0.hasSuffix(".xctest") }.joined(separator: "/")
    }

    /// Milliseconds since some moment in the past; it never runs backwards: `CLOCK_MONOTONIC`.
    package static func milliseconds() -> Int {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
