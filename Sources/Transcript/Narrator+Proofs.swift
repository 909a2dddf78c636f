import Commands
import Events
import Firewall
import Wire

/// What has been proven about the rules.
extension Narrator {
    mutating func tell(_ event: ProofEvent) {
        switch event {
        case .checked(let check, let scene): tell(check, scene)
        case .remarked(let number, let remark, let scene): tell(number, remark, scene)
        case .searched(let action, let answer, let scene): tell(action, answer, scene)
        case .turned(let turn, let scene): tell(turn, scene)
        case .compared(let differences, let isComplete, let scene):
            compare(differences, isComplete, scene)
        case .differed(let file, let difference, let left, let right, let scene):
            tell(file, difference, left, right, scene)
        }
    }

    // MARK: - Checking

    private mutating func tell(_ check: RuleCheck, _ scene: ProofScene) {
        for finding in check.findings {
            page.put("rule \(finding.number) ", .strong)
            put(finding.problem)
            page.endLine()
            explain(finding.problem, of: finding.number, scene)
        }
        for pair in check.correlated {
            page.put("rules \(pair.first) and \(pair.second) ", .strong)
            page.line("overlap and do different things: their order matters")
            page.put("  try: packet test ")
            put(pair.witness, scene)
            page.put("   (rule \(pair.first) decides it now")
            put(limitBefore: .rule(pair.first), pair.witness, scene)
            page.line(")")
        }
        if check.correlatedCount > check.correlated.count {
            let rest = check.correlatedCount - check.correlated.count
            page.put(check.areCorrelatedCounted ? "and " : "and at least ")
            put(rest, "more pair")
            page.line(rest == 1 ? " overlaps so" : " overlap so")
        }
        put(check.ruleCount, "rule")
        page.put(" checked for every packet: ")
        if check.findings.isEmpty {
            page.put("each is needed and can match", .good)
        } else {
            put(check.findings.count, "finding")
        }
        if check.correlatedCount > 0 {
            page.put(check.areCorrelatedCounted ? ", " : ", at least ")
            put(check.correlatedCount, "pair")
            page.put(check.correlatedCount == 1 ? " overlaps" : " overlap")
        }
        page.endLine()
    }

