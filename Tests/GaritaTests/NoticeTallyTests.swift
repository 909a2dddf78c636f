import Testing

@testable import Session

/// Of many notices of one kind one line counts those that were not told.
@Suite struct NoticeTallyTests {
    private struct Notice: Recurring {
        let kind: Int
        let number: Int

        func isLike(_ other: Self) -> Bool { kind == other.kind }
    }

    @Test func aKindIsToldAFewTimesAndThenCounted() {
        var tally = NoticeTally<Notice>()
        var told: [(number: Int, count: Int)] = []
        for number in 1...1_234 {
            if let group = tally.add(Notice(kind: 0, number: number)) {
                told.append((group.newest.number, group.untold))
            }
        }
        #expect(told.map(\.number) == [1, 2, 3, 4, 5, 10, 100, 1_000])
        #expect(told.map(\.count) == [1, 1, 1, 1, 1, 5, 90, 900])
        let rest = tally.takeUntold()
        #expect(rest.map(\.untold) == [234] && rest[0].newest.number == 1_234)
        #expect(told.map(\.count).reduce(0, +) + rest[0].untold == 1_234)
        // Counting begins anew.
        #expect(tally.takeUntold().isEmpty)
        #expect(tally.add(Notice(kind: 0, number: 1))?.untold == 1)
    }

    @Test func kindsAreCountedByThemselves() {
        var tally = NoticeTally<Notice>()
        for number in 0..<12 { _ = tally.add(Notice(kind: number % 2, number: number)) }
        #expect(tally.takeUntold().map(\.untold) == [1, 1])
        for number in 0..<3 { #expect(tally.add(Notice(kind: number, number: 0)) != nil) }
        #expect(tally.takeUntold().isEmpty)
    }
}
