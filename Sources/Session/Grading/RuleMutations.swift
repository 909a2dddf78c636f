import Events
import Firewall
import Wire

/// The small changes of a rule.
struct RuleMutations {
    /// The changed rules, each with what is changed.
    private(set) var all: [(kind: Mutation.Kind, rule: Rule)] = []
    private let rule: Rule

    /// Those of a rule.
    init(of rule: Rule) {
        self.rule = rule
        for action in [Action.allow, .deny] where rule.action.decides {
            if (action == .allow) != (rule.action == .allow) {
                var other = rule
                other.action = action
                all.append((.actionTurned, other))
            }
        }
        let match = rule.match
        if let proto = match.proto { change(proto) }
        if let source = match.source { change(source) { $0.source = $1 } }
        if let ports = match.sourcePorts { change(ports) { $0.sourcePorts = $1 } }
        if let destination = match.destination { change(destination) { $0.destination = $1 } }
        if let ports = match.destinationPorts { change(ports) { $0.destinationPorts = $1 } }
        if let states = match.states { change(states) }
        if !match.links.isEmpty { add(.widen) { $0.links = [] } }
        if !match.outLinks.isEmpty { add(.widen) { $0.outLinks = [] } }
        if match.icmp != nil { add(.widen) { $0.icmp = nil } }
        if match.flags != nil { add(.widen) { $0.flags = nil } }
        turnRound()
    }

    private mutating func add(_ kind: Mutation.Kind, _ change: (inout RuleMatch) -> Void) {
        var other = rule
        change(&other.match)
        if other != rule { all.append((kind, other)) }
    }

    // MARK: - Protocols and states

    private mutating func change(_ proto: ProtocolMatch) {
        let hasPorts = rule.match.sourcePorts != nil || rule.match.destinationPorts != nil
        if rule.match.icmp == nil, rule.match.flags == nil, !hasPorts {
            add(.widen) { $0.proto = nil }
        } else if hasPorts, !proto.isNegated, proto.protocols.count == 1 {
            add(.widen) { $0.proto = ProtocolMatch([.tcp, .udp]) }
        }
        guard !proto.isNegated else { return }
        if proto.protocols.count > 1 {
            for gone in proto.protocols {
                let rest = proto.protocols.filter { $0 != gone }
                add(.narrow) { $0.proto = ProtocolMatch(rest) }
            }
        } else if rule.match.flags == nil, let only = proto.protocols.first {
            let other: IPProtocol? =
                switch only {
                case .tcp: .udp
                case .udp: .tcp
                default: rule.match.icmp == nil ? .tcp : nil
                }
            if let other { add(.otherProtocol) { $0.proto = ProtocolMatch([other]) } }
        }
    }

    private mutating func change(_ states: StateMatch) {
        add(.stateForgotten) { $0.states = nil }
        guard states.states.count > 1 else { return }
        for gone in states.states {
            let rest = states.states.filter { $0 != gone }
            add(.narrow) { $0.states = StateMatch(rest) }
        }
    }

    // MARK: - Addresses

    private mutating func change(
        _ addresses: AddressMatch, _ set: (inout RuleMatch, AddressMatch?) -> Void
    ) {
        add(.widen) { set(&$0, nil) }
        for (place, member) in addresses.members.enumerated() {
            if addresses.members.count > 1 {
                var rest = addresses.members
                rest.remove(at: place)
                add(addresses.isNegated ? .widen : .narrow) {
                    set(&$0, AddressMatch(rest, isNegated: addresses.isNegated))
                }
            }
            guard case .range(let range) = member else { continue }
            for (kind, other) in Self.neighbours(of: range) {
                var members = addresses.members
                members[place] = .range(other)
                let turned: Mutation.Kind =
                    switch kind {
                    case .widen where addresses.isNegated: .narrow
                    case .narrow where addresses.isNegated: .widen
                    default: kind
                    }
                add(turned) { set(&$0, AddressMatch(members, isNegated: addresses.isNegated)) }
            }
        }
    }

