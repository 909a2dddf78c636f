import Wire

/// A rule's match as boxes of the space of packets, one family at a time.
///
/// It is exact for packets that are no fragments: those a firewall puts together before it looks.
package struct RuleBoxes<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let sources: [Interval<Address>]
    private let destinations: [Interval<Address>]
    private let transports: [Transport]
    private let context: UInt64

    /// What a rule says about the fields behind the IP header, for some protocols.
    private struct Transport {
        var proto: Interval<UInt8>
        var sourcePort: [Interval<UInt16>] = [.all]
        var destinationPort: [Interval<UInt16>] = [.all]
        var flags = FlagSets.all
    }

    private init(
        _ match: RuleMatch, _ sources: [Interval<Address>], _ destinations: [Interval<Address>],
        icmp: IPProtocol, links: [LinkName]
    ) {
        self.sources = sources
        self.destinations = destinations
        transports = Self.transports(of: match, icmp: icmp)
        context = match.contextMask(links)
    }

    /// The most boxes that a rule is cut into.
    package static var limit: Int { 4_096 }

    /// How many boxes there are; 0 when the rule matches no packet of the family.
    package var count: Int {
        guard context != 0 else { return 0 }
        let addresses = sources.count.multipliedReportingOverflow(by: destinations.count)
        if addresses.overflow { return .max }
        return transports.reduce(0) { sum, transport in
            let ports = transport.sourcePort.count * transport.destinationPort.count
            let (product, overflow) = addresses.partialValue.multipliedReportingOverflow(by: ports)
            return overflow || product > Int.max - sum ? .max : sum + product
        }
    }

    /// The boxes, apart from each other; nil when there are more than `limit`.
    package var boxes: [PacketBox<Address>]? {
        let count = count
        guard count <= Self.limit else { return nil }
        var boxes: [PacketBox<Address>] = []
        if count == 0 { return boxes }
        boxes.reserveCapacity(count)
        for transport in transports {
            for source in sources {
                for destination in destinations {
                    for sourcePort in transport.sourcePort {
                        for destinationPort in transport.destinationPort {
                            boxes.append(
                                PacketBox(
                                    source: source, destination: destination,
                                    sourcePort: sourcePort,
                                    destinationPort: destinationPort, proto: transport.proto,
                                    flags: transport.flags,
                                    context: context))
                        }
                    }
                }
            }
        }
        return boxes
    }

    /// The smallest box around everything that the rule matches, without flags and context.
    ///
    /// Nil when it matches no packet of the family; exact when a packet in the box needs no second look.
    package func hull(all contexts: UInt64) -> (box: PacketBox<Address>, isExact: Bool)? {
        guard context != 0, let source = Self.around(sources),
            let destination = Self.around(destinations), let first = transports.first,
            let last = transports.last
        else { return nil }
        let sourcePorts = transports.compactMap { Self.around($0.sourcePort) }
        let destinationPorts = transports.compactMap { Self.around($0.destinationPort) }
        guard let sourcePort = Self.around(sourcePorts),
            let destinationPort = Self.around(destinationPorts)
        else { return nil }
        let low = transports.reduce(first.proto.low) { min($0, $1.proto.low) }
        let high = transports.reduce(last.proto.high) { max($0, $1.proto.high) }
        let box = PacketBox(
            source: source, destination: destination, sourcePort: sourcePort,
            destinationPort: destinationPort,
            proto: Interval(low, high), flags: .all, context: contexts)
        let isExact = count == 1 && context == contexts && first.flags == .all
        return (box, isExact)
    }

    private static func around<Number>(_ spans: [Interval<Number>]) -> Interval<Number>? {
        guard var hull = spans.first else { return nil }
        for span in spans.dropFirst() {
            hull = Interval(min(hull.low, span.low), max(hull.high, span.high))
        }
        return hull
    }

    private static func transports(of match: RuleMatch, icmp: IPProtocol) -> [Transport] {
        let protocols = protocols(of: match.proto)
        if match.sourcePorts != nil || match.destinationPorts != nil || match.flags != nil {
            guard match.icmp == nil else { return [] }
            return [IPProtocol.tcp, .udp].compactMap { proto in
                guard protocols.contains(where: { $0.contains(proto.rawValue) }) else { return nil }
                if match.flags != nil, proto != .tcp { return nil }
                return Transport(
                    proto: Interval(proto.rawValue, proto.rawValue),
                    sourcePort: match.sourcePorts?.spans ?? [.all],
                    destinationPort: match.destinationPorts?.spans ?? [.all],
                    flags: match.flags.map {
                        FlagSets(mask: $0.among.rawValue, value: $0.set.rawValue)
                    } ?? .all)
            }
        }
        if let messages = match.icmp {
            guard protocols.contains(where: { $0.contains(icmp.rawValue) }) else { return [] }
            return [
                Transport(
                    proto: Interval(icmp.rawValue, icmp.rawValue),
                    sourcePort: blocks(messages.types),
                    destinationPort: messages.codes.isEmpty ? [.all] : blocks(messages.codes))
            ]
        }
        return protocols.map { Transport(proto: $0) }
    }

    /// A type or a code takes 256 numbers of the space; neighbours are put together.
    private static func blocks(_ numbers: [UInt8]) -> [Interval<UInt16>] {
        numbers.reduce(into: []) { spans, number in
            let low = UInt16(number) << 8
            if let last = spans.last, last.high != .max, last.high + 1 == low {
                spans[spans.count - 1].high = low | 0xFF
            } else {
                spans.append(Interval(low, low | 0xFF))
            }
        }
    }

    private static func protocols(of match: ProtocolMatch?) -> [Interval<UInt8>] {
        guard let match else { return [.all] }
        var listed: [Interval<UInt8>] = []
        for proto in match.protocols {
            let number = proto.rawValue
            if let last = listed.last, last.high + 1 == number {
                listed[listed.count - 1].high = number
            } else {
                listed.append(Interval(number, number))
            }
        }
        guard match.isNegated else { return listed }
        var rest: [Interval<UInt8>] = []
        var next = 0
        for span in listed {
            if Int(span.low) > next { rest.append(Interval(UInt8(next), span.low - 1)) }
            next = Int(span.high) + 1
        }
        if next <= 255 { rest.append(Interval(UInt8(next), 255)) }
        return rest
    }
}

