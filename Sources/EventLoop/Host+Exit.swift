internal import Glibc

extension Host {
    /// Ends the process: `exit(3)`.
    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }
}
