import Firewall

/// The lines of a file as they are gathered.
struct LineList {
    private(set) var bytes: [UInt8] = []
    private var count = 0

    /// Adds a line that is no rule.
    mutating func add(_ line: String) {
        bytes.append(contentsOf: line.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds lines of a rule, as comments where it is switched off.
    mutating func add(
        rules: [String], mark: String, isEnabled: Bool
    ) throws(ForeignProblem) {
        count += rules.count
        guard count <= RuleSet.limit else { throw .tooManyRules(limit: RuleSet.limit) }
        for line in rules {
            guard line.utf8.count < Dialect.lineLimit - 64 else {
                throw .lineTooLong(limit: Dialect.lineLimit)
            }
            add(isEnabled ? line : mark + line)
        }
    }
}
