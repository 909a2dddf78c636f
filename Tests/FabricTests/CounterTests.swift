import Chance
import EventLoop
import Firewall
@testable import Network
import Testing
import Tunnel
import Wire

@testable import Fabric

/// Whatever is sent ends in a delivery or a drop, and every counter says the same.
@Suite struct CounterTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func addUp(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let fabric = Fabric()
        try fabric.widen()
        var ended: [String: UInt64] = [:]
        for step in 0..<400 {
            change(fabric, step, &random)
            let names = fabric.tunnelSnapshots.map(\.name)
            let name =
                Int.random(in: 0..<3, using: &random) == 0
                ? nil : names.randomElement(using: &random)
            let first = fabric.counters.made
            if let name, Bool.random(using: &random) {
                _ = try fabric.send(message: [UInt8(step & 0xFF)], through: name)
            } else {
                let isInward = name == nil && Bool.random(using: &random)
                _ = try fabric.send(
                    draft(&random), via: name,
                    from: isInward ? .over("internet") : .source)
            }
            for number in first + 1...fabric.counters.made {
                let record = try #require(fabric.log[Int(number)])
                ended[
                    record.isDelivered ? "delivered" : record.dropReason?.rawValue ?? "lost",
                    default: 0] += 1
            }
            #expect(fabric.addsUp)
        }
        #expect(fabric.counters.made == ended.values.reduce(0, +))
        #expect(ended["lost"] == nil)
        for (reason, count) in ended {
            let counted = DropReason(rawValue: reason).map(fabric.counters.dropped)
            #expect((counted ?? fabric.counters.delivered) == count, "\(reason)")
        }
        firewallCountersAddUp(fabric)
        for reason in [
            "delivered", "denied-by-rule", "denied-by-default", "rejected-by-rule", "bad-icv",
            "too-large",
        ] { #expect(ended[reason, default: 0] > 0, "\(reason)") }
        try tunnelCountersAddUp(fabric)
    }

    /// Hits and bytes are those of the packets in the log, and every refused one was answered or can't be.
    private func firewallCountersAddUp(_ fabric: Fabric) {
        let judged = fabric.log.kept.compactMap { record in
            record.verdict.map { (verdict: $0.verdict, record: record) }
        }
        func count(_ action: Action) -> Int { judged.count { $0.verdict.action == action } }
        for (place, entry) in fabric.firewall.entries.enumerated() {
            let own = judged.filter {
                $0.verdict.decider == .rule(place + 1) || $0.verdict.noted.contains(place + 1)
            }
            #expect(entry.hits == UInt64(own.count))
            #expect(entry.bytes == UInt64(own.reduce(0) { $0 + $1.record.packet.bytes.count }))
            #expect(entry.hits > 0, "rule \(place + 1)")
        }
        let byDefault = judged.count { $0.verdict.decider == .byDefault }
        #expect(fabric.firewall.defaultHits == UInt64(byDefault))
        let counters = fabric.counters
        #expect(
            counters.dropped(.deniedByRule) + counters.dropped(.deniedByDefault)
                == UInt64(count(.deny)))
        #expect(counters.dropped(.rejectedByRule) == UInt64(count(.reject)))
        let told = judged.compactMap { $0.verdict.action == .reject ? $0.record.answer : nil }
        let refusals = fabric.log.kept.filter {
            guard case .rejection = $0.origin else { return false }
            return true
        }
        #expect(told == refusals.map(\.number) && !told.isEmpty)
    }

    private func tunnelCountersAddUp(_ fabric: Fabric) throws {
        #expect(!fabric.tunnelSnapshots.isEmpty)
        for end in fabric.tunnelSnapshots.flatMap(\.ends) {
            let refused = DropReason.allCases.map(end.counters.refusedOnArrival).reduce(0, +)
            #expect(end.counters.arrived == end.counters.delivered + refused)
            let unsent = DropReason.allCases.map(end.counters.refusedForSending).reduce(0, +)
            #expect(end.counters.offered == end.counters.sealed + unsent)
            #expect(end.counters.delivered == end.opened.packets)
            #expect(end.outbound.lastSequence.rawValue == end.counters.sealed)
        }
    }

    private func change(_ fabric: Fabric, _ step: Int, _ random: inout SplitMix) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: _ = try? fabric.open(TunnelPlan(name: "t\(step % 4)", keys: .given(Lab.key)))
        case 1 where step > 40: _ = try? fabric.close("t\(step % 4)")
        case 2:
            let key = [UInt8](repeating: UInt8.random(in: 0...1, using: &random), count: 32)
            try? fabric.setKey(key, at: .client, of: "t\(step % 4)")
        default: break
        }
        if step == 0 || step == 399 { _ = try? fabric.open(TunnelPlan(name: "t9")) }
        // The rules stay as they are after a while, so that their hits can be compared.
        guard step < 6 else { return }
        let port = Port(rawValue: UInt16(step))
        let match = RuleMatch(
            proto: step.isMultiple(of: 2) ? ProtocolMatch([.udp]) : nil,
            destinationPorts: PortMatch(PortSet(PortRange(port))))
        let actions: [Action] = [.allow, .allow, .log, .reject, .reject, .deny]
        _ = try? fabric.firewall.add(Rule(actions[step], match))
    }

    private func draft(_ random: inout SplitMix) -> PacketDraft {
        let isFour = Bool.random(using: &random)
        let port = Port(rawValue: .random(in: 0...7, using: &random))
        let transport: PacketDraft.Transport =
            switch Int.random(in: 0..<4, using: &random) {
            case 0: .tcp(source: port, destination: port, sequence: 1, flags: .syn)
            case 1: .icmpEcho(.request, identifier: 1, sequence: 1)
            default: .udp(source: port, destination: port)
            }
        let count =
            Int.random(in: 0..<4, using: &random) == 0
            ? 65_470 : Int.random(in: 0...40, using: &random)
        return PacketDraft(
            source: isFour ? Lab.source : Lab.source6,
            destination: isFour ? Lab.destination : Lab.destination6, transport: transport,
            data: [UInt8](repeating: 1, count: count))
    }
}
