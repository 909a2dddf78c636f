import Wire

/// A rule's match as boxes of the space of packets, one family at a time.
///
/// It is exact for packets that are no fragments: those a firewall puts together before it looks.
package struct RuleBoxes<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var sources: [Interval<Address>] = [.all]
    private var destinations: [Interval<Address>] = [.all]
    private var groups: [ProtocolGroup]
    private var flags = FlagSets.all
    private var context: UInt64

    /// What a rule says about numbers, for protocols for which these mean the same.
    private struct ProtocolGroup {
        var proto: Interval<UInt16>
        /// The numbers that it says something about, each with the values that it takes.
        var lists: [(number: PacketNumber, values: [Interval<UInt16>])] = []
    }

    private init(
        _ match: RuleMatch, _ family: IPFamily, links: [LinkName],
        _ intervals: (AddressMatch) -> [Interval<Address>]
    ) {
        context = Self.contexts(match, links)
        groups = Self.groups(match, family, links)
        for part in match.parts {
            switch part {
            case .source(let match): sources = intervals(match)
            case .destination(let match): destinations = intervals(match)
            case .flags(let match):
                flags = FlagSets(mask: match.among.rawValue, value: match.set.rawValue)
            case .proto, .sourcePorts, .destinationPorts, .messages, .number, .links, .outLinks,
                .states:
                break
            }
        }
    }

    /// The most boxes that a rule is cut into.
    package static var limit: Int { 4_096 }

    /// How many boxes there are; 0 when the rule matches no packet of the family.
    package var count: Int {
        guard context != 0 else { return 0 }
        let addresses = sources.count.multipliedReportingOverflow(by: destinations.count)
        if addresses.overflow { return .max }
        return groups.reduce(0) { sum, group in
            var product = addresses.partialValue
            for list in group.lists {
                let (more, overflow) = product.multipliedReportingOverflow(by: list.values.count)
                if overflow { return .max }
                product = more
            }
            return product > Int.max - sum ? .max : sum + product
        }
    }

    /// The boxes, apart from each other; nil when there are more than `limit`.
    package var boxes: [PacketBox<Address>]? {
        let count = count
        guard count <= Self.limit else { return nil }
        var boxes: [PacketBox<Address>] = []
        if count == 0 { return boxes }
        boxes.reserveCapacity(count)
        for group in groups {
            for source in sources {
                for destination in destinations {
                    var box = PacketBox<Address>.all
                    box.source = source
                    box.destination = destination
                    box.flags = flags
                    box.context = context
                    box[.proto] = group.proto
                    Self.append(box, group.lists[...], to: &boxes)
                }
            }
        }
        return boxes
    }

    /// Adds the box for each choice of one interval from every list.
    private static func append(
        _ box: PacketBox<Address>,
        _ lists: ArraySlice<(number: PacketNumber, values: [Interval<UInt16>])>,
        to boxes: inout [PacketBox<Address>]
    ) {
        guard let list = lists.first else { return boxes.append(box) }
        for values in list.values {
            var part = box
            part[list.number] = values
            append(part, lists.dropFirst(), to: &boxes)
        }
    }

    /// The smallest box around everything that the rule matches, without flags and context.
    ///
    /// Nil when it matches no packet of the family; exact when a packet in the box needs no second look.
    package func hull(all contexts: UInt64) -> (box: PacketBox<Address>, isExact: Bool)? {
        guard context != 0, let source = IntervalList.hull(sources),
            let destination = IntervalList.hull(destinations)
        else { return nil }
        var hull: PacketBox<Address>?
        for group in groups {
            var box = PacketBox<Address>.all
            box[.proto] = group.proto
            for list in group.lists {
                guard let values = IntervalList.hull(list.values) else { return nil }
                box[list.number] = values
            }
            hull = hull?.hull(box) ?? box
        }
        guard var hull else { return nil }
        hull.source = source
        hull.destination = destination
        hull.flags = flags
        hull.context = context
        var all = PacketBox<Address>.all
        all.context = contexts
        // What the classifier leaves out of account has to be everything.
        let isExact =
            count == 1
            && PacketField.allCases.allSatisfy { $0.isClassified || hull.isEqual(all, in: $0) }
        hull.flags = .all
        hull.context = contexts
        return (hull, isExact)
    }

    // MARK: - Protocols

    private static func groups(
        _ match: RuleMatch, _ family: IPFamily, _ links: [LinkName]
    ) -> [ProtocolGroup] {
        var protocols = match.proto?.intervals ?? [PacketNumber.proto.whole]
        for part in match.parts {
            guard let carriers = part.carriers(family) else { continue }
            // One interval each: what is said about ports need not be the same for all.
            let numbers = carriers.map { Interval(UInt16($0.rawValue), UInt16($0.rawValue)) }
            protocols = numbers.filter { number in protocols.contains { $0.contains(number) } }
        }
        var groups = protocols.map { ProtocolGroup(proto: $0) }
        for part in match.parts {
            switch part {
            case .sourcePorts(let match): add(.sourcePort, match.spans, to: &groups)
            case .destinationPorts(let match): add(.destinationPort, match.spans, to: &groups)
            case .messages(let match):
                add(.sourcePort, blocks(match.types), to: &groups)
                if !match.codes.isEmpty {
                    add(.destinationPort, blocks(match.codes), to: &groups)
                }
            case .number(let number, let match):
                if number.row.least != nil { groups = parted(groups, by: number, family) }
                let values = match.intervals(of: number)
                for place in groups.indices {
                    let least = number.least(
                        IPProtocol(rawValue: UInt8(groups[place].proto.low)), family)
                    groups[place].lists.append((.header(number), values.above(least)))
                }
            case .outLinks(let match):
                let places = match.links.compactMap(links.firstIndex(of:)).map(UInt16.init)
                add(.outLink, IntervalList.merged(places.map { Interval($0, $0) }), to: &groups)
            case .proto, .source, .destination, .flags, .links, .states: break
            }
        }
        return groups.filter { $0.lists.allSatisfy { !$0.values.isEmpty } }
    }

    private static func add(
        _ number: PacketNumber, _ values: [Interval<UInt16>], to groups: inout [ProtocolGroup]
    ) {
        for place in groups.indices { groups[place].lists.append((number, values)) }
    }

    /// Groups of protocols that have the same least value of a number.
    private static func parted(
        _ groups: [ProtocolGroup], by number: HeaderNumber, _ family: IPFamily
    ) -> [ProtocolGroup] {
        groups.flatMap { group in
            (group.proto.low...group.proto.high).reduce(into: [ProtocolGroup]()) { parts, proto in
                let least = { (proto: UInt16) in
                    number.least(IPProtocol(rawValue: UInt8(proto)), family)
                }
                if let last = parts.last, least(last.proto.high) == least(proto) {
                    parts[parts.count - 1].proto.high = proto
                } else {
                    parts.append(
                        ProtocolGroup(proto: Interval(proto, proto), lists: group.lists))
                }
            }
        }
    }

    /// A type or a code takes 256 numbers of the space; neighbours are put together.
    private static func blocks(_ numbers: [UInt8]) -> [Interval<UInt16>] {
        IntervalList.merged(numbers.map { Interval(UInt16($0) << 8, UInt16($0) << 8 | 0xFF) })
    }

    /// The bits of the links and states that it takes, of the space's `context`.
    private static func contexts(_ match: RuleMatch, _ known: [LinkName]) -> UInt64 {
        var mask: UInt64 = 0
        let (links, states) = (match.inLinkMatch, match.states)
        for (place, link) in known.enumerated() where links?.contains(link) ?? true {
            for (index, state) in ConnectionState.allCases.enumerated()
            where states?.contains(state) ?? true {
                mask |= PacketSpace.contextBit(link: place, state: index)
            }
        }
        return mask
    }
}

extension [Interval<UInt16>] {
    /// The values from a least one on, where the numbers below it stand for it, too.
    fileprivate func above(_ least: UInt16) -> Self {
        filter { $0.high >= least }.map { $0.low <= least ? Interval(0, $0.high) : $0 }
    }
}

extension RuleBoxes<UInt32> {
    /// The IPv4 packets of a match.
    package init(ipv4 match: RuleMatch, links: [LinkName]) {
        self.init(match, .v4, links: links) { $0.spans4 }
    }
}

extension RuleBoxes<UInt128> {
    /// The IPv6 packets of a match.
    package init(ipv6 match: RuleMatch, links: [LinkName]) {
        self.init(match, .v6, links: links) { $0.spans6 }
    }
}
