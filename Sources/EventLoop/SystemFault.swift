internal import Platform

/// A system call that failed: which one, and why.
package struct SystemFault: Error, Hashable, Sendable {
    /// The call that failed.
    package let operation: SystemOperation

    /// The `errno` that it left.
    package let code: Int32

    /// A failure of `operation` with the `errno` that it left.
    package init(operation: SystemOperation, code: Int32) {
        self.operation = operation
        self.code = code
    }
}

extension SystemFault {
    /// There is no room for what is written: `ENOSPC`.
    package static let full = SystemFault(operation: .write, code: ENOSPC)

    /// Whether a read or write failed because the terminal went away: `EIO`.
    package var isGoneTerminal: Bool { code == EIO }
}

/// The system calls that this room makes and that can fail.
package enum SystemOperation: String, CaseIterable, Hashable, Sendable {
    case bind
    case close
    case duplicate = "dup"
    case getsockname
    case getsockopt
    case lock = "flock"
    case makeFolder = "mkdir"
    case open
    case pipe
    case poll
    case read
    case receive = "recvfrom"
    case rename
    case send = "sendto"
    case setsockopt
    case signalAction = "sigaction"
    case socket
    case status = "fstat"
    case write
}

/// The refusals of the system that a person can do something about.
package enum SystemCause: String, CaseIterable, Sendable {
    /// `EADDRINUSE`
    case addressInUse = "address-in-use"
    /// `EACCES`, `EPERM`
    case notPermitted = "not-permitted"
    /// `ENOENT`
    case noSuchFile = "no-such-file"
    /// `ENOTDIR`
    case notAFolder = "not-a-folder"
    /// `EISDIR`
    case isFolder = "is-folder"
    /// `ENOSPC`, `EDQUOT`, `EFBIG`
    case noSpace = "no-space"
    /// `EROFS`
    case readOnly = "read-only"
    /// `EMFILE`, `ENFILE`
    case tooManyOpenFiles = "too-many-open-files"
    /// `EPIPE`
    case brokenPipe = "broken-pipe"
    /// `EIO`
    case ioError = "io-error"
    /// `ENAMETOOLONG`
    case nameTooLong = "name-too-long"
    /// Any other; the code says which.
    case other
}

extension SystemFault {
    /// Why the system refused.
    package var cause: SystemCause {
        switch code {
        case EADDRINUSE: .addressInUse
        case EACCES, EPERM: .notPermitted
        case ENOENT: .noSuchFile
        case ENOTDIR: .notAFolder
        case EISDIR: .isFolder
        case ENOSPC, EDQUOT, EFBIG: .noSpace
        case EROFS: .readOnly
        case EMFILE, ENFILE: .tooManyOpenFiles
        case EPIPE: .brokenPipe
        case EIO: .ioError
        case ENAMETOOLONG: .nameTooLong
        default: .other
        }
    }
}
