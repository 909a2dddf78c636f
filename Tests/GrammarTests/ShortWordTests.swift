import Grammar
import Testing

/// A line with short words that is no command: the word is blamed that is unclear.
@Suite struct ShortWordTests {
    private func fault(_ line: String) -> (Range<Int>, UsageFault.Kind)? {
        Toy.table.fault(behindShortWordsOf: Array(line.utf8)).map { ($0.range, $0.kind) }
    }

    @Test(arguments: [
        // `dr` is draw, and `s` is shape or style.
        ("dr s 1", 3..<4), ("dr line x", 8..<9), ("dr", 2..<2), ("DR li 1 to", 10..<10),
        ("dr sh ci ci", 9..<11),
    ])
    func theUnclearWordIsBlamed(_ line: String, _ range: Range<Int>) throws {
        let found = try #require(fault(line))
        #expect(found.0 == range, "\(found)")
    }

    // No word of them is a short one, or all is understood.
    @Test(arguments: ["x", "draw s 1", "draw line x", "", "u", "dr sh ci", "\"dr\" s", "mark"])
    func otherLinesHaveTheirOwnFault(_ line: String) {
        #expect(fault(line) == nil)
    }

    @Test func whatIsExpectedIsWhatCouldStandThere() throws {
        guard case .expected(let words)? = fault("dr s 1")?.1 else {
            Issue.record("nothing expected")
            return
        }
        #expect(Set(words.compactMap(\.word).map(\.text)).count == 3)
    }
}
