import Firewall
import Timeline
import Wire

/// Writes a list as one table of nft for both families, with one chain.
struct NftWriter {
    private let set: RuleSet
    private let chain: RuleChain
    /// What the sets are called in the file, by family.
    private var names: [SetName: [IPFamily: String]] = [:]
    /// Stands before the name of every set: none can then be a word of nft's language.
    static let setPrefix = "set_"

    init(_ set: RuleSet, _ chain: RuleChain) {
        self.set = set
        self.chain = chain
        var taken: Set<String> = []
        for set in set.settings.sets {
            let families = IPFamily.allCases.filter { family in
                set.ranges.contains { $0.family == family }
            }
            for family in families.isEmpty ? [.v4] : families {
                // The parts of a mixed set are named apart; the reader takes them for two sets.
                let isMixed = families.count > 1
                let ending = isMixed ? (family == .v4 ? "-v4" : "-v6") : ""
                let base = set.name.rawValue.prefix(isMixed ? 29 : 32)
                var name = Self.setPrefix + base + ending
                var number = 2
                while !taken.insert(name).inserted {
                    name = "\(Self.setPrefix)\(base.prefix(24))-\(number)\(ending)"
                    number += 1
                }
                names[set.name, default: [:]][family] = name
            }
        }
    }

    func write(_ budget: Budget) throws(UnwritableRule) -> [UInt8] {
        var lines = LineList()
        // Sets are a table's: lists may have sets of one name, so that each has a table.
        let table = chain == .forward ? "garita" : "garita_\(chain.rawValue)"
        lines.add("table inet \(table) {")
        for set in set.settings.sets where budget.spend(set.ranges.count * Budget.item) {
            for family in IPFamily.allCases {
                if let name = names[set.name]?[family] { write(set, name, family, to: &lines) }
            }
        }
        lines.add("\tchain \(chain.rawValue) {")
        let policy = set.settings.defaultAction == .allow ? "accept" : "drop"
        let hook = chain.rawValue
        lines.add("\t\ttype filter hook \(hook) priority filter; policy \(policy);")
        for (place, entry) in set.entries.enumerated() where budget.spend(Budget.item) {
            do throws(ForeignProblem) {
                try lines.add(
                    rules: rules(of: entry.rule).map { "\t\t\($0)" }, mark: "#off ",
                    isEnabled: entry.isEnabled)
            } catch {
                throw UnwritableRule(number: place + 1, problem: error, chain: chain)
            }
        }
        if set.settings.defaultAction == .reject {
            lines.add("\t\tmeta l4proto tcp reject with tcp reset")
            lines.add("\t\treject with icmpx admin-prohibited")
        }
        lines.add("\t}")
        lines.add("}")
        return lines.bytes
    }