    /// Ranges that a slip of the pen makes of one.
    private static func neighbours(of range: AddressRange) -> [(Mutation.Kind, AddressRange)] {
        var others: [(Mutation.Kind, AddressRange)] = []
        if let prefix = range.prefix {
            others = prefix.neighbours.map { ($0.0, AddressRange($0.1)) }
            let bits = range.family.addressBits
            guard prefix.length == bits, let next = range.first.next else { return others }
            return others + [(.offByOne, AddressRange(host: next))]
        }
        if let next = range.last.next,
            let longer = try? AddressRange(first: range.first, last: next)
        {
            others.append((.offByOne, longer))
        }
        if let next = range.first.next,
            let shorter = try? AddressRange(first: next, last: range.last)
        {
            others.append((.offByOne, shorter))
        }
        return others
    }

    // MARK: - Ports

    private mutating func change(
        _ ports: PortMatch, _ set: (inout RuleMatch, PortMatch?) -> Void
    ) {
        add(.widen) { set(&$0, nil) }
        let ranges = ports.ports.ranges
        for (place, range) in ranges.enumerated() {
            var changed: [(Mutation.Kind, [PortRange])] = []
            if ranges.count > 1 {
                var rest = ranges
                rest.remove(at: place)
                changed.append((ports.isNegated ? .widen : .narrow, rest))
            }
            for other in Self.neighbours(of: range) {
                var rest = ranges
                rest[place] = other
                changed.append((.offByOne, rest))
            }
            for (kind, list) in changed {
                guard let list = try? PortSet(merging: list) else { continue }
                add(kind) { set(&$0, PortMatch(list, isNegated: ports.isNegated)) }
            }
        }
    }

    /// The ranges whose ends are one further: of one port, the ports beside it.
    private static func neighbours(of range: PortRange) -> [PortRange] {
        let (low, high) = (range.first.rawValue, range.last.rawValue)
        var ends: [(UInt16, UInt16)] = []
        if low == high {
            if low > 0 { ends.append((low - 1, low - 1)) }
            if high < .max { ends.append((high + 1, high + 1)) }
        } else {
            ends += [(low + 1, high), (low, high - 1)]
            if low > 0 { ends.append((low - 1, high)) }
            if high < .max { ends.append((low, high + 1)) }
        }
        return ends.compactMap {
            try? PortRange(first: Port(rawValue: $0.0), last: Port(rawValue: $0.1))
        }
    }

    // MARK: - Directions

    private mutating func turnRound() {
        let match = rule.match
        add(.otherDirection) {
            ($0.source, $0.destination) = (match.destination, match.source)
            ($0.sourcePorts, $0.destinationPorts) = (match.destinationPorts, match.sourcePorts)
        }
        if match.sourcePorts != nil || match.destinationPorts != nil,
            match.source != nil || match.destination != nil
        {
            add(.otherDirection) {
                ($0.sourcePorts, $0.destinationPorts) = (match.destinationPorts, match.sourcePorts)
            }
        }
        guard !match.links.isEmpty || !match.outLinks.isEmpty else { return }
        add(.otherDirection) { ($0.links, $0.outLinks) = (match.outLinks, match.links) }
    }
}

extension IPAddress {
    /// The address behind this one; nil behind the last.
    fileprivate var next: IPAddress? {
        switch self {
        case .v4(let address):
            address.rawValue == .max ? nil : .v4(IPv4Address(rawValue: address.rawValue + 1))
        case .v6(let address):
            address.rawValue == .max ? nil : .v6(IPv6Address(rawValue: address.rawValue + 1))
        }
    }
}

extension Prefix {
    /// The prefix around it, and its two halves.
    var neighbours: [(Mutation.Kind, Prefix)] {
        var others: [(Mutation.Kind, Prefix)] = []
        if let wider = try? Prefix(masking: first, length: length - 1) {
            others.append((.widen, wider))
        }
        for end in [first, last] {
            guard let half = try? Prefix(masking: end, length: length + 1) else { continue }
            others.append((.narrow, half))
        }
        return others
    }
}

extension AddressRange {
    /// The range of one address.
    fileprivate init(host address: IPAddress) {
        self.init(Prefix(address))
    }
}
