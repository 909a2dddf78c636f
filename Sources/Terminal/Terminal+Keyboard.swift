internal import EventLoop

/// Waiting for the next key, with the event loop running.
extension Terminal {
    /// The next character for libedit, or nil when the line is over: see `ending`.
    func readKey() -> Unicode.Scalar? {
        while true {
            if let key = keyboard.queue.next() {
                keyboard.lastOrigin = key.origin
                if key.scalar == "\u{1B}" { protectSequence() }
                return key.scalar
            }
            do throws(SystemFault) {
                guard try waitForKey() else { return nil }
            } catch {
                ending = .fault(error)
                return nil
            }
        }
    }

    /// Waits for one thing and does what it asks for; false when the line is over.
    private func waitForKey() throws(SystemFault) -> Bool {
        if !signals.all.isEmpty { return answerSignals() }
        if !keyboard.isPasting, !keyboard.isReady { screen.showHint(from: assistant) }
        screen.editor.flush()
        switch try loop.waitForKey(keyboard: keyboard.descriptor, wake: signals.descriptor) {
        case .keyboard:
            screen.eraseHint()
            return try takeByte()
        case .wake:
            signals.collect()
            return answerSignals()
        case .readable(let id):
            let text = assistant.socketReady(id)
            if !text.isEmpty { screen.show(text) }
            return true
        }
    }

    /// Takes one byte only: what a person types ahead of leaving is for the program after us.
    func takeByte() throws(SystemFault) -> Bool {
        var byte: [UInt8] = [0]
        do throws(SystemFault) {
            if try FileInput.read(descriptor: keyboard.descriptor, into: &byte) > 0 {
                take(byte[0])
                return true
            }
        } catch {
            // A terminal that goes away is the end of the input and no failure.
            guard error.isGoneTerminal else { throw error }
        }
        ending = .given(.endOfInput)
        return false
    }

    /// Takes a byte as a key, or as part of the terminal's answer about its background.
    private func take(_ byte: UInt8) {
        guard case .asked(var answer) = keyboard.answer else { return keyboard.queue.add(byte) }
        // More stands behind the escape character of an answer, and not behind the key.
        let isAlone = byte == BackgroundAnswer.escape && !keyboard.isReady
        let step = answer.take(byte, isAlone: isAlone)
        keyboard.answer = .asked(answer)
        switch step {
        case .held: break
        case .keys(let bytes): for byte in bytes { keyboard.queue.add(byte) }
        case .background(let colour): assistant.background(colour)
        }
    }

    private func answerSignals() -> Bool {
        screen.eraseHint()
        let answered = signals.take()
        if let signal = [.hangUp, .terminate].first(where: answered.contains) {
            endingSignal = signal
            screen.leaveLine(showing: "")
            ending = .given(.endOfInput)
            return false
        }
        if answered.contains(.interrupt) {
            screen.leaveLine(showing: "^C")
            ending = .given(.interrupted)
            return false
        }
        if answered.contains(.resume) {
            resume()
        } else if answered.contains(.resize) {
            screen.editor.measure()
            screen.eraseLine()
            screen.editor.draw()
        }
        return true
    }

    /// Keeps the rest of a sequence, such as an arrow key, from being typed into the line.
    ///
    /// libedit's search takes the escape character alone as its end. Another one in front of the
    /// rest makes that a sequence again.
    private func protectSequence() {
        guard screen.editor.line.isSearch, keyboard.isReady || !keyboard.queue.isEmpty else {
            return
        }
        keyboard.queue.repeatFirst("\u{1B}")
    }
}
