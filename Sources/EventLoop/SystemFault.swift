private import Glibc

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
    /// Whether a read or write failed because the terminal went away: `EIO`.
    package var isGoneTerminal: Bool { code == EIO }
}
