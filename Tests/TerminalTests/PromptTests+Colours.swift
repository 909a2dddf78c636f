import Testing

extension PromptTests {
    /// What is seen of a line while it is typed.
    @Suite struct Colours {
        @Test func wordsAreColouredAsTheyAreTyped() throws {
            let shell = try PromptTests.startClear()
            shell.type("packet send 10.0.0.1 -> 10.1.0.1:80 data \"hola\" # why")
            #expect(shell.wait { $0.style(row: 0, column: 57) == "2" }, "\(shell.screen.text)")
            let styles = [8, 15, 20, 49, 56].map { shell.screen.style(row: 0, column: $0) }
            #expect(styles == ["36", "36", "", "33", "2"])
            #expect(
                shell.screen.text == [
                    "garita> packet send 10.0.0.1 -> 10.1.0.1:80 data \"hola\" # why"
                ])
            // In the middle of the line, too; and the cursor stays where it is.
            shell.type("\u{1}x")
            #expect(shell.wait { $0.style(row: 0, column: 9) == "4;31" })
            #expect(shell.screen.cursorColumn == 9)
            #expect(shell.screen.unknown.isEmpty)
        }

        @Test func aWrongWordIsUnderlinedAndSaidWhy() throws {
            let shell = try PromptTests.startClear()
            shell.type("rule add alow")
            expectLine("garita> rule add alow", in: shell)
            shell.type(" ")
            expectLine(
                "garita> rule add alow   \"alow\" can't stand here; did you mean: rule add allow",
                in: shell)
            #expect(shell.screen.style(row: 0, column: 17) == "4;31")
            shell.type("\u{15}rule list x ")
            expectLine(
                "garita> rule list x   \"x\" can't stand here; did you mean: rule list", in: shell)
            // It is in nobody's way.
            shell.type("\r")
            expectRow("garita> rule list x", in: shell)
        }

        @Test func aLineOfSeveralRowsIsLeftAlone() throws {
            let shell = try PromptTests.startClear(columns: 40)
            shell.type("packet send 10.0.0.1 -> 10.1.0.1:80 data \"hola\"")
            #expect(
                shell.wait { $0.text.last == ":80 data \"hola\"" }, "\(shell.screen.text)")
            #expect(shell.screen.style(row: 1, column: 0).isEmpty)
        }

        @Test func withoutColoursNothingIsAdded() throws {
            let shell = try PromptTests.start(variables: ["NO_COLOR": "1"])
            shell.type("rule add alow ")
            expectLine("garita> rule add alow", in: shell)
            #expect(!shell.output.contains(0x1B))
        }

        @Test func thePromptSaysThatACaptureRuns() throws {
            let shell = try PromptTests.startClear()
            shell.type("capture start\r")
            expectLine("garita +capture>", in: shell)
            shell.type("use gw-b input\r")
            expectLine("garita gw-b input +capture>", in: shell)
            shell.type("use forward\rcapture stop\r")
            expectLine("garita gw-b>", in: shell)
        }
    }
}
