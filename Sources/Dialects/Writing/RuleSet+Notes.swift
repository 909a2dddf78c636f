import Firewall

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
