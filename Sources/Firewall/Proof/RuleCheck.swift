package import Timeline

/// What a check of a rule set has found, in the order of the rules; a proof over all packets.
package struct RuleCheck: Sendable {
    /// How many rules are read.
    package var ruleCount: Int
    /// Rules that can't match, or that the list does not need.
    package var findings: [Finding] = []
    /// Pairs whose order matters: they meet, do different things, and each has packets of its own.
    package var correlated: [CorrelatedPair] = []
    /// How many such pairs there are; at least, where counting stopped.
    package var correlatedCount = 0
    /// Whether the pairs have all been counted.
    package var areCorrelatedCounted = true
    /// How many rules were looked at; the others are not known.
    package var checkedCount = 0
    /// Why not all of it was looked at; nil when it was.
    package var end: Budget.End?

    /// A finding about one rule.
    package struct Finding: Sendable {
        /// The rule's number.
        package let number: Int
        /// What is the matter with it.
        package let problem: Problem
        /// What to do about a rule that could be deleted; nil where deleting it is not the question.
        package var fix: Fix?

        /// Whether it can't match.
        var neverMatches: Bool {
            switch problem {
            case .neverMatches, .empty: true
            case .needless, .unknown, .coveredEntries: false
            }
        }
    }

    /// What a check offers about a rule without which each verdict would be the same.
    package enum Fix: String, CaseIterable, Sendable {
        /// Delete it: every verdict stays, also when all rules are deleted of which this is said.
        case delete
        /// Keep it: the list needs it once the others are deleted.
        case keep
        /// Whether the list needs it then is not known.
        case unknown
    }

    /// What can be the matter with a rule.
    package enum Problem: Sendable {
        /// Earlier rules, by number, take all its packets; one of them decides the witness.
        case neverMatches(
            by: [Int], Covering.Agreement, isDuplicate: Bool, ProofPoint, decider: Int)
        /// It asks for no packet that exists.
        case empty
        /// Whatever it decides would be decided the same without it; `next` decides the witness then.
        case needless(ProofPoint, next: Decider)
        /// Lists of its addresses have entries that others cover; never empty.
        case coveredEntries([CoveredEntry])
        /// It is not known whether it can match, for this reason.
        case unknown(ProofBound)
    }

    /// Two rules whose order matters.
    package struct CorrelatedPair: Sendable {
        /// The number of the rule that is read first.
        package let first: Int
        /// The number of the other.
        package let second: Int
        /// A packet that both match.
        package let witness: ProofPoint
    }

    /// How many pairs are listed.
    package static let listedPairs = 10
}

extension RuleSet {
    /// Looks for rules that mislead: those that can never match, those that are not needed, and pairs
    /// whose order matters.
    package func check(_ budget: Budget = Budget()) -> RuleCheck {
        let proof = RuleProof(self, budget)
        var check = RuleCheck(ruleCount: entries.count(where: \.isEnabled))
        for (position, answer) in proof.list.examineEachRule(budget).enumerated() {
            check.checkedCount += 1
            guard let problem = proof.problem(answer.reachability, answer.need) else { continue }
            check.findings.append(
                RuleCheck.Finding(number: proof.numbers[position], problem: problem))
        }
        checkLogs(proof, into: &check, budget)
        checkLists(into: &check, budget)
        findFixes(proof, into: &check, budget)
        check.findings.sort { $0.number < $1.number }
        findPairs(proof, into: &check, budget)
        check.end = budget.end
        return check
    }

    /// Which of the rules found can be deleted together.
    private func findFixes(_ proof: RuleProof, into check: inout RuleCheck, _ budget: Budget) {
        let silent = Set(check.findings.filter(\.neverMatches).map(\.number))
        let needless = Set(
            check.findings.compactMap { finding in
                if case .needless = finding.problem { finding.number } else { nil }
            })
        let positions = proof.numbers.indices
        let fixes = proof.list.fixes(
            positions.filter { needless.contains(proof.numbers[$0]) },
            without: Set(positions.filter { silent.contains(proof.numbers[$0]) }), budget)
        var offered: [Int: RuleCheck.Fix] = [:]
        for (position, fix) in fixes { offered[proof.numbers[position]] = fix }
        for place in check.findings.indices {
            let number = check.findings[place].number
            if check.findings[place].neverMatches {
                check.findings[place].fix = .delete
            } else if case .needless = check.findings[place].problem {
                check.findings[place].fix = offered[number] ?? .unknown
            }
        }
    }

    /// Lists of addresses with entries that others cover.
    private func checkLists(into check: inout RuleCheck, _ budget: Budget) {
        for (place, entry) in entries.enumerated() where entry.isEnabled {
            guard budget.spend(Budget.item) else { return }
            let covered = entry.rule.match.coveredEntries
            guard !covered.isEmpty else { continue }
            check.findings.append(
                RuleCheck.Finding(number: place + 1, problem: .coveredEntries(covered)))
        }
    }

    /// Pairs of rules that can match.
    private func findPairs(_ proof: RuleProof, into check: inout RuleCheck, _ budget: Budget) {
        let silent = Set(check.findings.filter(\.neverMatches).map(\.number))
        let proof = silent.isEmpty ? proof : proof.without(silent, budget)
        let pairs = proof.list.correlations(limit: RuleCheck.listedPairs, budget)
        check.correlated = pairs.pairs.map {
            RuleCheck.CorrelatedPair(
                first: proof.numbers[$0.first], second: proof.numbers[$0.second],
                witness: $0.witness)
        }
        check.correlatedCount = pairs.count
        check.areCorrelatedCounted = pairs.isComplete
    }

