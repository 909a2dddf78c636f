import Testing

@testable import Terminal

/// Which part of a long text is on the screen.
@Suite struct PagerTests {
    private func text(_ count: Int) -> [UInt8] {
        Array((1...count).map { "line \($0)\n" }.joined().utf8)
    }

    private func shown(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            String($0.split(separator: " ").last ?? "")
        }
    }

    @Test(arguments: [(0, 80), (1, 1), (24, 1), (3, 80), (-4, 80), (24, 9)])
    func isNoneOnAnOddScreen(_ rows: Int, _ columns: Int) {
        #expect(Pager(text(100), rows: rows, columns: columns) == nil)
    }

    @Test func isNoneWhereAllFits() {
        #expect(Pager(text(9), rows: 10, columns: 40) == nil)
        #expect(Pager(text(10), rows: 10, columns: 40) != nil)
        #expect(Pager([], rows: 10, columns: 40) == nil)
    }

    @Test func goesForwardAndBack() throws {
        var pager = try #require(Pager(text(12), rows: 6, columns: 40))
        #expect(shown(pager.advance(by: .page)) == ["1", "2", "3", "4", "5"])
        #expect(shown(pager.advance(by: .line)) == ["6"])
        #expect(shown(pager.again()) == ["2", "3", "4", "5", "6"])
        #expect(shown(pager.goBack()) == ["1", "2", "3", "4", "5"])
        #expect(shown(pager.goBack()) == ["1", "2", "3", "4", "5"])
        #expect(shown(pager.advance(by: .page)) == ["6", "7", "8", "9", "10"] && !pager.isAtEnd)
        #expect(shown(pager.advance(by: .page)) == ["11", "12"] && pager.isAtEnd)
    }

    @Test func longLinesTakeSeveralRows() throws {
        let long = String(repeating: "x", count: 95)
        var pager = try #require(
            Pager(Array("a\n\u{1B}[32m\(long)\u{1B}[0m\nb\nc\n".utf8), rows: 6, columns: 40))
        #expect(shown(pager.advance(by: .page)).count == 3)
        #expect(shown(pager.advance(by: .page)) == ["c"])
        // A line that is higher than the screen is shown all the same.
        var high = try #require(Pager(Array("\(long)\nb\n".utf8), rows: 4, columns: 10))
        #expect(shown(high.advance(by: .page)) == [long])
    }

    @Test func findsWhatIsLeft() throws {
        var pager = try #require(Pager(text(40), rows: 6, columns: 40))
        _ = pager.advance(by: .page)
        let first = pager.find(Array("LINE 3".utf8))
        #expect(shown(first ?? []).count == 5)
        #expect(pager.end == 7)
        let next = pager.find([])
        #expect(next != nil && pager.end == 34)
        // The last page is a full one.
        let last = pager.find(Array("40".utf8))
        #expect(last != nil && pager.end == 40 && pager.isAtEnd)
        let (none, again) = (pager.find(Array("line 1".utf8)), pager.find([]))
        #expect(none == nil && again == nil)
    }
}