    /// What is the matter with a rule: the rest of a sentence that its number begins.
    mutating func put(_ problem: RuleCheck.Problem) {
        switch problem {
        case .neverMatches(let by, let agreement, let isDuplicate, _, _):
            page.put("can never match", .bad)
            page.put(": ")
            let isOne = by.count == 1
            put(numbers: by)
            if isDuplicate {
                page.put(" asks for the same packets")
            } else {
                page.put(isOne ? " takes all its packets" : " together take all its packets")
            }
            switch agreement {
            case .same: page.put(isOne ? " and does the same" : " and do the same")
            case .other: page.put(isOne ? " and does otherwise" : " and do otherwise")
            case .mixed: page.put(", some to do the same and some otherwise")
            }
            switch (isDuplicate, agreement) {
            case (true, .same): page.put(" (duplicate)")
            case (false, .same): page.put(" (redundant)")
            case (_, .other), (_, .mixed): page.put(" (shadowed)")
            }
        case .empty:
            page.put("can never match", .bad)
            page.put(": it asks for packets that do not exist")
        case .needless(_, let next):
            page.put("is not needed", .bad)
            page.put(": without it ")
            put(later: next)
            page.put(" would decide the same")
        case .unknown(let bound):
            page.put("is not known to match or not: ")
            put(bound)
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

    private mutating func put(_ bound: ProofBound) {
        switch bound {
        case .boxes(let number):
            page.put("rule \(number) is more than \(RuleBoxes<UInt32>.limit) boxes of packets")
        case .parts(let limit): page.put("the search met its bound of \(limit) parts")
        }
    }

    /// That a rule with a limit, which is read before the decider, lets the packet go on only at times.
    private mutating func put(
        limitBefore decider: Decider, _ point: ProofPoint, _ scene: ProofScene
    ) {
        put(limit: scene.limited(before: decider, at: point))
    }

    private mutating func put(limit number: Int?) {
        guard let number else { return }
        page.put(", once the limit of rule \(number) is used up")
    }

    /// A packet to try, and a way to mend it.
    private mutating func explain(
        _ problem: RuleCheck.Problem, of number: Int, _ scene: ProofScene
    ) {
        switch problem {
        case .neverMatches(let by, let agreement, _, let witness, let decider):
            page.put("  try: packet test ")
            put(witness, scene)
            page.put("   (rule \(decider) decides it")
            put(limitBefore: .rule(decider), witness, scene)
            page.line(")")
            page.put("  fix: rule delete \(number)")
            if agreement != .same, scene.order == .firstMatch, let first = by.first {
                page.put(", or rule move \(number) to \(first)")
            }
            page.endLine()
        case .needless(let witness, let next):
            page.put("  try: packet test ")
            put(witness, scene)
            page.put("   (without it")
            put(next)
            put(limitBefore: .rule(number), witness, scene)
            page.line(")")
            page.line("  fix: rule delete \(number)")
        case .empty: page.line("  fix: rule delete \(number)")
        case .unknown: break
        }
    }

    private mutating func tell(_ number: Int, _ remark: RuleRemark, _ scene: ProofScene) {
        page.put("  note: ")
        if let problem = remark.problem {
            page.put("rule \(number) ")
            put(problem)
        } else {
            page.put("it takes every packet of ")
            put(numbers: remark.silenced)
            page.put(", which can never match now")
        }
        page.endLine()
    }

    // MARK: - Finding

    private mutating func tell(_ action: Action, _ answer: PacketAnswer, _ scene: ProofScene) {
        switch answer {
        case .found(let point, let decider):
            page.put("yes: packet test ")
            put(point, scene)
            page.endLine()
            page.put("  ")
            page.put(Self.participle(of: action))
            put(decider)
            put(limitBefore: decider, point, scene)
            if let rule = scene.rule(decider) {
                page.put(": ")
                page.put { rule.write(to: &$0) }
            }
            page.endLine()
        case .none: page.line("no: of all packets, none of these is \(Self.participle(of: action))")
        case .unknown(let bound):
            page.put("unknown: ")
            put(bound)
            page.endLine()
        }
    }

    /// A witness as a packet that can be typed.
    mutating func put(_ point: ProofPoint, _ scene: ProofScene) {
        let packet = PacketRequest(
            point, links: scene.links, needsState: scene.asksAboutState)
        page.put { packet.write(to: &$0) }
    }

    /// How a search that should have found nothing ended.
    mutating func put(_ answer: PacketAnswer, _ scene: ProofScene) {
        switch answer {
        case .found(let point, let decider):
            put(point, scene)
            put(decider)
            put(limitBefore: decider, point, scene)
        case .none: page.put("none")
        case .unknown(let bound):
            page.put("no answer: ")
            put(bound)
        }
    }

    // MARK: - Comparing

    private mutating func compare(
        _ differences: [OrderDifference], _ isComplete: Bool, _ scene: ProofScene
    ) {
        if differences.isEmpty {
            return page.line(
                isComplete
                    ? "equal: the three orders decide the same about every packet"
                    : "unknown: the search met its bound")
        }
        page.line("first-match         last-match          source-first        packet")
        for difference in differences {
            for verdict in difference.verdicts {
                var cell = Self.participle(of: verdict.action)
                switch verdict.decider {
                case .rule(let number): cell += ", rule \(number)"
                case .byDefault: cell += ", default"
                }
                page.put(cell, width: 20)
            }
            put(difference.point, scene)
            page.endLine()
        }
        if !isComplete { page.line("and more packets") }
    }

    private mutating func tell(
        _ file: String, _ difference: ListDifference, _ left: RuleProof, _ right: RuleProof,
        _ scene: ProofScene
    ) {
        switch difference {
        case .equal: page.line("equal: both lists decide the same about every packet")
        case .unknown(let bound):
            page.put("unknown: ")
            put(bound)
            page.endLine()
        case .different(let boxes, let isComplete):
            for box in boxes.prefix(Self.shownBoxes) { put(box, left, right, scene) }
            put(boxes.count, "group")
            page.put(" of packets")
            if boxes.count > Self.shownBoxes {
                page.put(", of which \(Self.shownBoxes) are shown")
            }
            if !isComplete { page.put(", and more") }
            page.line(": here first, then in \(file)")
        }
    }

    /// How many groups of packets are shown.
    private static let shownBoxes = 50

    private mutating func put(
        _ box: DifferentBox, _ left: RuleProof, _ right: RuleProof, _ scene: ProofScene
    ) {
        for match in box.box.matches(links: scene.links) {
            page.put(Self.participle(of: Action(outcome: box.leftOutcome)))
            page.put(" here, ")
            page.put(Self.participle(of: Action(outcome: box.rightOutcome)))
            page.put(" there:")
            page.put { match.write(to: &$0) }
            page.endLine()
        }
        page.put("  try: packet test ")
        put(box.witness, scene)
        page.put("   (here")
        put(left.decider(box.leftDecider))
        put(limit: left.limited(before: box.leftDecider, at: box.witness))
        page.put(", there")
        put(right.decider(box.rightDecider))
        put(limit: right.limited(before: box.rightDecider, at: box.witness))
        page.line(")")
    }

    // MARK: - Why not

    private mutating func tell(_ turn: VerdictTurn, _ scene: ProofScene) {
        page.put("now ")
        put(turn.verdict, scene.rule(turn.verdict.decider))
        page.endLine()
        if let nearest = turn.nearest {
            page.put("nearest packet: packet test ")
            put(nearest.point, scene)
            page.endLine()
            page.put("  ")
            for (index, field) in nearest.changed.enumerated() {
                if index > 0 { page.put(", ") }
                page.put(Self.name(of: field, nearest.point))
            }
            page.put(nearest.changed.isEmpty ? "nothing changed" : " changed")
            page.put("; it would be decided")
            put(nearest.decider)
            put(limitBefore: nearest.decider, nearest.point, scene)
            page.endLine()
        } else {
            page.line("no packet of this family has the other verdict")
        }
        for (index, edit) in turn.edits.enumerated() {
            page.put(index == 0 ? "smallest edit:  " : "or:             ")
            put(edit)
            page.endLine()
        }
    }

    private static func name(of field: PacketField, _ point: ProofPoint) -> String {
        let proto: UInt8
        switch point {
        case .v4(let point): proto = point.proto
        case .v6(let point): proto = point.proto
        }
        let isMessage = proto == IPProtocol.icmp.rawValue || proto == IPProtocol.icmpv6.rawValue
        return switch field {
        case .destinationPort: isMessage ? "code" : "destination port"
        case .source: "source"
        case .proto: "protocol"
        case .destination: "destination"
        case .sourcePort: isMessage ? "type" : "source port"
        case .flags: "flags"
        case .context: "link or state"
        }
    }

    private mutating func put(_ edit: VerdictTurn.Edit) {
        switch edit {
        case .add(let rule, let number):
            page.put("rule add ")
            page.put { rule.write(to: &$0) }
            page.put(" at \(number)")
        case .move(let number, let target): page.put("rule move \(number) to \(target)")
        case .disable(let number): page.put("rule disable \(number)")
        case .setDefault(let action): page.put("rule default \(action.rawValue)")
        }
    }
}
