import Platform
import Testing

extension PromptTests {
    /// Typing and changing a line.
    @Suite struct Editing {
        @Test func greetsAndAnswers() throws {
            let shell = try PromptTests.start()
            #expect(shell.screen.text.count == 2)
            #expect(shell.screen.text[0].hasPrefix("Garita "))
            shell.type("rule add allow from 10.0.0.1\r")
            expectRow("rule 1 added: allow from 10.0.0.1", in: shell)
            expectLine("garita>", in: shell)
            #expect(shell.screen.text.count == 4)
            #expect(shell.screen.cursorColumn == 8)
        }

        @Test func carriesTextInManyScripts() throws {
            let shell = try PromptTests.startClear(rows: 40)
            shell.type("tunnel open demo\r")
            expectRow("garita> tunnel open demo", in: shell)
            shell.type("tunnel send demo \"héllo 日本 🙂\"\r")
            expectRow("garita> tunnel send demo \"héllo 日本 🙂\"", in: shell)
            expectRow("  server  message     \"héllo 日本 🙂\"", in: shell)
            expectRow("  client  reply       \"héllo 日本 🙂\"", in: shell)
            expectLine("garita>", in: shell)
        }

        @Test func colourEndsBeforeTheTypedText() throws {
            let shell = try PromptTests.startClear()
            shell.type("typed")
            expectLine("garita> typed", in: shell)
            #expect(!shell.screen.style(row: 0, column: 0).isEmpty)
            #expect(shell.screen.style(row: 0, column: 8).isEmpty)
            #expect(shell.screen.cursorColumn == 13)
        }

        @Test func editsInTheMiddle() throws {
            let shell = try PromptTests.startClear()
            let left = String(repeating: "\u{1B}[D", count: 5)
            shell.type("rule allow from 10.0.0.7" + String(repeating: "\u{1B}[1;5D", count: 6))
            shell.type("\u{1}\u{1B}[C\u{1B}[C\u{1B}[C\u{1B}[C add\u{5}0 \(left)X\u{8}\r")
            expectRow("rule 1 added: allow from 10.0.0.70", in: shell)
            shell.type("deny to 10.0.0.9 wrong\u{17}\u{1}rule addd \u{1B}[D\u{8}\u{5}port 80\r")
            expectRow("rule 2 added: deny to 10.0.0.9 port 80", in: shell)
            shell.type("nothing of this\u{15}rule list\u{1}\u{4}\u{1B}[3~le \u{B}clock\u{1}\u{B}")
            shell.type("rule clear\r")
            expectRow("garita> rule clear", in: shell)
            expectLine("garita>", in: shell)
        }

        @Test func aRefusedLineIsMarkedBelowItsFault() throws {
            let shell = try PromptTests.startClear()
            shell.type("rule add allow from 10.0.0.300\r")
            expectRow("                            ^~~~~~~~~~", in: shell)
            expectLine("garita>", in: shell)
            #expect(shell.screen.text[2].hasPrefix("error: column 21: \"10.0.0.300\""))
            shell.type("\r  \r")
            #expect(shell.wait { $0.text.suffix(3) == ["garita>", "garita>", "garita>"] })
        }

        @Test func aLineOfSeveralRowsIsEditedAsOne() throws {
            let shell = try PromptTests.startClear(columns: 20)
            shell.type("rule add deny from 10.0.0.0/8 to 10.20.30.40\u{1}\u{1B}[1;5C\u{5}/31\r")
            #expect(shell.wait { $0.everything.joined().contains("1 added: deny from") })
            expectLine("garita>", in: shell)
            #expect(
                shell.screen.everything.prefix(3).joined()
                    == "garita> rule add deny from 10.0.0.0/8 to 10.20.30.40/31")
        }

        @Test func textIsUTF8InEveryLocale() throws {
            let shell = try PromptTests.startClear(variables: ["LC_ALL": "C"])
            shell.type("né日")
            expectLine("garita> né日", in: shell)
            #expect(shell.screen.cursorColumn == 12)
        }
    }
}
