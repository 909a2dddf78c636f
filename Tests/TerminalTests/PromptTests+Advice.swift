import TestSupport
import Testing

extension PromptTests {
    /// TAB, `?` and the hint: what the grammar and the lab know about the line.
    @Suite struct Advice {
        @Test func completesAsFarAsItIsClear() throws {
            let shell = try PromptTests.startClear()
            shell.type("ru\t")
            expectLine("garita> rule add | list | delete | move | ...", in: shell)
            #expect(shell.screen.cursorColumn == 13)
            shell.type("a\tal\tfr\t10.0.0.1\r")
            expectRow("garita> rule add allow from 10.0.0.1", in: shell)
            expectRow("rule 1 added: allow from 10.0.0.1", in: shell)
            // Only `clear` begins so; the blank behind the word is there already.
            shell.type("rule cl \u{1B}[D\t\r")
            expectRow("garita> rule clear", in: shell)
        }

        @Test func insertsWhatAllCandidatesShareAndThenLists() throws {
            let shell = try PromptTests.startClear()
            shell.type("tunnel open west-1\rtunnel open west-2\r\u{C}")
            expectScreen(["garita>"], in: shell)
            shell.type("tunnel show w\t")
            expectLine("garita> tunnel show west-", in: shell)
            shell.type("\t")
            expectScreen(["  west-1  west-2", "garita> tunnel show west-"], in: shell)
            shell.type("2\t")
            #expect(shell.wait { $0.cursorColumn == 27 })
            shell.type("\r")
            expectRow("tunnel west-2: AES-256-GCM with a 16-byte ICV", in: shell)
        }

        @Test func knowsRulesPacketsAndTunnelsOfTheMoment() throws {
            let shell = try PromptTests.startClear()
            shell.type("rule delete \t")
            #expect(shell.wait { $0.bells == 1 })
            shell.type("\u{15}rule add allow 443/tcp\rrule delete \t")
            expectLine("garita> rule delete 1", in: shell)
            shell.type("\u{15}packet send 10.0.0.1 -> 10.0.0.2:80\rpacket show \t")
            expectLine("garita> packet show 1", in: shell)
            shell.type("\u{15}tunnel open demo\rpacket send 10.0.0.1 -> 10.0.0.2:80 via \t")
            expectLine("garita> packet send 10.0.0.1 -> 10.0.0.2:80 via demo", in: shell)
            shell.type("\u{15}tunnel close demo\rtunnel show d\t")
            #expect(shell.wait { $0.bells == 2 })
            expectLine("garita> tunnel show d", in: shell)
        }

        /// Behind a completed word stands a hint, some time later: only the beginning of the line is waited for.
        @Test(arguments: [
            ("gw rule add allow from w", "gw rule add allow from web "),
            ("gw rule add allow from web,pc1,d", "gw rule add allow from web,pc1,dns "),
            ("packet send pc1 -> vi", "packet send pc1 -> visitor "),
        ])
        func knowsNodesWhereverAnAddressCanStand(_ typed: String, _ completed: String) throws {
            let shell = try PromptTests.startClear()
            shell.type("net load office\r\u{C}\(typed)\t")
            let isCompleted = shell.wait {
                "\($0.row($0.cursorRow)) ".hasPrefix("garita> \(completed)")
            }
            #expect(isCompleted, "\(typed)")
        }

        @Test func knowsFilesAndServices() throws {
            let folder = try TemporaryFolder()
            _ = try folder.write("x", to: "inner/lesson-one.txt")
            _ = try folder.write("x", to: "inner/.hidden")
            let shell = try PromptTests.startClear(columns: 200)
            let path = folder.path
            // Behind a folder's name stands no blank: what is in it goes on there.
            shell.type("rule list | save \(path)/in\t\t")
            let line = "garita> rule list | save \(path)/inner/lesson-one.txt"
            #expect(shell.wait { $0.row($0.cursorRow).hasPrefix(line) }, "\(shell.screen.text)")
            shell.type("\u{15}rule add allow domain\t")
            #expect(shell.wait { $0.text.contains { $0.contains("domain-s") } })
        }

