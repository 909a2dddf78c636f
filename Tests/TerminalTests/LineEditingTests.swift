import EventLoop
import Glibc
import Testing

/// A person at the keyboard, by way of the demonstration shell and a real terminal of the kernel.
@Suite(.serialized) struct LineEditingTests {
    private static let prompt = "demo>"

    private func shell(
        history: String? = nil, terminal: String? = "xterm-256color",
        variables: [String: String] = [:], rows: Int = 24, columns: Int = 80
    ) throws -> PseudoTerminal {
        var environment = ["LANG": "C.UTF-8"]
        environment["TERM"] = terminal
        environment.merge(variables) { $1 }
        let shell = try PseudoTerminal(
            executable: builtExecutable("demo"), arguments: history.map { [$0] } ?? [],
            environment: environment, rows: rows, columns: columns)
        try #require(shell.wait(forLine: Self.prompt), "no prompt: \(shell.screen.text)")
        return shell
    }

    private func expectLine(
        _ text: String, in shell: PseudoTerminal,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            shell.wait(forLine: text), "shown: \(shell.screen.text)",
            sourceLocation: sourceLocation)
        #expect(shell.screen.unknown.isEmpty, sourceLocation: sourceLocation)
    }

    private func expectRow(
        _ text: String, in shell: PseudoTerminal,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            shell.wait { $0.everything.contains(text) }, "shown: \(shell.screen.text)",
            sourceLocation: sourceLocation)
    }

    // MARK: Lines

    @Test func entersLinesInManyScripts() throws {
        let shell = try shell()
        shell.type("héllo 日本 🙂\r")
        expectRow("[héllo 日本 🙂]", in: shell)
        expectLine("demo>", in: shell)
        #expect(shell.screen.text == ["demo> héllo 日本 🙂", "[héllo 日本 🙂]", "demo>"])
        #expect(shell.screen.cursorColumn == 6)
    }

    @Test func colourEndsBeforeTheTypedText() throws {
        let shell = try shell()
        shell.type("typed")
        expectLine("demo> typed", in: shell)
        #expect(!shell.screen.style(row: 0, column: 0).isEmpty)
        #expect(shell.screen.style(row: 0, column: 6).isEmpty)
        #expect(shell.screen.cursorColumn == 11)
    }

    @Test func editsInTheMiddle() throws {
        let shell = try shell()
        shell.type("one three\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[Dtwo ")
        expectLine("demo> one two three", in: shell)
        shell.type("\u{1}X\u{5}Y\u{17}\u{1}\u{4}\r")
        expectRow("[one two ]", in: shell)
    }

    @Test func badUTF8BecomesAReplacementCharacter() throws {
        let shell = try shell(variables: ["LC_ALL": "C"])
        shell.type("né")
        expectLine("demo> né", in: shell)
    }

    // MARK: Completion, help, hints

    @Test func completesAsFarAsItIsClear() throws {
        let shell = try shell()
        shell.type("ru\t")
        expectLine("demo> rule add | list", in: shell)
        shell.type("a\t")
        expectLine("demo> rule add", in: shell)
        #expect(shell.screen.cursorColumn == 15)
        shell.type("\r")
        expectRow("[rule add ]", in: shell)
    }

    @Test func listsWhatIsNotClearAboveTheLine() throws {
        let shell = try shell()
        shell.type("p\t")
        expectLine("demo> p", in: shell)
        #expect(
            shell.wait { $0.text == ["  packet  command", "  port    command", "demo> p"] },
            "\(shell.screen.text)")
        #expect(shell.screen.cursorColumn == 7)
        let bells = shell.screen.bells
        shell.type("zz\t")
        #expect(shell.wait { $0.bells == bells + 1 })
        expectLine("demo> pzz", in: shell)
    }

    @Test func helpKeepsTheLineAndQuotesKeepTheMark() throws {
        let shell = try shell()
        shell.type("say x?")
        #expect(
            shell.wait {
                $0.text == ["  help for <say x> at 5", "  second row", "demo> say x"]
            }, "\(shell.screen.text)")
        shell.type(" \"why?\"\r")
        expectRow("[say x \"why?\"]", in: shell)
    }

    @Test func hintIsDimAndNeverEntered() throws {
        let shell = try shell()
        shell.type("rule ")
        expectLine("demo> rule add | list", in: shell)
        #expect(shell.screen.style(row: 0, column: 11) == "2")
        #expect(shell.screen.cursorColumn == 11)
        shell.type("\r")
        expectRow("[rule ]", in: shell)
        #expect(shell.screen.text[0] == "demo> rule")
    }

    // MARK: Leaving and interrupting

    @Test func controlCGivesUpTheLineOnly() throws {
        let shell = try shell()
        shell.type("half a li\u{3}")
        expectRow("demo> half a li^C", in: shell)
        expectLine("demo>", in: shell)
        #expect(shell.screen.text == ["demo> half a li^C", "demo>"])
        shell.send(signal: SIGINT)
        #expect(shell.wait { $0.text == ["demo> half a li^C", "demo> ^C", "demo>"] })
        shell.type("next\r")
        expectRow("[next]", in: shell)
    }

    @Test func controlCInTheMiddleOfAWrappedLine() throws {
        let shell = try shell(columns: 20)
        shell.type(String(repeating: "x", count: 50) + "\u{1}\u{3}")
        expectRow(String(repeating: "x", count: 16) + "^C", in: shell)
        expectLine("demo>", in: shell)
        #expect(
            shell.screen.text == [
                "demo> " + String(repeating: "x", count: 14), String(repeating: "x", count: 20),
                String(repeating: "x", count: 16) + "^C", "demo>",
            ])
    }

    @Test func controlCInterruptsACommand() throws {
        let shell = try shell()
        shell.type("slow\r")
        expectRow("slow begins", in: shell)
        #expect(!shell.screen.marksPastes)
        shell.type("\u{3}")
        expectRow("slow interrupted", in: shell)
        expectLine("demo>", in: shell)
    }

    @Test func controlDLeavesAnEmptyLineOnly() throws {
        let shell = try shell()
        shell.type("ab\u{1}\u{4}")
        expectLine("demo> b", in: shell)
        shell.type("\u{4}\u{4}")
        #expect(shell.waitForExit() == 0)
        #expect(shell.screen.text.last == "bye")
        #expect(shell.isCooked)
        #expect(!shell.screen.marksPastes)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func signalsEndTheInputAndRestoreTheTerminal(_ signal: Int32) throws {
        let shell = try shell()
        shell.type("unfinished")
        expectLine("demo> unfinished", in: shell)
        shell.send(signal: signal)
        #expect(shell.waitForExit() == 0)
        #expect(shell.screen.text == ["demo> unfinished", "bye"])
        #expect(shell.isCooked)
    }

    @Test func controlZStopsTheJobAndGoesOnWithTheLine() throws {
        let shell = try PseudoTerminal(
            executable: "/bin/bash", arguments: ["--norc", "--noediting", "-i"],
            environment: ["TERM": "xterm-256color", "PS1": "sh$ ", "LANG": "C.UTF-8"])
        try #require(shell.wait(forLine: "sh$"))
        shell.type(builtExecutable("demo") + "\r")
        expectLine("demo>", in: shell)
        shell.type("half\u{1A}")
        expectLine("sh$", in: shell)
        #expect(shell.screen.text.contains("demo> half^Z"))
        #expect(shell.isCooked)
        shell.type("fg\r")
        expectLine("demo> half", in: shell)
        shell.type(" more\r")
        expectRow("[half more]", in: shell)
        shell.type("quit\r")
        expectLine("sh$", in: shell)
    }

    // MARK: History

    @Test func recallsAndSearchesAcrossSessions() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/new/history"
        let first = try shell(history: path)
        first.type("rule add ünï\rsay secret\rsay local\r   \r")
        expectRow("[   ]", in: first)
        expectLine("demo>", in: first)
        first.type("\u{1B}[A")
        expectLine("demo> say local", in: first)
        first.type("\u{1B}[A")
        expectLine("demo> rule add ünï", in: first)
        first.type("\u{15}quit\r")
        #expect(first.waitForExit() == 0)
        #expect(try folder.text(of: path) == "rule add ünï\nquit\n")
        #expect(folder.permissions(of: path) == 0o600)
        #expect(folder.permissions(of: folder.path + "/new") == 0o700)

        let second = try shell(history: path)
        second.type("\u{12}add")
        #expect(second.wait { $0.text == ["demo> rule add ünï", "bck:add"] })
        second.type("\r")
        expectRow("[rule add ünï]", in: second)
    }

    @Test func arrowKeysAndPastesEndASearch() throws {
        let shell = try shell()
        shell.type("one\rtwo\r")
        expectRow("[two]", in: shell)
        expectLine("demo>", in: shell)
        shell.type("\u{12}one")
        #expect(shell.wait { $0.text.last == "bck:one" })
        shell.type("\u{1B}[C")
        expectLine("demo> one", in: shell)
        shell.type("\u{3}\u{12}tw")
        #expect(shell.wait { $0.text.last == "bck:tw" })
        shell.type("\u{1B}[200~ pasted\u{1B}[201~")
        #expect(shell.wait { $0.row($0.cursorRow).contains("pasted") })
        #expect(!shell.screen.text.joined().contains("200~"))
    }

    @Test func anUnusableHistoryIsNoObstacle() throws {
        let shell = try shell(history: "/proc/no/such/file")
        shell.type("works\r")
        expectRow("[works]", in: shell)
        shell.type("\u{1B}[A")
        expectLine("demo> works", in: shell)
    }

    // MARK: Pastes

    @Test func markedPasteRunsEveryLineAsIfTyped() throws {
        let shell = try shell()
        let lines = (0..<1_200).map { "line \($0) \t?é日" }
        shell.type("\u{1B}[200~" + lines.joined(separator: "\n") + "\u{1B}[201~")
        expectLine("demo> line 1199  ?é日", in: shell)
        shell.type("\r")
        expectRow("[line 1199  ?é日]", in: shell)
        let expected = (0..<1_200).flatMap { ["demo> line \($0)  ?é日", "[line \($0)  ?é日]"] }
        expectLine("demo>", in: shell)
        #expect(shell.screen.everything == expected + ["demo>"])
    }

    @Test func unmarkedPasteLosesAndRepeatsNothing() throws {
        let shell = try shell()
        let lines = (0..<1_200).map { "say \($0)" }
        shell.type(lines.joined(separator: "\r") + "\r")
        expectRow("[say 1199]", in: shell)
        expectLine("demo>", in: shell)
        let expected = (0..<1_200).flatMap { ["demo> say \($0)", "[say \($0)]"] }
        #expect(shell.screen.everything == expected + ["demo>"])
    }

    @Test func whatIsTypedDuringACommandAppearsOnce() throws {
        let shell = try shell()
        shell.type("slow\r")
        expectRow("slow begins", in: shell)
        shell.type("\u{3}")
        expectRow("slow interrupted", in: shell)
        shell.type("a\rslow\rb")
        expectRow("[a]", in: shell)
        shell.send(signal: SIGINT)
        expectLine("demo> b", in: shell)
        #expect(shell.screen.everything.count { $0.hasSuffix("b") } == 1)
    }

    @Test func interruptingACommandDropsTheRestOfThePaste() throws {
        let shell = try shell()
        shell.type("\u{1B}[200~slow\nsay one\nsay two\n\u{1B}[201~")
        expectRow("slow begins", in: shell)
        shell.type("\u{3}")
        expectRow("slow interrupted", in: shell)
        expectLine("demo>", in: shell)
        shell.type("end\r")
        expectRow("[end]", in: shell)
        #expect(!shell.screen.everything.contains("[say one]"))
    }

    @Test func whatFollowsQuitIsLeftForTheNextProgram() throws {
        let shell = try PseudoTerminal(
            executable: "/bin/bash", arguments: ["--norc", "--noediting", "-i"],
            environment: ["TERM": "xterm-256color", "PS1": "sh$ ", "LANG": "C.UTF-8"])
        try #require(shell.wait(forLine: "sh$"))
        shell.type(builtExecutable("demo") + "\r")
        expectLine("demo>", in: shell)
        shell.type("quit\recho after\r")
        // It was typed before the shell read it, so that nothing echoed it.
        #expect(shell.wait { $0.everything.contains("sh$ after") }, "\(shell.screen.text)")
    }

    // MARK: The event loop

    @Test func eventsAppearAboveTheLineBeingTyped() throws {
        let shell = try shell(columns: 20)
        shell.type("port\r")
        try #require(shell.wait { $0.text.contains { $0.hasPrefix("port ") } })
        let row = try #require(shell.screen.text.first { $0.hasPrefix("port ") })
        let port = try #require(UInt16(row.dropFirst(5)))
        let socket = try UDPSocket(port: 0)
        let long = String(repeating: "x", count: 50)
        shell.type(long + "\u{1B}[D\u{1B}[D")
        #expect(shell.wait { $0.cursorColumn == 14 && $0.text.last == String(long.prefix(16)) })
        try socket.send(Array("one".utf8).span, to: port)
        #expect(shell.wait { $0.text.contains("datagram one") })
        #expect(shell.wait { $0.cursorColumn == 14 && $0.text.last == String(long.prefix(16)) })
        #expect(shell.screen.text.count { $0.hasPrefix("demo> x") } == 1)
        // Half a character and a lone escape must not stop the loop.
        shell.type("\u{5}\u{1B}")
        try socket.send(Array("two".utf8).span, to: port)
        #expect(shell.wait { $0.text.contains("datagram two") })
        shell.type("b\r")
        #expect(shell.wait { $0.everything.joined().contains("[" + long + "]") })
    }

    @Test func eventsAppearDuringASearchAndWhileAHintIsShown() throws {
        let shell = try shell()
        shell.type("port\r")
        try #require(shell.wait { $0.text.contains { $0.hasPrefix("port ") } })
        let row = try #require(shell.screen.text.first { $0.hasPrefix("port ") })
        let port = try #require(UInt16(row.dropFirst(5)))
        let socket = try UDPSocket(port: 0)
        shell.type("rule ")
        expectLine("demo> rule add | list", in: shell)
        try socket.send(Array("one".utf8).span, to: port)
        expectRow("datagram one", in: shell)
        expectLine("demo> rule add | list", in: shell)
        shell.type("\u{3}\u{12}po")
        #expect(shell.wait { $0.text.last == "bck:po" })
        try socket.send(Array("two".utf8).span, to: port)
        #expect(shell.wait { $0.text.suffix(3) == ["datagram two", "demo> port", "bck:po"] })
    }

    // MARK: The screen

    @Test func aNewSizeKeepsTheLine() throws {
        let shell = try shell()
        shell.type("typed")
        expectLine("demo> typed", in: shell)
        shell.resize(rows: 30, columns: 100)
        shell.resize(rows: 20, columns: 60)
        shell.type(" on\r")
        expectRow("[typed on]", in: shell)
        #expect(shell.screen.text.contains("demo> typed on"))
        shell.type(String(repeating: "y", count: 70))
        #expect(shell.wait { $0.row($0.cursorRow) == String(repeating: "y", count: 16) })
    }

    @Test func controlLClearsTheScreen() throws {
        let shell = try shell()
        shell.type("one\rtyped")
        expectLine("demo> typed", in: shell)
        shell.type("\u{C}")
        #expect(shell.wait { $0.text == ["demo> typed"] && $0.cursorRow == 0 })
    }

    @Test(arguments: [
        ("dumb", [:]), ("xterm-256color", ["NO_COLOR": "1"]), (nil, ["NO_COLOR": "1"]),
        ("no-such-terminal", [:]), (nil, [:]),
    ])
    func plainMeansNoEscapeSequenceAtAll(
        terminal: String?, variables: [String: String]
    ) throws {
        let shell = try shell(terminal: terminal, variables: variables)
        shell.type("hello?\u{1}\u{5}\t")
        #expect(shell.wait { $0.text.contains("  second row") })
        expectLine("demo> hello", in: shell)
        shell.type(" é日\u{8}\r")
        expectRow("[hello é]", in: shell)
        shell.type("rule \u{3}p\t")
        expectRow("  packet  command", in: shell)
        shell.type("\u{15}quit\r")
        #expect(shell.waitForExit() == 0)
        #expect(!shell.output.contains(0x1B))
    }
}
