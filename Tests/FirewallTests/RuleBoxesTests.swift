import Chance
import Firewall
import Testing
import Timeline
import Wire

/// The boxes of a rule hold exactly the packets that it matches.
@Suite struct RuleBoxesTests {
    private struct Tally {
        var inside: [IPFamily: Int] = [:]
        var outside: [IPFamily: Int] = [:]
        var many = 0
        var empty = 0
        var exact: [Bool: Int] = [:]
        var inHull: [Bool: Int] = [:]
    }

    /// The point of a packet; where a protocol has no ports or flags, or no so small header numbers, any do.
    private func point<Address>(
        _ source: Address, _ destination: Address, _ packet: PacketFields, _ context: PacketContext,
        _ random: inout Mixer
    ) -> PacketPoint<Address> {
        let noise = UInt16.random(in: 0 ... .max, using: &random.source)
        let link = context.link.flatMap { random.links.firstIndex(of: $0) } ?? 0
        let state = ConnectionState.allCases.firstIndex(of: context.state) ?? 0
        // A type and a code each stand for 256 numbers.
        var point = PacketPoint(
            source: source, destination: destination,
            sourcePort: packet.sourcePort?.rawValue ?? packet.icmpType.map {
                UInt16($0) << 8 | noise & 0xFF
            } ?? noise,
            destinationPort: packet.destinationPort?.rawValue ?? packet.icmpCode.map {
                UInt16($0) << 8 | noise >> 8
            } ?? noise,
            proto: packet.proto.rawValue,
            flags: packet.tcpFlags?.rawValue ?? UInt8(truncatingIfNeeded: noise),
            context: UInt8(link * ConnectionState.allCases.count + state))
        point[.outLink] = UInt16(context.out.flatMap { random.links.firstIndex(of: $0) } ?? 0)
        for number in HeaderNumber.allCases {
            let value = number.row.read(packet)
            let least = number.least(packet.proto, packet.source.family)
            point[.header(number)] = value > least ? value : min(least, noise & 63)
        }
        return point
    }

    private func compare<Address>(
        _ boxes: RuleBoxes<Address>, _ point: PacketPoint<Address>, matches: Bool,
        _ family: IPFamily,
        _ tally: inout Tally
    ) throws -> Bool {
        let all = try #require(boxes.boxes)
        #expect(all.count == boxes.count)
        // They are apart from each other, so that a packet lies in one or in none.
        let around = all.count { $0.contains(point) }
        var agrees = around == (matches ? 1 : 0)
        if matches {
            tally.inside[family, default: 0] += 1
        } else {
            tally.outside[family, default: 0] += 1
        }
        if all.count > 2 { tally.many += 1 }
        let contexts = PacketSpace.contexts(linkCount: 3)
        guard let (hull, isExact) = boxes.hull(all: contexts) else {
            tally.empty += 1
            return agrees && all.isEmpty
        }
        agrees = agrees && !all.isEmpty && all.allSatisfy { holds(hull, $0) }
        tally.exact[isExact, default: 0] += 1
        let isInHull = hull.contains(point)
        tally.inHull[isInHull, default: 0] += 1
        return agrees && (isInHull || !matches) && (!isExact || isInHull == matches)
    }

