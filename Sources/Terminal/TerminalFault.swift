package import EventLoop

/// Why the keyboard could not be used.
package enum TerminalFault: Error, Hashable, Sendable {
    /// The keyboard or the screen is no terminal.
    case noTerminal

    /// libedit could not be started: `el_init(3)`.
    case noEditor

    /// A call of the system failed.
    case system(SystemFault)
}
