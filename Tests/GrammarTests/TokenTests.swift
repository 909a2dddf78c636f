import Testing

@testable import Grammar

/// Lines become tokens that know where they stood.
@Suite struct TokenTests {
    private func tokens(_ text: String) throws -> [(String, Token)] {
        let line = try CommandLine(Array(text.utf8))
        return line.tokens.map { (line.text(of: $0), $0) }
    }

    private func words(_ text: String) throws -> [String] {
        try tokens(text).map(\.0)
    }

    @Test func separatesAtBlanksAndTabs() throws {
        let found = try tokens("  ab\t c  ")
        #expect(found.map(\.0) == ["ab", "c"])
        #expect(found.map(\.1.range) == [2..<4, 6..<7])
        #expect(found.map(\.1.kind) == [.bare, .bare])
        #expect(found.map(\.1.content) == found.map(\.1.range))
    }

    @Test(arguments: ["", "   ", "\t", "# all of it", "   # \"unclosed", "#"])
    func findsNothingToRun(_ text: String) throws {
        #expect(try CommandLine(Array(text.utf8)).isEmpty)
    }

    @Test func endsAtACommentButNotInsideAWordOrQuotes() throws {
        #expect(try words("a b # c \"") == ["a", "b"])
        #expect(try words("a b#c") == ["a", "b#c"])
        #expect(try words("a \"# b\" c") == ["a", "# b", "c"])
        #expect(try words("\"a\"# b") == ["a"])
    }

    @Test func keepsTheRangeOfQuotesAndOfWhatIsBetweenThem() throws {
        let found = try tokens("x \"a b\"")
        let quoted = try #require(found.last)
        #expect(quoted.0 == "a b")
        #expect(quoted.1.kind == .quoted)
        #expect(quoted.1.range == 2..<7)
        #expect(quoted.1.content == 3..<6)
        #expect(!quoted.1.hasEscapes)
        #expect(try words("\"\"") == [""])
        #expect(try words("a\"b\"c") == ["a", "b", "c"])
    }

    @Test func resolvesEveryEscape() throws {
        let line = try CommandLine(Array(#""\"\\\n\t\x00\xfF~""#.utf8))
        let token = try #require(line.tokens.first)
        #expect(token.hasEscapes)
        #expect(line.value(of: token) == [0x22, 0x5C, 0x0A, 0x09, 0x00, 0xFF, 0x7E])
        #expect(line.text(of: token).unicodeScalars.last == "~")
        #expect(line.text(of: token).unicodeScalars.contains("\u{FFFD}"))
    }

    @Test func leavesABackslashOutsideQuotesAlone() throws {
        #expect(try words(#"a\nb"#) == [#"a\nb"#])
    }

    @Test(arguments: [
        (#""\q""#, 1), (#"ab "\x0g""#, 4), (#""\x""#, 1), (#""a\x1""#, 2), (#""a\"#, 2),
        (#""é\ ""#, 3),
    ])
    func refusesAnEscapeThatIsNone(_ text: String, at offset: Int) {
        #expect(Toy.fault(text) == UsageFault(offset..<offset + 1, .badEscape))
    }

    @Test(arguments: [("\"", 0), ("a \"b", 2), (#""a\""#, 0), ("\"a\"\"", 3)])
    func refusesAQuoteThatIsNotClosed(_ text: String, at offset: Int) {
        #expect(Toy.fault(text) == UsageFault(offset..<offset + 1, .unterminatedQuote))
    }

    @Test(arguments: ["a->b", "a -> b", "a-> b", "a ->b", "\"a\"->\"b\""])
    func findsTheArrowWithAndWithoutBlanks(_ text: String) throws {
        let found = try tokens(text)
        #expect(found.map(\.0) == ["a", "->", "b"])
        #expect(found.map(\.1.kind)[1] == .arrow)
    }

    @Test func takesNoOtherMinusOrQuotedArrowForAnArrow() throws {
        #expect(try tokens("a-b > -").map(\.1.kind) == [.bare, .bare, .bare])
        #expect(try tokens("\"->\"").map(\.1.kind) == [.quoted])
        #expect(try words("->->") == ["->", "->"])
    }

    @Test func countsColumnsInScalars() throws {
        let bytes = Array("é→ x".utf8)
        #expect(CommandLine.column(ofByte: 0, in: bytes) == 1)
        #expect(CommandLine.column(ofByte: 2, in: bytes) == 2)
        #expect(CommandLine.column(ofByte: 6, in: bytes) == 4)
        #expect(CommandLine.column(ofByte: bytes.count, in: bytes) == 5)
        #expect(CommandLine.column(ofByte: 0, in: []) == 1)
    }

    @Test func keepsColumnsWhenTheFirstTokensAreSetAside() throws {
        let line = try CommandLine(Array("try draw line 1 to x".utf8)).dropping(first: 1)
        #expect(line.tokens.first?.range == 4..<8)
        #expect(throws: UsageFault(19..<20, .expected([.argument(Argument.number.kind)]))) {
            try Toy.table.parse(line)
        }
    }

    @Test func matchesAKeywordInAnyLetterCase() throws {
        let line = try CommandLine(Array("draw \"draw\" drawn dra Draw ->".utf8))
        #expect(
            line.tokens.map { line.matches($0, "draw") } == [true] + [
                false, false, false, true, false,
            ])
        #expect(line.matches(line.tokens[5], "->"))
    }
}
