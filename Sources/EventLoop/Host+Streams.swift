internal import Glibc

extension Host {
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
