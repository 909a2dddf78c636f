import Chance
import Firewall
import Testing

/// The nearest packet with another verdict: no other packet with it is nearer.
@Suite struct NearestPacketTests {
    /// How far a packet is from another, least first.
    private func distance(_ point: ProofPoint, from other: ProofPoint) -> [UInt64]? {
        switch (point, other) {
        case (.v4(let point), .v4(let other)): distance(point, other)
        case (.v6(let point), .v6(let other)): distance(point, other)
        default: nil
        }
    }

    private func distance<Address: ProofAddress>(
        _ point: PacketPoint<Address>, _ other: PacketPoint<Address>
    ) -> [UInt64] {
        let known: [UInt16] = [6, 17, UInt16(Address.icmp), 50]
        let proto =
            point[.proto] == other[.proto]
            ? 0
            : known.firstIndex(of: point[.proto]).map { UInt64($0) + 1 }
                ?? 1_000 + number(point[.proto], other[.proto])
        let states = UInt8(ConnectionState.allCases.count)
        let isNear = point.context / states == other.context / states
        let isAlike = point.context % states == other.context % states
        let context = UInt64(point.context) + (isNear ? 1 : isAlike ? 101 : 201)
        let numbers = PacketField.allCases.map { field in
            switch field {
            case .source: number(point.source, other.source)
            case .destination: number(point.destination, other.destination)
            case .number(.proto): proto
            case .number(let one): number(point[one], other[one])
            case .flags:
                point.flags == other.flags
                    ? 0
                    : UInt64((point.flags ^ other.flags).nonzeroBitCount) * 256
                        + UInt64(point.flags)
            case .context: point.context == other.context ? 0 : context
            }
        }
        let changed = numbers.indices.filter { numbers[$0] != 0 }
        return [UInt64(changed.count)] + changed.map { UInt64($0) } + changed.map { numbers[$0] }
    }

    /// Twice the distance, and one less for the lower of two.
    private func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ one: Number, _ other: Number
    ) -> UInt64 {
        if one == other { return 0 }
        return one < other ? UInt64(other - one) * 2 - 1 : UInt64(one - other) * 2
    }

    @Test(arguments: [UInt64(1), 2])
    func noOtherIsNearer(_ seed: UInt64) throws {
        var maker = RuleMaker(seed: seed)
        var found: [Int: Int] = [:]
        var none = 0
        for _ in 0..<24 {
            let rules = maker.rules(1 + maker.pick(7), limited: true)
            let oracle = Oracle(rules, defaultOutcome: maker.pick(3))
            let list = TinySpace.list(
                rules, defaultOutcome: oracle.defaultOutcome, for: .manyQuestions)
            for _ in 0..<4 {
                let start = TinySpace.points[maker.pick(TinySpace.points.count)]
                let outcome = maker.pick(4)
                let best = TinySpace.points.indices.compactMap { index -> [UInt64]? in
                    guard oracle.deciders(index).contains(where: { oracle.outcome($0) == outcome })
                    else { return nil }
                    return distance(TinySpace.points[index], from: start)
                }.min { $0.lexicographicallyPrecedes($1) }
                switch list.nearest(to: start, outcome: outcome) {
                case .unknown: Issue.record("unknown")
                case .none:
                    none += 1
                    #expect(best == nil)
                case .found(let point, let changed, let decider):
                    found[changed.count, default: 0] += 1
                    #expect(distance(point, from: start) == best)
                    #expect(changed.count == best.map { Int($0[0]) })
                    let index = try #require(Oracle.index(point))
                    #expect(oracle.deciders(index).contains(decider))
                    #expect(oracle.outcome(decider) == outcome)
                }
            }
        }
        #expect(none > 5)
        for count in 0...2 { #expect(found[count, default: 0] > 1, "\(count)") }
    }

    @Test func thePortIsChangedFirst() {
        var box = PacketBox<UInt32>.all
        box[.destinationPort] = Interval(22, 80)
        box[.proto] = Interval(6, 6)
        box.source = Interval(0x0A00_0000, 0x0AFF_FFFF)
        let list = ProofList([ProvenRule(boxes4: [box], outcome: 1)], defaultOutcome: 0)
        let start = PacketPoint<UInt32>(
            source: 0x0A00_0001, destination: 1, sourcePort: 4_000, destinationPort: 443, proto: 6,
            flags: 2,
            context: 0)
        var near = start
        near[.destinationPort] = 80
        #expect(
            list.nearest(to: .v4(start), outcome: 1)
                == .found(.v4(near), changed: [.number(.destinationPort)], decider: 0))
        var far = start
        far.source = 0x0B00_0005
        near.source = 0x0AFF_FFFF
        #expect(
            list.nearest(to: .v4(far), outcome: 1)
                == .found(.v4(near), changed: [.number(.destinationPort), .source], decider: 0))
        #expect(list.nearest(to: .v4(start), outcome: 2) == .none)
    }
}
