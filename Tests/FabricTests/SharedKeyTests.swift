import Chance
@testable import Network
import Testing
import Tunnel
import Wire

@testable import Fabric

/// A key that more than one process has: no IV of it is used twice, whoever sealed first and whatever the seed is.
@Suite struct SharedKeyTests {
    private static let key = [UInt8](repeating: 7, count: 32)

    /// Seals at an end that is here, and returns the key without its salt and the IV.
    private func seal(_ fabric: Fabric, _ role: TunnelRole, _ name: String = "demo") throws -> Use {
        let peer = try #require(fabric.tunnels[name]?.local(role))
        var packet: [UInt8] = []
        let payload: [UInt8] = [1]
        let outcome = peer.end.seal(payload: payload.span, nextHeader: .ipv4, into: &packet)
        guard case .sealed = outcome else { throw Refused() }
        return Use(
            key: Array(try fabric.keyText(sealedBy: role, of: name).prefix(64)),
            iv: packet.span.uint64(at: ESPLayout.ivOffset))
    }

    private struct Refused: Error {}

    /// One IV under one key.
    private struct Use: Hashable {
        let key: [UInt8]
        let iv: UInt64
    }

    private func open(
        _ fabric: Fabric, _ keys: TunnelPlan.Keys = .given(key), only role: TunnelRole?,
        name: String = "demo"
    ) throws {
        _ = try fabric.open(
            TunnelPlan(name: name, keys: keys), only: role,
            remotePort: role == nil ? nil : Port(rawValue: 9))
    }

    private func lab(seed: UInt64?) -> Fabric {
        let fabric = Lab.open()
        if let seed { fabric.seed(seed) }
        return fabric
    }

    /// The highest bit of the IV says which end is alone, and the next whether a tunnel has both ends in one lab.
    private func check(_ use: Use, _ role: TunnelRole?) {
        let quarter: UInt64 =
            switch role {
            case nil: 0
            case .client: 1
            case .server: 2
            }
        #expect(use.iv >> 62 == quarter)
    }

    /// The way by which both ends came to seal with 3 and 4: each lab had used the key before.
    @Test(arguments: [nil, UInt64(1)])
    func aKeyThatBothLabsUsedBefore(seed: UInt64?) throws {
        var used: Set<Use> = []
        for role in TunnelRole.allCases {
            let fabric = lab(seed: seed)
            try open(fabric, only: nil, name: "before")
            let before = try TunnelRole.allCases.map { try seal(fabric, $0, "before") }
            before.forEach { check($0, nil) }
            // With a seed the lab repeats itself, and its own datagrams with it; they stay in it.
            if seed == nil || role == .client { used.formUnion(before) }
            try open(fabric, only: role)
            for _ in 0..<2 {
                let use = try seal(fabric, role)
                check(use, role)
                #expect(used.insert(use).inserted)
            }
        }
        #expect(used.count == (seed == nil ? 8 : 6))
    }

    /// A script that is run again, and an end that is started again: the lab knows nothing of the first time.
    @Test(arguments: TunnelRole.allCases)
    func anEndThatIsStartedAgain(role: TunnelRole) throws {
        let keys: [TunnelPlan.Keys] = [
            .given(Self.key), .both(client: Self.key, server: Lab.key), .password([1, 2]),
            .generated,
        ]
        for keys in keys {
            var used: Set<Use> = []
            for _ in 0..<2 {
                let fabric = lab(seed: 42)
                try open(fabric, keys, only: role)
                for isRekeyed in [false, true] {
                    if isRekeyed { _ = try fabric.rekey("demo") }
                    let use = try seal(fabric, role)
                    check(use, role)
                    #expect(used.insert(use).inserted)
                }
                try fabric.setKey(Lab.key, at: role, of: "demo")
                #expect(used.insert(try seal(fabric, role)).inserted)
            }
            #expect(Set(used.map(\.key)).count >= 2)
            #expect(used.count == 6)
        }
    }

    /// Ends that are alone and tunnels with both ends take turns with one key, in one lab.
    @Test func anEndThatIsAloneGoesOnInItsOwnPart() throws {
        let fabric = lab(seed: 1)
        var used: Set<Use> = []
        for role in [nil, .client, .server, nil, .server, .client] as [TunnelRole?] {
            try open(fabric, only: role)
            let use = try seal(fabric, role ?? .client)
            check(use, role)
            #expect(used.insert(use).inserted)
            try fabric.close("demo")
        }
    }

    /// Three labs open, close, rekey and set keys in any order, with two keys between them.
    @Test(arguments: [UInt64(3), 4])
    func noneOfThreeLabsMeetsAnothersIV(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let labs = [lab(seed: nil), lab(seed: seed), lab(seed: seed)]
        var used: Set<Use> = []
        var counts: [TunnelRole?: Int] = [:]
        for _ in 0..<1_500 {
            let place = Int.random(in: 0..<3, using: &random)
            let fabric = labs[place]
            let key = [UInt8](repeating: UInt8.random(in: 1...2, using: &random), count: 32)
            // The seeded labs repeat themselves where they are among themselves; so only one of all is.
            let roles: [TunnelRole?] = place == 0 ? [nil, .client, .server] : [.client, .server]
            switch Int.random(in: 0..<6, using: &random) {
            case 0: try? open(fabric, .given(key), only: roles.randomElement(using: &random) ?? nil)
            case 1: _ = try? fabric.close("demo")
            case 2: _ = try? fabric.rekey("demo")
            case 3: try? fabric.setKey(key, at: .client, of: "demo")
            default: break
            }
            guard let tunnel = fabric.tunnels["demo"] else { continue }
            for peer in tunnel.locals {
                let use = try seal(fabric, peer.role)
                let role = tunnel.remote == nil ? nil : peer.role
                check(use, role)
                #expect(used.insert(use).inserted)
                counts[role, default: 0] += 1
            }
        }
        #expect(counts.count == 3)
        #expect(counts.values.allSatisfy { $0 > 100 })
    }
}
