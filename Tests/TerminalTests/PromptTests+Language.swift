import TestSupport
import Testing

extension PromptTests {
    /// The language at the prompt.
    @Suite struct Language {
        @Test(arguments: [
            ["LANG": "es_MX.UTF-8"], ["LANG": "en_US.UTF-8", "LC_ALL": "es_ES.UTF-8"],
            ["LC_MESSAGES": "es"],
        ])
        func isThatOfTheLocale(variables: [String: String]) throws {
            let shell = try PromptTests.start(variables: variables)
            #expect(shell.screen.everything.contains { $0.contains("Escribe `help`") })
            shell.type("rule list\r")
            #expect(shell.wait { $0.everything.contains { $0.contains("última vez") } })
        }

        @Test(arguments: [
            ["LANG": "de_DE.UTF-8"], ["LANG": "es_MX.UTF-8", "LC_ALL": "C.UTF-8"],
        ])
        func isEnglishForAllOthers(variables: [String: String]) throws {
            let shell = try PromptTests.start(variables: variables)
            #expect(shell.screen.everything.contains { $0.contains("Type `help`") })
        }

        @Test func changesOnCommandForErrorsAndHelp() throws {
            let shell = try PromptTests.startClear(variables: ["LANG": "es_MX.UTF-8"])
            shell.type("rule ?")
            #expect(shell.wait { $0.everything.contains { $0.contains("poner una regla") } })
            shell.type("\u{15}lang en\r")
            expectRow("language: English (en), of en and es", in: shell)
            shell.type("rule add alow\r")
            #expect(shell.wait { $0.everything.contains { $0.contains("can't stand here") } })
            shell.type("lang es\r")
            expectRow("idioma: español (es), de en y es", in: shell)
            shell.type("rule add alow\r")
            #expect(shell.wait { $0.everything.contains { $0.contains("no puede ir aquí") } })
            shell.type("lang \t\t")
            #expect(shell.wait { $0.everything.contains { $0.contains("inglés") } })
        }
    }
}
