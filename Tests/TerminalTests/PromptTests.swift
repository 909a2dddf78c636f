import EventLoop
import Platform
import TestSupport
import Testing

/// A person at the keyboard of `garita`, by way of a real terminal of the kernel.
///
/// One after the other, so that a busy machine does not have many programs wait for each other.
@Suite(.serialized) enum PromptTests {
    static let prompt = "garita>"

    /// Starts `garita` and waits for the first prompt; the environment is these variables only.
    static func start(
        state: TemporaryFolder? = nil, terminal: String? = "xterm-256color",
        variables: [String: String] = [:], arguments: [String] = [], rows: Int = 24,
        columns: Int = 80
    ) throws -> PseudoTerminal {
        var environment = ["LANG": "C.UTF-8"]
        environment["TERM"] = terminal
        environment["XDG_STATE_HOME"] = state?.path
        environment.merge(variables) { $1 }
        let shell = try PseudoTerminal(
            executable: builtExecutable("garita"), arguments: arguments, environment: environment,
            rows: rows, columns: columns)
        try #require(shell.wait(forLine: prompt), "no prompt: \(shell.screen.text)")
        return shell
    }

    /// The same with the greeting cleared away, so that a test can name every row.
    static func startClear(
        state: TemporaryFolder? = nil, variables: [String: String] = [:],
        arguments: [String] = [], rows: Int = 24, columns: Int = 80
    ) throws -> PseudoTerminal {
        let shell = try start(
            state: state, variables: variables, arguments: arguments, rows: rows, columns: columns)
        shell.type("\u{C}")
        try #require(shell.wait { $0.text == [prompt] }, "not cleared: \(shell.screen.text)")
        return shell
    }

    /// Starts a shell with job control that starts `garita` in turn.
    static func startJob() throws -> PseudoTerminal {
        let shell = try PseudoTerminal(
            executable: "/bin/bash", arguments: ["--norc", "--noediting", "-i"],
            environment: ["TERM": "xterm-256color", "PS1": "sh$ ", "LANG": "C.UTF-8"],
            columns: 200)
        try #require(shell.wait(forLine: "sh$"), "no shell: \(shell.screen.text)")
        shell.type(builtExecutable("garita") + "\r")
        try #require(shell.wait(forLine: prompt), "no prompt: \(shell.screen.text)")
        return shell
    }

    /// Enters a command that goes on for many seconds, and waits until it runs.
    static func enterLongCommand(in shell: PseudoTerminal) throws {
        shell.type("rule default allow\rtunnel open long\r")
        try #require(shell.wait { $0.everything.contains { $0.contains("long is open") } })
        shell.type(longCommand + "\r")
        try #require(waitUntilLongCommandRuns(in: shell), "shown: \(shell.screen.text)")
    }

    /// Waits until the last row is the long command and its line is no longer edited.
    static func waitUntilLongCommandRuns(in shell: PseudoTerminal) -> Bool {
        shell.wait { !$0.marksPastes && $0.text.last == "\(prompt) \(longCommand)" }
    }

    static let longCommand = "packet send 10.0.0.1 -> 10.0.0.2:80 count 100000 via long"
}

/// Expects the cursor's row to become this text.
func expectLine(
    _ text: String, in shell: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        shell.wait(forLine: text), "shown: \(shell.screen.text)", sourceLocation: sourceLocation)
    #expect(shell.screen.unknown.isEmpty, sourceLocation: sourceLocation)
}

/// Expects this text to become a row of the screen, or of what has scrolled off.
func expectRow(
    _ text: String, in shell: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        shell.wait { $0.everything.contains(text) }, "shown: \(shell.screen.text)",
        sourceLocation: sourceLocation)
}

/// Expects the screen to become these rows.
func expectScreen(
    _ rows: [String], in shell: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        shell.wait { $0.text == rows }, "shown: \(shell.screen.text)",
        sourceLocation: sourceLocation)
    #expect(shell.screen.unknown.isEmpty, sourceLocation: sourceLocation)
}
