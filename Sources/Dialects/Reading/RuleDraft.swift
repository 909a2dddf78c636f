import Firewall
import Wire

/// What the conditions of one foreign rule ask together, before it becomes rules of this program.
///
/// Every condition narrows it. Fields are kept as sets of what they take, so that two conditions about one
/// field are simply what both take.
struct RuleDraft: Sendable {
    /// The only family that it is about; nil: both.
    var family: IPFamily?
    private(set) var links: [LinkName]?
    /// The protocols that it takes; nil: all.
    private(set) var protocols: [UInt8]?
    private(set) var source: AddressMatch?
    private(set) var destination: AddressMatch?
    private(set) var sourcePorts: [Interval<UInt16>]?
    private(set) var destinationPorts: [Interval<UInt16>]?
    private(set) var icmpTypes: [UInt8]?
    private(set) var icmpCodes: [UInt8]?
    /// Any one of these, of which no two take the same packet; nil: all.
    private(set) var flags: [FlagMatch]?
    private(set) var states: [ConnectionState]?
    var limit: RateLimit?
    var name: RuleName?

    /// Whether it takes every packet of its family.
    var isUnconditional: Bool {
        links == nil && protocols == nil && source == nil && destination == nil
            && sourcePorts == nil && destinationPorts == nil && icmpTypes == nil
            && icmpCodes == nil && flags == nil && states == nil && limit == nil
    }

    mutating func narrow(family new: IPFamily) throws(ForeignProblem) {
        if let family, family != new { throw .neverMatches }
        family = new
    }

    mutating func narrow(links new: [LinkName]) throws(ForeignProblem) {
        links = try Self.both(links, new)
    }

    mutating func narrow(
        protocols list: [UInt8], isNegated: Bool = false
    ) throws(ForeignProblem) {
        let new = (UInt8.min...UInt8.max).filter { list.contains($0) != isNegated }
        protocols = try Self.both(protocols, new)
    }

    mutating func narrow(source new: AddressMatch) throws(ForeignProblem) {
        source = try Self.both(source, new)
    }

    mutating func narrow(destination new: AddressMatch) throws(ForeignProblem) {
        destination = try Self.both(destination, new)
    }

    mutating func narrow(sourcePorts new: [Interval<UInt16>]) throws(ForeignProblem) {
        sourcePorts = try Self.both(sourcePorts, new)
    }

    mutating func narrow(destinationPorts new: [Interval<UInt16>]) throws(ForeignProblem) {
        destinationPorts = try Self.both(destinationPorts, new)
    }

    mutating func narrow(icmpTypes new: [UInt8]) throws(ForeignProblem) {
        icmpTypes = try Self.both(icmpTypes, new)
    }

    mutating func narrow(icmpCodes new: [UInt8]) throws(ForeignProblem) {
        icmpCodes = try Self.both(icmpCodes, new)
    }

    /// Narrows it to packets that match any one of these.
    mutating func narrow(flags new: [FlagMatch]) throws(ForeignProblem) {
        if new.isEmpty { throw .neverMatches }
        guard let old = flags else { return flags = new }
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
        if both.isEmpty { throw .neverMatches }
        flags = both
    }

    mutating func narrow(states new: [ConnectionState]) throws(ForeignProblem) {
        states = try Self.both(states, new)
    }

    /// Narrows it to what another takes too; the other's name and limit win.
    mutating func narrow(to other: RuleDraft) throws(ForeignProblem) {
        if let new = other.family { try narrow(family: new) }
        if let new = other.links { try narrow(links: new) }
        if let new = other.protocols { try narrow(protocols: new) }
        if let new = other.source { try narrow(source: new) }
        if let new = other.destination { try narrow(destination: new) }
        if let new = other.sourcePorts { try narrow(sourcePorts: new) }
        if let new = other.destinationPorts { try narrow(destinationPorts: new) }
        if let new = other.icmpTypes { try narrow(icmpTypes: new) }
        if let new = other.icmpCodes { try narrow(icmpCodes: new) }
        if let new = other.flags { try narrow(flags: new) }
        if let new = other.states { try narrow(states: new) }
        if other.limit != nil {
            if limit != nil { throw .limitIsShared }
            limit = other.limit
        }
        name = other.name ?? name
    }

    /// The members of both lists, of which one may be nil for everything.
    private static func both<Value: Equatable>(
        _ old: [Value]?, _ new: [Value]
    ) throws(ForeignProblem) -> [Value] {
        let both = old.map { $0.filter(new.contains) } ?? new
        if both.isEmpty { throw .neverMatches }
        return both
    }

    private static func both(
        _ old: [Interval<UInt16>]?, _ new: [Interval<UInt16>]
    ) throws(ForeignProblem) -> [Interval<UInt16>] {
        let both = old.map { Spans.both($0, new) } ?? Spans.merged(new)
        if both.isEmpty { throw .neverMatches }
        return both
    }

    private static func both(
        _ old: AddressMatch?, _ new: AddressMatch
    ) throws(ForeignProblem) -> AddressMatch {
        guard let old, old != new else {
            // A set may be filled later.
            if new.families.isEmpty, new.setNames.isEmpty { throw .neverMatches }
            return new
        }
        let v4 = Spans.both(old.spans4, new.spans4).map(AddressRange.init(ipv4:))
        let v6 = Spans.both(old.spans6, new.spans6).map(AddressRange.init(ipv6:))
        if v4.isEmpty, v6.isEmpty { throw .neverMatches }
        return AddressMatch((v4 + v6).map { .range($0) })
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
