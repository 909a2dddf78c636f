import Commands
import Events
import Firewall
import Timeline

/// What has been proven about the rules.
extension Narrator {
    mutating func tell(_ event: ProofEvent) {
        switch event {
        case .checked(let check): tell(check)
        case .remarked(let note): tell(note)
        case .searched(let search): tell(search)
        case .turned(let turn): tell(turn)
        case .compared(let comparison): tell(comparison)
        case .differed(let comparison): tell(comparison)
        }
    }

    // MARK: - Checking

    private mutating func tell(_ check: CheckAnswer) {
        for finding in check.findings {
            page.put("rule \(finding.number) ", .strong)
            put(finding)
            page.endLine()
            explain(finding)
        }
        for pair in check.pairs {
            page.put("rules \(pair.first) and \(pair.second) ", .strong)
            page.line("overlap and do different things: their order matters")
            tryOut(pair.witness)
            page.put("   (rule \(pair.first) decides it now")
            put(limit: pair.witness.limited)
            page.line(")")
        }
        if check.pairCount > check.pairs.count {
            let rest = check.pairCount - check.pairs.count
            page.put(check.arePairsCounted ? "and " : "and at least ")
            put(rest, "more pair")
            page.line(rest == 1 ? " overlaps so" : " overlap so")
        }
        sum(up: check)
    }

    private mutating func sum(up check: CheckAnswer) {
        if let end = check.end {
            put(end)
            page.put(": \(check.checkedCount) of ")
        }
        put(check.ruleCount, "rule")
        page.put(" checked for every packet: ")
        if check.end != nil {
            put(check.findings.count, "finding")
            page.put(", and nothing is known of the rest")
        } else if check.findings.isEmpty {
            page.put("each is needed and can match", .good)
        } else {
            put(check.findings.count, "finding")
        }
        if check.pairCount > 0 {
            page.put(check.arePairsCounted ? ", " : ", at least ")
            put(check.pairCount, "pair")
            page.put(check.pairCount == 1 ? " overlaps" : " overlap")
        }
        page.endLine()
    }

    /// Why a search or a loop ended before it was done.
    mutating func put(_ end: Budget.End) {
        switch end {
        case .interrupted: page.put("interrupted", .bad)
        case .late: page.put("out of time", .bad)
        }
    }

    /// What is the matter with a rule: the rest of a sentence that its number begins.
    mutating func put(_ finding: RuleFinding) {
        switch finding.problem {
        case .neverMatches:
            page.put("can never match", .bad)
            page.put(": ")
            let isOne = finding.by.count == 1
            put(numbers: finding.by)
            if finding.isDuplicate {
                page.put(" asks for the same packets")
            } else {
                page.put(isOne ? " takes all its packets" : " together take all its packets")
            }
            switch finding.agreement {
            case .same: page.put(isOne ? " and does the same" : " and do the same")
            case .other: page.put(isOne ? " and does otherwise" : " and do otherwise")
            case .mixed, nil: page.put(", some to do the same and some otherwise")
            }
            switch (finding.isDuplicate, finding.agreement) {
            case (true, .same): page.put(" (duplicate)")
            case (false, .same): page.put(" (redundant)")
            default: page.put(" (shadowed)")
            }
        case .empty:
            page.put("can never match", .bad)
            page.put(": it asks for packets that do not exist")
        case .needless:
            page.put("is not needed", .bad)
            page.put(": without it ")
            put(later: finding.witness?.decider ?? .byDefault)
            page.put(" would decide the same")
        case .unknown:
            page.put("is not known to match or not: ")
            put(finding.bound)
        }
    }

    /// `rule 3`, or `rules 1, 2 and 5`.
    private mutating func put(numbers: [Int]) {
        page.put(numbers.count == 1 ? "rule " : "rules ")
        for (index, number) in numbers.prefix(Self.shownNumbers).enumerated() {
            if index > 0 {
                let isLast = index == numbers.count - 1
                page.put(isLast ? " and " : ", ")
            }
            page.put(number)
        }
        if numbers.count > Self.shownNumbers {
            page.put(" and \(numbers.count - Self.shownNumbers) more")
        }
    }

    /// How many rules of a covering set are named.
    private static let shownNumbers = 12

    private mutating func put(later decider: Decider) {
        switch decider {
        case .rule(let number): page.put("later rules, here rule \(number),")
        case .byDefault: page.put("the default")
        }
    }

    mutating func put(_ bound: ProofBound?) {
        switch bound {
        case .boxes(let number):
            page.put("rule \(number) is more than \(RuleBoxes<UInt32>.limit) boxes of packets")
        case .parts(let limit): page.put("the search met its bound of \(limit) parts")
        case .ended(let end): put(end)
        case nil: page.put("the search met its bound")
        }
    }

    /// That a rule with a limit, which is read before the decider, lets the packet go on only at times.
    private mutating func put(limit number: Int?) {
        guard let number else { return }
        page.put(", once the limit of rule \(number) is used up")
    }

    /// A packet to try, and a way to mend it.
    private mutating func explain(_ finding: RuleFinding) {
        if let witness = finding.witness {
            tryOut(witness)
            if finding.problem == .needless {
                page.put("   (without it")
                put(witness.decider)
            } else if case .rule(let decider) = witness.decider {
                page.put("   (rule \(decider) decides it")
            }
            put(limit: witness.limited)
            page.line(")")
        }
        guard finding.problem != .unknown else { return }
        page.put("  fix: rule delete \(finding.number)")
        if let place = finding.moveTo { page.put(", or rule move \(finding.number) to \(place)") }
        page.endLine()
    }

