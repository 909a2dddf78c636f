import Chance
import Firewall
import Testing
import Wire

/// The table gives the answers of the list, over many random and awkward rules and packets.
@Suite struct ClassifierTests {
    /// How often the list was asked, by family and by what decided.
    private struct Tally {
        var hits: [IPFamily: Int] = [:]
        var misses: [IPFamily: Int] = [:]
        var hitsWithoutPorts = 0
        var lateHits = 0

        mutating func note(_ verdict: Verdict, _ packet: PacketFields) {
            let family = packet.source.family
            guard case .rule(let number) = verdict.decider else {
                misses[family, default: 0] += 1
                return
            }
            hits[family, default: 0] += 1
            if packet.destinationPort == nil { hitsWithoutPorts += 1 }
            if number > 5 { lateHits += 1 }
        }
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func answersLikeTheList(_ seed: UInt64) throws {
        var random = Mixer(seed: seed)
        var tally = Tally()
        for round in 0..<30 {
            var set = RuleSet()
            set.defaultAction = round.isMultiple(of: 2) ? .deny : .allow
            let wanted = Int.random(in: 0...24, using: &random.source)
            for _ in 0..<wanted { _ = try? set.add(random.rule()) }
            for step in 0..<120 {
                if step.isMultiple(of: 10) { random.edit(&set) }
                let packet = random.packet(
                    near: set.entries.randomElement(using: &random.source)?.rule)
                let verdict = set.decide(packet)
                #expect(verdict == set.decideByReading(packet), "\(set.state)\n\(packet)")
                tally.note(verdict, packet)
            }
        }
        #expect(tally.hits[.v4, default: 0] > 100)
        #expect(tally.hits[.v6, default: 0] > 100)
        #expect(tally.misses[.v4, default: 0] > 100)
        #expect(tally.misses[.v6, default: 0] > 100)
        #expect(tally.hitsWithoutPorts > 50)
        #expect(tally.lateHits > 50)
    }
}

/// Makes rules, and packets that lie at the edges of rules.
private struct Mixer {
    var source: SplitMix

    init(seed: UInt64) {
        source = SplitMix(seed: seed)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &source) < percent
    }

    /// Changes the list in one of the ways there are; a refusal is as good.
    mutating func edit(_ set: inout RuleSet) {
        let one = Int.random(in: 1...max(set.count, 1), using: &source)
        let other = Int.random(in: 1...max(set.count, 1), using: &source)
        switch Int.random(in: 0..<6, using: &source) {
        case 0: _ = try? set.delete(one)
        case 1: _ = try? set.replace(one, with: rule())
        case 2: _ = try? set.add(rule(), at: one)
        default: _ = try? set.move(one, to: other)
        }
    }

    /// Addresses close together and at the ends of the number space.
    mutating func address(_ family: IPFamily) -> IPAddress {
        let low = UInt32.random(in: 0...7, using: &source)
        switch family {
        case .v4:
            let bases: [UInt32] = [0, 0x0A00_0000, 0x0A00_00FC, 0x7FFF_FFFC, .max - 7]
            return .v4(IPv4Address(rawValue: (bases.randomElement(using: &source) ?? 0) + low))
        case .v6:
            let bases: [UInt128] = [0, 0x2001_0db8 << 96, 1 << 64 - 4, 0xFFFF_0A00_0000, .max - 7]
            let base = bases.randomElement(using: &source) ?? 0
            return .v6(IPv6Address(rawValue: base + UInt128(low)))
        }
    }

    private mutating func prefix(_ family: IPFamily) -> Prefix? {
        let bits = family.addressBits
        let length = [0, 1, 8, 24, 31, 32, 64, 96, 127, 128, bits - 2, bits, bits]
            .filter { $0 <= bits }.randomElement(using: &source)
        return length.flatMap { try? Prefix(masking: address(family), length: $0) }
    }

    private mutating func port() -> Port {
        let edges: [UInt16] = [0, 1, 2, 22, 80, 443, 8000, 8099, 65_534, 65_535]
        return Port(rawValue: edges.randomElement(using: &source) ?? 0)
    }

    private mutating func ports() -> PortSet? {
        let ranges = (0..<Int.random(in: 1...4, using: &source)).compactMap { _ in
            let (one, other) = (port(), port())
            return try? PortRange(
                first: min(one, other), last: chance(50) ? max(one, other) : min(one, other))
        }
        return try? PortSet(merging: ranges)
    }

    private mutating func proto() -> IPProtocol {
        [.tcp, .udp, .icmp, .icmpv6, IPProtocol(rawValue: 0), IPProtocol(rawValue: 255)]
            .randomElement(using: &source) ?? .tcp
    }

    mutating func rule() -> Rule {
        var match = RuleMatch()
        let family: IPFamily = chance(50) ? .v4 : .v6
        if chance(60) { match.source = prefix(family) }
        // A few ask for both families at once and can never match.
        if chance(50) {
            match.destination = prefix(chance(5) ? (family == .v4 ? .v6 : .v4) : family)
        }
        if chance(30) { match.sourcePorts = ports() }
        if chance(40) { match.destinationPorts = ports() }
        if chance(40) { match.proto = proto() }
        return Rule(chance(50) ? .allow : .deny, match)
    }

    /// An address at or just past the edges of a prefix, or any.
    private mutating func address(near prefix: Prefix?, _ family: IPFamily) -> IPAddress {
        guard let prefix, prefix.family == family, chance(75) else { return address(family) }
        let step = Int.random(in: -1...1, using: &source)
        switch chance(50) ? prefix.first : prefix.last {
        case .v4(let edge):
            return .v4(IPv4Address(rawValue: edge.rawValue &+ UInt32(truncatingIfNeeded: step)))
        case .v6(let edge):
            return .v6(IPv6Address(rawValue: edge.rawValue &+ UInt128(truncatingIfNeeded: step)))
        }
    }

    private mutating func port(near ports: PortSet?) -> Port {
        guard let range = ports?.ranges.randomElement(using: &source), chance(75) else {
            return port()
        }
        let edge = chance(50) ? range.first : range.last
        let step = Int.random(in: -1...1, using: &source)
        return Port(rawValue: edge.rawValue &+ UInt16(truncatingIfNeeded: step))
    }

    mutating func packet(near rule: Rule?) -> PacketFields {
        let match = rule?.match ?? RuleMatch()
        let family = match.source?.family ?? match.destination?.family ?? (chance(50) ? .v4 : .v6)
        var fields = PacketFields(
            source: address(near: match.source, family),
            destination: address(near: match.destination, family),
            proto: chance(70) ? match.proto ?? proto() : proto(), totalLength: 40)
        // Later fragments of TCP and UDP have no ports either.
        if fields.proto.hasPorts ? chance(85) : chance(5) {
            fields.sourcePort = port(near: match.sourcePorts)
            fields.destinationPort = port(near: match.destinationPorts)
        }
        return fields
    }
}
