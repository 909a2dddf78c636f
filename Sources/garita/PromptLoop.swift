import EventLoop
import Fabric
import Session
import Terminal
import Transcript

/// The prompt: a line from the terminal, what it does, and the next one.
struct PromptLoop {
    let session: Session

    /// Reads and runs lines until the person leaves.
    ///
    /// - Returns: The signal that ended it, if one did, which is still to be obeyed.
    func run() throws(SessionFault) -> Signal? {
        let history = Self.historyPath().map(HistoryFile.init(path:))
        let terminal = try Self.terminal(for: session, history: history)
        session.welcome()
        try session.flush()
        try read(from: terminal)
        return terminal.endingSignal
    }

    /// Runs what is typed until the person leaves.
    func read(from terminal: Terminal) throws(SessionFault) {
        while let line = try Self.next(terminal) {
            var flow = try session.run(Array(line.utf8))
            try session.flush()
            if let offer = session.offer, Self.confirm(terminal, session) {
                flow = try session.run(offer)
                try session.flush()
            }
            if case .quit = flow { break }
            terminal.show(prompt: session.prompt)
        }
    }

    private static func confirm(_ terminal: Terminal, _ session: Session) -> Bool {
        terminal.confirm(
            TranscriptWriter.offer(in: session.language),
            yes: TranscriptWriter.yes(in: session.language))
    }

    /// The terminal at which a person talks to a session, whose control-C ends what takes long.
    ///
    /// `assistant` knows what lines mean, if they are no commands.
    static func terminal(
        for session: Session, history: HistoryFile? = nil,
        assistant: (any LineAssistant)? = nil, prompt: String? = nil
    ) throws(SessionFault) -> Terminal {
        let appearance = Console.appearance(of: Console.output)
        let terminal: Terminal
        do {
            terminal = try Terminal(
                loop: session.lab.fabric.loop,
                assistant: assistant
                    ?? PromptAssistant(session: session, appearance: appearance),
                history: history, appearance: Self.screenAppearance(appearance),
                prompt: prompt ?? session.prompt,
                asksForBackground: Console.hasFineColours && Console.askedTheme == nil)
        } catch {
            throw fault(error)
        }
        session.page { [weak terminal] text in terminal?.page(text) ?? false }
        session.lab.stop { [weak terminal] in terminal?.interruptRequested ?? false }
        return terminal
    }

    /// How the screen may be written to.
    private static func screenAppearance(_ appearance: Page.Appearance) -> Appearance {
        switch (Console.layout, appearance) {
        case (.linear, _): .linear
        case (.grid, .plain): .plain
        case (.grid, .coloured): .coloured
        }
    }

    /// Whether a person sits in front of it, and not a file or a pipe.
    static var isTyped: Bool { Host.isTerminal(Console.input) && Host.isTerminal(Console.output) }

    /// The next line; nil when no more will come.
    ///
    /// The first line that is read has been `typed` already, as if a person had begun it.
    static func next(
        _ terminal: Terminal, typed: String = ""
    ) throws(SessionFault) -> String? {
        var typed = typed
        while true {
            do {
                switch try terminal.readLine(typed: typed) {
                case .line(let line): return line
                case .interrupted:
                    typed = ""
                    continue
                case .endOfInput: return nil
                }
            } catch {
                throw Self.fault(error)
            }
        }
    }

    private static func fault(_ fault: TerminalFault) -> SessionFault {
        switch fault {
        case .system(let fault): .output(fault)
        case .noTerminal, .noEditor: .output(SystemFault(operation: .open, code: 0))
        }
    }

    /// The file of the history; nil when there is no home.
    static func historyPath() -> String? { stateFolder().map { "\($0)/history" } }

    /// `$XDG_STATE_HOME/garita`, by default below `~/.local/state` (XDG Base Directory
    /// Specification); nil when there is no home.
    static func stateFolder() -> String? {
        // The specification has relative paths ignored.
        if let state = Host.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
            return "\(state)/garita"
        }
        guard let home = Host.environment("HOME"), home.hasPrefix("/") else { return nil }
        return "\(home)/.local/state/garita"
    }
}
