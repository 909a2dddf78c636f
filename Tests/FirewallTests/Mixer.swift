import Chance
import Firewall
import Wire

/// Makes rules with every field, sets, and edits; its addresses, ports and numbers lie close together.
struct Mixer {
    var source: SplitMix
    let links = ["lan-a", "internet", "dmz"].map(LinkName.init(rawValue:))
    let setNames = ["one", "two", "three"].map(SetName.init(rawValue:))
    let nodeNames = ["web", "pc1"].map(NodeName.init(rawValue:))

    init(seed: UInt64) {
        source = SplitMix(seed: seed)
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &source) < percent
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &source)]
    }

    /// One to `most` values, which may repeat.
    mutating func some<Value>(_ most: Int, _ make: (inout Mixer) -> Value) -> [Value] {
        (0..<Int.random(in: 1...most, using: &source)).map { _ in make(&self) }
    }

    // MARK: - Addresses

    mutating func family() -> IPFamily { chance(50) ? .v4 : .v6 }

    /// Addresses close together and at the ends of the number space.
    mutating func address(_ family: IPFamily) -> IPAddress {
        let low = UInt32.random(in: 0...7, using: &source)
        switch family {
        case .v4:
            let base: UInt32 = pick([0, 0x0A00_0000, 0x0A00_00FC, 0x7FFF_FFFC, .max - 7])
            return .v4(IPv4Address(rawValue: base + low))
        case .v6:
            let base: UInt128 = pick([
                0, 0x2001_0db8 << 96, 1 << 64 - 4, 0xFFFF_0A00_0000, .max - 7,
            ])
            return .v6(IPv6Address(rawValue: base + UInt128(low)))
        }
    }

    mutating func range(_ family: IPFamily) -> AddressRange {
        let (one, other) = (address(family), address(family))
        if chance(40), let range = try? AddressRange(first: min(one, other), last: max(one, other))
        {
            return range
        }
        let bits = family.addressBits
        let length = pick([0, 1, 8, 24, 31, 32, 64, 96, 127, 128, bits - 2, bits, bits])
        return AddressRange((try? Prefix(masking: one, length: min(length, bits))) ?? Prefix(one))
    }

    private mutating func addresses(_ family: IPFamily, hasSets: Bool) -> AddressMatch {
        let members = some(3) { mixer -> AddressMatch.Member in
            if hasSets, mixer.chance(20) { return .set(mixer.pick(mixer.setNames)) }
            if hasSets, mixer.chance(15) { return .node(mixer.pick(mixer.nodeNames)) }
            return .range(mixer.range(mixer.chance(10) ? mixer.family() : family))
        }
        return AddressMatch(members, isNegated: chance(20))
    }

    // MARK: - Other fields

    mutating func port() -> Port {
        Port(rawValue: pick([0, 1, 2, 22, 80, 443, 8000, 8099, 65_534, 65_535]))
    }

    private mutating func ports() -> PortMatch? {
        let ranges = some(4) { mixer -> PortRange in
            let (one, other) = (mixer.port(), mixer.port())
            let range = try? PortRange(first: min(one, other), last: max(one, other))
            return mixer.chance(50) ? PortRange(one) : range ?? PortRange(one)
        }
        return (try? PortSet(merging: ranges)).map { PortMatch($0, isNegated: chance(20)) }
    }

    mutating func proto() -> IPProtocol {
        pick([
            .tcp, .tcp, .udp, .udp, .icmp, .icmpv6, .esp, IPProtocol(rawValue: 0),
            IPProtocol(rawValue: 255),
        ])
    }

    mutating func type() -> UInt8 { pick([0, 1, 3, 8, 127, 128, 129, 254, 255]) }

    mutating func flags() -> TCPFlags {
        TCPFlags(
            rawValue: chance(80)
                ? pick([0x02, 0x12, 0x10, 0x04, 0x11, 0x00, 0xFF])
                : UInt8.random(in: 0 ... .max, using: &source))
    }

    mutating func state() -> ConnectionState { pick(ConnectionState.allCases) }

    // MARK: - Rules

    mutating func match(hasSets: Bool = false) -> RuleMatch {
        var match = RuleMatch()
        let family = family()
        if chance(50) { match.source = addresses(family, hasSets: hasSets) }
        if chance(40) { match.destination = addresses(family, hasSets: hasSets) }
        if chance(30) {
            match.proto = ProtocolMatch(some(3) { $0.proto() }, isNegated: chance(20))
        }
        switch Int.random(in: 0..<10, using: &source) {
        case 0...3:
            if chance(50) { match.sourcePorts = ports() }
            if chance(70) { match.destinationPorts = ports() }
        case 4:
            match.icmp = ICMPMatch(
                types: some(3) { $0.type() }, codes: chance(50) ? [] : some(2) { $0.type() })
        case 5: match.flags = FlagMatch(set: flags(), among: flags())
        default: break
        }
        source.addHeader(to: &match, percent: 8)
        if chance(15) { match.links = some(2) { $0.pick($0.links) } }
        if chance(10) { match.outLinks = some(2) { $0.pick($0.links) } }
        if chance(20) { match.states = StateMatch(some(2) { $0.state() }) }
        return match
    }

    mutating func rule() -> Rule {
        let limit = RateLimit(
            packets: .random(in: 1...3, using: &source), unit: pick(RateLimit.Unit.allCases),
            burst: .random(in: 1...3, using: &source), isOver: chance(40))
        return Rule(
            pick([.allow, .allow, .allow, .deny, .deny, .reject, .log]), match(hasSets: true),
            limit: chance(20) ? limit : nil, name: chance(10) ? name() : nil)
    }

    mutating func name() -> RuleName { RuleName("r\(Int.random(in: 0..<20, using: &source))") }

    /// The nodes that rules may name, with addresses of one family or both.
    mutating func nodes() -> NodeTable {
        NodeTable(
            nodeNames.map { name in
                NamedNode(name: name, addresses: some(3) { $0.address($0.family()) })
            })
    }

    /// An empty list with sets of both families, in a network with nodes.
    mutating func emptySet() -> RuleSet {
        var set = RuleSet(links: links)
        set.setNodes(nodes())
        for name in setNames {
            _ = try? set.add(some(3) { $0.range($0.family()) }, to: name)
        }
        return set
    }
}
