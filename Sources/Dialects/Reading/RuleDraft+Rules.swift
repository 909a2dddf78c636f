import Firewall
import Wire

extension RuleDraft {
    /// The most rules that are made of one line.
    static let combinationLimit = 4_096

    /// The matches that together take what the draft does, of which no two take the same packet.
    ///
    /// There is more than one where a list is longer than a rule's may be, or asks for one thing or another. Without
    /// a table of links nothing is said about them.
    func matches(_ links: LinkTable? = nil) throws(ForeignProblem) -> [RuleMatch] {
        var matches = [RuleMatch()]
        let (source, destination) = try sides()
        for field in RuleField.allCases {
            let choices: [FieldMatch]? =
                switch field {
                case .proto: Self.chunks(protocols: numbers(.proto)).map { $0.map { .proto($0) } }
                case .source: Self.chunks(source).map { $0.map { .source($0) } }
                case .sourcePort:
                    Self.chunks(ports: numbers(field)).map { $0.map { .sourcePorts($0) } }
                case .destination: Self.chunks(destination).map { $0.map { .destination($0) } }
                case .destinationPort:
                    Self.chunks(ports: numbers(field)).map { $0.map { .destinationPorts($0) } }
                case .icmpType: messages().map { $0.map { .messages($0) } }
                // Types and codes are one part of a match.
                case .icmpCode, .limit: nil
                case .flags: flags.map { $0.map { .flags($0) } }
                case .number(let number):
                    Self.chunks(numbers(field), of: number).map { $0.map { .number(number, $0) } }
                case .link:
                    try self.links(linkTests(field), of: links).map { [.links(LinkMatch($0))] }
                case .outLink:
                    try self.links(linkTests(field), of: links).map { [.outLinks(LinkMatch($0))] }
                case .state: states.map { [.states($0)] }
                }
            if let choices { try Self.multiply(&matches, choices) }
        }
        if limit != nil, matches.count > 1 { throw .limitIsShared }
        return matches
    }

    /// The rules of an action; only the first carries the name.
    func rules(_ action: Action, _ links: LinkTable) throws(ForeignProblem) -> [Rule] {
        var rules = try matches(links).map { Rule(action, $0, limit: limit) }
        if !rules.isEmpty { rules[0].name = name }
        return rules
    }

    /// The addresses, with every address of the family named where nothing else tells the family.
    private func sides() throws(ForeignProblem) -> (AddressMatch?, AddressMatch?) {
        let (source, destination) = (addresses(.source), addresses(.destination))
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
        if named.contains([family])
            || (numbers(.icmpType) != nil && protocols == [.ownICMP(of: family)])
        {
            return (source, destination)
        }
        let all = AddressMatch([.range(.all(family))])
        guard source != nil else { return (all, destination) }
        guard destination != nil else { return (source, all) }
        return (source.map { AddressMatch($0.ranges(family).map { .range($0) }) }, destination)
    }

    private func addresses(_ field: RuleField) -> AddressMatch? {
        guard case .addresses(let match)? = self[field] else { return nil }
        return match
    }

    private var flags: [FlagMatch]? {
        guard case .flags(let flags)? = self[.flags] else { return nil }
        // One that looks at no bit asks for a TCP header, which a later fragment does not have.
        return flags.first(where: \.among.isEmpty).map { [$0] } ?? flags
    }

    /// The links of a table that tests take; nil where there are none.
    private func links(
        _ tests: [LinkTest], of table: LinkTable?
    ) throws(ForeignProblem) -> [LinkName]? {
        guard let table, !tests.isEmpty else { return nil }
        let links = table.links(of: tests)
        if links.isEmpty { throw .matchesNothing(.linkName) }
        return links
    }

    private var states: StateMatch? {
        guard case .states(let states)? = self[.state],
            states.count < ConnectionState.allCases.count
        else { return nil }
        return StateMatch(states)
    }

    private func messages() -> [ICMPMatch]? {
        let (types, codes) = (bytes(.icmpType), bytes(.icmpCode))
        guard types != nil || codes != nil else { return nil }
        let typeLists = Self.chunks(types ?? Array(UInt8.min...UInt8.max), of: ICMPMatch.limit)
        let codeLists = codes.map { Self.chunks($0, of: ICMPMatch.limit) } ?? [[]]
        return typeLists.flatMap { types in codeLists.map { ICMPMatch(types: types, codes: $0) } }
    }

    private func bytes(_ field: RuleField) -> [UInt8]? {
        numbers(field)?.flatMap { $0.low...$0.high }.map { UInt8($0) }
    }

    private static func chunks<Value>(_ values: [Value], of size: Int) -> [[Value]] {
        stride(from: 0, to: values.count, by: size).map {
            Array(values[$0..<min($0 + size, values.count)])
        }
    }

    private static func chunks(protocols intervals: [Interval<UInt16>]?) -> [ProtocolMatch]? {
        guard let intervals, intervals != [PacketNumber.proto.whole] else { return nil }
        let listed = list(intervals)
        let others = list(IntervalList.outside(intervals, of: PacketNumber.proto.whole))
        if others.count <= ProtocolMatch.limit, others.count < listed.count {
            return [ProtocolMatch(others, isNegated: true)]
        }
        return chunks(listed, of: ProtocolMatch.limit).map { ProtocolMatch($0) }
    }

    private static func list(_ intervals: [Interval<UInt16>]) -> [IPProtocol] {
        intervals.flatMap { $0.low...$0.high }.map { IPProtocol(rawValue: UInt8($0)) }
    }

    private static func chunks(_ match: AddressMatch?) -> [AddressMatch]? {
        guard let match else { return nil }
        if match.members.count <= AddressMatch.limit { return [match] }
        let ranges = match.ranges(.v4) + match.ranges(.v6)
        return chunks(ranges, of: AddressMatch.limit).map { AddressMatch($0.map { .range($0) }) }
    }

    private static func chunks(ports: [Interval<UInt16>]?) -> [PortMatch]? {
        guard let ports else { return nil }
        let others = IntervalList.outside(ports)
        if !others.isEmpty, others.count < ports.count, others.count <= PortSet.limit,
            let set = PortSet(spans: others)
        {
            return [PortMatch(set, isNegated: true)]
        }
        return chunks(ports, of: PortSet.limit).compactMap { PortSet(spans: $0) }.map {
            PortMatch($0)
        }
    }

    private static func chunks(
        _ intervals: [Interval<UInt16>]?, of number: HeaderNumber
    ) -> [NumberMatch]? {
        guard let intervals, intervals != [number.row.whole] else { return nil }
        let others = IntervalList.outside(intervals, of: number.row.whole)
        if others.count < intervals.count { return [NumberMatch(others, isNegated: true)] }
        return chunks(intervals, of: NumberMatch.limit).map { NumberMatch($0) }
    }

    private static func multiply(
        _ matches: inout [RuleMatch], _ choices: [FieldMatch]
    ) throws(ForeignProblem) {
        guard matches.count * choices.count <= combinationLimit else {
            throw .tooManyCombinations(limit: combinationLimit)
        }
        matches = matches.flatMap { match in
            choices.map { choice in
                var match = match
                match.set(choice)
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