        @Test func listsWordsWithWhatTheyDo() throws {
            let shell = try PromptTests.startClear()
            shell.type("rule de\t")
            expectScreen(
                [
                    "  delete   take rules out of the list",
                    "  default  say what happens to a packet that no rule matches",
                    "garita> rule de",
                ], in: shell)
            #expect(shell.screen.style(row: 0, column: 11) == "2")
            #expect(shell.screen.cursorColumn == 15)
            shell.type("zz\t")
            #expect(shell.wait { $0.bells == 1 })
            expectLine("garita> rule dezz", in: shell)
        }

        @Test(arguments: [
            ("", "  rule               set                flow               nat"),
            ("tun", "  tunnel             open, listen, connect, serve"),
            ("tunnel ", "  serve              wait in real time for packets"),
            ("tunnel op", "  open               open an ESP tunnel between gw-a and gw-b"),
            ("tunnel open ", "  NAME               a name for the tunnel"),
            ("tunnel open x ", "  client             what the end at gw-a uses"),
            ("tunnel open x client spi ", "  SPI                a security parameters index"),
            ("tunnel open x client spi 0x1001", "  SPI                a security parameters"),
            ("tunnel open x key ", "  HEX                64 hexadecimal digits"),
            ("rule add allow from ", "  ADDRESSES          addresses: 192.168.1.100, 10.0.0.0/8"),
            ("rule list ", "  Enter              the command is complete"),
            ("expect error rule ", "  add                put a rule into the firewall's list"),
            ("nonsense ", "  nothing can stand here"),
        ])
        func questionMarkAnswersAtEveryPlace(line: String, answer: String) throws {
            let shell = try PromptTests.startClear()
            shell.type(line + "?")
            #expect(
                shell.wait { $0.text.contains { $0.hasPrefix(answer) } },
                "shown: \(shell.screen.text)")
            let typed = "garita> \(line)"
            #expect(shell.wait { $0.row($0.cursorRow).hasPrefix(typed.trimmingBlanks) })
            #expect(shell.screen.cursorColumn == typed.count)
        }

        @Test func questionMarkKnowsTheLab() throws {
            let shell = try PromptTests.startClear()
            shell.type("tunnel open demo\rtunnel open other\r\u{C}")
            expectScreen(["garita>"], in: shell)
            shell.type("tunnel send ?")
            expectRow("  TUNNEL             the name of an open tunnel", in: shell)
            expectRow("  now: demo, other", in: shell)
        }

        @Test func questionMarkIsACharacterInTextsOnly() throws {
            let shell = try PromptTests.startClear(rows: 40)
            shell.type("tunnel open demo\rtunnel send demo \"why? \\\"so?\"\r")
            expectRow("  server  message     \"why? \\\"so?\"", in: shell)
            shell.type("# why?\rclock # when?\r")
            expectRow("garita> # why?", in: shell)
            expectRow("garita> clock # when?", in: shell)
            shell.type("tunnel send demo \"a\" ?")
            expectRow("  Enter              the command is complete", in: shell)
            expectLine("garita> tunnel send demo \"a\"", in: shell)
        }

        @Test func hintIsDimAndNeverEntered() throws {
            let shell = try PromptTests.startClear()
            shell.type("packet test 10.0.0.1 -> 10.0.0.2:80 ")
            expectLine(
                "garita> packet test 10.0.0.1 -> 10.0.0.2:80 port | data | flags | type | ...",
                in: shell)
            #expect(shell.screen.style(row: 0, column: 44) == "2")
            #expect(shell.screen.cursorColumn == 44)
            shell.type("\r")
            expectLine("garita>", in: shell)
            expectRow("would be denied by default: no rule matches", in: shell)
            #expect(shell.screen.text[0] == "garita> packet test 10.0.0.1 -> 10.0.0.2:80")
        }
    }
}

extension String {
    /// The text without the blanks at its end.
    fileprivate var trimmingBlanks: String {
        String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
    }
}
