internal import Glibc

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
