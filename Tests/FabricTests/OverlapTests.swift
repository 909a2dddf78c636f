import EventLoop
import Firewall
@testable import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Packets that are under way together, and what the anti-replay window makes of it.
@Suite struct OverlapTests {
    private func lab(_ change: (inout LinkImpairment) -> Void) throws -> Fabric {
        let fabric = Lab.open()
        fabric.seed(1)
        _ = try fabric.open(TunnelPlan(name: "demo"))
        _ = try fabric.impair(nil, change)
        return fabric
    }

    private func burst(
        _ count: Int, every interval: Duration, via name: String?, _ fabric: Fabric
    ) throws {
        for index in 0..<count {
            if index > 0 { try fabric.run(for: interval) }
            _ = try fabric.launch(Lab.udp(), via: name)
        }
        while try fabric.run(steps: 64) {}
    }

    /// The numbers of the packets in the order in which they were delivered.
    private func arrivals(_ fabric: Fabric) -> [Int] {
        Listener().hear(fabric).compactMap { event in
            guard case .step(let number, let step) = event, case .delivered = step.what else {
                return nil
            }
            return number
        }
    }

    @Test func doesNotWaitForAPacketsEnd() throws {
        let fabric = try lab { $0 = LinkImpairment() }
        _ = try fabric.launch(Lab.udp())
        #expect(fabric.log[1]?.outcome == nil && fabric.counters.underway == 1)
        try fabric.run(for: .milliseconds(21))
        _ = try fabric.launch(Lab.udp(), via: "demo")
        #expect(fabric.counters.underway == 2 && fabric.loop.now == .start + .milliseconds(21))
        #expect(fabric.way(1).last == "gw-b arrived 21.000 ms")
        try fabric.run(for: .milliseconds(1))
        #expect(fabric.log[1]?.isDelivered == true && fabric.counters.underway == 1)
        #expect(try fabric.run(steps: 1))
        while try fabric.run(steps: 1) {}
        #expect(fabric.way(2).last == "site-b delivered 43.000 ms")
        #expect(fabric.addsUp)
        #expect(throws: FabricFault.noSuchTunnel("none")) {
            try fabric.launch(Lab.udp(), via: "none")
        }
        #expect(fabric.counters.made == 2)
    }

    @Test func keepsTheOrderWhereNoLinkChangesIt() throws {
        let fabric = try lab { $0.delay = .milliseconds(40) }
        try burst(100, every: .milliseconds(1), via: "demo", fabric)
        #expect(arrivals(fabric) == Array(1...100))
    }

    /// Overtaken by 63 packets it is the last one inside the window of 64; by 64 it is too old.
    @Test(arguments: [(5, true), (64, true), (65, false), (200, false)] as [(UInt64, Bool)])
    func theWindowToleratesWhatIsInside(_ holdBack: UInt64, _ isTolerated: Bool) throws {
        let fabric = try lab {
            $0.reordering = Percentage(hundredths: 1_000)
            $0.holdBack = .milliseconds(holdBack)
        }
        try burst(400, every: .milliseconds(1), via: "demo", fabric)
        let order = arrivals(fabric)
        let held = fabric.log.kept.filter { record in
            record.steps.contains {
                if case .impaired(let effect) = $0.what {
                    effect.kind == .heldBack(by: .milliseconds(holdBack))
                } else {
                    false
                }
            }
        }
        #expect((20...60).contains(held.count))
        let tooOld = Int(fabric.counters.dropped(.tooOld))
        #expect((tooOld == 0) == isTolerated)
        #expect(order.count + tooOld == 400)
        // What is tolerated came out of order, and the last ones were overtaken by fewer.
        #expect(order != order.sorted())
        #expect(held.allSatisfy { $0.isDelivered || $0.dropReason == .tooOld })
        #expect(
            fabric.log.kept.allSatisfy { $0.isDelivered || held.map(\.number).contains($0.number) })
        #expect(fabric.addsUp)
    }

    @Test func nothingIsUncountedUnderEverything() throws {
        let fabric = try lab {
            $0.loss = Percentage(hundredths: 1_000)
            $0.delay = .milliseconds(80)
            $0.jitter = .milliseconds(40)
            $0.reordering = Percentage(hundredths: 500)
            $0.holdBack = .milliseconds(150)
            $0.duplication = Percentage(hundredths: 1_000)
        }
        _ = try fabric.impair("lan-b") { $0.loss = Percentage(hundredths: 100) }
        var tunnelCopies: [DropReason?: Int] = [:]
        var ended = 0
        var isTunnelled: Set<Int> = []
        let listener = Listener()
        var heard: [Happening] = []
        for index in 0..<10_000 {
            let number = try fabric.launch(
                Lab.udp(), via: index.isMultiple(of: 2) ? "demo" : nil)
            if index.isMultiple(of: 2) { isTunnelled.insert(number) }
            try fabric.run(for: .milliseconds(1))
            heard += listener.hear(fabric)
            let counters = fabric.counters
            #expect(counters.made == counters.delivered + counters.dropped + counters.underway)
        }
        while try fabric.run(steps: 1_000) { heard += listener.hear(fabric) }
        heard += listener.hear(fabric)
        var copies: Set<Int> = []
        for event in heard {
            switch event {
            case .entered(let number, let origin):
                if case .copy(let original) = origin, isTunnelled.contains(original) {
                    copies.insert(number)
                }
            case .step(let number, let step):
                switch step.what {
                case .delivered:
                    ended += 1
                    if copies.contains(number) { tunnelCopies[nil, default: 0] += 1 }
                case .dropped(let reason):
                    ended += 1
                    if copies.contains(number) { tunnelCopies[reason, default: 0] += 1 }
                default: break
                }
            case .rekeyed, .retired: Issue.record("nobody asked for other keys")
            case .frame: Issue.record("nobody else has sent anything")
            }
        }
        let counters = fabric.counters
        #expect(UInt64(ended) == counters.made && fabric.addsUp)
        #expect(counters.made > 10_500)
        for reason in [DropReason.lostOnLink, .replayed, .tooOld] {
            #expect(counters.dropped(reason) > 50, "\(reason)")
        }
        // No copy passes the window: its original was there first, or was too old itself.
        #expect(Set(tunnelCopies.keys) == [.replayed, .tooOld])
        let server = try #require(fabric.snapshot(of: "demo").ends.last).counters
        #expect(
            server.arrived == server.delivered + counters.dropped(.replayed)
                + counters.dropped(.tooOld))
    }

    @Test func isTheSameTwentyTimes() throws {
        func story() throws -> [String] {
            let fabric = try lab {
                $0.loss = Percentage(hundredths: 1_000)
                $0.delay = .milliseconds(20)
                $0.jitter = .milliseconds(20)
                $0.reordering = Percentage(hundredths: 2_000)
                $0.holdBack = .milliseconds(90)
                $0.duplication = Percentage(hundredths: 2_000)
            }
            try burst(150, every: .milliseconds(1), via: "demo", fabric)
            _ = try fabric.send(message: [1], through: "demo")
            return fabric.log.kept.flatMap { fabric.way($0.number) }
        }
        let first = try story()
        #expect(first.count > 500)
        for _ in 1..<20 { #expect(try story() == first) }
    }
}
