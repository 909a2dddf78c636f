/// In which order the rules of a list are read.
package enum ReadingOrder: String, CaseIterable, Hashable, Sendable {
    /// From the first rule on: what most firewalls do.
    case firstMatch = "first-match"
    /// The last rule that matches decides, as in pf without `quick`: the list is read from its end.
    case lastMatch = "last-match"
    /// Rules that name a source are read before those that don't, each kind from its first rule on.
    case sourceFirst = "source-first"

    /// The indexes of the rules in the order in which they are read.
    package func sequence(of rules: some RandomAccessCollection<Rule>) -> [Int] {
        switch self {
        case .firstMatch: return Array(0..<rules.count)
        case .lastMatch: return (0..<rules.count).reversed()
        case .sourceFirst:
            var named: [Int] = []
            var unnamed: [Int] = []
            for (index, rule) in rules.enumerated() {
                if rule.match.source == nil { unnamed.append(index) } else { named.append(index) }
            }
            return named + unnamed
        }
    }
}
