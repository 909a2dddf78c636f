internal import Platform

/// What a process may ask of the system it runs on, apart from reading and writing.
package enum Host {
    /// Whether a descriptor leads to a terminal: `isatty(3)`.
    package static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// How many tenths of a second the system has been running, from 1: a number that is larger in each later process.
    package static var age: UInt32 {
        UInt32(truncatingIfNeeded: EventLoop.realTime() / 100_000_000 + 1)
    }

    /// The value of an environment variable, with bad UTF-8 repaired; nil when it is not set.
    package static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Makes a folder, and those that lead to it, unless it is there: `mkdir(2)`.
    ///
    /// - Throws: `SystemFault`, with `ENOTDIR` or `EEXIST` if a file is in the way.
    package static func makeFolder(path: String, mode: UInt32 = 0o700) throws(SystemFault) {
        guard unsafe mkdir(path, mode_t(mode)) != 0 else { return }
        switch errno {
        case EEXIST:
            var status = stat()
            guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw SystemFault(operation: .makeFolder, code: EEXIST)
            }
        case ENOENT:
            guard let parent = parent(of: path) else {
                throw SystemFault(operation: .makeFolder, code: ENOENT)
            }
            try makeFolder(path: parent, mode: mode)
            // Somebody else may have made it meanwhile, which is as good.
            guard unsafe mkdir(path, mode_t(mode)) == 0 || errno == EEXIST else {
                throw SystemFault(operation: .makeFolder, code: errno)
            }
        case let code:
            throw SystemFault(operation: .makeFolder, code: code)
        }
    }

    /// The path of the folder that holds `path`, or nil when the path names none.
    package static func parent(of path: String) -> String? {
        let name = path.utf8.reversed().drop { $0 == UInt8(ascii: "/") }
        let rest = name.drop { $0 != UInt8(ascii: "/") }
        let folder = rest.drop { $0 == UInt8(ascii: "/") }
        if folder.isEmpty { return rest.isEmpty || name.isEmpty ? nil : "/" }
        return String(decoding: folder.reversed(), as: UTF8.self)
    }

    /// Lets writing to a closed pipe fail with `EPIPE` instead of ending the process: `signal(2)`.
    package static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// The number of this process: `getpid(2)`.
    package static var processID: Int32 { getpid() }

    /// Whether there is a process with a number above 0, whoever's it is: `kill(2)` with no signal.
    ///
    /// The system gives the number of a process that has ended to another one some day.
    package static func isRunning(processID: Int32) -> Bool {
        precondition(processID > 0, "0 and less are no process but groups of them")
        return kill(processID, 0) == 0 || errno != ESRCH
    }

    /// Ends the process: `exit(3)`.
    package static func exit(_ status: Int32) -> Never {
        Platform.exit(status)
    }

    /// Ends the process with `EX_SOFTWARE` (70) when the program itself is at fault: `sigaction(2)`.
    ///
    /// A failed precondition traps; without this the shell would see a signal and no status.
    package static func exitOnInternalFault() {
        for signal in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            var action = System.action { _ in
                // Only what signal-safety(7) allows.
                let message: StaticString = "garita: internal error\n"
                _ = unsafe write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
                _exit(EX_SOFTWARE)
            }
            _ = unsafe sigaction(signal, &action, nil)
        }
    }

    /// Opens `/dev/null` in the place of each standard stream that is closed.
    ///
    /// Without this the next file or socket would get its number, and be written to by mistake.
    package static func openStandardStreams() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is the one that is closed.
            _ = unsafe open("/dev/null", O_RDWR)
        }
    }

    /// Whether there is a FIFO at a path: opening or reading one may wait for ever.
    package static func isFIFO(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFIFO
    }
}