    private func write(
        _ set: AddressSet, _ name: String, _ family: IPFamily, to lines: inout LineList
    ) {
        lines.add("\tset \(name) {")
        lines.add("\t\ttype \(family == .v4 ? "ipv4_addr" : "ipv6_addr")")
        lines.add("\t\tflags interval")
        // Apart from each other, for nft refuses members that overlap.
        let ranges = AddressMatch(set.ranges.map { .range($0) }).ranges(family)
        for (place, range) in ranges.enumerated() {
            let start = place == 0 ? "\t\telements = { " : "\t\t\t"
            lines.add("\(start)\(range)\(place == ranges.count - 1 ? " }" : ",")")
        }
        lines.add("\t}")
    }

    // MARK: - Rules

    private func rules(of rule: Rule) throws(ForeignProblem) -> [String] {
        var lines: [String] = []
        for part in RulePart.parts(of: rule) {
            switch rule.action {
            case .allow: lines.append(try line(part, "accept"))
            case .deny: lines.append(try line(part, "drop"))
            case .log: lines.append(try line(part, "log"))
            case .reject:
                let (tcp, others) = part.byReset
                if let tcp { lines.append(try line(tcp, "reject with tcp reset")) }
                if let others {
                    lines.append(try line(others, "reject with icmpx admin-prohibited"))
                }
            }
        }
        if rule.limit != nil, lines.count > 1 { throw .limitIsShared }
        if let name = rule.name, !lines.isEmpty { lines[0] += " comment \"\(name.comment())\"" }
        return lines
    }

    func line(_ part: RulePart, _ verdict: String) throws(ForeignProblem) -> String {
        // Links and addresses stand before the protocol, the rest behind it.
        var (front, back): ([String], [String]) = ([], [])
        for field in part.match.parts {
            switch field {
            // The part has the protocols.
            case .proto: break
            case .source(let side): front.append(addresses(side, "saddr", part.family))
            case .destination(let side): front.append(addresses(side, "daddr", part.family))
            case .sourcePorts(let ports): back.append(Self.ports(ports, "sport", part))
            case .destinationPorts(let ports): back.append(Self.ports(ports, "dport", part))
            case .messages(let messages): back += Self.messages(messages, part.family)
            case .flags(let flags):
                back.append("tcp flags & \(flags.among.nftMask) == \(flags.set.nftMask)")
            case .number(let number, let match):
                let list = Self.list(match.listed.map { $0.text("-") })
                back.append(
                    "\(number.words.nft(part.family ?? .v4)) \(match.isNegated ? "!= " : "")\(list)"
                )
            case .links(let links):
                var names: [String] = []
                for link in try links.some() { names.append("\"\(try link.interface())\"") }
                front.insert("iifname \(Self.list(names))", at: 0)
            case .outLinks(let links):
                var names: [String] = []
                for link in try links.some() { names.append("\"\(try link.interface(.outLink))\"") }
                front.append("oifname \(Self.list(names))")
            case .states(let match):
                guard match.states.count < ConnectionState.allCases.count else { continue }
                back.append("ct state \(Self.list(match.states.map(\.rawValue)))")
            }
        }
        if let limit = part.rule.limit {
            let over = limit.isOver ? "over " : ""
            back.append("limit rate \(over)\(limit.packets)/\(limit.unit.nftName)")
            back.append("burst \(limit.burst) packets")
        }
        return (front + protocols(part) + back + [verdict]).joined(separator: " ")
    }

    private func addresses(_ match: AddressMatch, _ field: String, _ family: IPFamily?) -> String {
        let family = family ?? .v4
        return "\(family == .v4 ? "ip" : "ip6") \(field) \(addresses(match, family))"
    }

    private func addresses(_ match: AddressMatch, _ family: IPFamily) -> String {
        if match.members.count == 1, case .set(let name)? = match.members.first,
            let name = names[name]?[family]
        {
            return "\(match.isNegated ? "!= " : "")@\(name)"
        }
        if let range = match.negated(family) { return "!= \(range)" }
        return Self.list(match.ranges(family).map(\.description))
    }

    private func protocols(_ part: RulePart) -> [String] {
        // `icmp` and the ports of one protocol say it themselves.
        if part.match.icmp != nil { return [] }
        switch part.protocols {
        case .any: return []
        case .listed([.tcp]) where part.match.hasTransport: return []
        case .listed([.udp]) where part.match.hasTransport: return []
        case .listed(let list): return ["meta l4proto \(Self.list(list))"]
        case .others(let list): return ["meta l4proto != \(Self.list(list))"]
        }
    }

    private static func ports(_ match: PortMatch, _ field: String, _ part: RulePart) -> String {
        let header =
            switch part.protocols {
            case .listed([.tcp]): "tcp"
            case .listed([.udp]): "udp"
            default: "th"
            }
        let list = list(
            match.ports.ranges.map { Interval($0.first.rawValue, $0.last.rawValue).text("-") })
        return "\(header) \(field) \(match.isNegated ? "!= " : "")\(list)"
    }

    private static func messages(_ match: ICMPMatch, _ family: IPFamily?) -> [String] {
        let header = family == .v6 ? "icmpv6" : "icmp"
        let types = "\(header) type \(list(match.types.map(\.description)))"
        if match.codes.isEmpty { return [types] }
        return [types, "\(header) code \(list(match.codes.map(\.description)))"]
    }

    private static func list(_ protocols: [IPProtocol]) -> String {
        list(protocols.map(\.rawValue.description))
    }

    private static func list(_ members: [String]) -> String {
        members.count == 1 ? members[0] : "{ \(members.joined(separator: ", ")) }"
    }
}

extension RuleMatch {
    /// Whether it asks for something that `tcp` or `udp` stands before in nft.
    fileprivate var hasTransport: Bool {
        sourcePorts != nil || destinationPorts != nil || flags != nil
    }
}

extension TCPFlags {
    /// The bits as nft has them behind `&` and `==`.
    fileprivate var nftMask: String {
        if isEmpty { return "0x0" }
        let names = ["fin", "syn", "rst", "psh", "ack", "urg", "ecn", "cwr"]
        let set = (0..<8).filter { rawValue & (1 << UInt8($0)) != 0 }.map { names[$0] }
        return set.count == 1 ? set[0] : "(\(set.joined(separator: " | ")))"
    }
}

extension RateLimit.Unit {
    /// The unit as nft has it.
    var nftName: String {
        switch self {
        case .second: "second"
        case .minute: "minute"
        case .hour: "hour"
        }
    }
}
