@testable import Network
import Testing
import Timeline
import Wire

@testable import Fabric

/// What links draw: how often, within which bounds, and the same again from the same seed.
@Suite struct LinkDiceTests {
    private func fates(
        _ count: Int, seed: UInt64 = 1, _ change: (inout LinkImpairment) -> Void
    ) -> [LinkFate] {
        var impairment = LinkImpairment()
        change(&impairment)
        var dice = LinkDice()
        dice.restart(seed)
        return (0..<count).map { _ in dice.fate(under: impairment) }
    }

    private static func everything(_ impairment: inout LinkImpairment) {
        impairment.loss = Percentage(hundredths: 2_000)
        impairment.delay = .milliseconds(50)
        impairment.jitter = .milliseconds(20)
        impairment.reordering = Percentage(hundredths: 2_500)
        impairment.holdBack = .milliseconds(5)
        impairment.duplication = Percentage(hundredths: 1_000)
    }

    @Test func drawsAsOftenAsItIsTold() {
        let fates = fates(10_000, Self.everything)
        let kept = fates.filter { !$0.isLost }
        #expect(abs(fates.count - kept.count - 2_000) < 200)
        #expect(abs(kept.count { $0.holdBack == .milliseconds(5) } - kept.count / 4) < 200)
        #expect(kept.allSatisfy { [.zero, .milliseconds(5)].contains($0.holdBack) })
        #expect(abs(kept.count(where: \.isCopied) - kept.count / 10) < 200)
        #expect(fates.filter(\.isLost).allSatisfy { !$0.isCopied && $0.delay == .zero })
    }

    @Test func oneHundredthOfAPercentIsDrawn() {
        let rare = fates(100_000) { $0.loss = Percentage(hundredths: 1) }
        #expect((1...40).contains(rare.count(where: \.isLost)))
    }

    @Test func noneAndAllAreCertain() {
        let none = fates(1_000) { $0 = LinkImpairment() }
        #expect(none.allSatisfy { $0 == LinkFate() })
        #expect(fates(1_000) { $0.loss = .all }.allSatisfy { $0.isLost })
        #expect(fates(1_000) { $0.duplication = .all }.allSatisfy { $0.isCopied })
        let held = fates(1_000) {
            $0.reordering = .all
            $0.holdBack = .milliseconds(7)
        }
        #expect(held.allSatisfy { $0.holdBack == .milliseconds(7) && !$0.isLost })
    }

    @Test(arguments: [(50, 20), (20, 20), (1_000, 1), (30, 0)] as [(UInt64, UInt64)])
    func jitterKeepsItsBounds(_ delay: UInt64, _ jitter: UInt64) {
        let delays = fates(10_000) {
            $0.delay = .milliseconds(delay)
            $0.jitter = .milliseconds(jitter)
        }.map(\.delay)
        let low = Duration.milliseconds(delay - jitter)
        let high = Duration.milliseconds(delay + jitter)
        #expect(delays.allSatisfy { $0 >= low && $0 <= high && $0.nanoseconds % 1_000 == 0 })
        // Both ends come near, and the middle is no favourite.
        let width = high.nanoseconds - low.nanoseconds
        #expect(delays.contains { $0.nanoseconds <= low.nanoseconds + width / 100 })
        #expect(delays.contains { $0.nanoseconds >= high.nanoseconds - width / 100 })
        guard jitter > 0 else { return }
        let below = delays.count { $0 < .milliseconds(delay) }
        #expect(abs(below - 5_000) < 300)
    }

    @Test func aSeedDrawsTheSameAgainAndAnotherSeedOthers() {
        let first = fates(500, Self.everything)
        #expect(fates(500, Self.everything) == first)
        #expect(fates(500, seed: 2, Self.everything) != first)
        var impairment = LinkImpairment()
        Self.everything(&impairment)
        var dice = LinkDice()
        dice.restart(1)
        for _ in 0..<77 { _ = dice.fate(under: impairment) }
        dice.restart(1)
        #expect((0..<500).map { _ in dice.fate(under: impairment) } == first)
    }

    @Test func withoutASeedTwoLabsDiffer() throws {
        var impairment = LinkImpairment()
        Self.everything(&impairment)
        var dice = [LinkDice(), LinkDice()]
        try dice[0].prepare()
        let drawn = dice.indices.map { index in
            (0..<200).map { _ in dice[index].fate(under: impairment) }
        }
        #expect(drawn[0] != drawn[1])
    }

    @Test func aLinkThatDoesNothingDrawsNothing() {
        var loss = LinkImpairment()
        loss.loss = Percentage(hundredths: 5_000)
        var dice = LinkDice()
        dice.restart(1)
        let mixed = (0..<200).map { _ in
            _ = dice.fate(under: LinkImpairment())
            return dice.fate(under: loss)
        }
        #expect(mixed == fates(200) { $0 = loss })
    }
}
