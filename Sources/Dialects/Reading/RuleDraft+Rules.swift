import Firewall
import Wire

extension RuleDraft {
    /// The most rules that are made of one line.
    static let combinationLimit = 4_096

    /// The matches that together take what the draft does, of which no two take the same packet.
    ///
    /// There is more than one where a list is longer than a rule's may be, or asks for one thing or another.
    func matches() throws(ForeignProblem) -> [RuleMatch] {
        var matches = [RuleMatch()]
        matches[0].links = links ?? []
        if let states, states.count < ConnectionState.allCases.count {
            matches[0].states = StateMatch(states)
        }
        let (source, destination) = try sides()
        try Self.multiply(&matches, \.proto, Self.chunks(protocols: protocols))
        try Self.multiply(&matches, \.source, Self.chunks(source))
        try Self.multiply(&matches, \.sourcePorts, Self.chunks(ports: sourcePorts))
        try Self.multiply(&matches, \.destination, Self.chunks(destination))
        try Self.multiply(&matches, \.destinationPorts, Self.chunks(ports: destinationPorts))
        try Self.multiply(&matches, \.icmp, messages())
        try Self.multiply(&matches, \.flags, flags?.map(Optional.some))
        if limit != nil, matches.count > 1 { throw .limitIsShared }
        return matches
    }

    /// The rules of an action; only the first carries the name.
    func rules(_ action: Action) throws(ForeignProblem) -> [Rule] {
        var rules = try matches().map { Rule(action, $0, limit: limit) }
        if !rules.isEmpty { rules[0].name = name }
        return rules
    }

    /// The addresses, with every address of the family named where nothing else tells the family.
    private func sides() throws(ForeignProblem) -> (AddressMatch?, AddressMatch?) {
        if [source, destination].contains(where: { $0?.families.isEmpty ?? false }) {
            return (source, destination)
        }
        if let source, let destination,
            !source.families.contains(where: destination.families.contains)
        {
            throw .neverMatches
        }
        guard let family else { return (source, destination) }
        let named = [source, destination].compactMap { $0?.families }
        guard named.allSatisfy({ $0.contains(family) }) else { throw .neverMatches }
        let icmp: IPProtocol = family == .v4 ? .icmp : .icmpv6
        if named.contains([family]) || (icmpTypes != nil && protocols == [icmp.rawValue]) {
            return (source, destination)
        }
        let all = AddressMatch([.range(.all(family))])
        guard source != nil else { return (all, destination) }
        guard destination != nil else { return (source, all) }
        return (source.map { AddressMatch($0.ranges(family).map { .range($0) }) }, destination)
    }

    private func messages() -> [ICMPMatch?]? {
        guard icmpTypes != nil || icmpCodes != nil else { return nil }
        let types = Self.chunks(icmpTypes ?? Array(UInt8.min...UInt8.max), of: ICMPMatch.limit)
        let codes = icmpCodes.map { Self.chunks($0, of: ICMPMatch.limit) } ?? [[]]
        return types.flatMap { types in codes.map { ICMPMatch(types: types, codes: $0) } }
    }

    private static func chunks<Value>(_ values: [Value], of size: Int) -> [[Value]] {
        stride(from: 0, to: values.count, by: size).map {
            Array(values[$0..<min($0 + size, values.count)])
        }
    }

    private static func chunks(protocols: [UInt8]?) -> [ProtocolMatch?]? {
        guard let protocols, protocols.count < 256 else { return nil }
        let others = (UInt8.min...UInt8.max).filter { !protocols.contains($0) }
        if others.count <= ProtocolMatch.limit, others.count < protocols.count {
            return [ProtocolMatch(others.map(IPProtocol.init(rawValue:)), isNegated: true)]
        }
        return chunks(protocols, of: ProtocolMatch.limit).map {
            ProtocolMatch($0.map(IPProtocol.init(rawValue:)))
        }
    }

    private static func chunks(
        _ match: AddressMatch?
    ) throws(ForeignProblem) -> [AddressMatch?]? {
        guard let match else { return nil }
        if match.members.count <= AddressMatch.limit { return [match] }
        let ranges = match.ranges(.v4) + match.ranges(.v6)
        return chunks(ranges, of: AddressMatch.limit).map { AddressMatch($0.map { .range($0) }) }
    }

    private static func chunks(ports: [Interval<UInt16>]?) -> [PortMatch?]? {
        guard let ports else { return nil }
        let others = Spans.outside(ports)
        if !others.isEmpty, others.count < ports.count, others.count <= PortSet.limit {
            return [PortSet(spans: others).map { PortMatch($0, isNegated: true) }]
        }
        return chunks(ports, of: PortSet.limit).map { PortSet(spans: $0).map { PortMatch($0) } }
    }

    private static func multiply<Value>(
        _ matches: inout [RuleMatch], _ field: WritableKeyPath<RuleMatch, Value?>,
        _ values: [Value?]?
    ) throws(ForeignProblem) {
        guard let values else { return }
        guard matches.count * values.count <= combinationLimit else {
            throw .tooManyCombinations(limit: combinationLimit)
        }
        matches = matches.flatMap { match in
            values.map { value in
                var match = match
                match[keyPath: field] = value
                return match
            }
        }
    }
}

extension PortSet {
    /// The ports of 1 to `limit` spans; nil for more or fewer.
    init?(spans: [Interval<UInt16>]) {
        let ranges = spans.compactMap {
            try? PortRange(first: Port(rawValue: $0.low), last: Port(rawValue: $0.high))
        }
        guard let set = try? PortSet(merging: ranges) else { return nil }
        self = set
    }
}
