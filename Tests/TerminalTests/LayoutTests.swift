import Testing

@testable import Terminal

/// Where text stands, and how candidates are listed.
@Suite struct LayoutTests {
    init() {
        // The width of a character depends on the character set, which a terminal would choose.
        #expect(Editor.takesUTF8())
    }

    @Test(arguments: [
        ("", 0, 0), ("abc", 0, 3), ("0123456789", 1, 0), ("0123456789a", 1, 1),
        ("012345678日", 1, 2), ("a\tb", 0, 9), ("a\u{3}b", 0, 4), ("ab\nc", 1, 1),
    ])
    func placesText(_ text: String, row: Int, column: Int) {
        var layout = LineLayout(columns: 10)
        layout.add(text.unicodeScalars)
        #expect(layout.row == row)
        #expect(layout.column == column)
    }

    @Test func listsInColumnsDownwards() {
        let table = CandidateTable(columns: 14, appearance: .plain)
        let candidates = ["a", "bb", "ccc", "d", "e"].map { Candidate(text: $0) }
        #expect(
            String(decoding: table.text(of: candidates), as: UTF8.self)
                == "  a    d\n  bb   e\n  ccc\n")
    }

    @Test func listsNotesOneInARowAndCutsThem() {
        let candidates = [
            Candidate(text: "ab", note: "first"), Candidate(text: "c", note: "a longer note"),
            Candidate(text: "d"),
        ]
        let plain = CandidateTable(columns: 16, appearance: .plain)
        #expect(
            String(decoding: plain.text(of: candidates), as: UTF8.self)
                == "  ab  first\n  c   a longer…\n  d\n")
        let coloured = CandidateTable(columns: 80, appearance: .coloured)
        #expect(
            String(decoding: coloured.text(of: candidates), as: UTF8.self)
                == "  ab  \u{1B}[2mfirst\u{1B}[0m\n  c   \u{1B}[2ma longer note\u{1B}[0m\n  d\n")
        let narrow = CandidateTable(columns: 4, appearance: .plain)
        #expect(String(decoding: narrow.text(of: candidates), as: UTF8.self) == "  ab\n  c\n  d\n")
    }

    @Test(arguments: [
        (["packet", "port"], "p"), (["one"], "one"), ([], ""), (["a", "b"], ""),
        (["naïve", "naïf"], "naï"),
    ])
    func findsWhatCandidatesBeginWith(_ texts: [String], common: String) {
        let reply = CompletionReply(wordStart: 0, candidates: texts.map { Candidate(text: $0) })
        #expect(reply.commonStart == common)
    }
}
