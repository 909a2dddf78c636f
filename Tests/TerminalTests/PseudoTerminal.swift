import EventLoop
import Glibc

/// A program that runs in a terminal of its own, with us at the keyboard and in front of the screen.
///
/// The terminal is a pseudo-terminal of the kernel (`pty(7)`); what the program writes is drawn on a
/// `ScreenModel`. Nothing waits for a fixed time: a wait names what it waits for and has a limit.
final class PseudoTerminal {
    /// What a person would see now.
    private(set) var screen: ScreenModel

    /// Every byte that the program has written.
    private(set) var output: [UInt8] = []

    private let control: Int32
    private let process: pid_t
    private var unsent: ArraySlice<UInt8> = []
    private var status: Int32?

    /// Starts a program as the leader of a session on a new terminal of that size.
    init(
        executable: String, arguments: [String] = [],
        environment: [String: String] = ["TERM": "xterm-256color", "LANG": "C.UTF-8"],
        rows: Int = 24, columns: Int = 80
    ) throws {
        screen = ScreenModel(rows: rows, columns: columns)
        control = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard control >= 0 else { throw Failure(step: "open /dev/ptmx", code: errno) }
        var unlock: Int32 = 0
        var number: Int32 = 0
        guard unsafe ioctl(control, Request.unlock, &unlock) == 0,
            unsafe ioctl(control, Request.number, &number) == 0
        else {
            throw Failure(step: "ioctl", code: errno)
        }
        Self.setSize(of: control, rows: rows, columns: columns)
        process = try Self.spawn(
            executable, arguments: arguments, environment: environment,
            terminal: "/dev/pts/\(number)")
    }

    deinit {
        if status == nil {
            _ = kill(process, SIGKILL)
            _ = waitpid(process, nil, 0)
        }
        _ = close(control)
    }

    /// Presses keys: UTF-8 text, with control characters as they are, such as `\u{3}`.
    func type(_ text: String) {
        unsent.append(contentsOf: Array(text.utf8))
    }

    /// Gives the terminal another size, of which the kernel tells the program.
    func resize(rows: Int, columns: Int) {
        screen.resize(rows: rows, columns: columns)
        Self.setSize(of: control, rows: rows, columns: columns)
    }

    /// Sends the program a signal.
    func send(signal: Int32) {
        _ = kill(process, signal)
    }

    /// Lets the program run until the condition holds; false if it does not within the limit.
    func wait(seconds: Int = 20, until condition: (ScreenModel) -> Bool) -> Bool {
        let limit = Self.now() + seconds * 1_000
        while true {
            if unsent.isEmpty, condition(screen) { return true }
            let rest = limit - Self.now()
            guard rest > 0, exchange(milliseconds: Int32(rest)) else {
                return unsent.isEmpty && condition(screen)
            }
        }
    }

    /// Lets the program run until the cursor's row reads so up to the cursor and behind it.
    func wait(forLine text: String, seconds: Int = 20) -> Bool {
        wait(seconds: seconds) { $0.row($0.cursorRow) == text }
    }

    /// Waits for the program's end and returns its exit status, or minus the signal that ended it;
    /// nil if it goes on beyond the limit.
    func waitForExit(seconds: Int = 20) -> Int32? {
        let limit = Self.now() + seconds * 1_000
        while status == nil, Self.now() < limit {
            let isOpen = exchange(milliseconds: 20)
            var raw: Int32 = 0
            if unsafe waitpid(process, &raw, isOpen ? WNOHANG : 0) == process {
                status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
            }
        }
        while exchange(milliseconds: 0) {}
        return status
    }

    /// Whether the terminal echoes what is typed, and collects it into rows, by itself.
    var isCooked: Bool {
        var mode = termios()
        _ = unsafe tcgetattr(control, &mode)
        return mode.c_lflag & tcflag_t(ECHO | ICANON) == tcflag_t(ECHO | ICANON)
    }

    /// How often the program went to sleep by itself so far: `proc_pid_status(5)`.
    var sleeps: Int? {
        let path = "/proc/\(process)/status"
        guard let bytes = try? FileInput.readAll(path: path, limit: 1 << 16) else { return nil }
        let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let row = rows.first { $0.hasPrefix("voluntary_ctxt_switches:") }
        return row?.split(separator: "\t").last.flatMap { Int($0) }
    }

    /// Sends keys and draws output as far as possible; false when nothing more can come.
    private func exchange(milliseconds: Int32) -> Bool {
        let events = POLLIN | (unsent.isEmpty ? 0 : POLLOUT)
        var request = pollfd(fd: control, events: Int16(events), revents: 0)
        guard unsafe poll(&request, 1, milliseconds) > 0 else { return milliseconds > 0 }
        if Int32(request.revents) & POLLOUT != 0 {
            let bytes = Array(unsent)
            let count = unsafe write(control, bytes, bytes.count)
            if count > 0 { unsent.removeFirst(count) }
        }
        guard Int32(request.revents) & (POLLIN | POLLHUP) != 0 else { return true }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let size = bytes.count
        let count = unsafe read(control, &bytes, size)
        guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
        output.append(contentsOf: bytes[..<count])
        screen.draw(bytes[..<count])
        return true
    }

    private static func spawn(
        _ executable: String, arguments: [String], environment: [String: String],
        terminal: String
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that a session's leader opens becomes that of the session.
        for descriptor in Int32(0)...2 {
            unsafe posix_spawn_file_actions_addopen(&actions, descriptor, terminal, O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // A thread that runs tests may block signals, which the program must not inherit.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | Request.newSession))
        var argv = unsafe ([executable] + arguments).map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            unsafe (argv + envp).forEach { unsafe free($0) }
        }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, executable, &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw Failure(step: "spawn \(executable)", code: code) }
        return process
    }

    private static func setSize(of terminal: Int32, rows: Int, columns: Int) {
        var size = winsize()
        size.ws_row = UInt16(rows)
        size.ws_col = UInt16(columns)
        _ = unsafe ioctl(terminal, Request.setSize, &size)
    }

    private static func now() -> Int {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    /// Why there is no terminal.
    struct Failure: Error {
        let step: String
        let code: Int32
    }

    /// Requests of `ioctl_tty(2)` and `posix_spawn(3)` that Swift does not see.
    private enum Request {
        static let unlock: UInt = 0x4004_5431
        static let number: UInt = 0x8004_5430
        static let setSize: UInt = 0x5414
        static let newSession: Int32 = 0x80
    }
}

/// Where the executables are that are built together with these tests.
func builtExecutable(_ name: String) -> String {
    var path = [CChar](repeating: 0, count: 4_096)
    let size = path.count
    let count = unsafe readlink("/proc/self/exe", &path, size)
    let text = String(decoding: path[..<max(0, count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    let folder = text.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.joined(separator: "/") + "/" + name
}
