import Processes

/// A program that runs in a terminal of its own, with us at the keyboard and in front of the screen.
///
/// The terminal is a pseudo-terminal of the kernel (`pty(7)`); what the program writes is drawn on a
/// `ScreenModel`. Nothing waits for a fixed time: a wait names what it waits for and has a limit.
final class PseudoTerminal {
    /// What a person would see now.
    private(set) var screen: ScreenModel

    /// Every byte that the program has written.
    private(set) var output: [UInt8] = []

    private let process: ChildProcess
    private var unsent: ArraySlice<UInt8> = []
    private var status: Int32?

    /// Starts a program as the leader of a session on a new terminal of that size.
    init(
        executable: String, arguments: [String] = [],
        environment: [String: String] = ["TERM": "xterm-256color", "LANG": "C.UTF-8"],
        rows: Int = 24, columns: Int = 80
    ) throws {
        screen = ScreenModel(rows: rows, columns: columns)
        process = try ChildProcess(
            onTerminal: [executable] + arguments, environment: environment)
        process.setSize(rows: rows, columns: columns)
    }

    /// Presses keys: UTF-8 text, with control characters as they are, such as `\u{3}`.
    func type(_ text: String) {
        unsent.append(contentsOf: Array(text.utf8))
    }

    /// Gives the terminal another size, of which the kernel tells the program.
    func resize(rows: Int, columns: Int) {
        screen.resize(rows: rows, columns: columns)
        process.setSize(rows: rows, columns: columns)
    }

    /// Sends the program a signal.
    func send(signal: Int32) {
        process.send(signal: signal)
    }

    /// Lets the program run until the condition holds; false if it does not within the limit.
    func wait(seconds: Int = 20, until condition: (ScreenModel) -> Bool) -> Bool {
        let limit = ChildProcess.milliseconds() + seconds * 1_000
        while true {
            if unsent.isEmpty, condition(screen) { return true }
            let rest = limit - ChildProcess.milliseconds()
            guard rest > 0, exchange(milliseconds: Int32(rest)) else {
                return unsent.isEmpty && condition(screen)
            }
        }
    }

    /// Lets the program run until the cursor's row reads so up to the cursor and behind it.
    func wait(forLine text: String, seconds: Int = 20) -> Bool {
        wait(seconds: seconds) { $0.row($0.cursorRow) == text }
    }

    /// Waits for the program's end and returns its exit status, or minus the signal that ended it;
    /// nil if it goes on beyond the limit.
    func waitForExit(seconds: Int = 20) -> Int32? {
        let limit = ChildProcess.milliseconds() + seconds * 1_000
        while status == nil, ChildProcess.milliseconds() < limit {
            status = process.status(waiting: !exchange(milliseconds: 20))
        }
        while exchange(milliseconds: 0) {}
        return status
    }

    /// What the system calls the program.
    var processID: Int32 { process.id }

    /// Whether the terminal echoes what is typed, and collects it into rows, by itself.
    var isCooked: Bool { process.isCooked }

    /// How often the program went to sleep by itself so far: `proc_pid_status(5)`.
    var sleeps: Int? { process.figure("voluntary_ctxt_switches") }

    /// Sends keys and draws output as far as possible; false when nothing more can come.
    private func exchange(milliseconds: Int32) -> Bool {
        guard let bytes = process.exchange(&unsent, milliseconds: milliseconds) else {
            return false
        }
        output.append(contentsOf: bytes)
        screen.draw(bytes)
        return true
    }
}

/// Where the executables are that are built together with these tests.
func builtExecutable(_ name: String) -> String { "\(ChildProcess.folder())/\(name)" }
