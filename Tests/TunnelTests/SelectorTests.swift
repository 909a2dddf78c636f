import Chance
import Testing
@testable import Tunnel
import Wire

/// Selectors of protocols, ports and messages (RFC 4301 section 4.4.1.1), held against a list that is read packet by
/// packet.
@Suite struct SelectorTests {
    private typealias Content = NextLayer.Content

    private static let family = IPFamily.v4

    // MARK: - A small world, whole

    /// What follows the IP header, of every kind that a selector can tell apart; a later fragment among them.
    private static let packets: [PacketFields] = {
        var packets: [PacketFields] = []
        for proto in [IPProtocol.tcp, .udp] {
            for source in UInt16(1)...5 {
                for destination in UInt16(1)...5 {
                    packets.append(packet(proto, ports: (source, destination)))
                }
            }
            packets.append(packet(proto))
        }
        for type in [UInt8](arrayLiteral: 0, 3, 8, 13) {
            for code in UInt8(0)...2 { packets.append(packet(.icmp, message: (type, code))) }
        }
        return packets + [packet(.icmp), packet(.esp), packet(.init(rawValue: 47))]
    }()

    private static func packet(
        _ proto: IPProtocol, ports: (UInt16, UInt16)? = nil, message: (UInt8, UInt8)? = nil,
        _ source: UInt32 = 0, _ destination: UInt32 = 0
    ) -> PacketFields {
        PacketFields(
            source: .v4(IPv4Address(rawValue: source)),
            destination: .v4(IPv4Address(rawValue: destination)), proto: proto,
            sourcePort: ports.map { Port(rawValue: $0.0) },
            destinationPort: ports.map { Port(rawValue: $0.1) },
            icmpType: message?.0, icmpCode: message?.1, totalLength: 40)
    }

    /// What a person reads in selectors, said as plainly as can be.
    private static func isMeant(_ packet: PacketFields, by layer: NextLayer) -> Bool {
        guard layer.protocols.isEmpty || layer.protocols.contains(packet.proto) else {
            return false
        }
        func holds(_ ports: PortSet?, _ port: Port) -> Bool {
            ports.map { $0.ranges.contains { $0.first <= port && port <= $0.last } } ?? true
        }
        switch layer.content {
        case .any: return true
        case .ports(let source, let destination):
            guard let from = packet.sourcePort, let to = packet.destinationPort else {
                return false
            }
            return holds(source, from) && holds(destination, to)
        case .messages(let types, let codes):
            guard let type = packet.icmpType, let code = packet.icmpCode else { return false }
            return types.contains(type) && (codes.isEmpty || codes.contains(code))
        case .opaque:
            return [.tcp, .udp, .icmp].contains(packet.proto) && packet.sourcePort == nil
                && packet.icmpType == nil
        }
    }

    private static func meant(by layer: NextLayer) -> [Bool] {
        packets.map { isMeant($0, by: layer) }
    }

    // MARK: - Random selectors

    private static func chance(
        _ share: UInt32, in whole: UInt32, _ random: inout SplitMix
    ) -> Bool {
        random.next(upperBound: whole) < share
    }

    private static func ports(_ random: inout SplitMix) throws -> PortSet? {
        guard chance(3, in: 4, &random) else { return nil }
        let first = UInt16(1 + random.next(upperBound: UInt32(4)))
        let last = min(4, first + UInt16(random.next(upperBound: UInt32(3))))
        return PortSet(
            try PortRange(first: Port(rawValue: first), last: Port(rawValue: last)))
    }

    private static func some<Value>(_ values: [Value], _ random: inout SplitMix) -> [Value] {
        values.filter { _ in chance(1, in: 2, &random) }
    }

