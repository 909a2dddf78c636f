import Commands
import ArgumentParser
import Cipher
import EventLoop
import Events
import Fabric
import Grammar
import Session
import Terminal
import Transcript

/// `garita serve`: the window of a server, which shows a key for each client and echoes what they say.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.serve.text)

    @OptionGroup var spoken: LanguageFlag

    @Option(help: ArgumentHelp(ProgramText.windowPort.text))
    var port = WindowEvent.usualPort

    @Option(help: ArgumentHelp(ProgramText.clients.text))
    var clients = 3

    mutating func run() throws {
        guard port > 0, 1...DialKey.mostClients ~= clients else {
            throw ValidationError(ProgramText.windowRange.text)
        }
        let window = Window(port: port)
        let clients = clients
        try Runner(Flags()).reporting { () throws(SessionFault) in
            try window.serve(clients)
        }
    }
}

/// `garita dial`: the window of a client, which asks for the key and then for one message after the other.
struct Dial: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: ProgramText.dial.text)

    @OptionGroup var spoken: LanguageFlag

    @Option(help: ArgumentHelp(ProgramText.windowPort.text))
    var port = WindowEvent.usualPort

    mutating func run() throws {
        guard port > 0 else { throw ValidationError(ProgramText.windowRange.text) }
        let window = Window(port: port)
        try Runner(Flags()).reporting { () throws(SessionFault) in try window.dial() }
    }
}

/// One of both windows.
private struct Window {
    let port: UInt16

    // MARK: - The server's

    func serve(_ clients: Int) throws(SessionFault) -> ExitStatus {
        let (session, output) = try begin()
        guard PromptLoop.isTyped else { return try refuse(output) }
        var keys: [String] = []
        for client in 1...clients {
            guard let key = open(nextKey: client, session, output) else {
                try session.flush()
                return .wrong
            }
            keys.append(key.text)
        }
        output.writer.write(WindowEvent.serving(port: port, keys: keys))
        let terminal = try PromptLoop.terminal(for: session)
        try session.flush()
        try PromptLoop(session: session).read(from: terminal)
        return try end(session, terminal)
    }

    /// Makes a key, and opens the server's end for whoever will have it; nil, and said why, where that can't be.
    private func open(nextKey client: Int, _ session: Session, _ output: TextOutput) -> DialKey? {
        do throws(CipherFault) {
            let key = try DialKey(client: client)
            return open(key.listening(at: port), session, output) ? key : nil
        } catch {
            output.writer.write(.command(.network(.cipher(error)), 0..<0), in: [], indent: nil)
            return nil
        }
    }

    // MARK: - The client's

    func dial() throws(SessionFault) -> ExitStatus {
        let (session, output) = try begin()
        guard PromptLoop.isTyped else { return try refuse(output) }
        let terminal = try Self.terminal(for: session)
        guard let key = try askKey(terminal, session, output) else {
            return try end(session, terminal)
        }
        output.writer.write(WindowEvent.dialing(port: port))
        output.writer.write(WindowEvent.words)
        terminal.show(prompt: TranscriptWriter.prompt(.message, in: session.language))
        try session.flush()
        while let line = try PromptLoop.next(terminal) {
            let text = line.trimmingBlanks
            if Self.isFarewell(text) { break }
            if !text.isEmpty {
                _ = try session.run(Array("tunnel send \(key.tunnel) \(text.quoted)".utf8))
            }
            try session.flush()
        }
        return try end(session, terminal)
    }

    /// Asks until there is a key and an end for it; nil where the person leaves.
    private func askKey(
        _ terminal: Terminal, _ session: Session, _ output: TextOutput
    ) throws(SessionFault) -> DialKey? {
        terminal.show(prompt: TranscriptWriter.prompt(.key, in: session.language))
        while let line = try PromptLoop.next(terminal) {
            let text = line.trimmingBlanks
            if Self.isFarewell(text) { return nil }
            do throws(DialKeyFault) {
                let key = try DialKey(text)
                if open(key.connecting(to: port), session, output) { return key }
            } catch {
                if !text.isEmpty { output.writer.write(WindowEvent.noKey(error)) }
            }
            try session.flush()
        }
        return nil
    }

    private static func isFarewell(_ text: String) -> Bool {
        ["quit", "exit", "salir"].contains(text.lowercased())
    }

    // MARK: - Both

    private func begin() throws(SessionFault) -> (Session, TextOutput) {
        let output = try Runner.output(to: Console.output)
        var options = Session.Options()
        options.echoes = false
        options.isLineShown = false
        options.isWatched = PromptLoop.isTyped
        let session = Session(lab: Lab(), output: output, errors: output, options: options)
        if PromptLoop.isTyped { session.speak(Console.promptLanguage) }
        return (session, output)
    }

    private func refuse(_ output: TextOutput) throws(SessionFault) -> ExitStatus {
        let errors = try Runner.output(to: Console.errors)
        errors.writer.write(WindowEvent.noTerminal)
        do { try errors.flush() } catch { throw .output(error) }
        return .wrong
    }

    /// Opens one end, and says only why it can't be.
    private func open(_ line: String, _ session: Session, _ output: TextOutput) -> Bool {
        do throws(LabFault) {
            let command = try session.lab.command(in: Array(line.utf8))
            _ = try session.lab.apply(command)
            return true
        } catch {
            output.writer.write(error, in: [], indent: nil)
            return false
        }
    }

    private func end(_ session: Session, _ terminal: Terminal) throws(SessionFault) -> ExitStatus {
        try session.finish()
        terminal.endingSignal?.raiseUnanswered()
        return .well
    }

    private static func terminal(for session: Session) throws(SessionFault) -> Terminal {
        try PromptLoop.terminal(
            for: session, assistant: PlainAssistant(session: session),
            prompt: TranscriptWriter.prompt(.key, in: session.language))
    }
}

/// Where what is typed is no command: nothing is completed, and datagrams are told all the same.
private final class PlainAssistant: LineAssistant {
    private let session: Session

    init(session: Session) {
        self.session = session
    }

    func completion(of line: String, cursor: Int) -> CompletionReply {
        CompletionReply(wordStart: cursor, candidates: [])
    }

    var colours: TypedColours { session.palette.colours }
    func background(_ colour: UInt32) { session.wear(on: Colour(value: colour)) }
    func help(for line: String, cursor: Int) -> [UInt8] { [] }
    func hint(for line: String) -> String? { nil }
    func marks(on line: String) -> LineMarks { LineMarks() }

    func more(after shown: Int, of count: Int) -> String {
        TranscriptWriter.more(after: shown, of: count, in: session.language)
    }

    func isNotBelow(_ text: String) -> String {
        TranscriptWriter.isNotBelow(text, in: session.language)
    }

    func isInsideText(_ line: String, cursor: Int) -> Bool { true }

    func socketReady(_ id: SocketID) -> [UInt8] {
        session.socketReady(id, Console.appearance(of: Console.output))
    }

    /// A key is one of the lines.
    func keepsInHistory(_ line: String) -> HistoryPolicy { .forget }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }

    /// As a word of a command.
    fileprivate var quoted: String {
        let escaped = replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
