private import EventLoop

/// Waiting for single keys between two lines, with the event loop running.
struct KeyWait {
    let terminal: Terminal
    /// What came from sockets meanwhile, to be shown when the keys are over.
    private(set) var later: [UInt8] = []

    /// What came.
    enum Key {
        case character(Unicode.Scalar)
        /// The screen has another size, or somebody else had it.
        case newScreen
        /// No more keys are to be waited for: control-C, a signal that ends the program, or the terminal's end.
        case end
    }

    /// Waits on a terminal.
    init(terminal: Terminal) {
        self.terminal = terminal
    }

    /// The next key.
    mutating func next() -> Key {
        while true {
            if let key = terminal.keyboard.queue.next() { return .character(key.scalar) }
            do throws(SystemFault) {
                switch try terminal.loop.waitForKey(
                    keyboard: terminal.keyboard.descriptor, wake: terminal.signals.descriptor)
                {
                case .keyboard: guard try terminal.takeByte() else { return .end }
                case .wake: if let key = answerSignals() { return key }
                case .readable(let id): later += terminal.assistant.socketReady(id)
                }
            } catch {
                return .end
            }
        }
    }

    /// What the signals ask for that have come; those that end more than the waiting stay.
    private func answerSignals() -> Key? {
        terminal.signals.collect()
        let signals = terminal.signals.all
        if !signals.isDisjoint(with: [.interrupt, .terminate, .hangUp]) { return .end }
        terminal.signals.remove(.resume)
        terminal.signals.remove(.resize)
        if signals.contains(.resume) { terminal.screen.editor.yieldTerminal() }
        return signals.isDisjoint(with: [.resume, .resize]) ? nil : .newScreen
    }
}
