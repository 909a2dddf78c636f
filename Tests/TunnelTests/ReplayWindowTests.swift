import Chance
import TestSupport
import Testing
import Tunnel
import Wire

/// The specification of the window: every accepted number, and the highest.
struct NaiveWindow {
    let size: UInt64
    var accepted: Set<UInt64> = []
    var highest: UInt64 = 0

    func check(_ number: UInt64) -> ReplayCheck {
        if number == 0 || (number <= highest && highest - number >= size) { return .tooOld }
        return accepted.contains(number) ? .replayed : .fresh
    }

    mutating func commit(_ number: UInt64) {
        accepted.insert(number)
        highest = max(highest, number)
    }
}

/// A scenario of the shared data: sequence numbers, and whether each is accepted.
struct ReplayScenario: Decodable {
    let name: String
    let window: Int
    let esn: Bool
    let steps: [Step]

    struct Step: Decodable {
        let number: UInt64
        let isAccepted: Bool

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            number = try pair.decode(UInt64.self)
            isAccepted = try pair.decode(Bool.self)
        }
    }
}

@Suite struct ReplayWindowTests {
    private func check(_ window: ReplayWindow, _ number: UInt64) -> ReplayCheck {
        window.check(SequenceNumber(rawValue: number))
    }

    @Test func zeroIsNeverFresh() {
        var window = ReplayWindow()
        #expect(check(window, 0) == .tooOld)
        window.commit(SequenceNumber(rawValue: 1))
        #expect(check(window, 0) == .tooOld)
    }

    /// RFC 4303 section 3.4.3: no inbound checks are performed on the sequence number.
    @Test func withoutAWindowEveryNumberIsFresh() throws {
        var window = ReplayWindow(size: 0)
        for number in [5, 5, 3, 0, 9, 9, 1] as [UInt64] {
            #expect(check(window, number) == .fresh)
            window.commit(SequenceNumber(rawValue: number))
        }
        #expect(window.highest.rawValue == 9)
        for size in [0, 64] {
            let pair = try SAPair(parameters: SAParameters(windowSize: size))
            let datagram = pair.seal([1, 2, 3])
            for round in 0..<3 {
                let reason = pair.open(datagram).0.reason
                #expect(reason == (size == 0 || round == 0 ? nil : .replayed))
            }
            // What nobody sealed is refused all the same.
            var forged = pair.seal([4])
            forged[forged.count - 1] ^= 1
            #expect(pair.open(forged).0.reason == .badICV)
        }
    }

    @Test func theLeftEdgeIsExact() {
        var window = ReplayWindow(size: 64)
        window.commit(SequenceNumber(rawValue: 100))
        #expect(check(window, 37) == .fresh)
        #expect(check(window, 36) == .tooOld)
        #expect(check(window, 100) == .replayed)
        #expect(check(window, 101) == .fresh)
        #expect(window.highest == SequenceNumber(rawValue: 100))
    }

    @Test func theLastNumberIsAccepted() {
        var window = ReplayWindow()
        window.commit(SequenceNumber(rawValue: .max))
        #expect(check(window, .max) == .replayed)
        #expect(check(window, .max - 63) == .fresh)
        #expect(check(window, .max - 64) == .tooOld)
        #expect(check(window, 1) == .tooOld)
    }

    @Test(arguments: [32, 33, 64, 65, 127, 128, 1_000, 8_192])
    func agreesWithASet(size: Int) {
        var random = SplitMix(seed: UInt64(size))
        var met: [ReplayCheck: Int] = [:]
        for _ in 0..<20 {
            var window = ReplayWindow(size: size)
            var naive = NaiveWindow(size: UInt64(size))
            // A large window takes long until something has fallen out of it.
            for _ in 0..<(size > 1_024 ? 20_000 : 2_000) {
                let number = candidate(near: naive.highest, size: UInt64(size), using: &random)
                let verdict = check(window, number)
                #expect(verdict == naive.check(number), "\(number) after \(naive.highest)")
                met[verdict, default: 0] += 1
                // A packet that fails its ICV is checked and never committed.
                if verdict == .fresh && random.next(upperBound: UInt32(10)) > 0 {
                    window.commit(SequenceNumber(rawValue: number))
                    naive.commit(number)
                }
            }
        }
        for verdict in [ReplayCheck.fresh, .replayed, .tooOld] {
            #expect(met[verdict, default: 0] > 100, "\(verdict)")
        }
    }

    private func candidate(
        near highest: UInt64, size: UInt64, using random: inout SplitMix
    ) -> UInt64 {
        switch random.next(upperBound: UInt32(20)) {
        case 0: random.next(upperBound: UInt64(4))
        case 1: highest + random.next(upperBound: 4 * size)
        case 2: highest + random.next(upperBound: UInt64(200_000))
        case 3...9: highest + 1 + random.next(upperBound: UInt64(3))
        default: highest - min(highest, random.next(upperBound: size + size / 4))
        }
    }

    @Test func aJumpOverAllNumbersEmptiesTheWindow() {
        var window = ReplayWindow(size: 128)
        for number in 1...200 { window.commit(SequenceNumber(rawValue: UInt64(number))) }
        window.commit(SequenceNumber(rawValue: .max))
        for distance in 1..<UInt64(128) { #expect(check(window, .max - distance) == .fresh) }
        #expect(check(window, .max - 128) == .tooOld)
    }

    @Test func aSecondCommitStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            var window = ReplayWindow()
            window.commit(SequenceNumber(rawValue: 5))
            window.commit(SequenceNumber(rawValue: 5))
        }
    }

    @Test(.enabled(if: Vectors.has("replay_cases.jsonl"), "the shared vectors are not here"))
    func sharedScenarios() throws {
        let scenarios = try Vectors.read("replay_cases.jsonl", as: ReplayScenario.self)
        var accepted = 0
        var refused = 0
        #expect(scenarios.contains { $0.esn })
        for scenario in scenarios {
            var window = ReplayWindow(size: scenario.window)
            for (index, step) in scenario.steps.enumerated() {
                let number = SequenceNumber(rawValue: step.number)
                // With another number than the sender's the ICV is wrong.
                let isRight = !scenario.esn || window.number(withLow: number.low) == number
                let isFresh = isRight && window.check(number) == .fresh
                #expect(isFresh == step.isAccepted, "\(scenario.name), step \(index)")
                if isFresh {
                    window.commit(number)
                    accepted += 1
                } else {
                    refused += 1
                }
            }
        }
        #expect(accepted > 1_000)
        #expect(refused > 1_000)
    }
}
