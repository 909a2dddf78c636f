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
        ("try draw line x", ["1=draw"]), ("undo", []),
    ])
    func takes(_ text: String, _ notes: [String]) throws {
        #expect(try Toy.read(text) == notes)
    }

    @Test(arguments: [
        "draw", "draw line", "draw line 1", "draw line 1 to", "draw line 1 to 2 3", "draw line to",
        "\"draw\" line 1 to 2", "draw \"line\" 1 to 2", "draw line 1 \"to\" 2", "DRAW line 1 to 2",
        "draw shape", "draw shape triangle", "draw shape circle square", "draw shape \"circle\"",
        "draw style dashed dashed", "draw style width 2 width 2", "draw style colour",
        "mark", "mark ->", "fill", "fill 3 red blue", "fill 3 in", "fill 3 in hall red",
        "go a b", "go a", "go ->b", "try", "undo it", "redo", "->",
    ])
    func refuses(_ text: String) throws {
        let fault = try #require(Toy.fault(text))
        #expect(fault.range.upperBound <= text.utf8.count)
    }

    @Test func forgetsWhatAFailedAlternativeHadNoted() throws {
        let both = Pattern.choice([
            .sequence([.argument(.anything, .first), .keyword("x")]),
            .sequence([.argument(.anything, .second), .keyword("y")]),
        ])
        #expect(try notes(both, "a y") == ["2=a"])
        #expect(try notes(both, "a x") == ["1=a"])
    }

    @Test func repeatsAPartThatMayBeEmptyWithoutEnd() throws {
        let pattern = Pattern.repeated(.optional(.keyword("x", "", as: .first)))
        #expect(try notes(pattern, "x x x") == ["1=x", "1=x", "1=x"])
        #expect(throws: UsageFault.self) { try notes(pattern, "x y") }
    }

    @Test func answersWhatStoodUnderALabel() throws {
        let line = try CommandLine(Array("mark a b".utf8))
        let row = CommandRow<Bool>("mark", .repeated(.argument(.anything, .first)), summary: "") {
            match in
            match.has(.first) && !match.has(.second) && match.text(.first) == "a"
                && match.tokens(.first).map(\.range) == [5..<6, 7..<8] && match.index(.first) == 1
                && match.token(.second) == nil
                && match.conflict(.unlucky, at: .first) == UsageFault(7..<8, .conflict(.unlucky))
                && match.conflict(.unlucky, at: .second) == UsageFault(8..<8, .conflict(.unlucky))
        }
        #expect(try CommandTable([row]).parse(line))
    }

    @Test func takesTheFirstRowWhoseWordsBeginTheLine() throws {
        let line = try CommandLine(Array("draw line 1 to 2".utf8))
        #expect(Toy.table.row(for: line).map { Toy.table.rows[$0].name } == "draw line")
        #expect(Toy.table.row(for: try CommandLine(Array("draw".utf8))) == nil)
        #expect(Toy.table.row(for: try CommandLine([])) == nil)
        #expect(
            Toy.table.nouns.map(\.text) == ["draw", "mark", "fill", "lock", "go", "try", "undo"])
    }

    private func notes(_ pattern: Pattern, _ text: String) throws -> [String] {
        let row = CommandRow<[String]>("do", pattern, summary: "") { match in
            match.notes.map {
                "\($0.label.rawValue)=\(match.line.text(of: match.line.tokens[$0.token]))"
            }
        }
        return try CommandTable([row]).parse(CommandLine(Array("do \(text)".utf8)))
    }
}
