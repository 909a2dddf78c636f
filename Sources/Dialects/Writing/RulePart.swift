import Firewall
import Wire

/// What a rule takes of one family, or of both where nothing tells them apart.
struct RulePart {
    /// The protocols that it takes.
    enum Protocols: Equatable {
        case any
        case listed([UInt8])
        case others([UInt8])

        func contains(_ proto: UInt8) -> Bool {
            switch self {
            case .any: true
            case .listed(let list): list.contains(proto)
            case .others(let list): !list.contains(proto)
            }
        }

        /// The protocols in a list, where every one has to be named.
        var expanded: [UInt8] {
            switch self {
            case .any: Array(UInt8.min...UInt8.max)
            case .listed(let list): list
            case .others(let list): (UInt8.min...UInt8.max).filter { !list.contains($0) }
            }
        }
    }

    let rule: Rule
    /// Nil: both, and then it asks about no addresses and no messages.
    let family: IPFamily?
    var protocols: Protocols

    var match: RuleMatch { rule.match }

    /// The parts of a rule; none where it never matches.
    static func parts(of rule: Rule) -> [RulePart] {
        let match = rule.match
        let isNeutral = match.source == nil && match.destination == nil && match.icmp == nil
        if isNeutral { return [RulePart(rule, nil)].compactMap { $0 } }
        return IPFamily.allCases.compactMap { RulePart(rule, $0) }
    }

    /// The part of a family; nil where the rule takes no packet of it.
    init?(_ rule: Rule, _ family: IPFamily?) {
        self.rule = rule
        self.family = family
        let match = rule.match
        if let family {
            for side in [match.source, match.destination] {
                if let side, side.ranges(family).isEmpty { return nil }
            }
        }
        let proto = match.proto
        let listed = proto?.protocols.map(\.rawValue) ?? []
        protocols =
            proto == nil ? .any : proto?.isNegated == true ? .others(listed) : .listed(listed)
        if match.sourcePorts != nil || match.destinationPorts != nil { keep([6, 17]) }
        if match.flags != nil { keep([6]) }
        if match.icmp != nil { keep([family == .v6 ? 58 : 1]) }
        if match.states?.states.isEmpty == true || protocols == .listed([]) { return nil }
        for ports in [match.sourcePorts, match.destinationPorts] {
            if let ports, ports.spans.isEmpty { return nil }
        }
        if match.icmp?.types.isEmpty == true { return nil }
    }

    private mutating func keep(_ numbers: [UInt8]) {
        protocols = .listed(numbers.filter(protocols.contains))
    }

    /// The same for TCP alone, and for everything else: what is told to a sender differs.
    var byReset: (tcp: RulePart?, others: RulePart?) {
        var (tcp, others): (RulePart?, RulePart?) = (self, self)
        switch protocols {
        case .any: tcp?.protocols = .listed([6])
        case .listed(let list):
            tcp?.protocols = .listed([6])
            others?.protocols = .listed(list.filter { $0 != 6 })
            if !list.contains(6) { tcp = nil }
            if list == [6] { others = nil }
        case .others(let list):
            if list.contains(6) { tcp = nil } else { tcp?.protocols = .listed([6]) }
        }
        return (tcp, others)
    }
}
