import Testing

@testable import Grammar

/// What TAB and `?` are told, at every position of a line.
@Suite struct CompletionTests {
    @Test(arguments: [
        ("", ["draw", "mark", "fill", "lock", "go", "try", "undo"]),
        ("dr", Toy.table.nouns.map(\.text)),
        ("draw ", ["line", "shape", "style"]), ("draw li", ["line", "shape", "style"]),
        ("draw line ", ["NUMBER"]), ("draw line 1", ["NUMBER"]), ("draw line 1 ", ["to"]),
        ("draw line 1 to 2 ", ["."]), ("draw shape ", ["circle", "square", "NUMBER"]),
        ("draw style ", ["colour", "width", "dashed", "."]),
        ("draw style width 2 ", ["colour", "dashed", "."]), ("draw style width ", ["NUMBER"]),
        ("mark ", ["WORD"]), ("mark a ", ["WORD", "."]), ("mark \"a", []),
        ("fill 3 ", ["red", "blue", "in", "."]), ("fill 3 red ", ["in", "."]),
        ("go a", ["WORD"]), ("go a ", ["->"]), ("go a->", ["->"]), ("go a-> ", ["WORD"]),
        ("try ", Toy.table.nouns.map(\.text)), ("try draw ", ["line", "shape", "style"]),
        ("try try draw shape ", ["circle", "square", "NUMBER"]), ("undo ", ["."]),
        ("draw # ", []), ("draw line x ", []), ("redo ", []), ("draw ln ", []),
        ("draw line 1x ", []),
        ("draw\u{7} ", []),
    ])
    func tellsWhatCouldStandThere(_ text: String, _ shown: [String]) {
        #expect(Toy.completions(text) == shown)
    }

    @Test func beginsAtTheWordUnderTheCursor() {
        func start(_ text: String) -> Int { Toy.table.completion(at: Array(text.utf8)).wordStart }
        #expect(start("") == 0)
        #expect(start("dr") == 0)
        #expect(start("draw ") == 5)
        #expect(start("draw  li") == 6)
        #expect(start("mark é") == 5)
        #expect(start("mark \"a b\"") == 5)
    }

    @Test func namesTheCommandOfTheLine() {
        func name(_ text: String) -> String? {
            Toy.table.completion(at: Array(text.utf8)).row.map { Toy.table.row($0).name }
        }
        #expect(name("draw line 1 ") == "draw line")
        #expect(name("try draw line 1 ") == "draw line")
        #expect(name("draw ") == nil)
        #expect(name("") == nil)
    }

    /// Whatever a person may type next in a right line is what completion says there.
    @Test func knowsEveryWordOfEveryExample() throws {
        for example in Toy.table.rows.flatMap(\.examples) {
            let bytes = Array(example.utf8)
            let line = try CommandLine(bytes)
            for token in line.tokens {
                for end in token.range.lowerBound...token.range.upperBound {
                    let completion = Toy.table.completion(at: Array(bytes[..<end]))
                    // In the middle of an arrow stands a minus, which is a word of its own.
                    guard token.kind != .arrow || end != token.range.lowerBound + 1 else {
                        continue
                    }
                    if end == token.range.lowerBound, end > 0, bytes[end - 1] != 0x20 { continue }
                    #expect(completion.wordStart == token.range.lowerBound, "\(example) at \(end)")
                    let fits = completion.expectations.contains { expectation in
                        switch expectation {
                        case .word, .command:
                            expectation.word.map { line.matches(token, $0) } ?? false
                        case .argument: token.kind != .arrow
                        case .endOfLine: false
                        }
                    }
                    #expect(fits, "\(example) at \(end)")
                }
            }
            #expect(Toy.completions(example + " ").contains("."), "\(example)")
        }
    }

    @Test func answersDeepNestingSoon() {
        let nested = String(repeating: "try ", count: 10_000)
        #expect(Toy.completions(nested) == Toy.table.nouns.map(\.text))
    }

    @Test(arguments: [
        ("lock safe key 00ff", true), ("lock safe key", true), ("lock key", false),
        ("lok safe key 00ff", true), ("try lock safe key 00ff", true), ("lock safe", false),
        ("draw line 1 to 2", false), ("draw line oops", false), ("", false), ("# key", true),
        ("lock safe key \"unclosed", true), ("mark \u{1}", false), ("lock safe \"key\" 00ff", true),
    ])
    func suspectsASecret(_ text: String, _ isSuspected: Bool) {
        #expect(
            Toy.table.mayHoldSecret(
                Toy.table.read(Array(text.utf8)), behind: Toy.table.secretIntroducers)
                == isSuspected)
    }
}
