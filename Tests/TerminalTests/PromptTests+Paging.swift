import Testing

extension PromptTests {
    /// Answers that are longer than the screen are read page by page.
    @Suite struct Paging {
        /// A prompt on a small screen with a list of 30 rules: 32 lines.
        private func start(
            rows: Int = 8, columns: Int = 80, variables: [String: String] = [:]
        ) throws -> PseudoTerminal {
            let shell = try PromptTests.start(variables: variables, rows: rows, columns: columns)
            for port in 1...30 { shell.type("rule add allow port \(port)\r") }
            try #require(shell.wait { $0.everything.contains("rule 30 added: allow port 30") })
            shell.type("\u{C}")
            try #require(shell.wait { $0.text == [PromptTests.prompt] })
            shell.type("rule list\r")
            return shell
        }

        private let status = " of 32 lines; space: go on, q: enough, b: back, /TEXT and n: find"

        private func port(_ shell: PseudoTerminal, _ row: Int) -> String {
            String(shell.screen.row(row).split(separator: " ").last ?? "")
        }

        @Test func goesOnByPagesAndLinesAndBack() throws {
            let shell = try start()
            expectLine("7" + status, in: shell)
            #expect(shell.screen.row(0).hasPrefix("rule ") && port(shell, 6) == "6")
            shell.type(" ")
            expectLine("14" + status, in: shell)
            #expect(port(shell, 0) == "7" && port(shell, 6) == "13")
            shell.type("\r\u{1B}[B")
            expectLine("16" + status, in: shell)
            #expect(port(shell, 0) == "9" && port(shell, 6) == "15")
            shell.type("b")
            expectLine("9" + status, in: shell)
            #expect(port(shell, 0) == "2" && port(shell, 6) == "8")
            shell.type("q")
            expectLine(PromptTests.prompt, in: shell)
            #expect(port(shell, 6) == "8")
            shell.type("clock\r")
            expectRow("0.000 ms", in: shell)
        }

        @Test func endsBehindTheLastLine() throws {
            let shell = try start()
            expectLine("7" + status, in: shell)
            shell.type("G")
            expectLine(PromptTests.prompt, in: shell)
            #expect(shell.screen.row(6).hasSuffix("default deny"))
            #expect(!shell.screen.everything.joined().contains("space:"))
        }

        @Test func findsTextFurtherDown() throws {
            let shell = try start()
            expectLine("7" + status, in: shell)
            shell.type("/PORT 2")
            expectLine("/PORT 2", in: shell)
            shell.type("\r")
            #expect(shell.wait { $0.row($0.cursorRow).hasPrefix("9 of") })
            #expect(port(shell, 0) == "2")
            shell.type("n")
            #expect(shell.wait { $0.row($0.cursorRow).hasPrefix("27 of") })
            #expect(port(shell, 0) == "20")
            shell.type("/telnet\r")
            expectLine("\"telnet\" is not further down; space: go on, q: enough", in: shell)
            shell.type("\u{3}")
            expectLine(PromptTests.prompt, in: shell)
        }

        @Test func whoHasTypedAheadDoesNotWait() throws {
            let shell = try start()
            expectLine("7" + status, in: shell)
            shell.type("q")
            expectLine(PromptTests.prompt, in: shell)
            shell.type("rule list\rclock\r")
            expectRow("0.000 ms", in: shell)
        }

        @Test(arguments: [(3, 80), (8, 9)])
        func anOddSizeDoesWithout(_ rows: Int, _ columns: Int) throws {
            let shell = try PromptTests.start()
            for port in 1...30 { shell.type("rule add allow port \(port)\r") }
            expectRow("rule 30 added: allow port 30", in: shell)
            shell.resize(rows: rows, columns: columns)
            shell.type("rule list\r")
            #expect(shell.wait { _ in shell.text.contains("default deny") })
            #expect(!shell.text.contains("space:"))
        }

        @Test func aTerminalWithoutCursorMovesDoesWithout() throws {
            let shell = try PromptTests.start(terminal: "dumb", rows: 8)
            for port in 1...30 { shell.type("rule add allow port \(port)\r") }
            shell.type("rule list\r")
            #expect(shell.wait { _ in shell.text.contains("default deny") })
            #expect(!shell.text.contains("space:"))
        }
    }
}

extension PseudoTerminal {
    /// What the program has written.
    fileprivate var text: String { String(decoding: output, as: UTF8.self) }
}
