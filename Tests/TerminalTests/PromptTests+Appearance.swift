import Testing

extension PromptTests {
    /// The colours of a theme, where the terminal has them.
    @Suite struct Themes {
        @Test(arguments: [
            ("truecolor", ["--theme", "dark"], "38;2;184;184;184"),
            ("truecolor", ["--theme", "light"], "38;2;85;85;85"),
            ("truecolor", ["--theme", "none"], "2"), ("", ["--theme", "dark"], "2"),
            ("truecolor", [], "2"),
        ])
        func notesHaveTheirColour(colours: String, flags: [String], style: String) throws {
            let shell = try PromptTests.startClear(
                variables: ["COLORTERM": colours], arguments: flags)
            shell.type("rule de\t")
            #expect(shell.wait { $0.row(0).contains("take rules out of the list") })
            #expect(shell.screen.style(row: 0, column: 11) == style)
        }
    }

    /// At a prompt that writes line by line.
    @Suite struct Linear {
        @Test(arguments: [
            (["--linear"], [:]), ([], ["GARITA_ACCESSIBLE": "1"]),
        ])
        func nothingIsDrawnAgain(flags: [String], variables: [String: String]) throws {
            let shell = try PromptTests.start(variables: variables, arguments: flags)
            shell.type("rule add deny port 23\rrule list\rrule de\t")
            expectRow("rule: any", in: shell)
            expectRow("delete: take rules out of the list", in: shell)
            let styles = shell.screen.text.indices.flatMap { row in
                (0..<40).map { shell.screen.style(row: row, column: $0) }
            }
            #expect(styles.allSatisfy { $0.isEmpty || $0 == "0" })
        }
    }
}
