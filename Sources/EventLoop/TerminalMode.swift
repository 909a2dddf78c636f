private import Platform

/// The settings of a terminal at one moment, to be put back later: `termios(3)`.
package struct TerminalMode {
    private var settings: termios

    /// The present settings of a terminal, or nil if the descriptor leads to none.
    package init?(of descriptor: Int32) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { return nil }
        self.settings = settings
    }

    /// The same, but each key is read at once and not shown; control-C is a signal still.
    package var unseen: TerminalMode {
        var mode = self
        mode.settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        return mode
    }

    /// Puts the settings back once all output is out; keys typed ahead are kept.
    ///
    /// A terminal that has gone away is left alone.
    package func apply(to descriptor: Int32) {
        var settings = settings
        while unsafe tcsetattr(descriptor, TCSADRAIN, &settings) != 0, errno == EINTR {}
    }
}
