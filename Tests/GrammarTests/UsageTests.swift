import Testing

@testable import Grammar

/// Usage lines are written from the pattern that parses.
@Suite struct UsageTests {
    @Test(arguments: [
        ("draw line", "draw line NUMBER to NUMBER"),
        ("draw shape", "draw shape (circle|square|NUMBER)"),
        ("draw style", "draw style [colour WORD] [width NUMBER] [dashed]"),
        ("mark", "mark WORD..."),
        ("fill", "fill NUMBER [red|blue] [in WORD]"), ("lock", "lock WORD [key HEX]"),
        ("go", "go WORD -> WORD"), ("try", "try COMMAND"), ("undo", "undo"),
    ])
    func reads(_ name: String, _ usage: String) {
        #expect(Toy.table.rows.first { $0.name == name }?.usage == usage)
    }

    @Test func leavesNoPatternOut() {
        #expect(Toy.table.rows.count == 9)
        for row in Toy.table.rows { #expect(row.usage.hasPrefix(row.name)) }
    }
}
