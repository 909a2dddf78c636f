import Commands
import Events
import Firewall
import Timeline
import Wire

/// The questions about a list of rules that have a proof for an answer.
///
/// An answer is complete when it leaves: the packets that it names are texts, and what decides about them is known.
struct RuleQuestions {
    private let set: RuleSet
    private let budget: Budget

    /// Questions about a list, which may spend of a budget.
    init(_ set: RuleSet, _ budget: Budget) {
        self.set = set
        self.budget = budget
    }

    func check() -> CheckAnswer {
        var check = set.check(budget)
        let witnesses = WitnessMaker(set)
        var findings: [RuleFinding] = []
        for finding in check.findings {
            guard findings.count < Self.surelyTold || budget.spend(Budget.item) else {
                // What is said is said of the rules before the first one that is not told of.
                let told = set.entries[..<(finding.number - 1)].count(where: \.isEnabled)
                check.checkedCount = min(check.checkedCount, told)
                check.end = budget.end
                break
            }
            findings.append(
                RuleFinding(finding, witnesses, order: set.settings.order))
        }
        return CheckAnswer(
            check, findings: findings,
            pairs: check.correlated.map {
                RulePair($0.first, $0.second, witnesses.witness($0.witness, by: .rule($0.first)))
            })
    }

    /// So many findings are told even when the budget has ended: that takes few milliseconds.
    private static let surelyTold = 1_000

    /// Whether a packet gets a verdict; nil when the question is about too many boxes of packets.
    ///
    /// `deny` asks for all that does not pass: who claims that none of these is denied means that they all pass.
    func search(_ sought: SoughtVerdict, _ match: RuleMatch) -> SearchAnswer? {
        let proof = RuleProof(set, for: .oneQuestion, budget)
        guard let region = proof.region(of: match) else { return nil }
        var answer = SearchAnswer(sought)
        switch proof.list.find(sought.actions.map(\.outcome), in: region, budget) {
        case .found(let point, let position):
            let witnesses = WitnessMaker(set, asksAboutState: match.states != nil)
            answer.witness = witnesses.witness(point, by: proof.decider(position))
            answer.rule = position.map { set.entries[proof.numbers[$0] - 1].rule }
            answer.action = answer.rule?.action ?? set.settings.defaultAction
        case .none: break
        case .unknown(let bound): answer.bound = proof.bound(bound, budget)
        }
        return answer
    }

    // MARK: - Why not

    /// What would turn the verdict of a packet round at an instant.
    func turn(
        _ verdict: Verdict, of fields: PacketFields, _ context: PacketContext, at now: Instant
    ) -> VerdictTurn {
        let wanted: Action = verdict.action == .allow ? .deny : .allow
        var turn = VerdictTurn(
            verdict, by: set.rule(of: verdict.decider), in: set.chain, wanted: wanted)
        let proof = RuleProof(set, for: .oneQuestion, budget)
        let point = ProofPoint(fields, context, links: set.links)
        let witnesses = WitnessMaker(set)
        let others = wanted == .allow ? [Action.allow] : [.deny, .reject]
        for action in others {
            switch proof.list.nearest(to: point, outcome: action.outcome, budget) {
            case .found(let near, let changed, let position):
                if turn.nearest != nil, turn.changed.count <= changed.count { continue }
                turn.nearest = witnesses.witness(near, by: proof.decider(position))
                turn.changed = changed.map { VerdictTurn.ChangedField($0, of: near) }
            case .none: break
            case .unknown(let bound): turn.bound = proof.bound(bound, budget)
            }
        }
        turn.edits = edits(for: fields, context, verdict, wanted, at: now).map {
            $0.text(in: set.chain)
        }
        return turn
    }

