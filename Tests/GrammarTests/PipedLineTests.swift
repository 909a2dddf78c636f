import Testing

@testable import Grammar

/// Where a line is cut at its bars.
@Suite struct PipedLineTests {
    private func parts(_ text: String) -> [String]? {
        PipedLine(Array(text.utf8)).map { line in
            ([line.command] + line.filters).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func cutsAtBarsWithAndWithoutBlanks() {
        #expect(parts("a b | c| d") == ["a b ", "    | c", "       | d"])
        #expect(parts("a |") == ["a ", "  |"])
        #expect(parts("a|") == ["a", " |"])
        #expect(parts("a |b") == ["a ", "  |b"])
        #expect(parts("a | 'b|c' | d # e | f")?.count == 3)
    }

    @Test(arguments: [
        "a b", "a b|c", "a||b", "a \"b|c\"", "a 'b|c'", "# a | b", "| a", "  | a", "", "|",
        "a | \"b", "a \u{1}| b",
    ])
    func leavesOtherLinesAlone(_ text: String) {
        #expect(parts(text) == nil)
        #expect(PipedLine.open(Array(text.utf8)) == Array(text.utf8))
    }

    @Test func aBarIsNoValueAndNoPartOfOne() throws {
        let line = try CommandLine(Array("a|b |c '|'".utf8))
        #expect(line.tokens.map(\.kind) == [.bare, .bar, .bare, .quoted])
        #expect(line.tokens.map(\.range) == [0..<3, 4..<5, 5..<6, 7..<10])
        #expect(line.matches(line.tokens[1], PipedLine.bar))
        #expect(!line.matches(line.tokens[3], PipedLine.bar))
    }
}
