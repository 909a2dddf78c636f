import Commands
package import EventLoop
package import Events
package import Grammar

/// What only a person at the prompt, or at the shell that started the program, reads.
extension Narrator {
    /// The first line at the prompt.
    package mutating func welcome(version: String) {
        page.put("Garita \(version)", .strong)
        page.line(": a network-security lab. Type `help`, or ? for what can come next.")
    }

    /// What can stand at the cursor, a line each.
    package mutating func expect(_ expectations: [Expectation], known: [String]) {
        if expectations.isEmpty { return page.line("  nothing can stand here") }
        for expectation in expectations {
            page.put("  ")
            switch expectation {
            case .word(let keyword): page.put(keyword.word.text, width: Self.wordWidth)
            case .command(let word, rows: _): page.put(word.text, width: Self.wordWidth)
            case .argument(let kind): page.put(kind.name, width: Self.wordWidth)
            case .endOfLine: page.put("Enter", width: Self.wordWidth)
            }
            page.put(" ")
            page.put(Self.note(on: expectation))
            page.endLine()
        }
        guard !known.isEmpty else { return }
        page.line("  now: \(known.prefix(Self.knownLimit).joined(separator: ", "))")
    }

    /// A few words about what could stand somewhere; may be empty.
    package static func note(on expectation: Expectation) -> String {
        switch expectation {
        case .word(let keyword): keyword.help
        case .command(let word, let rows): note(on: word, rows.map { CommandName.allCases[$0] })
        case .argument(let kind): kind.help
        case .endOfLine: "the command is complete"
        }
    }

    /// The summary of a command, or the words that may follow the first one of several.
    private static func note(on word: StaticWord, _ names: [CommandName]) -> String {
        let words = names.map { $0.rawValue.split(separator: " ") }
        if let name = names.first, names.count == 1, words[0].last == word.text[...] {
            return name.summary
        }
        return words.compactMap { $0.dropFirst().first }.joined(separator: ", ")
    }

    /// The same in a few words.
    package static func hint(_ expectations: [Expectation]) -> String? {
        var words: [String] = []
        for expectation in expectations {
            switch expectation {
            case .word(let keyword): words.append(keyword.word.text)
            case .command(let word, rows: _): words.append(word.text)
            case .argument(let kind): words.append(kind.name)
            case .endOfLine: continue
            }
        }
        guard !words.isEmpty else { return nil }
        let shown = words.prefix(hintWords).joined(separator: " | ")
        return words.count > hintWords ? "\(shown) | ..." : shown
    }

    /// The output can't be written.
    package mutating func tellOutputFault(_ fault: SystemFault) {
        page.begin(.bad)
        page.put("error:")
        page.end()
        page.line(" the output can't be written: \(Self.sentence(for: fault))")
    }

    /// A file that the flags name can't be used.
    package mutating func tellFileFault(_ name: String, _ problem: FileProblem) {
        page.begin(.bad)
        page.put("error:")
        page.end()
        page.put(" ")
        file(name, problem)
        page.endLine()
    }

    private static let wordWidth = 18
    private static let knownLimit = 12
    private static let hintWords = 4
}
