import EventLoop

/// Control-C while a script runs: its command ends early and says so, and the script stops.
///
/// A second control-C ends the process at once, whatever it does; so does every other signal.
final class Interrupts {
    private let pipe: SignalPipe
    private var hasCome = false

    init() throws(SystemFault) {
        pipe = try SignalPipe([.interrupt], .once)
    }

    /// Whether control-C was pressed.
    var isInterrupted: Bool {
        if !hasCome, pipe.hasNews { hasCome = !pipe.takeAll().isEmpty }
        return hasCome
    }
}
