import Firewall
import Wire

/// What the conditions of one foreign rule ask together, before it becomes rules of this program.
///
/// Every condition narrows it. Fields are kept as sets of what they take, so that two conditions about one
/// field are simply what both take.
struct RuleDraft: Sendable {
    /// What it takes of one field; it may be more than the match of one rule can say.
    enum Values: Sendable {
        case numbers([Interval<UInt16>])
        case addresses(AddressMatch)
        /// Any one of these, of which no two take the same packet.
        case flags([FlagMatch])
        /// Conditions of which all have to hold: which links they take depends on the names in the whole file.
        case links([LinkTest])
        case states([ConnectionState])
    }

    /// The only family that it is about; nil: both.
    var family: IPFamily?
    /// What it takes of each field that it is about.
    private(set) var conditions: [(field: RuleField, values: Values)] = []
    var limit: RateLimit?
    var name: RuleName?

    /// Whether it takes every packet of its family.
    var isUnconditional: Bool { conditions.isEmpty && limit == nil }

    /// What it takes of a field; nil: everything.
    subscript(field: RuleField) -> Values? { conditions.first { $0.field == field }?.values }

    /// The numbers that it takes of a field; nil: all.
    func numbers(_ field: RuleField) -> [Interval<UInt16>]? {
        guard case .numbers(let numbers)? = self[field] else { return nil }
        return numbers
    }

    /// The protocols that it takes; nil: all.
    var protocols: [IPProtocol]? {
        numbers(.proto)?.flatMap { $0.low...$0.high }.map { IPProtocol(rawValue: UInt8($0)) }
    }

    mutating func narrow(family new: IPFamily) throws(ForeignProblem) {
        if let family, family != new { throw .neverMatches }
        family = new
    }

    /// What it asks about the link over which a packet comes in, or goes out.
    func linkTests(_ field: RuleField) -> [LinkTest] {
        guard case .links(let tests)? = self[field] else { return [] }
        return tests
    }

    /// Narrows it to packets that come in over some links, or go out over them.
    mutating func narrow(
        _ field: RuleField, to links: LinkTest
    ) throws(ForeignProblem) {
        try narrow(field, to: .links([links]))
    }

    mutating func narrow(states: [ConnectionState]) throws(ForeignProblem) {
        try narrow(.state, to: .states(states))
    }

    /// Narrows it to packets that match any one of these.
    mutating func narrow(flags: [FlagMatch]) throws(ForeignProblem) {
        try narrow(.flags, to: .flags(flags))
    }

    mutating func narrow(_ field: RuleField, to match: AddressMatch) throws(ForeignProblem) {
        try narrow(field, to: .addresses(match))
    }

    mutating func narrow(
        _ field: RuleField, to numbers: [Interval<UInt16>]
    ) throws(ForeignProblem) {
        try narrow(field, to: .numbers(numbers))
    }

    /// Narrows a field of one byte to some numbers, or to all others.
    mutating func narrow(
        _ field: RuleField, to bytes: [UInt8], isNegated: Bool = false
    ) throws(ForeignProblem) {
        let listed = bytes.map { Interval(UInt16($0), UInt16($0)) }
        try narrow(
            field,
            to: isNegated ? IntervalList.outside(listed, of: Interval(0, 255)) : listed)
    }

    mutating func narrow(
        protocols list: [IPProtocol], isNegated: Bool = false
    ) throws(ForeignProblem) {
        try narrow(.proto, to: list.map(\.rawValue), isNegated: isNegated)
    }

    mutating func narrow(_ field: RuleField, to new: Values) throws(ForeignProblem) {
        guard let place = conditions.firstIndex(where: { $0.field == field }) else {
            return conditions.append((field, try Values.both(nil, new)))
        }
        conditions[place].values = try Values.both(conditions[place].values, new)
    }

    /// Narrows it to what another takes too; the other's name and limit win.
    mutating func narrow(to other: RuleDraft) throws(ForeignProblem) {
        if let new = other.family { try narrow(family: new) }
        for condition in other.conditions { try narrow(condition.field, to: condition.values) }
        if other.limit != nil {
            if limit != nil { throw .limitIsShared }
            limit = other.limit
        }
        name = other.name ?? name
    }
}

extension RuleDraft.Values {
    /// What both take, of which one may be nil for everything.
    ///
    /// - Throws: `neverMatches` where that is nothing.
    fileprivate static func both(_ old: Self?, _ new: Self) throws(ForeignProblem) -> Self {
        switch (old, new) {
        case (.addresses(let old)?, .addresses(let new)):
            return .addresses(try both(old, new))
        case (_, .addresses(let new)):
            // A set may be filled later.
            if new.families.isEmpty, new.setNames.isEmpty { throw .neverMatches }
            return .addresses(new)
        case (.numbers(let old)?, .numbers(let new)):
            return .numbers(try some(IntervalList.both(old, new)))
        case (_, .numbers(let new)): return .numbers(try some(IntervalList.merged(new)))
        case (.links(let old)?, .links(let new)):
            return .links(old == new ? new : old + new)
        case (_, .links(let new)): return .links(new)
        case (.states(let old)?, .states(let new)):
            return .states(try some(old.filter(new.contains)))
        case (_, .states(let new)): return .states(try some(new))
        case (.flags(let old)?, .flags(let new)): return .flags(try some(both(old, new)))
        case (_, .flags(let new)): return .flags(try some(new))
        }
    }

    private static func some<Value>(_ values: [Value]) throws(ForeignProblem) -> [Value] {
        if values.isEmpty { throw .neverMatches }
        return values
    }

    private static func both(_ old: [FlagMatch], _ new: [FlagMatch]) -> [FlagMatch] {
        var both: [FlagMatch] = []
        for left in old {
            for right in new {
                let shared = left.among.intersection(right.among)
                guard left.set.intersection(shared) == right.set.intersection(shared) else {
                    continue
                }
                both.append(
                    FlagMatch(
                        set: left.set.union(right.set), among: left.among.union(right.among)))
            }
        }
        return both
    }

    private static func both(
        _ old: AddressMatch, _ new: AddressMatch
    ) throws(ForeignProblem) -> AddressMatch {
        if old == new { return new }
        let v4 = IntervalList.both(old.spans4, new.spans4).map(AddressRange.init(ipv4:))
        let v6 = IntervalList.both(old.spans6, new.spans6).map(AddressRange.init(ipv6:))
        return AddressMatch(try some(v4 + v6).map { .range($0) })
    }
}

extension FlagMatch {
    /// Matches of which exactly one takes a packet that has any of the bits.
    static func any(of bits: TCPFlags) -> [FlagMatch] {
        differing(from: FlagMatch(set: [], among: bits))
    }

    /// Matches of which exactly one takes a packet that `match` does not.
    static func differing(from match: FlagMatch) -> [FlagMatch] {
        var among: TCPFlags = []
        var result: [FlagMatch] = []
        for place in 0..<8 {
            let bit = TCPFlags(rawValue: 1 << UInt8(place))
            guard match.among.contains(bit) else { continue }
            // The bits before agree, and this one doesn't.
            let agreeing = match.set.intersection(among)
            among.insert(bit)
            result.append(
                FlagMatch(
                    set: match.set.contains(bit) ? agreeing : agreeing.union(bit), among: among))
        }
        return result
    }
}