    /// Changes of the list that turn a verdict round, the narrowest first.
    private func edits(
        for fields: PacketFields, _ context: PacketContext, _ verdict: Verdict, _ wanted: Action,
        at now: Instant
    ) -> [TurningEdit] {
        var candidates: [TurningEdit] = []
        var number: Int?
        if case .rule(let decider) = verdict.decider { number = decider }
        let exact = Rule(wanted, RuleMatch(exactly: fields))
        switch set.settings.order {
        case _ where exact.match.families.isEmpty: break
        case .firstMatch: candidates.append(.add(exact, at: number ?? set.count + 1))
        case .lastMatch: candidates.append(.add(exact, at: (number ?? 0) + 1))
        case .sourceFirst: candidates.append(.add(exact, at: 1))
        }
        if let number, set.settings.order == .firstMatch {
            let later = set.entries.indices.dropFirst(number).first { place in
                let entry = set.entries[place]
                return entry.isEnabled && entry.rule.action == wanted
                    && entry.rule.match.firstMismatch(with: fields, context) == nil
            }
            if let later { candidates.append(.move(later + 1, to: number)) }
        }
        candidates.append(number.map { .disable($0) } ?? .setDefault(wanted))
        // Each is tried on a copy: only what works is offered.
        return candidates.filter { edit in
            var copy = set
            guard (try? copy.carryOut(edit)) != nil, copy.prepare(budget) else { return false }
            let new = copy.decide(fields, context, at: now).action
            return (new == .allow) == (wanted == .allow)
        }
    }

    // MARK: - Comparing

    func compareOrders() -> ProofEvent {
        let proofs = ReadingOrder.allCases.map {
            RuleProof(set, order: $0, budget)
        }
        var witnesses: [ProofPoint] = []
        var isComplete = true
        for other in proofs.dropFirst() {
            switch proofs[0].list.difference(from: other.list, limit: Self.comparedBoxes, budget) {
            case .equal: break
            case .unknown: isComplete = false
            case .different(let boxes, let isWhole):
                isComplete = isComplete && isWhole
                witnesses += boxes.map(\.witness)
            }
        }
        // Packets that differ in the same way may still be decided by other rules.
        if !witnesses.isEmpty, proofs[0].list.rules.count <= Self.comparedRules {
            let deciders = proofs.map { $0.decidingList(budget) }
            for other in deciders.dropFirst() {
                guard
                    case .different(let boxes, _) = deciders[0].difference(
                        from: other, limit: Self.comparedBoxes, budget)
                else { continue }
                witnesses += boxes.map(\.witness)
            }
        }
        let differences = differences(at: witnesses, proofs)
        // What only limits could tell apart has no row.
        isComplete =
            isComplete && differences.count <= Self.comparedPackets
            && (witnesses.isEmpty || !differences.isEmpty)
        let writer = WitnessMaker(set)
        return .compared(
            differences.prefix(Self.comparedPackets).map {
                OrderDifference(writer.text(of: $0.point), $0.verdicts)
            }, isComplete: isComplete,
            isComplete ? nil : budget.end.map(ProofBound.ended))
    }

    /// The packets about which the orders differ, one for each way in which they do.
    private func differences(
        at points: [ProofPoint], _ proofs: [RuleProof]
    ) -> [(point: ProofPoint, verdicts: [Verdict])] {
        var seen: Set<[Verdict]> = []
        var differences: [(point: ProofPoint, verdicts: [Verdict])] = []
        // Of packets that are decided alike, a person rather reads about TCP.
        for point in points.filter(\.isTCP) + points.filter({ !$0.isTCP }) {
            let verdicts = verdicts(at: point, proofs)
            guard Set(verdicts.map(\.action)).count > 1 else { continue }
            if seen.insert(verdicts).inserted { differences.append((point, verdicts)) }
        }
        return differences
    }

    private func verdicts(at point: ProofPoint, _ proofs: [RuleProof]) -> [Verdict] {
        let verdicts = { (decider: (ProofList) -> Int?) in
            proofs.map { proof in
                let position = decider(proof.list)
                let outcome = position.map { proof.list.rules[$0].outcome }
                return Verdict(
                    Action(outcome: outcome ?? proof.list.defaultOutcome),
                    by: proof.decider(position))
            }
        }
        // Where the orders agree while limits are not used up, they differ when they are.
        let usual = verdicts { $0.possibleDecider(of: point) }
        let differ = usual.contains { $0.action != usual[0].action }
        return differ ? usual : verdicts { $0.decider(of: point) }
    }

