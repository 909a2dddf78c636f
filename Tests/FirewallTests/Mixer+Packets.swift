import Chance
import Firewall
import Wire

/// Packets that lie at the edges of rules.
extension Mixer {
    /// A number at or just past the edges of spans, or nil.
    private mutating func edge<Number: FixedWidthInteger & UnsignedInteger>(
        of spans: [Interval<Number>]
    ) -> Number? {
        guard !spans.isEmpty, chance(80) else { return nil }
        let span = pick(spans)
        let step = Number(truncatingIfNeeded: Int.random(in: -1...1, using: &source))
        return (chance(50) ? span.low : span.high) &+ step
    }

    private mutating func address(near match: AddressMatch?, _ family: IPFamily) -> IPAddress {
        switch family {
        case .v4:
            if let number = edge(of: match?.spans4 ?? []) {
                return .v4(IPv4Address(rawValue: number))
            }
        case .v6:
            if let number = edge(of: match?.spans6 ?? []) {
                return .v6(IPv6Address(rawValue: number))
            }
        }
        return address(family)
    }

    private mutating func port(near match: PortMatch?) -> Port {
        edge(of: match?.spans ?? []).map(Port.init(rawValue:)) ?? port()
    }

    private mutating func proto(near match: RuleMatch, _ family: IPFamily) -> IPProtocol {
        guard chance(85) else { return proto() }
        if match.icmp != nil { return family == .v4 ? .icmp : .icmpv6 }
        if match.flags != nil { return .tcp }
        if match.sourcePorts != nil || match.destinationPorts != nil, match.proto == nil {
            return chance(50) ? .tcp : .udp
        }
        guard let protocols = match.proto, !protocols.isNegated else { return proto() }
        return pick(protocols.protocols)
    }

    private mutating func family(near match: RuleMatch) -> IPFamily {
        let families = match.source?.families ?? match.destination?.families ?? []
        return families.isEmpty ? family() : pick(families)
    }

    /// What a firewall sees of a whole packet: everything that its protocol has, and nothing else.
    mutating func packet(near rule: Rule?) -> PacketFields {
        let match = rule?.match ?? RuleMatch()
        let family = family(near: match)
        var fields = PacketFields(
            source: address(near: match.source, family),
            destination: address(near: match.destination, family),
            proto: proto(near: match, family), totalLength: 40)
        if fields.proto.hasPorts {
            fields.sourcePort = port(near: match.sourcePorts)
            fields.destinationPort = port(near: match.destinationPorts)
        }
        if fields.proto == .tcp {
            let wanted = match.flags.map { $0.set.union(flags().subtracting($0.among)) }
            fields.tcpFlags = chance(75) ? wanted ?? flags() : flags()
        }
        if fields.proto == (family == .v4 ? .icmp : .icmpv6) {
            fields.icmpType = chance(75) ? match.icmp.map { pick($0.types) } ?? type() : type()
            let codes = match.icmp?.codes ?? []
            fields.icmpCode = chance(75) && !codes.isEmpty ? pick(codes) : type()
        }
        source.setHeader(of: &fields, near: match)
        return fields
    }

    /// A later fragment: nothing of its transport header is there.
    mutating func fragment(near rule: Rule?) -> PacketFields {
        var fields = packet(near: rule)
        fields.sourcePort = nil
        fields.destinationPort = nil
        fields.tcpFlags = nil
        fields.icmpType = nil
        fields.icmpCode = nil
        return fields
    }

    /// What is known of a packet beyond its bytes.
    mutating func context(near rule: Rule?) -> PacketContext {
        let links = rule?.match.links ?? []
        let outLinks = rule?.match.outLinks ?? []
        let states = rule?.match.states?.states ?? []
        return PacketContext(
            link: links.isEmpty || chance(30) ? pick(self.links) : pick(links),
            out: outLinks.isEmpty || chance(30) ? pick(self.links) : pick(outLinks),
            state: states.isEmpty || chance(30) ? state() : pick(states))
    }
}
