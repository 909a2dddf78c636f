import Chance
import Cipher
import TestSupport
import Testing

@Suite struct RandomTests {
    private func draw(_ random: SeededRandom, count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xFF, count: count)
        var span = bytes.mutableSpan
        random.fill(&span)
        return bytes
    }

    @Test func theStreamIsTheDocumentedOne() throws {
        // HKDF and AES-256-CTR as the type's documentation says, from independent implementations.
        let random = try SeededRandom(seed: 42, label: "loss")
        let expected = bytes("c5caea5850a4c8e6a5aec97403ae8cbd601afe233f0519f3393829668f324587")
        #expect(draw(random, count: 32) == expected)
    }

    @Test func numbersAreTheStreamBigEndian() throws {
        let random = try SeededRandom(seed: 42, label: "loss")
        #expect(random.nextUInt32() == 0xC5CA_EA58)
        #expect(random.nextUInt64() == 0x50A4_C8E6_A5AE_C974)
        #expect(random.nextUInt32() == 0x03AE_8CBD)
    }

    @Test func howDrawsAreCutDoesNotMatter() throws {
        let whole = draw(try SeededRandom(seed: 7, label: "x"), count: 500)
        let random = try SeededRandom(seed: 7, label: "x")
        var cut = SplitMix(seed: 3)
        var pieces: [UInt8] = []
        while pieces.count < 500 {
            let count = min(500 - pieces.count, Int(cut.next(upperBound: UInt64(40))))
            pieces += draw(random, count: count)
        }
        #expect(pieces == whole)
    }

    @Test func seedAndLabelBothMatter() throws {
        let streams = try [(1, "a"), (2, "a"), (1, "b"), (1, "")].map { seed, label in
            draw(try SeededRandom(seed: seed, label: label), count: 16)
        }
        #expect(Set(streams).count == streams.count)
    }

    @Test func numbersBelowABoundAreAllMetAndNoneAbove() throws {
        let random = try SeededRandom(seed: 11, label: "bound")
        var met = [Int](repeating: 0, count: 6)
        for _ in 0..<6_000 { met[Int(random.next(below: 6))] += 1 }
        #expect(met.allSatisfy { 800...1_200 ~= $0 })
        for _ in 0..<100 {
            #expect(random.next(below: 1) == 0)
            #expect(random.next(below: 1 << 63 + 1) <= 1 << 63)
        }
    }

    @Test func theSystemGivesSomethingElseEachTime() throws {
        let secrets = try (0..<8).map { _ in contents(try RandomSource.system.secret(count: 32)) }
        #expect(Set(secrets).count == 8)
        #expect(secrets.allSatisfy { $0.count == 32 })
    }

    @Test func aSeededSourceIsItsStream() throws {
        let source = RandomSource.seeded(try SeededRandom(seed: 42, label: "loss"))
        let first = contents(try source.secret(count: 5))
        let second = contents(try source.secret(count: 5))
        #expect(first + second == draw(try SeededRandom(seed: 42, label: "loss"), count: 10))
    }
}
