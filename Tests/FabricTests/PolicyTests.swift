import Chance
import Firewall
@testable import Network
import Testing
import Tunnel
import Wire

@testable import Fabric

/// Which packets take which tunnel by themselves.
@Suite struct PolicyTests {
    private let home = Topology.standard.gateA

    private func prefix(_ text: String) throws -> Prefix { try .parse(Array(text.utf8).span) }

    private func selectors(_ source: String, _ destination: String) throws -> TrafficSelectors {
        try #require(
            TrafficSelectors(source: try prefix(source), destination: try prefix(destination)))
    }

    private func plan(_ name: String, _ source: String, _ destination: String) throws -> TunnelPlan
    {
        var plan = TunnelPlan(name: name)
        plan.selectors = try selectors(source, destination)
        return plan
    }

    /// The tunnel by which a packet crossed; nil when it crossed in clear.
    private func tunnel(of number: Int, _ fabric: Fabric) -> String? {
        fabric.log[number]?.encapsulation?.tunnel
    }

    @Test func theLongestMatchDecides() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan("wide", "10.0.0.0/8", "10.0.0.0/8"))
        _ = try fabric.open(plan("narrow", "10.0.0.0/8", "10.1.0.0/24"))
        let number = try fabric.send(Lab.udp())
        #expect(tunnel(of: number, fabric) == "narrow")
        #expect(fabric.log[number]?.isDelivered == true)
        try fabric.add(Policy(.bypass, for: selectors("10.0.0.7", "10.1.0.0/24")), at: home)
        #expect(tunnel(of: try fabric.send(Lab.udp()), fabric) == nil)
        try fabric.add(Policy(.discard, for: selectors("10.0.0.0/8", "10.1.0.9")), at: home)
        let discarded = try fabric.send(Lab.udp())
        #expect(fabric.log[discarded]?.dropReason == .discardedByPolicy)
        #expect(fabric.addsUp)
    }

    @Test func theLongestMatchIsThatOfANaiveSearch() throws {
        var random = SplitMix(seed: 4)
        var outcomes = [0, 0]
        for _ in 0..<200 {
            var table = PolicyTable(of: .client)
            var far = PolicyTable(of: .server)
            for _ in 0..<8 {
                let lengths = (0..<2).map { _ in Int(random.next(upperBound: UInt32(5))) + 28 }
                let bits = (0..<2).map { _ in random.next(upperBound: UInt32(16)) }
                let prefixes = try (0..<2).map {
                    try Prefix(
                        masking: .v4(IPv4Address(rawValue: bits[$0])), length: lengths[$0])
                }
                let selectors = try #require(
                    TrafficSelectors(source: prefixes[0], destination: prefixes[1]))
                let policy = Policy(.bypass, for: selectors)
                _ = table.add(policy)
                _ = far.add(try #require(policy.otherHalf))
            }
            for _ in 0..<20 {
                let ends = (0..<2).map { _ in
                    IPAddress.v4(IPv4Address(rawValue: random.next(upperBound: UInt32(16))))
                }
                let fields = PacketFields(
                    source: ends[0], destination: ends[1], proto: .esp, totalLength: 40)
                let answer = PacketFields(
                    source: ends[1], destination: ends[0], proto: .esp, totalLength: 40)
                let found = table.choice(sending: fields)?.policy
                let naive = table.entries.filter {
                    $0.selectors.source.contains(ends[0])
                        && $0.selectors.destination.contains(ends[1])
                }.max {
                    ($0.selectors.destination.length, $0.selectors.source.length)
                        < ($1.selectors.destination.length, $1.selectors.source.length)
                }
                #expect(found == naive)
                // The other gateway sends the answers by the other half.
                #expect(far.choice(sending: answer)?.policy == naive?.otherHalf)
                #expect(far.choice(receiving: fields)?.policy == naive?.otherHalf)
                outcomes[naive == nil ? 0 : 1] += 1
            }
        }
        #expect(outcomes.allSatisfy { $0 > 100 })
    }

    @Test func packetsTheOtherWayTakeItToo() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan("demo", "10.0.0.0/24", "10.1.0.0/24"))
        let request = try fabric.send(Lab.udp())
        let record = try #require(fabric.log[request])
        let answer = try fabric.answer(record, flags: nil, data: [1])
        let back = try #require(fabric.log[answer])
        #expect(back.encapsulation?.sender == .server)
        #expect(back.verdict != nil)
        #expect(back.isDelivered)
        // gw-a's firewall judges it behind the tunnel.
        let ways = fabric.way(answer)
        let opened = try #require(ways.firstIndex { $0.contains("gw-a opened") })
        let judged = try #require(ways.firstIndex { $0.contains("gw-a judged") })
        #expect(opened < judged)
    }

    @Test func whatTheTunnelIsNotForIsDroppedBehindIt() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan("demo", "10.0.0.0/24", "192.168.0.0/16"))
        let number = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.log[number]?.dropReason == .selectorMismatch)
        #expect(fabric.addsUp)
    }

    @Test func refusalsChangeNothing() throws {
        let fabric = Lab.open()
        _ = try fabric.open(plan("demo", "10.0.0.0/24", "10.1.0.0/24"))
        let same = try selectors("10.0.0.0/24", "10.1.0.0/24")
        #expect(throws: FabricFault.policyRepeated(number: 1, at: nil)) {
            try fabric.add(Policy(.bypass, for: same), at: home)
        }
        #expect(throws: FabricFault.policyRepeated(number: 1, at: nil)) {
            _ = try fabric.open(plan("other", "10.0.0.0/24", "10.1.0.0/24"))
        }
        #expect(throws: FabricFault.noSuchTunnel("nowhere")) {
            try fabric.add(
                Policy(.protect("nowhere"), for: selectors("1.0.0.0/8", "2.0.0.0/8")), at: home)
        }
        #expect(throws: FabricFault.noSuchPolicy(2, count: 1)) {
            try fabric.removePolicy(2, at: home)
        }
        #expect(fabric.tunnelSnapshots.map(\.name) == ["demo"])
        #expect(fabric.policyTables[0].entries.count == 1)
        #expect(
            TrafficSelectors(source: try prefix("10.0.0.0/8"), destination: try prefix("::/0"))
                == nil)
    }

    @Test func whatIsProtectedNeverCrossesInClear() throws {
        let fabric = Lab.open()
        let demo = try plan("demo", "10.0.0.0/24", "10.1.0.0/24")
        _ = try fabric.open(demo)
        let asked = try fabric.send(Lab.udp())
        #expect(tunnel(of: asked, fabric) == "demo")
        #expect(try fabric.close("demo"))
        #expect(fabric.policyTables.allSatisfy { $0.entries.count == 1 })
        let record = try #require(fabric.log[asked])
        for number in [
            try fabric.send(Lab.udp()), try fabric.answer(record, flags: nil, data: [1]),
        ] { #expect(fabric.log[number]?.dropReason == .noAssociation) }
        // Open again, it finds its policy, and the packets their way.
        _ = try fabric.open(demo)
        #expect(fabric.policyTables.allSatisfy { $0.entries.count == 1 })
        #expect(tunnel(of: try fabric.send(Lab.udp()), fabric) == "demo")
        // A longer match may say that they cross, and so may whoever deletes the policy.
        _ = try fabric.close("demo")
        try fabric.add(Policy(.bypass, for: selectors("10.0.0.7", "10.1.0.0/24")), at: home)
        #expect(fabric.record(try fabric.send(Lab.udp()))?.isDelivered == true)
        _ = try fabric.removePolicy(2, at: home)
        #expect(fabric.record(try fabric.send(Lab.udp()))?.dropReason == .noAssociation)
        _ = try fabric.removePolicy(1, at: home)
        #expect(fabric.record(try fabric.send(Lab.udp()))?.isDelivered == true)
        _ = try fabric.open(TunnelPlan(name: "other"))
        #expect(try !fabric.close("other"))
        #expect(fabric.addsUp)
    }

    @Test func anExpiredTunnelLetsNothingCross() throws {
        let fabric = Lab.open()
        var demo = try plan("demo", "10.0.0.0/24", "10.1.0.0/24")
        demo.parameters.lifetime.hard.packets = 1
        _ = try fabric.open(demo)
        #expect(fabric.record(try fabric.send(Lab.udp()))?.isDelivered == true)
        #expect(fabric.record(try fabric.send(Lab.udp()))?.dropReason == .saExpired)
        let wire = fabric.frames.kept.filter { $0.direction.link.rawValue == 1 }
        #expect(!wire.isEmpty && wire.allSatisfy { $0.kind == .esp && $0.packet == 1 })
    }

    /// gw-a has been told to send in clear what gw-b wants in a tunnel, or not at all.
    @Test(arguments: [DropReason.unprotected, .discardedByPolicy])
    func whatComesInClearIsHeldAgainstThePolicies(reason: DropReason) throws {
        let fabric = Lab.open()
        if reason == .unprotected {
            _ = try fabric.open(plan("demo", "10.0.0.0/24", "10.1.0.0/24"))
        } else {
            try fabric.add(Policy(.discard, for: selectors("10.0.0.0/24", "10.1.0.0/24")), at: home)
        }
        try fabric.add(
            Policy(.bypass, for: selectors("10.0.0.0/24", "10.1.0.9"), .outbound), at: home)
        let clear = try fabric.send(Lab.udp())
        #expect(fabric.log[clear]?.dropReason == reason)
        #expect(fabric.way(clear).last?.hasPrefix("gw-b \(reason.rawValue) ") == true)
        #expect(!fabric.way(clear).contains { $0.contains("gw-b judged") })
        // One for what gw-b sends says nothing about what it takes, and the longest match decides here, too.
        let far = fabric.gateways[1].node
        try fabric.add(
            Policy(.discard, for: selectors("10.1.0.9", "10.0.0.7"), .outbound), at: far)
        #expect(fabric.record(try fabric.send(Lab.udp()))?.dropReason == reason)
        _ = try fabric.removePolicy(2, at: far)
        try fabric.add(Policy(.bypass, for: selectors("10.0.0.7", "10.1.0.9")), at: home)
        #expect(fabric.record(try fabric.send(Lab.udp()))?.isDelivered == true)
        #expect(fabric.addsUp)
    }

    /// What a gateway tells the sender of a packet quotes it, and goes back through the tunnel that it came out of.
    @Test func anErrorAboutAProtectedPacketIsProtected() throws {
        let fabric = Lab.open()
        _ = try fabric.open(TunnelPlan(name: "demo"))
        fabric.gateways[1].firewall.setDefault(.reject)
        let number = try fabric.send(Lab.udp(), via: "demo")
        #expect(fabric.log[number]?.dropReason == .rejectedByDefault)
        let error = try #require(fabric.log[number + 1])
        #expect(error.origin == .rejection(of: number))
        #expect(error.encapsulation?.sender == .server)
        #expect(error.isDelivered)
    }

    @Test func theTableIsBounded() throws {
        var table = PolicyTable(of: .client)
        for number in 0..<PolicyTable.limit {
            let address = IPAddress.v4(IPv4Address(rawValue: UInt32(number)))
            let selectors = try #require(
                TrafficSelectors(source: Prefix(address), destination: Prefix(address)))
            #expect(table.add(Policy(.bypass, for: selectors)) == nil)
        }
        #expect(table.add(Policy(.bypass, for: try selectors("9.0.0.0/8", "9.0.0.0/8"))) == .full)
    }
}