extension RuleBoxes<UInt32> {
    /// The IPv4 packets of a match.
    package init(ipv4 match: RuleMatch, links: [LinkName]) {
        self.init(
            match, match.source?.spans4 ?? [.all], match.destination?.spans4 ?? [.all],
            icmp: .icmp, links: links)
    }
}

extension RuleBoxes<UInt128> {
    /// The IPv6 packets of a match.
    package init(ipv6 match: RuleMatch, links: [LinkName]) {
        self.init(
            match, match.source?.spans6 ?? [.all], match.destination?.spans6 ?? [.all],
            icmp: .icmpv6, links: links)
    }
}

extension RuleMatch {
    /// The bits of the links and states that it takes, of the space's `context`.
    func contextMask(_ known: [LinkName]) -> UInt64 {
        var mask: UInt64 = 0
        for (place, link) in known.enumerated() where links.isEmpty || links.contains(link) {
            for (index, state) in ConnectionState.allCases.enumerated()
            where states?.contains(state) ?? true {
                mask |= PacketSpace.contextBit(link: place, state: index)
            }
        }
        return mask
    }
}

/// What is common to the spaces of both families.
package enum PacketSpace {
    /// How many links a firewall can tell apart.
    package static let linkLimit = 16

    static func contextBit(link: Int, state: Int) -> UInt64 {
        1 << UInt64(link * ConnectionState.allCases.count + state)
    }

    /// The contexts of packets that come over one of so many links.
    package static func contexts(linkCount: Int) -> UInt64 {
        let bits = linkCount * ConnectionState.allCases.count
        return bits >= 64 ? .max : (1 << UInt64(bits)) - 1
    }
}
