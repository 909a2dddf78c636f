import Chance
import Firewall
import Timeline
import Wire

/// Makes rules of every kind, and packets that lie at the edges of rules.
struct RandomRules {
    var source: SplitMix
    let sets: [AddressSet]

    init(seed: UInt64) {
        source = SplitMix(seed: seed)
        sets = [
            AddressSet(
                SetName(rawValue: "office"), Self.ranges("10.0.0.0/29", "10.0.1.3-10.0.1.9")),
            AddressSet(SetName(rawValue: "ip"), Self.ranges("2001:db8::/125")),
            AddressSet(
                SetName(rawValue: "0-map"),
                Self.ranges("10.0.0.4-10.0.0.20", "2001:db8::2-2001:db8::9")),
        ]
    }

    static func ranges(_ texts: String...) -> [AddressRange] { texts.compactMap(AddressRange.init) }

    mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }
    mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &source) }
    mutating func one<Value>(of values: [Value]) -> Value {
        values[number(0...(values.count - 1))]
    }

    mutating func address(_ family: IPFamily) -> IPAddress {
        switch family {
        case .v4:
            let bases: [UInt32] = [0x0A00_0000, 0x0A00_0100, 0x0A00_0010, 0, .max - 7]
            return .v4(IPv4Address(rawValue: one(of: bases) + UInt32(number(0...7))))
        case .v6:
            let base: UInt128 = 0x2001_0db8 << 96
            let bases: [UInt128] = [base, base + 8, base, 0, .max - 7]
            return .v6(IPv6Address(rawValue: one(of: bases) + UInt128(number(0...7))))
        }
    }

    mutating func range(_ family: IPFamily) -> AddressRange {
        let (left, right) = (address(family), address(family))
        if chance(30),
            let range = try? AddressRange(first: min(left, right), last: max(left, right))
        {
            return range
        }
        let length = family.addressBits - one(of: [0, 0, 1, 2, 3, 8, family.addressBits])
        return AddressRange((try? Prefix(masking: left, length: length)) ?? Prefix(left))
    }

    mutating func addresses(_ family: IPFamily) -> AddressMatch {
        var members: [AddressMatch.Member] = []
        for _ in 0..<one(of: [1, 1, 1, 2, 3]) {
            members.append(.range(range(chance(5) ? one(of: IPFamily.allCases) : family)))
        }
        if chance(15) { members = [.set(one(of: sets).name)] }
        if chance(3) { members.append(.set(one(of: sets).name)) }
        return AddressMatch(members, isNegated: chance(20))
    }

    mutating func port() -> UInt16 {
        one(of: [0, 1, 22, 53, 80, 81, 443, 8000, 8080, 65_534, 65_535])
    }

    mutating func ports() -> PortMatch? {
        var ranges: [PortRange] = []
        for _ in 0..<one(of: [1, 1, 1, 2, 3, 9]) {
            let (left, right) = (port(), chance(70) ? port() : UInt16(number(0...65_535)))
            let last = chance(60) ? left : max(left, right)
            let range = try? PortRange(
                first: Port(rawValue: min(left, last)), last: Port(rawValue: last))
            if let range { ranges.append(range) }
        }
        return (try? PortSet(merging: ranges)).map { PortMatch($0, isNegated: chance(20)) }
    }

    mutating func flags() -> FlagMatch {
        let mask: UInt8 = chance(10) ? 0xFF : 0x3F
        let among = TCPFlags(rawValue: UInt8(number(1...255)) & mask)
        if chance(40) {
            let bit = one(of: [TCPFlags.syn, .ack, .rst])
            return FlagMatch(set: bit, among: bit)
        }
        return FlagMatch(
            set: TCPFlags(rawValue: UInt8(number(0...255))).intersection(among), among: among)
    }

    mutating func match() -> RuleMatch {
        var match = RuleMatch()
        let family: IPFamily = one(of: IPFamily.allCases)
        if chance(50) { match.source = addresses(family) }
        if chance(40) { match.destination = addresses(chance(3) ? .v4 : family) }
        switch number(0...9) {
        case 0, 1, 2:
            match.proto = ProtocolMatch([one(of: [.tcp, .udp])])
            if chance(30) { match.sourcePorts = ports() }
            if chance(80) { match.destinationPorts = ports() }
        case 3:
            match.destinationPorts = ports()
        case 4:
            match.proto = ProtocolMatch([.tcp])
            match.flags = flags()
        case 5:
            if chance(50) { match.proto = ProtocolMatch([family == .v4 ? .icmp : .icmpv6]) }
            let types = (0..<number(1...3)).map { _ in UInt8(one(of: [0, 3, 8, 128, 129, 255])) }
            match.icmp = ICMPMatch(types: types, codes: chance(40) ? [0, 1] : [])
        case 6:
            let count = number(1...3)
            let list = (0..<count).map { _ in
                one(of: [
                    .tcp, .udp, .esp, .icmp, IPProtocol(rawValue: 47), IPProtocol(rawValue: 0),
                ])
            }
            match.proto = ProtocolMatch(list, isNegated: chance(20))
            if chance(20) { match.destinationPorts = ports() }
        default: break
        }
        source.addHeader(to: &match, percent: 7)
        if chance(15) {
            match.links = [LinkName(rawValue: one(of: ["lan-a", "internet"]))]
            if chance(30) { match.links = ["lan-a", "internet"].map(LinkName.init) }
        }
        if chance(12) {
            match.outLinks = [LinkName(rawValue: one(of: ["lan-a", "internet"]))]
            if chance(30) { match.outLinks = ["internet", "lan-a"].map(LinkName.init) }
        }
        if chance(15) {
            let states = ConnectionState.allCases
            match.states = StateMatch((0..<number(1...2)).map { _ in one(of: states) })
        }
        return match
    }

    mutating func rule() -> Rule {
        var rule = Rule(one(of: [.allow, .allow, .deny, .deny, .reject, .log]), match())
        if chance(12) {
            rule.limit = RateLimit(
                packets: number(1...50), unit: one(of: RateLimit.Unit.allCases),
                burst: number(1...4))
        }
        if chance(15) {
            let names = [
                "web", "it's $(x) `y`", "a#b; drop", "ä ü -j ACCEPT", "{ accept }", "-A", "!",
            ]
            rule.name = RuleName("\(one(of: names)) \(number(0...999_999))")
        }
        return rule
    }

    // MARK: - Packets

    private mutating func address(near match: AddressMatch?, _ family: IPFamily) -> IPAddress {
        let step = number(-1...1)
        switch family {
        case .v4:
            guard let spans = match?.spans4, !spans.isEmpty, chance(75) else {
                return address(family)
            }
            let span = one(of: spans)
            let edge = chance(50) ? span.low : span.high
            return .v4(IPv4Address(rawValue: edge &+ UInt32(truncatingIfNeeded: step)))
        case .v6:
            guard let spans = match?.spans6, !spans.isEmpty, chance(75) else {
                return address(family)
            }
            let span = one(of: spans)
            let edge = chance(50) ? span.low : span.high
            return .v6(IPv6Address(rawValue: edge &+ UInt128(truncatingIfNeeded: step)))
        }
    }

    private mutating func port(near match: PortMatch?) -> Port {
        guard let spans = match?.spans, !spans.isEmpty, chance(80) else {
            return Port(rawValue: port())
        }
        let span = one(of: spans)
        let edge = chance(50) ? span.low : span.high
        return Port(rawValue: edge &+ UInt16(truncatingIfNeeded: number(-1...1)))
    }

    /// A packet that exists: it has ports, messages and control bits where its protocol does.
    mutating func packet(near rule: Rule?, families: [IPFamily]) -> (PacketFields, PacketContext) {
        let match = rule?.match ?? RuleMatch()
        let named = (match.source?.families ?? match.destination?.families ?? families)
            .filter(families.contains)
        let family = one(of: named.isEmpty ? families : named)
        let icmp: IPProtocol = family == .v4 ? .icmp : .icmpv6
        var proto = one(of: [.tcp, .tcp, .udp, icmp, .esp, IPProtocol(rawValue: 0), .icmp, .icmpv6])
        if chance(70), let listed = match.proto?.protocols { proto = one(of: listed) }
        if match.flags != nil { proto = .tcp }
        if match.icmp != nil, chance(90) { proto = icmp }
        var fields = PacketFields(
            source: address(near: match.source, family),
            destination: address(near: match.destination, family), proto: proto, totalLength: 40)
        // Later fragments have neither.
        if chance(95) {
            if proto.hasPorts {
                fields.sourcePort = port(near: match.sourcePorts)
                fields.destinationPort = port(near: match.destinationPorts)
            }
            if proto == .tcp {
                let random = TCPFlags(rawValue: UInt8(number(0...255)))
                fields.tcpFlags = chance(50) ? match.flags?.set ?? random : random
            }
            if proto == icmp {
                fields.icmpType = one(of: (match.icmp?.types ?? []) + [0, 8, 135, 136])
                fields.icmpCode = one(of: (match.icmp?.codes ?? []) + [0, 1, 2])
            }
        }
        source.setHeader(of: &fields, near: match)
        let links = match.links + ["lan-a", "internet"].map(LinkName.init)
        let states = (match.states?.states ?? []) + ConnectionState.allCases
        // What comes in over one of two links goes out over the other.
        let link = one(of: links)
        let out = LinkName(rawValue: link.rawValue == "lan-a" ? "internet" : "lan-a")
        return (fields, PacketContext(link: link, out: out, state: one(of: states)))
    }
}
