import Testing

@testable import Grammar

/// Each kind of pattern takes what it says and nothing else.
@Suite struct PatternTests {
    @Test(arguments: [
        ("draw line 1 to 20", ["1=1", "2=20"]),
        ("  draw\tline \"1\" to 20 # so", ["1=1", "2=20"]),
        ("draw shape circle", ["1=circle"]), ("draw shape 7", ["2=7"]),
        ("draw style", []), ("draw style dashed", ["3=dashed"]),
        ("draw style width 2 dashed colour red", ["2=2", "3=dashed", "1=red"]),
        ("draw style colour red dashed width 2", ["1=red", "3=dashed", "2=2"]),
        ("draw style colour colour", ["1=colour"]),
        ("mark a", ["1=a"]), ("mark a \"b c\" d", ["1=a", "1=b c", "1=d"]),
        ("fill 3", ["1=3"]), ("fill 3 blue", ["1=3", "2=blue"]),
        ("fill 3 in hall", ["1=3", "3=hall"]), ("fill 3 red in hall", ["1=3", "2=red", "3=hall"]),
        ("go a->b", ["1=a", "2=b"]), ("go \"->\"->b", ["1=->", "2=b"]),
        ("try draw line x", ["1=1"]), ("undo", []),
    ])
    func takes(_ text: String, _ notes: [String]) throws {
        #expect(try Toy.read(text) == notes)
    }

    @Test(arguments: [
        "draw", "draw line", "draw line 1", "draw line 1 to", "draw line 1 to 2 3", "draw line to",
        "\"draw\" line 1 to 2", "draw \"line\" 1 to 2", "draw line 1 \"to\" 2", "drawn line 1 to 2",
        "draw shape", "draw shape triangle", "draw shape circle square", "draw shape \"circle\"",
        "draw style dashed dashed", "draw style width 2 width 2", "draw style colour",
        "mark", "mark ->", "fill", "fill 3 red blue", "fill 3 in", "fill 3 in hall red",
        "go a b", "go a", "go ->b", "try", "undo it", "redo", "->",
    ])
    func refuses(_ text: String) throws {
        let fault = try #require(Toy.fault(text))
        #expect(fault.range.upperBound <= text.utf8.count)
    }

    @Test func forgetsWhatAFailedAlternativeHadRead() throws {
        let word = Pattern.argument(Argument.anything)
        let first = Pattern.sequence(word, .keyword("x")).map { ["1=\($0.0.value)"] }
        let second = Pattern.sequence(word, .keyword("y")).map { ["2=\($0.0.value)"] }
        let both = Pattern.choice([first, second])
        #expect(try read(both, "a y") == ["2=a"])
        #expect(try read(both, "a x") == ["1=a"])
    }

    @Test func repeatsAPartThatMayBeEmptyWithoutEnd() throws {
        let pattern = Pattern.repeated(.optional(.keyword("x", "", as: "x")))
            .map { $0.map { $0?.value ?? "" } }
        #expect(try read(pattern, "x x x") == ["x", "x", "x"])
        #expect(throws: UsageFault.self) { try read(pattern, "x y") }
    }

    @Test func saysWhereEachValueStood() throws {
        let pattern = Pattern.repeated(.argument(Argument.anything))
        let row = CommandRow<[String]>("mark", pattern, examples: []) {
            (words, extent) throws(UsageFault) in
            #expect(words.map(\.range) == [5..<6, 7..<8])
            #expect(extent.range == 5..<8 && extent.end == 10)
            #expect(words[0].conflict(.unlucky) == UsageFault(5..<6, .conflict(.unlucky)))
            #expect(extent.missing(.unlucky) == UsageFault(10..<10, .conflict(.unlucky)))
            return words.map(\.value)
        }
        let line = try CommandLine(Array("mark a b  ".utf8))
        #expect(try Toy.makeTable([row]).parse(line) == ["a", "b"])
    }

    /// Words that lead to others have no meaning of their own, and the range of a command is without them.
    @Test func spansTheWordsThatMeanSomething() throws {
        let pattern = Pattern.clause(
            "from", "", .sequence(.argument(Argument.anything), .optional(.keyword("end"))))
        var ranges: [Range<Int>] = []
        for text in ["do from a", "do from a end"] {
            let row = CommandRow<Range<Int>>("do", pattern, examples: []) {
                (_, extent) throws(UsageFault) in extent.range
            }
            ranges.append(try Toy.makeTable([row]).parse(CommandLine(Array(text.utf8))))
        }
        #expect(ranges == [8..<9, 8..<9])
        let nothing = CommandRow<Range<Int>>("do", .nothing, examples: []) {
            (_, extent) throws(UsageFault) in extent.range
        }
        #expect(try Toy.makeTable([nothing]).parse(CommandLine(Array("do ".utf8))) == 3..<3)
    }

    @Test func takesTheFirstRowWhoseWordsBeginTheLine() throws {
        let line = try CommandLine(Array("draw line 1 to 2".utf8))
        #expect(Toy.table.row(for: line).map { Toy.table.row($0).name } == "draw line")
        #expect(Toy.table.row(for: try CommandLine(Array("draw".utf8))) == nil)
        #expect(Toy.table.row(for: try CommandLine([])) == nil)
        #expect(
            Toy.table.nouns.map(\.text) == ["draw", "mark", "fill", "lock", "go", "try", "undo"])
    }

    private func read(_ pattern: Pattern<[String]>, _ text: String) throws -> [String] {
        let row = CommandRow<[String]>("do", pattern, examples: []) { $0 }
        return try Toy.makeTable([row]).parse(CommandLine(Array("do \(text)".utf8)))
    }
}
