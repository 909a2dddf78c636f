package import EventLoop
package import Events

/// What ends a session before its commands do.
package enum SessionFault: Error, Sendable {
    /// What a person is to read can't be written.
    case output(SystemFault)
    /// The transcript can't be written, by its name.
    case transcript(String, SystemFault)
    /// A script can't be read, by its name.
    case script(String, FileProblem)
}
