import Glibc

/// A program that was started, with its input and output on a terminal of its own or in files.
final class Child {
    let process: pid_t
    /// Our end of its terminal; below 0 when it has none.
    private let control: Int32
    private var output: [UInt8] = []
    private var isRunning = true

    /// Starts a program whose output goes to a file, and whose input is empty.
    init(_ arguments: [String], output path: String) throws {
        control = -1
        process = unsafe try Self.spawn(arguments) { actions in
            unsafe posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
            unsafe posix_spawn_file_actions_addopen(
                actions, 1, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
    }

    /// Starts a program on a pseudo-terminal: `pty(7)`.
    init(onTerminal arguments: [String]) throws {
        control = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlock: Int32 = 0
        var number: Int32 = 0
        guard control >= 0, unsafe ioctl(control, Self.unlockTerminal, &unlock) == 0,
            unsafe ioctl(control, Self.terminalNumber, &number) == 0
        else { throw Failure.system("open /dev/ptmx", errno) }
        let terminal = "/dev/pts/\(number)"
        process = unsafe try Self.spawn(arguments) { actions in
            for descriptor in Int32(0)...2 {
                unsafe posix_spawn_file_actions_addopen(actions, descriptor, terminal, O_RDWR, 0)
            }
        }
    }

    deinit {
        if isRunning {
            _ = kill(process, SIGKILL)
            _ = waitpid(process, nil, 0)
        }
        if control >= 0 { _ = close(control) }
    }

    /// Waits for its end and returns its exit status.
    func wait() throws -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) != process {
            guard errno == EINTR else { throw Failure.system("waitpid", errno) }
        }
        isRunning = false
        return status >> 8 & 0xFF
    }

    /// Reads what it writes until that has this text behind what was read before.
    func read(until text: String) throws {
        var piece = [UInt8](repeating: 0, count: 4_096)
        let wanted = Array(text.utf8)
        while true {
            if let end = Self.end(of: wanted, in: output) {
                output.removeFirst(end)
                return
            }
            var request = pollfd(fd: control, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&request, 1, Self.patience) > 0 else { throw Failure.silent(text) }
            let count = unsafe piece.withUnsafeMutableBytes { bytes in
                unsafe Glibc.read(control, bytes.baseAddress, bytes.count)
            }
            guard count > 0 else { throw Failure.silent(text) }
            output += piece[..<count]
        }
    }

    /// Presses keys.
    func type(_ text: String) throws {
        let bytes = Array(text.utf8)
        let count = unsafe bytes.withUnsafeBytes { bytes in
            unsafe write(control, bytes.baseAddress, bytes.count)
        }
        guard count == bytes.count else { throw Failure.system("write", errno) }
    }

    private static func end(of wanted: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...bytes.count - wanted.count
        where bytes[start..<start + wanted.count].elementsEqual(wanted) {
            return start + wanted.count
        }
        return nil
    }

    private static func spawn(
        _ arguments: [String],
        _ prepare: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe prepare(&actions)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        unsafe posix_spawnattr_setflags(&attributes, newSession)
        // Without a home there is no history file: every start finds the same.
        let environment = ["TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/bin:/bin"]
        var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw Failure.system("spawn \(arguments[0])", code) }
        return process
    }

    /// So long a program may be silent, in milliseconds.
    private static let patience: Int32 = 20_000
    private static let unlockTerminal: UInt = 0x4004_5431
    private static let terminalNumber: UInt = 0x8004_5430
    private static let newSession: Int16 = 0x80
}
