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

    /// The theme that fits the terminal's background (OSC 11), and the one that a person chooses.
    @Suite struct Backgrounds {
        private static let light = "38;2;85;85;85"
        private static let dark = "38;2;184;184;184"
        private static let own = "2"

        private static func start() throws -> PseudoTerminal {
            let shell = try PromptTests.startClear(
                variables: ["COLORTERM": "truecolor"], columns: 120)
            #expect(shell.screen.questions == 1)
            return shell
        }

        /// Expects a note of what TAB lists, below a line that has nothing else in it, to have this style.
        private static func expectNote(
            _ style: String, in shell: PseudoTerminal,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            shell.type("\u{15}\u{C}")
            #expect(shell.wait { $0.text == [PromptTests.prompt] }, sourceLocation: sourceLocation)
            shell.type("rule de\t")
            #expect(
                shell.wait { $0.row(0).contains("take rules out of the list") },
                "shown: \(shell.screen.text)", sourceLocation: sourceLocation)
            #expect(
                shell.screen.style(row: 0, column: 11) == style, sourceLocation: sourceLocation)
            expectLine("\(PromptTests.prompt) rule de", in: shell, sourceLocation: sourceLocation)
        }

        @Test(arguments: [
            ("rgb:ffff/ffff/ffff\u{7}", light), ("rgb:fdfd/f6f6/e3e3\u{1B}\\", light),
            ("rgb:0000/2b2b/3636\u{7}", dark), ("rgba:0/0/0/ffff\u{1B}\\", dark),
            // Blue is dark, and yellow light: luminance is not the sum of the parts.
            ("rgb:00/00/dd\u{7}", dark), ("rgb:ff/ff/00\u{7}", light),
            // On grey the theme's own colour could not be read.
            ("rgb:80/80/80\u{7}", "38;2;21;21;21"), ("rgb:70/70/70\u{7}", "38;2;246;246;246"),
        ])
        func theAnswerDecides(answer: String, style: String) throws {
            let shell = try Self.start()
            shell.type("\u{1B}]11;\(answer)")
            Self.expectNote(style, in: shell)
            // Only the first answer counts.
            shell.type("\u{1B}]11;rgb:\(style == Self.dark ? "f/f/f" : "0/0/0")\u{7}")
            Self.expectNote(style, in: shell)
        }

        @Test func aLateAnswerIsNeverTypedText() throws {
            let shell = try Self.start()
            // What is wrong with the line may stand behind it already.
            let isTyped = { (text: String) in
                shell.wait { $0.row($0.cursorRow).hasPrefix("\(PromptTests.prompt) \(text)") }
            }
            shell.type("clock\rip rou")
            #expect(isTyped("ip rou"))
            shell.type("\u{1B}")
            shell.type("]11;rgb:ff/")
            shell.type("ff/ff\u{1B}\\te")
            #expect(isTyped("ip route"))
            shell.type("\r")
            expectLine("Do that? [y/N]", in: shell)
            // Not even where one key answers a question.
            shell.type("\u{1B}]11;rgb:0/0/0\u{7}y")
            expectRow("Do that? [y/N] y", in: shell)
            Self.expectNote(Self.light, in: shell)
        }

        /// The escape character came alone and went on as a key; the rest came later.
        @Test func anAnswerInTwoPartsIsNone() throws {
            let shell = try Self.start()
            let sleeps = try #require(shell.sleeps)
            shell.type("\u{1B}")
            #expect(shell.wait { _ in (shell.sleeps ?? 0) > sleeps })
            shell.type("]11;rgb:ff/ff/ff\u{7}clock\r")
            expectRow("0.000 ms", in: shell)
            #expect(!shell.screen.everything.contains { $0.contains("rgb") })
        }

        @Test(arguments: [
            "\u{1B}]11;\u{7}", "\u{1B}]11;#ffffff\u{7}", "\u{1B}]11;rgb:fffff/0/0\u{7}",
            "\u{1B}]11;rgb:ff/ff\u{7}", "\u{1B}]11;rgb:-f/+f/ f\u{7}",
            "\u{1B}]11;rgb:ff//ff\u{1B}\\",
            "\u{1B}]11;" + String(repeating: "rgb:ff/ff/ff quit ", count: 1_000) + "\u{7}",
            // It never ends: a person's next key that is a control character is one.
            "\u{1B}]11;rgb:ff/ff\u{15}", "\u{1B}]11;rgb:ff/ff\u{1B}[A\u{15}",
        ])
        func aHostileAnswerIsNone(answer: String) throws {
            let shell = try Self.start()
            shell.type(answer)
            Self.expectNote(Self.own, in: shell)
        }

        @Test(arguments: [
            (["NO_COLOR": "1"], []), (["TERM": "dumb"], []), ([:], ["--linear"]),
            ([:], ["--theme", "dark"]), ([:], ["--theme", "none"]), (["COLORTERM": ""], []),
        ])
        func nobodyAsks(variables: [String: String], flags: [String]) throws {
            let shell = try PromptTests.start(
                variables: ["COLORTERM": "truecolor"].merging(variables) { $1 }, arguments: flags)
            shell.type("clock\r")
            expectRow("0.000 ms", in: shell)
            #expect(shell.screen.questions == 0)
            #expect(!String(decoding: shell.output, as: UTF8.self).contains("\u{1B}]"))
        }

        @Test func whoChoosesHasTheLastWord() throws {
            let shell = try Self.start()
            shell.type("theme\r")
            expectRow(
                "theme: that of the terminal's background, until one of light, dark and none is chosen",
                in: shell)
            shell.type("theme dark\r")
            expectRow("theme: dark, of light, dark and none", in: shell)
            Self.expectNote(Self.dark, in: shell)
            shell.type("\u{1B}]11;rgb:ff/ff/ff\u{7}")
            Self.expectNote(Self.dark, in: shell)
            shell.type("\u{15}theme light\r")
            Self.expectNote(Self.light, in: shell)
            shell.type("\u{15}theme none\r")
            Self.expectNote(Self.own, in: shell)
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
