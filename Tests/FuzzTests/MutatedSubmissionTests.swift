import FuzzTargets
import Testing

/// Submissions that are made up from the seeds: lines and bytes exchanged, left out, repeated.
@Suite struct MutatedSubmissionTests {
    private struct Dice {
        var state: UInt64

        mutating func roll(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(1, count)))
        }
    }

    /// None crashes the grader, and none gets a point that reading its rules one by one does not give.
    @Test func noneEarnsMoreThanItsRulesSay() throws {
        let seeds = FuzzTarget.grading.seeds.map(\.bytes)
        var dice = Dice(state: 12)
        var (points, refused): (Set<Int>, Int) = ([], 0)
        for _ in 0..<600 {
            let bytes = Self.mutated(seeds, &dice)
            do throws(BrokenPromise) {
                try FuzzTarget.grading.run(bytes)
                if let earned = try GradingPromises.points(for: bytes) {
                    points.insert(earned)
                } else {
                    refused += 1
                }
            } catch {
                Issue.record("\(error): \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        // Both outcomes, and many grades between nothing and everything.
        #expect(refused > 50 && refused < 550)
        #expect(points.count > 8)
    }

    private static func mutated(_ seeds: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
        var lines = seeds[dice.roll(seeds.count)].split(separator: 0x0A).map(Array.init)
        let others = seeds[dice.roll(seeds.count)].split(separator: 0x0A).map(Array.init)
        for _ in 0...dice.roll(3) {
            switch dice.roll(6) {
            case 0: lines.remove(at: dice.roll(lines.count))
            case 1: lines.insert(others[dice.roll(others.count)], at: dice.roll(lines.count + 1))
            case 2: lines.swapAt(dice.roll(lines.count), dice.roll(lines.count))
            case 3:
                // A number becomes another one.
                let place = dice.roll(lines.count)
                let digits = lines[place].indices.filter {
                    (0x30...0x39).contains(lines[place][$0])
                }
                if let digit = digits.isEmpty ? nil : digits[dice.roll(digits.count)] {
                    lines[place][digit] = UInt8(0x30 + dice.roll(10))
                }
            case 4:
                let place = dice.roll(lines.count)
                var words = lines[place].split(separator: 0x20).map(Array.init)
                words.remove(at: dice.roll(words.count))
                lines[place] = Array(words.joined(separator: [0x20]))
            default:
                let place = dice.roll(lines.count)
                guard !lines[place].isEmpty, dice.roll(4) == 0 else { continue }
                lines[place][dice.roll(lines[place].count)] = UInt8(dice.roll(256))
            }
            if lines.isEmpty { lines = [[0x23]] }
            if lines.allSatisfy(\.isEmpty) { lines[0] = [0x23] }
        }
        return Array(lines.joined(separator: [0x0A]))
    }
}