    private static func layer(_ random: inout SplitMix) throws -> NextLayer {
        while true {
            let (protocols, content): ([IPProtocol], Content) =
                switch random.next(upperBound: UInt32(5)) {
                case 0: (some([.tcp, .udp, .icmp, .esp], &random), .any)
                case 1: (some([.tcp, .udp, .icmp], &random), .opaque)
                case 2:
                    (
                        [.icmp],
                        .messages(
                            types: some([0, 3, 8, 13], &random), codes: some([0, 1], &random))
                    )
                default:
                    (
                        some([.tcp, .udp], &random),
                        .ports(source: try ports(&random), destination: try ports(&random))
                    )
                }
            if let layer = try? NextLayer(protocols, content, in: family) { return layer }
        }
    }

    private static func prefix(_ random: inout SplitMix) throws -> Prefix {
        try Prefix(
            masking: .v4(IPv4Address(rawValue: random.next(upperBound: UInt32(4)))),
            length: 30 + Int(random.next(upperBound: UInt32(3))))
    }

    // MARK: - What they mean

    @Test func setsOfPacketsAreComparedAsTheirPackets() throws {
        var random = SplitMix(seed: 7)
        var outcomes = [String: Int]()
        for _ in 0..<4_000 {
            let (one, other) = (try Self.layer(&random), try Self.layer(&random))
            let (mine, others) = (Self.meant(by: one), Self.meant(by: other))
            for (index, packet) in Self.packets.enumerated() {
                #expect((one.fit(packet) == .yes) == mine[index])
            }
            let isInside = zip(mine, others).allSatisfy { $0 || !$1 }
            let isShared = zip(mine, others).contains { $0 && $1 }
            #expect(one.contains(other) == isInside, "\(one) \(other)")
            #expect(one.meets(other) == isShared, "\(one) \(other)")
            outcomes["\(isInside) \(isShared)", default: 0] += 1
        }
        #expect(outcomes.count == 3 && outcomes.values.allSatisfy { $0 > 100 }, "\(outcomes)")
    }

    /// The table against an ordered list: each policy stands before all that are about more (RFC 4301 section 4.4.1,
    /// where a person orders it), and the first that a packet is, or may be, one of decides.
    @Test func theTableIsThatOfAnOrderedList() throws {
        var random = SplitMix(seed: 11)
        var (found, missed, open, refused) = (0, 0, 0, 0)
        for _ in 0..<1_000 {
            var table = PolicyTable(of: .client)
            var far = PolicyTable(of: .server)
            for _ in 0..<10 {
                let selectors = try #require(
                    TrafficSelectors(
                        source: try Self.prefix(&random), destination: try Self.prefix(&random),
                        try Self.layer(&random)))
                let policy = Policy(.bypass, for: selectors)
                let expected = Self.refusal(of: policy, in: table.entries)
                #expect((table.add(policy) == nil) == !expected)
                refused += expected ? 1 : 0
                if !expected { #expect(far.add(try #require(policy.otherHalf)) == nil) }
            }
            for packet in Self.packets {
                var packet = packet
                packet.source = .v4(IPv4Address(rawValue: random.next(upperBound: UInt32(4))))
                packet.destination = .v4(IPv4Address(rawValue: random.next(upperBound: UInt32(4))))
                let choice = table.choice(sending: packet)
                let naive = Self.choice(packet, in: table.entries)
                #expect(choice?.policy == naive?.policy, "\(packet)")
                #expect(choice?.isOpaque == naive?.isOpaque)
                // What comes there is held against the half by which its answer leaves.
                let there = far.choice(receiving: packet)
                #expect(there?.policy == naive?.policy.otherHalf)
                #expect(far.choice(sending: Self.answer(to: packet))?.policy == there?.policy)
                guard let naive else {
                    missed += 1
                    continue
                }
                found += naive.isOpaque ? 0 : 1
                open += naive.isOpaque ? 1 : 0
            }
        }
        #expect([found, missed, open, refused].allSatisfy { $0 > 100 })
    }

    private static func refusal(of policy: Policy, in entries: [Policy]) -> Bool {
        entries.contains { entry in
            let (one, other) = (entry.selectors, policy.selectors)
            guard one.source == other.source, one.destination == other.destination else {
                return false
            }
            return one == other
                || isAmbiguous(meant(by: one.nextLayer), meant(by: other.nextLayer))
        }
    }