    /// Whether a hull goes around a box; it says nothing about flags and context.
    private func holds<Address>(_ hull: PacketBox<Address>, _ box: PacketBox<Address>) -> Bool {
        func around<Number>(_ outer: Interval<Number>, _ inner: Interval<Number>) -> Bool {
            outer.low <= inner.low && inner.high <= outer.high
        }
        return around(hull.source, box.source) && around(hull.destination, box.destination)
            && PacketNumber.allCases.allSatisfy { around(hull[$0], box[$0]) }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func holdExactlyWhatTheRuleMatches(_ seed: UInt64) throws {
        var random = Mixer(seed: seed)
        var tally = Tally()
        for _ in 0..<500 {
            var set = random.emptySet()
            guard (try? set.add(Rule(.allow, random.match(hasSets: true)))) != nil else { continue }
            let rule = set.entries[0].rule
            let boxes4 = RuleBoxes(ipv4: rule.match, links: set.links)
            let boxes6 = RuleBoxes(ipv6: rule.match, links: set.links)
            for _ in 0..<12 {
                let (packet, context) = (random.packet(near: rule), random.context(near: rule))
                let matches = rule.match.firstMismatch(with: packet, context) == nil
                let agrees: Bool
                switch (packet.source, packet.destination) {
                case (.v4(let source), .v4(let destination)):
                    let point = point(
                        source.rawValue, destination.rawValue, packet, context, &random)
                    agrees = try compare(boxes4, point, matches: matches, .v4, &tally)
                case (.v6(let source), .v6(let destination)):
                    let point = point(
                        source.rawValue, destination.rawValue, packet, context, &random)
                    agrees = try compare(boxes6, point, matches: matches, .v6, &tally)
                default: agrees = false
                }
                #expect(agrees, "\(rule.match)\n\(packet)\n\(context)")
            }
        }
        for family in [IPFamily.v4, .v6] {
            #expect(tally.inside[family, default: 0] > 200)
            #expect(tally.outside[family, default: 0] > 200)
        }
        #expect(tally.many > 100)
        #expect(tally.empty > 10)
        for outcome in [true, false] {
            #expect(tally.exact[outcome, default: 0] > 50)
            #expect(tally.inHull[outcome, default: 0] > 100)
        }
    }

    /// So many single addresses, none next to another.
    private func list(_ count: UInt32) -> AddressMatch {
        AddressMatch(
            (0..<count).map { .range(AddressRange(Prefix(.v4(IPv4Address(rawValue: $0 * 2))))) })
    }

    @Test func thereIsALimit() throws {
        let links = [LinkName(rawValue: "lan-a")]
        var match = RuleMatch(source: list(64), destination: list(64))
        let most = RuleBoxes(ipv4: match, links: links)
        #expect(most.count == RuleBoxes<UInt32>.limit && most.boxes?.count == 4_096)
        #expect(RuleBoxes(ipv6: match, links: links).boxes == [])
        match.destinationPorts = ports("22")
        let more = RuleBoxes(ipv4: match, links: links)
        #expect(more.count == 8_192)
        #expect(more.boxes == nil)
        #expect(more.hull(all: .max)?.isExact == false)
        match.proto = ProtocolMatch([.tcp])
        #expect(RuleBoxes(ipv4: match, links: links).boxes?.count == 4_096)
        match.destinationPorts = ports("22,80")
        #expect(RuleBoxes(ipv4: match, links: links).boxes == nil)
    }

    @Test func everythingIsOneBox() {
        let links = ["a", "b"].map(LinkName.init(rawValue:))
        let boxes = RuleBoxes(ipv6: RuleMatch(), links: links)
        let contexts = PacketSpace.contexts(linkCount: 2)
        var all = PacketBox<UInt128>.all
        all.context = contexts
        #expect(contexts == 0x3FF)
        #expect(boxes.boxes == [all])
        #expect(boxes.hull(all: contexts)?.box == all)
        #expect(boxes.hull(all: contexts)?.isExact == true)
        #expect(PacketSpace.contexts(linkCount: PacketSpace.linkLimit) == .max >> 4)
    }

    @Test func someRulesHaveNone() {
        let links = [LinkName(rawValue: "a")]
        var impossible = [RuleMatch(proto: ProtocolMatch([.icmp]), destinationPorts: ports("22"))]
        impossible.append(RuleMatch(source: addresses("::1"), destination: addresses("10.0.0.1")))
        impossible.append(RuleMatch(sourcePorts: ports("0-65535", isNegated: true)))
        var match = RuleMatch()
        match.icmp = ICMPMatch(types: [8])
        match.flags = FlagMatch(set: .syn, among: .syn)
        impossible.append(match)
        match = RuleMatch(proto: ProtocolMatch([.udp]))
        match.flags = FlagMatch(set: .syn, among: .syn)
        impossible.append(match)
        match = RuleMatch()
        match.links = [LinkName(rawValue: "b")]
        impossible.append(match)
        for match in impossible {
            #expect(RuleBoxes(ipv4: match, links: links).boxes == [], "\(match)")
            #expect(RuleBoxes(ipv4: match, links: links).hull(all: .max) == nil, "\(match)")
        }
        // Each family has its own ICMP.
        match = RuleMatch(proto: ProtocolMatch([.icmp]))
        match.icmp = ICMPMatch(types: [7, 8, 255], codes: [0])
        let four = RuleBoxes(ipv4: match, links: links)
        #expect(
            four.boxes?.map { $0[.sourcePort] } == [
                Interval(0x0700, 0x08FF), Interval(0xFF00, 0xFFFF),
            ])
        #expect(four.boxes?.map { $0[.destinationPort] } == [Interval(0, 0xFF), Interval(0, 0xFF)])
        #expect(RuleBoxes(ipv6: match, links: links).boxes == [])
    }

    @Test func flagSetsHoldTheirBytes() {
        let flags = FlagSets(mask: 0x12, value: 0x02)
        for byte in UInt8.min ... .max {
            #expect(flags.contains(byte) == (byte & 0x12 == 0x02))
            #expect(FlagSets.all.contains(byte))
        }
    }
}
