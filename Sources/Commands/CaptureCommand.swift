package import Grammar

/// What can be done with what is recorded of the links.
package enum CaptureCommand: Sendable {
    /// Record packets from now on.
    case start
    /// Record no more.
    case stop
    /// Show the state.
    case show
    /// Write what was recorded to a file.
    case save(Placed<String>, CapturedKeys)
}

/// What becomes of the keys when a capture is saved.
package enum CapturedKeys: Sendable {
    /// They are in the file.
    case included
    /// They are not.
    case leftOut
}