    /// Rules that only log can be hidden by those before them, too.
    private func checkLogs(_ proof: RuleProof, into check: inout RuleCheck, _ budget: Budget) {
        var position = 0
        for place in settings.order.sequence(of: entries.lazy.map(\.rule)) {
            let entry = entries[place]
            guard entry.isEnabled else { continue }
            guard entry.rule.action == .log else {
                position += 1
                continue
            }
            let reachability = proof.list.reachability(
                of: proof.proven(entry.rule), insertedAt: position, budget)
            guard budget.end == nil else { return }
            check.checkedCount += 1
            if let problem = proof.problem(reachability, nil, insertedAt: (position, place + 1)) {
                check.findings.append(RuleCheck.Finding(number: place + 1, problem: problem))
            }
        }
    }
}

extension RuleProof {
    /// What is the matter with a rule of this reachability, and of this need where it decides.
    ///
    /// For a rule that is none of the list, `inserted` is the position at which it was asked about, and its
    /// number.
    func problem(
        _ reachability: Reachability, _ need: RuleNeed?,
        insertedAt inserted: (position: Int, number: Int)? = nil
    ) -> RuleCheck.Problem? {
        switch reachability {
        case .covered(let covering):
            return .neverMatches(
                by: covering.rules.map { numbers[$0] }.sorted(), covering.agreement,
                isDuplicate: covering.isDuplicate, covering.witness,
                decider: numbers[covering.decider])
        case .empty: return .empty
        case .unknown(.boxes(let position)) where position == inserted?.position:
            return .unknown(.boxes(rule: inserted?.number ?? 0))
        case .unknown(let bound): return .unknown(self.bound(bound))
        case .reached:
            guard case .needless(let point, let next) = need else { return nil }
            return .needless(point, next: decider(next))
        }
    }
}

/// What a rule that has just been put into the list does to it.
package struct RuleRemark: Sendable {
    /// Why it can never match; nil when it can, or when that is not known.
    package var problem: RuleCheck.Problem?
    /// The numbers of later rules that it keeps from ever matching.
    package var silenced: [Int] = []

    /// Whether there is anything to say.
    package var isEmpty: Bool { problem == nil && silenced.isEmpty }

    /// How long a list may be for a remark; `rule check` looks at any.
    package static let listLimit = 20_000
    /// How many silenced rules are looked for.
    package static let silencedLimit = 10
    /// How many later rules are looked at for that.
    static let silencedLooks = 200
}

extension RuleSet {
    /// What the rule at a number does to the list, as it stands there.
    ///
    /// Only the rules that meet it are looked at, so that it can be asked whenever a rule is added.
    package mutating func remark(on number: Int, _ budget: Budget = Budget()) -> RuleRemark {
        var remark = RuleRemark()
        guard entries.count <= RuleRemark.listLimit, entries[number - 1].isEnabled else {
            return remark
        }
        let rule = entries[number - 1].rule
        let (earlier, later) = rules(meeting: number)
        let before = RuleProof(earlier, of: self, for: .oneQuestion, budget)
        let reachability = before.list.reachability(
            of: before.proven(rule), insertedAt: before.numbers.count, budget)
        remark.problem = before.problem(
            reachability, nil, insertedAt: (before.numbers.count, number))
        if case .unknown = remark.problem { remark.problem = nil }
        // Of a search that was ended nothing is said: the rule stands as it was typed.
        if budget.end != nil { return RuleRemark() }
        if remark.problem == nil {
            remark.silenced = rulesSilenced(by: number, later, budget)
        }
        let covered = rule.match.coveredEntries
        if remark.isEmpty, !covered.isEmpty { remark.problem = .coveredEntries(covered) }
        return remark
    }

    /// The numbers of later rules that the rule at a number keeps from ever matching.
    private func rulesSilenced(
        by number: Int, _ later: [Int], _ budget: Budget
    ) -> [Int] {
        let rule = entries[number - 1].rule
        guard rule.action.decides, rule.limit == nil, !later.isEmpty else { return [] }
        let others = settings.order.sequence(of: entries.lazy.map(\.rule))
            .filter { entries[$0].isEnabled && entries[$0].rule.action.decides }
        let position = others.firstIndex(of: number - 1) ?? others.count
        let without = RuleProof(
            others.filter { $0 != number - 1 }.map { $0 + 1 }, of: self, for: .oneQuestion, budget)
        return without.list.silenced(
            by: without.proven(rule), insertedAt: position, limit: RuleRemark.silencedLimit,
            looks: RuleRemark.silencedLooks, budget
        ).rules.map { without.numbers[$0] }
    }

    /// The numbers of the rules that are read before and after one and have packets in common with it,
    /// in the order of reading.
    private mutating func rules(meeting number: Int) -> (earlier: [Int], later: [Int]) {
        let plan = currentPlan()
        let position = plan.position(of: number - 1)
        var met: [Int] = []
        plan.table.forEachPosition(meeting: entries[number - 1].rule.match) { met.append($0) }
        // A rule about both families is met in both.
        met.sort()
        var earlier: [Int] = []
        var later: [Int] = []
        var last = position
        for found in met where found != position && found != last {
            last = found
            let number = plan.index(found) + 1
            if found < position { earlier.append(number) } else { later.append(number) }
        }
        return (earlier, later)
    }
}
