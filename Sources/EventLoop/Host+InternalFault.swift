internal import Glibc

extension Host {
    /// Ends the process with `EX_SOFTWARE` (70) when the program itself is at fault: `sigaction(2)`.
    ///
    /// A failed precondition traps; without this the shell would see a signal and no status.
    package static func exitOnInternalFault() {
        for signal in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = { _ in
                // Only what signal-safety(7) allows.
                let message: StaticString = "garita: internal error\n"
                _ = unsafe write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
                _exit(EX_SOFTWARE)
            }
            _ = unsafe sigaction(signal, &action, nil)
        }
    }
}