    /// Whether two sets share packets, and each has some that the other has not.
    private static func isAmbiguous(_ one: [Bool], _ other: [Bool]) -> Bool {
        let pairs = Array(zip(one, other))
        return pairs.contains { $0 && $1 } && pairs.contains { $0 && !$1 }
            && pairs.contains { !$0 && $1 }
    }

    private static func choice(_ packet: PacketFields, in entries: [Policy]) -> PolicyChoice? {
        let meant = entries.filter {
            $0.selectors.source.contains(packet.source)
                && $0.selectors.destination.contains(packet.destination)
                && $0.selectors.nextLayer.fit(packet) > .no
        }
        func rank(_ policy: Policy) -> (Int, Int) {
            (policy.selectors.destination.length, policy.selectors.source.length)
        }
        guard let best = meant.map(rank).max(by: <) else { return nil }
        let nearest = meant.filter { rank($0) == best }
        func isCertain(_ policy: Policy) -> Bool { isMeant(packet, by: policy.selectors.nextLayer) }
        // Those that nothing else is a part of; of those the certain one, and else the first of the list.
        let least = nearest.filter { policy in
            !nearest.contains {
                $0 != policy && policy.selectors.nextLayer.contains($0.selectors.nextLayer)
            }
        }
        let policy = least.first(where: isCertain) ?? least.first
        return policy.map { PolicyChoice(policy: $0, isOpaque: !isCertain($0)) }
    }

    private static func answer(to packet: PacketFields) -> PacketFields {
        var answer = packet
        (answer.source, answer.destination) = (packet.destination, packet.source)
        (answer.sourcePort, answer.destinationPort) = (packet.destinationPort, packet.sourcePort)
        answer.icmpType = packet.icmpType.map { [0: 8, 8: 0, 13: 14][$0] ?? $0 }
        return answer
    }

    // MARK: - Bytes of two families

    @Test func anExtensionHeaderHidesWhatIsBehindIt() throws {
        let address = IPAddress.v6(IPv6Address(rawValue: 1))
        let tcp = try NextLayer([.tcp], in: .v6)
        for proto in [UInt8](arrayLiteral: 0, 43, 44, 51, 60, 135, 139, 140) {
            let packet = PacketFields(
                source: address, destination: address, proto: IPProtocol(rawValue: proto),
                totalLength: 60)
            #expect(tcp.fit(packet) == .open && NextLayer.any.fit(packet) == .yes)
            #expect(try NextLayer([], .opaque, in: .v6).fit(packet) == .yes)
            #expect(try NextLayer([.tcp], .opaque, in: .v6).fit(packet) == .open)
        }
        // In IPv4 these are protocols like any other.
        #expect(try NextLayer([.tcp], in: .v4).fit(Self.packet(.init(rawValue: 44))) == .no)
    }

    @Test func whatNoPacketCanBeIsRefused() throws {
        let port = PortSet(PortRange(Port(rawValue: 1)))
        #expect(throws: NextLayer.Fault.portsWithoutPorts) {
            try NextLayer([.tcp, .esp], .ports(source: port, destination: nil), in: .v4)
        }
        for (protocols, types): ([IPProtocol], [UInt8]) in [
            ([.icmpv6], [128]), ([], [8]), ([.icmp, .tcp], [8]), ([.icmp], []),
        ] {
            #expect(throws: NextLayer.Fault.messageWithoutICMP) {
                try NextLayer(protocols, .messages(types: types, codes: []), in: .v4)
            }
        }
        #expect(throws: NextLayer.Fault.nothingToHide) {
            try NextLayer([.udp, .esp], .opaque, in: .v4)
        }
        #expect(
            try NextLayer([], .ports(source: port, destination: nil), in: .v6).protocols
                == [.tcp, .udp])
        #expect(
            try NextLayer([.udp, .tcp, .udp], in: .v4) == NextLayer([.tcp, .udp], in: .v4))
    }
}
