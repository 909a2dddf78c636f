import Chance
import Fabric
@testable import Network
import Testing
import Tunnel
import Wire

/// Where a tunnel's keys come from, and that no key meets an IV twice.
@Suite struct KeyTests {
    /// The keys of both directions.
    private func keys(_ fabric: Fabric, _ name: String) throws -> [[UInt8]] {
        try TunnelRole.allCases.map { try fabric.keyText(sealedBy: $0, of: name) }
    }

    private func opened(
        _ keys: TunnelPlan.Keys = .generated, name: String = "demo", seed: UInt64? = nil
    ) throws -> [[UInt8]] {
        let fabric = Lab.open()
        if let seed { fabric.seed(seed) }
        _ = try fabric.open(TunnelPlan(name: name, keys: keys))
        return try self.keys(fabric, name)
    }

    @Test func repeatsThemFromASeed() throws {
        let first = try opened(seed: 42)
        #expect(try opened(seed: 42) == first)
        #expect(try opened(seed: 43) != first)
        #expect(try opened(name: "other", seed: 42) != first)
        #expect(first[0] != first[1])
        #expect(first.allSatisfy { $0.count == 72 })
    }

    @Test func neverRepeatsThemWithoutOne() throws {
        #expect(try opened() != opened())
    }

    @Test func givesAReopenedTunnelOtherKeysFromTheSameSeed() throws {
        let fabric = Lab.open()
        fabric.seed(7)
        #expect(fabric.seed == 7)
        var seen: Set<[UInt8]> = []
        for _ in 0..<5 {
            _ = try fabric.open(TunnelPlan(name: "demo"))
            for key in try keys(fabric, "demo") { #expect(seen.insert(key).inserted) }
            try fabric.close("demo")
        }
        fabric.seed(7)
        _ = try fabric.open(TunnelPlan(name: "demo"))
        for key in try keys(fabric, "demo") { #expect(seen.contains(key)) }
    }

    @Test func takesAGivenKeyForBothDirections() throws {
        let given = try opened(.given(Lab.key))
        #expect(given[0] == given[1])
        #expect(given[0].starts(with: "000102030405".utf8))
        let whole = try opened(.given(Lab.key + [0xDE, 0xAD, 0xBE, 0xEF]))
        #expect(whole[0].suffix(8) == Array("deadbeef".utf8)[...])
        #expect(whole[0].prefix(64) == given[0].prefix(64))
    }

    @Test func derivesThemFromAPasswordAndTheName() throws {
        let first = try opened(.password(Array("horse".utf8)))
        #expect(try opened(.password(Array("horse".utf8))) == first)
        #expect(try opened(.password(Array("horses".utf8))) != first)
        #expect(first[0] != first[1])
    }

    /// Opens, closes, sets keys and sends in any order, with few keys, so that they come back often.
    @Test(arguments: [UInt64(1), 2])
    func neverMeetAnIVTwice(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let fabric = Lab.open()
        fabric.seed(seed)
        var used: Set<[UInt8]> = []
        var sealings = 0
        for _ in 0..<400 {
            let name = Bool.random(using: &random) ? "one" : "two"
            let key = [UInt8](repeating: UInt8.random(in: 1...2, using: &random), count: 32)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: _ = try? fabric.open(TunnelPlan(name: name, keys: .given(key)))
            case 1: _ = try? fabric.open(TunnelPlan(name: name))
            case 2: _ = try? fabric.close(name)
            case 3: try? fabric.setKey(key, at: .client, of: name)
            case 4: try? fabric.setKey(key, at: .server, of: name)
            case 5: fabric.seed(seed)
            default: break
            }
            guard (try? fabric.snapshot(of: name)) != nil else { continue }
            let ends = try keys(fabric, name)
            let before = Int(fabric.counters.made)
            _ = try fabric.send(message: [1], through: name)
            for number in before + 1...Int(fabric.counters.made) {
                let sealed = try #require(fabric.log[number]?.encapsulation)
                let datagram = try #require(fabric.datagram(of: number))
                let end = ends[sealed.sender == .client ? 0 : 1]
                // The key without its salt: under one key even two salts must not share an IV here.
                let pair = Array(end.prefix(64)) + datagram[8..<16]
                #expect(used.insert(pair).inserted)
                sealings += 1
            }
        }
        #expect(sealings > 200)
        #expect(Set(used.map { Array($0.prefix(64)) }).count > 3)
    }
}
