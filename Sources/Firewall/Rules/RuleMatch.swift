package import Wire

/// Which packets a rule is about: every field that is named has to agree.
package struct RuleMatch: Hashable, Sendable {
    /// What it says, in the order in which fields are compared, each field once; copies share it.
    package private(set) var parts: [FieldMatch] = []

    /// A match on the fields that are given; without any it matches every packet.
    package init(
        proto: ProtocolMatch? = nil, source: AddressMatch? = nil, sourcePorts: PortMatch? = nil,
        destination: AddressMatch? = nil, destinationPorts: PortMatch? = nil
    ) {
        if let proto { parts.append(.proto(proto)) }
        if let source { parts.append(.source(source)) }
        if let sourcePorts { parts.append(.sourcePorts(sourcePorts)) }
        if let destination { parts.append(.destination(destination)) }
        if let destinationPorts { parts.append(.destinationPorts(destinationPorts)) }
    }

    /// Says something about a field, in the place of what it said before.
    package mutating func set(_ part: FieldMatch) { put(part, as: part.field) }

    private mutating func put(_ part: FieldMatch?, as field: RuleField) {
        let place = parts.firstIndex { $0.field.place >= field.place } ?? parts.count
        let isThere = place < parts.count && parts[place].field == field
        parts.replaceSubrange(place..<(isThere ? place + 1 : place), with: part.map { [$0] } ?? [])
    }

    /// The links and zones over which a packet may come in, in the order they were written; empty: any.
    package var links: [LinkName] {
        get { inLinkMatch?.names ?? [] }
        set { put(newValue.isEmpty ? nil : .links(LinkMatch(newValue)), as: .link) }
    }

    /// The links and zones over which a packet may go out, in the order they were written; empty: any.
    package var outLinks: [LinkName] {
        get { outLinkMatch?.names ?? [] }
        set { put(newValue.isEmpty ? nil : .outLinks(LinkMatch(newValue)), as: .outLink) }
    }

    /// Over which links a packet may come in; nil: any.
    package var inLinkMatch: LinkMatch? {
        for case .links(let links) in parts { return links }
        return nil
    }

    /// Over which links a packet may go out; nil: any.
    package var outLinkMatch: LinkMatch? {
        for case .outLinks(let links) in parts { return links }
        return nil
    }

    /// Looks the zones up, at a firewall that knows `known` links.
    package mutating func resolve(_ zones: [LinkZone], known: [LinkName]) {
        for part in parts {
            switch part {
            case .links(var match):
                match.resolve(zones, known: known)
                put(.links(match), as: .link)
            case .outLinks(var match):
                match.resolve(zones, known: known)
                put(.outLinks(match), as: .outLink)
            case .proto, .source, .sourcePorts, .destination, .destinationPorts, .messages, .flags,
                .number, .states:
                break
            }
        }
    }

    /// The protocol in the IP header (IPv4 "protocol", IPv6 "next header"); nil: any.
    package var proto: ProtocolMatch? {
        get {
            for case .proto(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .proto($0) }, as: .proto) }
    }

    /// Where the packet comes from; nil: anywhere, of either family.
    package var source: AddressMatch? {
        get {
            for case .source(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .source($0) }, as: .source) }
    }

    /// TCP or UDP source ports; nil: any, and packets without ports.
    package var sourcePorts: PortMatch? {
        get {
            for case .sourcePorts(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .sourcePorts($0) }, as: .sourcePort) }
    }

    /// Where the packet goes; nil: anywhere, of either family.
    package var destination: AddressMatch? {
        get {
            for case .destination(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .destination($0) }, as: .destination) }
    }

    /// TCP or UDP destination ports; nil: any, and packets without ports.
    package var destinationPorts: PortMatch? {
        get {
            for case .destinationPorts(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .destinationPorts($0) }, as: .destinationPort) }
    }

    /// ICMP or ICMPv6 messages; nil: any, and packets of other protocols.
    package var icmp: ICMPMatch? {
        get {
            for case .messages(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .messages($0) }, as: .icmpType) }
    }

    /// TCP control bits; nil: any, and packets of other protocols.
    package var flags: FlagMatch? {
        get {
            for case .flags(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .flags($0) }, as: .flags) }
    }

    /// What the flow table says about the packet; nil: anything.
    package var states: StateMatch? {
        get {
            for case .states(let match) in parts { return match }
            return nil
        }
        set { put(newValue.map { .states($0) }, as: .state) }
    }

    /// Whether the match says anything about a field.
    package func asks(about field: RuleField) -> Bool { parts.contains { $0.asks(about: field) } }

    /// The fields that it says anything about, in the order in which they are compared.
    package var fields: [RuleField] {
        parts.flatMap { $0.asks(about: .icmpCode) ? [.icmpType, .icmpCode] : [$0.field] }
    }

    /// The first field, in the order in which they are compared, that keeps the packet from matching.
    ///
    /// Nil when the packet matches. This is what a rule means; the classifier is only faster.
    package func firstMismatch(
        with packet: PacketFields, _ context: PacketContext = PacketContext()
    ) -> RuleField? {
        let parts = parts.span
        for place in parts.indices {
            if let field = parts[place].mismatch(with: packet, context) { return field }
        }
        return nil
    }

    /// In how many fields the packet does not match; stops counting at `bar`.
    func mismatchCount(
        with packet: PacketFields, _ context: PacketContext, below bar: Int
    ) -> Int {
        var count = 0
        let parts = parts.span
        for place in parts.indices where parts[place].mismatch(with: packet, context) != nil {
            count += 1
            if count >= bar { return count }
        }
        return count
    }
}
