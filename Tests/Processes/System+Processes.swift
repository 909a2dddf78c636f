import Platform

/// What Linux and macOS do differently when a program is started on a terminal of its own.
extension System {
    /// A new terminal: our end of it, which does not block, and the path of the other.
    static func openTerminal() throws(ChildProcess.Failure) -> (control: Int32, path: String) {
        #if canImport(Darwin)
            let control = posix_openpt(O_RDWR | O_NOCTTY)
            guard control >= 0, grantpt(control) == 0, unlockpt(control) == 0,
                let name = unsafe ptsname(control)
            else { throw ChildProcess.Failure(step: "posix_openpt", code: errno) }
            _ = fcntl(control, F_SETFD, FD_CLOEXEC)
            _ = fcntl(control, F_SETFL, O_NONBLOCK)
            return (control, unsafe String(cString: name))
        #else
            // Swift does not see posix_openpt, TIOCSPTLCK and TIOCGPTN: ioctl_tty(2).
            let control = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
            var unlock: Int32 = 0
            var number: Int32 = 0
            guard control >= 0, unsafe ioctl(control, 0x4004_5431, &unlock) == 0,
                unsafe ioctl(control, 0x8004_5430, &number) == 0
            else { throw ChildProcess.Failure(step: "open /dev/ptmx", code: errno) }
            return (control, "/dev/pts/\(number)")
        #endif
    }

    /// Gives a terminal a size: `TIOCSWINSZ`.
    static func setSize(of terminal: Int32, rows: Int, columns: Int) {
        var size = winsize()
        size.ws_row = UInt16(rows)
        size.ws_col = UInt16(columns)
        #if canImport(Darwin)
            _ = unsafe ioctl(terminal, TIOCSWINSZ, &size)
        #else
            _ = unsafe ioctl(terminal, 0x5414, &size)
        #endif
    }

    /// Starts a program as the leader of a session, with these files open: `posix_spawn(3)`.
    static func spawn(
        _ arguments: [String], _ environment: [String: String],
        files: [(descriptor: Int32, path: String, flags: Int32)]
    ) throws(ChildProcess.Failure) -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
            let newSession = POSIX_SPAWN_SETSID
        #else
            var actions = unsafe posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
            let newSession: Int32 = 0x80
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for file in files {
            unsafe posix_spawn_file_actions_addopen(
                &actions, file.descriptor, file.path, file.flags, 0o600)
        }
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // A thread that runs tests may block signals, which the program must not inherit.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK) | newSession))
        var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else {
            throw ChildProcess.Failure(step: "spawn \(arguments[0])", code: code)
        }
        return process
    }

    /// The path of the running executable, or of the tests where another program loads them.
    static func executablePath() -> String {
        #if canImport(Darwin)
            // Tests are a bundle there, which another program loads.
            var image = unsafe Dl_info()
            guard unsafe dladdr(#dsohandle, &image) != 0 else { return "" }
            return unsafe String(cString: image.dli_fname)
        #else
            var path = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe path.withUnsafeMutableBytes { bytes -> Int in
                guard let base = unsafe bytes.bindMemory(to: CChar.self).baseAddress else {
                    return 0
                }
                return unsafe readlink("/proc/self/exe", base, bytes.count)
            }
            return String(decoding: path[..<max(0, count)], as: UTF8.self)
        #endif
    }
}
