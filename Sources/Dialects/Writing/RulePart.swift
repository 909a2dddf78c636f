import Firewall
import Wire

/// What a rule takes of one family, or of both where nothing tells them apart.
struct RulePart {
    /// The protocols that it takes.
    enum Protocols: Equatable {
        case any
        case listed([IPProtocol])
        case others([IPProtocol])

        func contains(_ proto: IPProtocol) -> Bool {
            switch self {
            case .any: true
            case .listed(let list): list.contains(proto)
            case .others(let list): !list.contains(proto)
            }
        }

        private static var every: [IPProtocol] {
            (UInt8.min...UInt8.max).map(IPProtocol.init(rawValue:))
        }

        /// The protocols in a list, where every one has to be named.
        var expanded: [IPProtocol] {
            switch self {
            case .any: Self.every
            case .listed(let list): list
            case .others(let list): Self.every.filter { !list.contains($0) }
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
        if rule.match.parts.allSatisfy(\.isNeutral) {
            return [RulePart(rule, nil)].compactMap { $0 }
        }
        return IPFamily.allCases.compactMap { RulePart(rule, $0) }
    }

    /// The part of a family; nil where the rule takes no packet of it.
    init?(_ rule: Rule, _ family: IPFamily?) {
        self.rule = rule
        self.family = family
        let listed = rule.match.proto?.protocols ?? []
        protocols =
            rule.match.proto == nil
            ? .any : rule.match.proto?.isNegated == true ? .others(listed) : .listed(listed)
        for part in rule.match.parts {
            if let carriers = part.carriers(family ?? .v4) { keep(carriers) }
            let isEmpty =
                switch part {
                case .source(let side), .destination(let side):
                    family.map { side.ranges($0).isEmpty } ?? false
                case .sourcePorts(let ports), .destinationPorts(let ports): ports.spans.isEmpty
                case .messages(let messages): messages.types.isEmpty
                case .number(let number, let match): match.intervals(of: number).isEmpty
                case .states(let match): match.states.isEmpty
                case .proto, .flags, .links, .outLinks: false
                }
            if isEmpty { return nil }
        }
        if protocols == .listed([]) { return nil }
    }

    private mutating func keep(_ carriers: [IPProtocol]) {
        protocols = .listed(carriers.filter(protocols.contains))
    }

    /// The same for TCP alone, and for everything else: what is told to a sender differs.
    var byReset: (tcp: RulePart?, others: RulePart?) {
        var (tcp, others): (RulePart?, RulePart?) = (self, self)
        switch protocols {
        case .any: tcp?.protocols = .listed([.tcp])
        case .listed(let list):
            tcp?.protocols = .listed([.tcp])
            others?.protocols = .listed(list.filter { $0 != .tcp })
            if !list.contains(.tcp) { tcp = nil }
            if list == [.tcp] { others = nil }
        case .others(let list):
            if list.contains(.tcp) { tcp = nil } else { tcp?.protocols = .listed([.tcp]) }
        }
        return (tcp, others)
    }
}

extension FieldMatch {
    /// Whether the dialects say it alike of both families.
    fileprivate var isNeutral: Bool {
        switch self {
        case .source, .destination, .messages: false
        case .number(let number, _): number.words.nft.v4 == number.words.nft.v6
        case .proto, .sourcePorts, .destinationPorts, .flags, .links, .outLinks, .states: true
        }
    }
}

extension RuleSet {
    /// The rule at a place for a dialect that notes a packet only along with a verdict: a rule that only logs
    /// becomes the next one, which has to match the same.
    ///
    /// - Returns: The rule, and how many entries it stands for; two where the packet is to be noted.
    /// - Throws: `ForeignProblem` for a rule that only logs where no such rule follows, or that has a limit.
    func ruleWithNote(at place: Int) throws(ForeignProblem) -> (rule: Rule, used: Int) {
        let entry = entries[place]
        guard entry.rule.action == .log else { return (entry.rule, 1) }
        guard place + 1 < entries.count else { throw .unwritableAction(.log) }
        let next = entries[place + 1]
        guard next.isEnabled == entry.isEnabled, next.rule.action.decides,
            next.rule.match == entry.rule.match
        else { throw .unwritableAction(.log) }
        if entry.rule.limit != nil { throw .unwritableField(.limit) }
        var rule = next.rule
        rule.name = entry.rule.name ?? next.rule.name
        return (rule, 2)
    }
}
