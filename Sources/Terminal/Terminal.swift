internal import CLibedit
package import EventLoop

/// The keyboard and the screen: lets a person edit lines while the event loop goes on.
///
/// The event loop runs inside libedit's function for reading a character, because libedit waits
/// there and nowhere else. Between two lines control-C is a signal and typed keys wait unseen; they
/// appear with the next line, once. The terminal gets its own settings back at the end of this
/// object's life. There is one such object in a process, because signals belong to the process.
package final class Terminal {
    /// The signal that ended the input, if one did; whoever cleans up may raise it again.
    package internal(set) var endingSignal: Signal?

    let loop: EventLoop
    let assistant: any LineAssistant
    let screen: Screen
    var keyboard: Keyboard
    var signals: WaitingSignals
    /// How the line ended, if not by being entered.
    var ending: Ending?
    private let history: HistoryFile?

    /// How a line ended that was not entered.
    enum Ending {
        case given(LineResult)
        case fault(SystemFault)
    }

    /// Starts to use a terminal, normally that of the standard input and output.
    ///
    /// The prompt should end in a blank. Nothing is written before the first line is read; then the terminal is asked for
    /// its background first, if that is wished and the screen is capable.
    ///
    /// - Throws: `TerminalFault`, `.noTerminal` if one of the descriptors leads to none.
    package init(
        loop: EventLoop, assistant: any LineAssistant, history: HistoryFile?,
        appearance: Appearance, prompt: String, asksForBackground: Bool = false,
        keyboard: Int32 = 0, screen: Int32 = 1
    ) throws(TerminalFault) {
        guard Host.isTerminal(screen), let keys = Keyboard(keyboard) else { throw .noTerminal }
        do throws(SystemFault) {
            signals = try WaitingSignals()
        } catch {
            throw .system(error)
        }
        self.screen = try Screen(
            keyboard: keyboard, screen: screen, appearance: appearance, prompt: prompt)
        self.loop = loop
        self.assistant = assistant
        self.history = history
        self.keyboard = keys
        if asksForBackground, self.screen.isCapable { self.keyboard.answer = .notAsked }
        connect()
        for line in history?.load() ?? [] { self.screen.editor.remember(line) }
    }

    deinit {
        keyboard.yield()
    }

    /// Shows another prompt from the next line on; it should end in a blank.
    package func show(prompt text: String) {
        screen.show(prompt: text)
    }

    /// How many columns the screen has.
    package var columns: Int { screen.editor.columns }

    /// Shows a text page by page, as the keys want it; false where that is not possible or not wished: nothing has
    /// been shown then.
    ///
    /// Who has typed ahead does not wait, and neither does a terminal that can't move its cursor. What the caller
    /// writes itself must have reached the system before.
    package func page(_ text: [UInt8]) -> Bool {
        guard screen.isCapable, keyboard.queue.isEmpty, !keyboard.isReady, !interruptRequested
        else { return false }
        screen.editor.measure()
        guard let pager = Pager(text, rows: screen.editor.rows, columns: columns) else {
            return false
        }
        var reading = PagedReading(terminal: self, pager: pager)
        reading.run()
        return true
    }

    /// Asks a question that is answered by one key: whether it was that for yes, large or small.
    ///
    /// Who has typed ahead, or pasted, has not read the question, and is not asked.
    package func confirm(_ question: String, yes: Unicode.Scalar) -> Bool {
        guard keyboard.queue.isEmpty, !keyboard.isReady, !interruptRequested else { return false }
        var keys = KeyWait(terminal: self)
        var answer: Unicode.Scalar?
        screen.editor.write(question)
        screen.editor.flush()
        while answer == nil {
            switch keys.next() {
            case .character(let scalar): answer = scalar
            case .newScreen: continue
            case .end: answer = "\n"
            }
        }
        let isYes = answer.map { String($0).lowercased() } == String(yes)
        screen.editor.write(isYes ? "\(yes)\n" : "n\n")
        screen.editor.write(keys.later)
        screen.editor.flush()
        return isYes
    }

    /// Whether control-C was pressed, or the process asked to end, since the last line was read.
    ///
    /// A command that takes long asks now and then.
    package var interruptRequested: Bool {
        signals.collect()
        return !signals.all.isDisjoint(with: [.interrupt, .terminate, .hangUp])
    }

    /// Lets the person edit and enter a line; sockets are served meanwhile.
    ///
    /// What the caller writes itself must have reached the system before. `typed` stands in the line as if the person
    /// had typed it.
    ///
    /// - Throws: `TerminalFault.system` if waiting or reading fails.
    package func readLine(typed: String = "") throws(TerminalFault) -> LineResult {
        // Whoever interrupts a command does not want the rest of the paste to run.
        if interruptRequested { keyboard.queue.removeAll() }
        signals.remove(.interrupt)
        ending = nil
        // libedit would do this only after it has shown the prompt; keys pressed between the two
        // would be lost to a control-C among them.
        screen.editor.takeTerminal()
        askOnce()
        screen.markPastes(keyboard.queue.isEmpty)
        keyboard.queue.putFirst(Array(typed.unicodeScalars))
        let line = screen.editor.readLine()
        screen.markPastes(false)
        screen.editor.flush()
        switch ending {
        case .fault(let fault): throw .system(fault)
        case .given(let result): return result
        case nil: break
        }
        guard let line else { return .endOfInput }
        remember(line)
        return .line(line)
    }

    /// Asks for the background with the first line: before, the terminal would echo the answer.
    private func askOnce() {
        guard case .notAsked = keyboard.answer else { return }
        keyboard.answer = .asked(BackgroundAnswer())
        screen.askForBackground()
    }

    /// Gives the terminal its own settings, stops the job, and comes back when it goes on.
    func stopAndResume() {
        screen.markPastes(false)
        screen.editor.flush()
        screen.editor.yieldTerminal()
        keyboard.yield()
        Signal.stopJob()
        signals.collect()
        signals.remove(.resume)
        resume()
    }

    /// Takes the terminal back after somebody else had it, and draws the line at the cursor.
    func resume() {
        screen.editor.yieldTerminal()
        screen.editor.takeTerminal()
        screen.markPastes(true)
        screen.drawAnew()
    }

    private func connect() {
        screen.editor.setOwner(self)
        // Control-C and control-Z are keys while a line is edited. Between two lines nothing is
        // echoed or collected into rows: a paste goes on coming in while its first lines run.
        screen.editor.setWhileEditing("-isig")
        screen.editor.setBetweenLines("-icanon")
        screen.editor.setBetweenLines("-echo")
        unsafe screen.editor.setSources(
            reader: { edit, character in
                guard let terminal = unsafe Terminal.owner(of: edit) else { return -1 }
                guard let scalar = terminal.readKey() else {
                    if case .fault = terminal.ending { return -1 }
                    return 0
                }
                unsafe character?.pointee = wchar_t(bitPattern: scalar.value)
                return 1
            },
            prompt: { edit in
                unsafe Terminal.owner(of: edit)?.screen.prompt.characters
            })
        bindKeys()
    }

    private func remember(_ line: String) {
        guard line.unicodeScalars.contains(where: { $0 != " " }) else { return }
        let policy = assistant.keepsInHistory(line)
        if policy != .forget { screen.editor.remember(line) }
        if policy == .keep { history?.append(line) }
    }

    /// The object that libedit's callbacks work for.
    static func owner(of edit: OpaquePointer?) -> Terminal? {
        guard let edit = unsafe edit, let owner = unsafe edit_owner(edit) else { return nil }
        return unsafe Unmanaged<Terminal>.fromOpaque(owner).takeUnretainedValue()
    }
}

/// How the reading of a line ended.
package enum LineResult: Hashable, Sendable {
    /// The person entered this line, which has no line end.
    case line(String)

    /// The person gave up the line with control-C.
    case interrupted

    /// Nothing more will come: control-D on an empty line, the terminal's end, or a signal.
    case endOfInput
}

/// Why the keyboard could not be used.
package enum TerminalFault: Error, Hashable, Sendable {
    /// The keyboard or the screen is no terminal.
    case noTerminal

    /// libedit could not be started: `el_init(3)`.
    case noEditor

    /// A call of the system failed.
    case system(SystemFault)
}

/// How the terminal may be written to.
package enum Appearance: Hashable, Sendable {
    /// Text only: not one escape sequence is written, so that redrawing is coarse.
    case plain

    /// As `plain`, and what could come next stands in rows of its own.
    case linear

    /// Colours, cursor movement, hints and marked pastes, as far as the terminal can do them.
    case coloured
}
