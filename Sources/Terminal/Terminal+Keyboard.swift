private import EventLoop

/// Waiting for the next key, with the event loop running.
extension Terminal {
    /// The next character for libedit, or nil when the line is over: see `ending` and `fault`.
    func readKey() -> Unicode.Scalar? {
        while true {
            if let key = keys.next() {
                lastOrigin = key.origin
                if key.scalar == "\u{1B}" { protectSequence() }
                return key.scalar
            }
            do throws(SystemFault) {
                guard try waitForKey() else { return nil }
            } catch {
                fault = error
                return nil
            }
        }
    }

    /// Waits for one thing and does what it asks for; false when the line is over.
    private func waitForKey() throws(SystemFault) -> Bool {
        if !pendingSignals.isEmpty { return answerSignals() }
        if !FileInput.isReady(descriptor: keyboard) { showHint() }
        editor.flush()
        switch try loop.waitForKey(keyboard: keyboard, wake: signals.descriptor) {
        case .keyboard:
            eraseHint()
            return try takeByte()
        case .wake:
            pendingSignals.formUnion(signals.takeAll())
            return answerSignals()
        case .readable(let id):
            let text = assistant.socketReady(id)
            if !text.isEmpty { show(text) }
            return true
        }
    }

    /// Takes one byte only: what a person types ahead of leaving is for the program after us.
    private func takeByte() throws(SystemFault) -> Bool {
        var byte: [UInt8] = [0]
        do throws(SystemFault) {
            if try FileInput.read(descriptor: keyboard, into: &byte) > 0 {
                keys.add(byte[0])
                return true
            }
        } catch {
            // A terminal that goes away is the end of the input and no failure.
            guard error.isGoneTerminal else { throw error }
        }
        ending = .endOfInput
        return false
    }

    private func answerSignals() -> Bool {
        eraseHint()
        let signals = pendingSignals
        pendingSignals = []
        if let signal = [.hangUp, .terminate].first(where: signals.contains) {
            endingSignal = signal
            leaveLine(showing: "")
            ending = .endOfInput
            return false
        }
        if signals.contains(.interrupt) {
            leaveLine(showing: "^C")
            ending = .interrupted
            return false
        }
        if signals.contains(.resume) {
            resume()
        } else if signals.contains(.resize) {
            editor.measure()
            eraseLine()
            editor.draw()
        }
        return true
    }

    /// Keeps the rest of a sequence, such as an arrow key, from being typed into the line.
    ///
    /// libedit's search takes the escape character alone as its end. Another one in front of the
    /// rest makes that a sequence again.
    private func protectSequence() {
        guard editor.line.isSearch, FileInput.isReady(descriptor: keyboard) else { return }
        keys.repeatFirst("\u{1B}")
    }
}
