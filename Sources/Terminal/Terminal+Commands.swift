internal import CLibedit

/// What our own keys do.
extension Terminal {
    /// Binds the keys that libedit does not bind, or binds otherwise than people are used to.
    func bindKeys() {
        unsafe screen.editor.add("garita-complete") { edit, _ in
            unsafe Terminal.run(edit) { $0.complete() }
        }
        unsafe screen.editor.add("garita-help") { edit, _ in
            unsafe Terminal.run(edit) { $0.help() }
        }
        unsafe screen.editor.add("garita-interrupt") { edit, _ in
            unsafe Terminal.run(edit) { $0.interrupt() }
        }
        unsafe screen.editor.add("garita-end") { edit, _ in
            unsafe Terminal.run(edit) { $0.end() }
        }
        unsafe screen.editor.add("garita-suspend") { edit, _ in
            unsafe Terminal.run(edit) { $0.suspend() }
        }
        unsafe screen.editor.add("garita-paste") { edit, _ in
            unsafe Terminal.run(edit) { $0.paste() }
        }
        unsafe screen.editor.add("garita-nothing") { _, _ in KeyOutcome.keepScreen.rawValue }
        for (keys, command) in Self.bindings { screen.editor.bind(keys, to: command) }
    }

    /// Completes the word before the cursor as far as it is clear, or else lists what it may be.
    private func complete() -> KeyOutcome {
        let line = screen.editor.line
        let reply = assistant.completion(of: line.text, cursor: line.cursor)
        guard !reply.candidates.isEmpty, (0...line.cursor).contains(reply.wordStart) else {
            return .beep
        }
        let word = line.scalars[reply.wordStart..<line.cursor]
        var text = Array(reply.commonStart.unicodeScalars)
        let isUnique = reply.candidates.count == 1
        // Behind the name of a folder goes on what is in it.
        let isOpen = text.last == "/"
        if isUnique, !isOpen, line.isCursorAtEnd || line.scalars[line.cursor] != " " {
            text.append(" ")
        }
        if isUnique || text.count > word.count {
            screen.editor.replace(last: word.count, with: text)
            return .redraw
        }
        let table = CandidateTable(
            columns: screen.editor.columns, appearance: screen.appearance,
            colours: assistant.colours)
        screen.show(table.text(of: reply.candidates))
        return .keepScreen
    }

    /// Shows help about the place of the cursor; inside a text or a paste `?` is a character.
    private func help() -> KeyOutcome {
        let line = screen.editor.line
        if keyboard.lastOrigin == .pasted || assistant.isInsideText(line.text, cursor: line.cursor)
        {
            screen.editor.replace(last: 0, with: ["?"])
            return .redraw
        }
        let text = assistant.help(for: line.text, cursor: line.cursor)
        if text.isEmpty { return .beep }
        screen.show(text)
        return .keepScreen
    }

    private func interrupt() -> KeyOutcome {
        screen.leaveLine(showing: "^C")
        ending = .given(.interrupted)
        return .end
    }

    /// Ends the input if the line is empty; else deletes the character at the cursor.
    private func end() -> KeyOutcome {
        let line = screen.editor.line
        if line.scalars.isEmpty {
            screen.leaveLine(showing: "")
            ending = .given(.endOfInput)
            return .end
        }
        if line.isCursorAtEnd { return .beep }
        screen.editor.deleteNext()
        return .redraw
    }

    private func suspend() -> KeyOutcome {
        screen.leaveLine(showing: "^Z")
        stopAndResume()
        return .keepScreen
    }

    /// Takes a marked paste whole, so that none of its characters acts as a key.
    private func paste() -> KeyOutcome {
        keyboard.isPasting = true
        defer { keyboard.isPasting = false }
        let endMark: [Unicode.Scalar] = ["\u{1B}", "[", "2", "0", "1", "~"]
        var text: [Unicode.Scalar] = []
        while let scalar = readKey() {
            text.append(scalar)
            if scalar == "~", text.suffix(endMark.count) == endMark[...] {
                keyboard.queue.addPaste(text.dropLast(endMark.count))
                return .keepScreen
            }
        }
        return .end
    }

    private static func run(_ edit: OpaquePointer?, _ command: (Terminal) -> KeyOutcome) -> UInt8 {
        let outcome = unsafe owner(of: edit).map(command) ?? .end
        return outcome.rawValue
    }

    private static let bindings = [
        ("^I", "garita-complete"), ("?", "garita-help"), ("^C", "garita-interrupt"),
        ("^D", "garita-end"), ("^Z", "garita-suspend"), ("\\e[200~", "garita-paste"),
        ("^R", "em-inc-search-prev"), ("^W", "ed-delete-prev-word"),
        ("^U", "vi-kill-line-prev"),
        // Home, End, Delete, and control with the arrows, as terminals send them.
        ("\\e[H", "ed-move-to-beg"), ("\\e[F", "ed-move-to-end"),
        ("\\eOH", "ed-move-to-beg"), ("\\eOF", "ed-move-to-end"),
        ("\\e[1~", "ed-move-to-beg"), ("\\e[4~", "ed-move-to-end"),
        ("\\e[3~", "ed-delete-next-char"),
        ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
        // What is left where a terminal's answer came in two parts: `BackgroundAnswer` has the rest.
        ("\\e]", "garita-nothing"),
        // libedit's own command line could change everything that is set up here.
        ("\\ex", "ed-unassigned"),
    ]
}

/// What libedit is to do after one of our keys: its `CC_` codes.
enum KeyOutcome: UInt8 {
    /// The screen is already right: `CC_NORM`.
    case keepScreen = 0

    /// The line is over and is not to be used: `CC_EOF`.
    case end = 2

    /// The line has changed: `CC_REFRESH`.
    case redraw = 4

    /// The key cannot do anything here: `CC_ERROR`.
    case beep = 6
}