    private mutating func tryOut(_ witness: Witness) {
        page.put("  try: packet test ")
        page.put(raw: witness.packet)
    }

    private mutating func tell(_ note: RuleNote) {
        page.put("  note: ")
        if let finding = note.finding {
            page.put("rule \(note.number) ")
            put(finding)
        } else {
            page.put("it takes every packet of ")
            put(numbers: note.silenced)
            page.put(", which can never match now")
        }
        page.endLine()
    }

    // MARK: - Finding

    private mutating func tell(_ search: SearchAnswer) {
        let participle = Self.participle(of: search.action)
        if let witness = search.witness {
            page.put("yes: packet test ")
            page.put(raw: witness.packet)
            page.endLine()
            page.put("  ")
            page.put(participle)
            put(witness.decider)
            put(limit: witness.limited)
            if let rule = search.rule {
                page.put(": ")
                page.put { rule.write(to: &$0) }
            }
            page.endLine()
        } else if let bound = search.bound {
            tellUnknown(bound)
        } else {
            page.line("no: of all packets, none of these is \(participle)")
        }
    }

    private mutating func tellUnknown(_ bound: ProofBound?) {
        page.put("unknown: ")
        put(bound)
        page.endLine()
    }

    /// How a search that should have found nothing ended.
    mutating func put(_ search: SearchAnswer) {
        if let witness = search.witness {
            page.put(raw: witness.packet)
            put(witness.decider)
            put(limit: witness.limited)
        } else if let bound = search.bound {
            page.put("no answer: ")
            put(bound)
        } else {
            page.put("none")
        }
    }

    // MARK: - Comparing

    private mutating func tell(_ comparison: OrderComparison) {
        if comparison.differences.isEmpty {
            guard comparison.isComplete else { return tellUnknown(comparison.bound) }
            return page.line("equal: the three orders decide the same about every packet")
        }
        page.line("first-match         last-match          source-first        packet")
        for difference in comparison.differences {
            for verdict in difference.verdicts {
                var cell = Self.participle(of: verdict.action)
                switch verdict.decider {
                case .rule(let number): cell += ", rule \(number)"
                case .byDefault: cell += ", default"
                }
                page.put(cell, width: 20)
            }
            page.put(raw: difference.packet)
            page.endLine()
        }
        if !comparison.isComplete { page.line("and more packets") }
    }

    private mutating func tell(_ comparison: ListComparison) {
        if comparison.groups.isEmpty {
            guard comparison.isComplete else { return tellUnknown(comparison.bound) }
            return page.line("equal: both lists decide the same about every packet")
        }
        for group in comparison.groups.prefix(Self.shownBoxes) { put(group) }
        put(comparison.groups.count, "group")
        page.put(" of packets")
        if comparison.groups.count > Self.shownBoxes {
            page.put(", of which \(Self.shownBoxes) are shown")
        }
        if !comparison.isComplete { page.put(", and more") }
        page.line(": here first, then in \(comparison.file)")
    }

    /// How many groups of packets are shown.
    private static let shownBoxes = 50

    private mutating func put(_ group: ListComparison.Group) {
        for match in group.matches {
            page.put(Self.participle(of: group.here))
            page.put(" here, ")
            page.put(Self.participle(of: group.there))
            page.put(" there:")
            page.put(raw: match)
            page.endLine()
        }
        tryOut(group.witness)
        page.put("   (here")
        put(group.witness.decider)
        put(limit: group.witness.limited)
        page.put(", there")
        put(group.decider)
        put(limit: group.limited)
        page.line(")")
    }

    // MARK: - Why not

    private mutating func tell(_ turn: VerdictTurn) {
        page.put("now ")
        put(turn.verdict, turn.rule)
        page.endLine()
        if let nearest = turn.nearest {
            page.put("nearest packet: packet test ")
            page.put(raw: nearest.packet)
            page.endLine()
            page.put("  ")
            for (index, field) in turn.changed.enumerated() {
                if index > 0 { page.put(", ") }
                page.put(Self.name(of: field))
            }
            page.put(turn.changed.isEmpty ? "nothing changed" : " changed")
            page.put("; it would be decided")
            put(nearest.decider)
            put(limit: nearest.limited)
            page.endLine()
        } else if let bound = turn.bound {
            page.put("whether a packet of this family has the other verdict is ")
            tellUnknown(bound)
        } else {
            page.line("no packet of this family has the other verdict")
        }
        for (index, edit) in turn.edits.enumerated() {
            page.put(index == 0 ? "smallest edit:  " : "or:             ")
            page.put(raw: edit)
            page.endLine()
        }
    }

    private static func name(of field: VerdictTurn.ChangedField) -> String {
        switch field {
        case .destinationPort: "destination port"
        case .sourcePort: "source port"
        case .code: "code"
        case .source: "source"
        case .proto: "protocol"
        case .destination: "destination"
        case .type: "type"
        case .flags: "flags"
        case .header(let number): name(of: .number(number))
        case .context: "link or state"
        }
    }
}