    /// How many packets are shown, each decided by other rules.
    private static let comparedPackets = 20
    /// How many groups of packets are looked at for each pair of orders.
    private static let comparedBoxes = 200
    /// The longest list of which each rule is told from each other.
    private static let comparedRules = 100

    /// What the list and that of a file decide differently.
    func compare(with other: RuleSet, of file: String) -> ListComparison {
        let left = RuleProof(set, budget)
        budget.keep((other, left))
        if let end = budget.end { return ListComparison(file, [], isComplete: false, .ended(end)) }
        let right = RuleProof(other, budget)
        budget.keep(right)
        if let end = budget.end { return ListComparison(file, [], isComplete: false, .ended(end)) }
        switch left.list.difference(from: right.list, budget) {
        case .equal: return ListComparison(file, [], isComplete: true, nil)
        case .unknown(let bound):
            let isLeft = left.list.rules.contains { !$0.isBounded }
            return ListComparison(
                file, [], isComplete: false, (isLeft ? left : right).bound(bound, budget))
        case .different(let boxes, let isComplete):
            let writer = WitnessMaker(set)
            return ListComparison(
                file, boxes.map { writer.group($0, left, right) },
                isComplete: isComplete,
                isComplete ? nil : budget.end.map(ProofBound.ended))
        }
    }
}

/// A change of the list that turns a verdict round.
private enum TurningEdit {
    /// A rule about exactly this packet is put at a number.
    case add(Rule, at: Int)
    /// A rule that matches and is read too late is moved.
    case move(Int, to: Int)
    /// The deciding rule is switched off.
    case disable(Int)
    /// The default is set.
    case setDefault(Action)

    /// The command that does it in a list.
    func text(in list: RuleChain) -> [UInt8] {
        var text: [UInt8] = list == .forward ? [] : Array("\(list.rawValue) ".utf8)
        switch self {
        case .add(let rule, let number):
            text += Array("rule add ".utf8)
            rule.write(to: &text)
            text += Array(" at \(number)".utf8)
        case .move(let number, let target):
            text += Array("rule move \(number)".utf8) + Array(" to \(target)".utf8)
        case .disable(let number): text += Array("rule disable \(number)".utf8)
        case .setDefault(let action): text += Array("rule default \(action.rawValue)".utf8)
        }
        return text
    }
}

extension RuleSet {
    fileprivate mutating func carryOut(_ edit: TurningEdit) throws(RuleSetFault) {
        switch edit {
        case .add(let rule, let number): _ = try add(rule, at: number)
        case .move(let number, let target): _ = try move(number, to: target)
        case .disable(let number): _ = try setEnabled(number, false)
        case .setDefault(let action): setDefault(action)
        }
    }
}

extension RuleProof {
    /// The list with an outcome of its own for each rule, so that lists differ where other rules decide.
    fileprivate func decidingList(_ budget: Budget) -> ProofList {
        var rules = list.rules
        for place in rules.indices { rules[place].outcome = numbers[place] }
        return ProofList(
            rules, defaultOutcome: 0, universe4: list.universe4, universe6: list.universe6, budget)
    }

    /// Why there is no answer: when the budget has ended, nothing else is to blame.
    fileprivate func bound(_ bound: ProofBound, _ budget: Budget) -> ProofBound {
        budget.end.map(ProofBound.ended) ?? self.bound(bound)
    }
}

extension ProofPoint {
    fileprivate var isTCP: Bool { proto == .tcp }
}

extension RuleSet {
    /// The rule that decides; nil for the default.
    fileprivate func rule(of decider: Decider) -> Rule? {
        guard case .rule(let number) = decider else { return nil }
        return entries[number - 1].rule
    }
}
