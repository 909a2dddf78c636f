package import EventLoop
internal import CLibedit

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
    let editor: Editor
    let prompt: PromptText
    let signals: SignalPipe
    let keyboard: Int32
    /// Whether escape sequences may be written, because the person and the terminal allow it.
    let isCapable: Bool

    var keys = KeyQueue()
    /// Where the key that is being acted upon came from.
    var lastOrigin = KeyQueue.Origin.typed
    /// How the line ended, if not by being entered.
    var ending: LineResult?
    var fault: SystemFault?
    var isHintShown = false
    /// Whether a marked paste is being read, of which nothing is shown yet.
    var isPasting = false
    /// Signals that have come and were not answered yet.
    var pendingSignals: Set<Signal> = []

    private let history: HistoryFile?
    private let original: TerminalMode

    /// Starts to use a terminal, normally that of the standard input and output.
    ///
    /// The prompt should end in a blank. Nothing is written before the first line is read.
    ///
    /// - Throws: `TerminalFault`, `.noTerminal` if one of the descriptors leads to none.
    package init(
        loop: EventLoop, assistant: any LineAssistant, history: HistoryFile?,
        appearance: Appearance, prompt: String, keyboard: Int32 = 0, screen: Int32 = 1
    ) throws(TerminalFault) {
        guard Host.isTerminal(screen), let original = TerminalMode(of: keyboard) else {
            throw .noTerminal
        }
        do throws(SystemFault) {
            signals = try SignalPipe()
        } catch {
            throw .system(error)
        }
        editor = try Editor(keyboard: keyboard, screen: screen, appearance: appearance)
        isCapable = appearance == .coloured && editor.canMove
        self.prompt = PromptText(prompt, isColoured: isCapable)
        self.loop = loop
        self.assistant = assistant
        self.history = history
        self.original = original
        self.keyboard = keyboard
        connect()
        for line in history?.load() ?? [] { editor.remember(line) }
    }

    deinit {
        original.apply(to: keyboard)
    }

    /// How many columns the screen has.
    package var columns: Int { editor.columns }

    /// Whether control-C was pressed, or the process asked to end, since the last line was read.
    ///
    /// A command that takes long asks now and then.
    package var interruptRequested: Bool {
        if signals.hasNews { pendingSignals.formUnion(signals.takeAll()) }
        return !pendingSignals.isDisjoint(with: [.interrupt, .terminate, .hangUp])
    }

    /// Lets the person edit and enter a line; sockets are served meanwhile.
    ///
    /// What the caller writes itself must have reached the system before.
    ///
    /// - Throws: `TerminalFault.system` if waiting or reading fails.
    package func readLine() throws(TerminalFault) -> LineResult {
        // Whoever interrupts a command does not want the rest of the paste to run.
        if interruptRequested { keys.removeAll() }
        pendingSignals.remove(.interrupt)
        ending = nil
        fault = nil
        // libedit would do this only after it has shown the prompt; keys pressed between the two
        // would be lost to a control-C among them.
        editor.takeTerminal()
        markPastes(keys.isEmpty)
        let line = editor.readLine()
        markPastes(false)
        editor.flush()
        if let fault { throw .system(fault) }
        if let ending { return ending }
        guard let line else { return .endOfInput }
        remember(line)
        return .line(line)
    }

    /// Asks the terminal to mark where a paste begins and ends, or not to.
    func markPastes(_ wanted: Bool) {
        if isCapable { editor.write(wanted ? "\u{1B}[?2004h" : "\u{1B}[?2004l") }
    }

    /// Gives the terminal its own settings, stops the job, and comes back when it goes on.
    func stopAndResume() {
        markPastes(false)
        editor.flush()
        editor.yieldTerminal()
        original.apply(to: keyboard)
        Signal.stopJob()
        pendingSignals.formUnion(signals.takeAll())
        pendingSignals.remove(.resume)
        resume()
    }

    /// Takes the terminal back after somebody else had it, and draws the line at the cursor.
    func resume() {
        editor.yieldTerminal()
        editor.takeTerminal()
        markPastes(true)
        editor.measure()
        editor.write(isCapable ? "\r\u{1B}[J" : "\r")
        editor.draw()
    }

    private func connect() {
        editor.setOwner(self)
        // Control-C and control-Z are keys while a line is edited. Between two lines nothing is
        // echoed or collected into rows: a paste goes on coming in while its first lines run.
        editor.setWhileEditing("-isig")
        editor.setBetweenLines("-icanon")
        editor.setBetweenLines("-echo")
        unsafe editor.setSources(
            reader: { edit, character in
                guard let terminal = unsafe Terminal.owner(of: edit) else { return -1 }
                guard let scalar = terminal.readKey() else { return terminal.fault == nil ? 0 : -1 }
                unsafe character?.pointee = wchar_t(bitPattern: scalar.value)
                return 1
            },
            prompt: { edit in
                unsafe Terminal.owner(of: edit)?.prompt.characters
            })
        bindKeys()
    }

    private func remember(_ line: String) {
        guard line.unicodeScalars.contains(where: { $0 != " " }) else { return }
        let policy = assistant.keepsInHistory(line)
        if policy != .forget { editor.remember(line) }
        if policy == .keep { history?.append(line) }
    }

    /// The object that libedit's callbacks work for.
    static func owner(of edit: OpaquePointer?) -> Terminal? {
        guard let edit = unsafe edit, let owner = unsafe edit_owner(edit) else { return nil }
        return unsafe Unmanaged<Terminal>.fromOpaque(owner).takeUnretainedValue()
    }
}
