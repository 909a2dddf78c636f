internal import Platform

/// The signals that a program with a terminal answers: `signal(7)`.
package enum Signal: CaseIterable, Hashable, Sendable {
    /// Control-C, while the terminal makes it a signal.
    case interrupt

    /// The terminal has another size.
    case resize

    /// The process goes on after it had been stopped.
    case resume

    /// Somebody asks the process to end.
    case terminate

    /// The terminal has gone away.
    case hangUp

    /// The number that the kernel gives the signal.
    var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .resize: SIGWINCH
        case .resume: SIGCONT
        case .terminate: SIGTERM
        case .hangUp: SIGHUP
        }
    }

    /// Ends the process in the way that this signal does if nobody answers it.
    ///
    /// It returns only if the signal is one that does not end a process.
    package func raiseUnanswered() {
        _ = Platform.signal(number, SIG_DFL)
        _ = raise(number)
    }

    /// Stops all processes of the job until somebody lets them go on: `SIGTSTP`.
    package static func stopJob() {
        _ = kill(0, SIGTSTP)
    }
}
