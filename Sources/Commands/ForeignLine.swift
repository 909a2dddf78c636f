import Dialects
import Firewall
import Wire

/// A line of another firewall that is one rule here.
struct ForeignLine {
    /// The rule.
    let rule: Rule
    /// The list in which it stands.
    let list: RuleChain

    /// The line that puts it there.
    var text: String { (list == .forward ? "" : "\(list.rawValue) ") + "rule add " + rule.text }

    /// Reads the words of a line with the reader of that firewall's files; nil where they are not one rule.
    init?(_ words: [String]) {
        guard let name = words.first?.lowercased() else { return nil }
        let rest = Array(words.dropFirst())
        let isNamed = ["iptables", "ip6tables", "nft"].contains(name)
        list =
            isNamed
            ? RuleChain.allCases.first { list in
                rest.contains { $0.lowercased() == list.rawValue }
            } ?? .forward : .forward
        let chain = list.rawValue.uppercased()
        let dialect: Dialect
        let file: String
        switch name {
        case "iptables", "ip6tables":
            dialect = name == "iptables" ? .iptables : .ip6tables
            file = "*filter\n:\(chain) DROP [0:0]\n\(Self.appended(rest))\nCOMMIT\n"
        case "nft":
            guard let statement = Self.statement(rest) else { return nil }
            dialect = .nft
            file = """
                table inet filter {
                chain \(list.rawValue) {
                type filter hook \(list.rawValue) priority 0; policy drop;
                \(statement)
                }
                }

                """
        case "ufw":
            dialect = .ufw
            file = words.joined(separator: " ") + "\n"
        case "access-list":
            dialect = .cisco
            file = words.joined(separator: " ") + "\n"
        default: return nil
        }
        guard let read = try? dialect.read(Array(file.utf8), isLenient: false, chain: list) else {
            return nil
        }
        guard let first = read.rules.first, read.rules.count == 1, read.sets.isEmpty else {
            return nil
        }
        rule = Rule(first.rule.action, Self.short(first.rule.match), limit: first.rule.limit)
    }

    /// A match without what only says that it is about IPv4, as people mean none but it.
    private static func short(_ match: RuleMatch) -> RuleMatch {
        guard let all = Prefix("0.0.0.0/0").map(AddressMatch.init) else { return match }
        var match = match
        if match.source == all { match.source = nil }
        if match.destination == all { match.destination = nil }
        return match
    }

    /// `-I FORWARD 1 ...` is `-A FORWARD ...` in a list of one rule.
    private static func appended(_ words: [String]) -> String {
        var words = words
        if words.first == "-t" { words.removeFirst(min(2, words.count)) }
        if let first = words.first, ["-I", "--insert", "--append"].contains(first) {
            words[0] = "-A"
            if words.count > 2, Int(words[2]) != nil { words.remove(at: 2) }
        }
        return words.joined(separator: " ")
    }

    /// What stands behind `add rule [FAMILY] TABLE CHAIN`.
    private static func statement(_ words: [String]) -> String? {
        guard words.count > 4, ["add", "insert"].contains(words[0]), words[1] == "rule" else {
            return nil
        }
        let families = ["ip", "ip6", "inet", "arp", "bridge", "netdev"]
        let start = families.contains(words[2]) ? 5 : 4
        return words.count > start ? words[start...].joined(separator: " ") : nil
    }
}
