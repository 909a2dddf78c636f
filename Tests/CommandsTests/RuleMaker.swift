import Chance
import Firewall
import Wire

/// Makes rules that a packet could match, with every field.
struct RuleMaker {
    private var source: SplitMix

    init(seed: UInt64) {
        source = SplitMix(seed: seed)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &source) < percent
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &source)]
    }

    private mutating func some<Value>(_ most: Int, _ make: (inout RuleMaker) -> Value) -> [Value] {
        (0..<Int.random(in: 1...most, using: &source)).map { _ in make(&self) }
    }

    private mutating func address(_ family: IPFamily) -> IPAddress {
        switch family {
        case .v4: .v4(IPv4Address(rawValue: .random(in: 0 ... .max, using: &source)))
        case .v6: .v6(IPv6Address(rawValue: .random(in: 0 ... .max, using: &source)))
        }
    }

    private mutating func range(_ family: IPFamily) -> AddressRange {
        let (one, other) = (address(family), address(family))
        if chance(30), let range = try? AddressRange(first: min(one, other), last: max(one, other))
        {
            return range
        }
        let length = Int.random(in: 1...family.addressBits, using: &source)
        return AddressRange((try? Prefix(masking: one, length: length)) ?? Prefix(one))
    }

    private mutating func addresses(_ family: IPFamily) -> AddressMatch {
        let members = some(4) { maker -> AddressMatch.Member in
            if maker.chance(20) {
                return .node(NodeName(rawValue: maker.pick(["web", "gw-a", "x_1", "beef", "A"])))
            }
            guard maker.chance(20) else { return .range(maker.range(family)) }
            return .set(SetName(rawValue: maker.pick(["office", "a-1", "x_Y", "0"])))
        }
        return AddressMatch(members, isNegated: chance(20) && members.count < 3)
    }

    private mutating func ports() -> PortMatch? {
        let ranges = some(16) { maker -> PortRange in
            let first = Port(rawValue: .random(in: 0 ... .max, using: &maker.source))
            let length = maker.chance(50) ? 0 : UInt16.random(in: 0...900, using: &maker.source)
            let (last, overflows) = first.rawValue.addingReportingOverflow(length)
            let range = try? PortRange(first: first, last: overflows ? first : Port(rawValue: last))
            return range ?? PortRange(first)
        }
        return (try? PortSet(merging: ranges)).map { PortMatch($0, isNegated: chance(20)) }
    }

    private mutating func byte() -> UInt8 { .random(in: 0 ... .max, using: &source) }

    private mutating func protocols(_ family: IPFamily, hasPorts: Bool) -> ProtocolMatch {
        if hasPorts {
            return ProtocolMatch([chance(50) ? .tcp : .udp] + (chance(20) ? [.udp] : []))
        }
        let others = some(4) { IPProtocol(rawValue: .random(in: 59...255, using: &$0.source)) }
        if chance(30) { return ProtocolMatch(others, isNegated: true) }
        return ProtocolMatch(chance(50) ? others : [.esp, family == .v4 ? .icmp : .icmpv6])
    }

    private mutating func match() -> RuleMatch {
        let family: IPFamily = chance(50) ? .v4 : .v6
        var match = RuleMatch()
        if chance(50) { match.source = addresses(family) }
        if chance(50) { match.destination = addresses(family) }
        switch Int.random(in: 0..<10, using: &source) {
        case 0...4:
            if chance(60) { match.sourcePorts = ports() }
            if chance(60) { match.destinationPorts = ports() }
            let hasPorts = match.sourcePorts != nil || match.destinationPorts != nil
            if chance(50) { match.proto = protocols(family, hasPorts: hasPorts) }
        case 5, 6:
            match.proto = ProtocolMatch([family == .v4 ? .icmp : .icmpv6])
            match.icmp = ICMPMatch(
                types: some(5) { $0.byte() }, codes: chance(50) ? [] : some(5) { $0.byte() })
        case 7:
            match.proto = ProtocolMatch(chance(70) ? [.tcp] : [.tcp, .esp])
            let among = TCPFlags(rawValue: max(1, byte()))
            match.flags = FlagMatch(
                set: TCPFlags(rawValue: byte()).intersection(among), among: among)
        default: break
        }
        source.addHeader(to: &match, percent: 10)
        if chance(20) {
            match.links = some(3) { LinkName(rawValue: $0.pick(["lan-a", "internet", "x9"])) }
        }
        if chance(15) {
            match.outLinks = some(3) { LinkName(rawValue: $0.pick(["lan-a", "internet", "x9"])) }
        }
        if chance(20) { match.states = StateMatch(some(3) { $0.pick(ConnectionState.allCases) }) }
        return match
    }

    mutating func rule() -> Rule {
        let limit = RateLimit(
            packets: .random(in: 1...RateLimit.limit, using: &source),
            unit: pick(RateLimit.Unit.allCases),
            burst: chance(30) ? 5 : .random(in: 1...RateLimit.limit, using: &source),
            isOver: chance(40))
        let name = pick(["web", "a b", "é → ü", "#", "-", "any", "->", "x\u{2019}s", " "])
        return Rule(
            pick(Action.allCases), match(), limit: chance(20) ? limit : nil,
            name: chance(20) ? RuleName(name) : nil)
    }
}
