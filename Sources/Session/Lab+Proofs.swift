import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Wire

/// The questions about the rules that have a proof for an answer.
extension Lab {
    /// What is to be said about a rule that was just put at a number.
    func remark(on number: Int) -> [LabEvent] {
        let remark = fabric.firewall.remark(on: number)
        if remark.isEmpty { return [] }
        return [.proof(.remarked(number: number, remark, ProofScene(fabric.firewall)))]
    }

    func check() -> ProofEvent { .checked(fabric.firewall.check(), ProofScene(fabric.firewall)) }

    func search(_ query: RuleQuery) throws(LabFault) -> PacketAnswer {
        let match = try onRules(query.range) { () throws(RuleSetFault) in
            try fabric.firewall.resolved(query.match)
        }
        let proof = RuleProof(fabric.firewall, for: .oneQuestion)
        guard let region = proof.region(of: match) else {
            throw .command(.tooManyBoxes(limit: RuleBoxes<UInt32>.limit), query.range)
        }
        switch proof.list.find(query.action.outcome, in: region) {
        case .found(let point, let position): return .found(point, proof.decider(position))
        case .none: return .none
        case .unknown(let bound): return .unknown(proof.bound(bound))
        }
    }

    // MARK: - Why not

    func turn(_ request: PacketRequest) throws(LabFault) -> ProofEvent {
        let (fields, context) = try sight(of: request)
        let verdict = fabric.firewall.decide(fields, context, at: fabric.loop.now)
        let wanted: Action = verdict.action == .allow ? .deny : .allow
        var turn = VerdictTurn(verdict, wanted: wanted)
        let proof = RuleProof(fabric.firewall, for: .oneQuestion)
        let point = ProofPoint(fields, context, links: fabric.firewall.links)
        let others = wanted == .allow ? [Action.allow] : [.deny, .reject]
        for action in others {
            guard
                case .found(let near, let changed, let position) = proof.list.nearest(
                    to: point, outcome: action.outcome)
            else { continue }
            if let best = turn.nearest, best.changed.count <= changed.count { continue }
            turn.nearest = VerdictTurn.Nearest(near, changed: changed, by: proof.decider(position))
        }
        turn.edits = edits(for: fields, context, verdict, wanted)
        return .turned(turn, ProofScene(fabric.firewall))
    }

    /// Changes of the list that turn a verdict round, the narrowest first.
    private func edits(
        for fields: PacketFields, _ context: PacketContext, _ verdict: Verdict, _ wanted: Action
    ) -> [VerdictTurn.Edit] {
        let firewall = fabric.firewall
        var candidates: [VerdictTurn.Edit] = []
        var number: Int?
        if case .rule(let decider) = verdict.decider { number = decider }
        let exact = Rule(wanted, RuleMatch(exactly: fields))
        switch firewall.settings.order {
        case .firstMatch: candidates.append(.add(exact, at: number ?? firewall.count + 1))
        case .lastMatch: candidates.append(.add(exact, at: (number ?? 0) + 1))
        case .sourceFirst: candidates.append(.add(exact, at: 1))
        }
        if let number, firewall.settings.order == .firstMatch {
            let later = firewall.entries.indices.dropFirst(number).first { place in
                let entry = firewall.entries[place]
                return entry.isEnabled && entry.rule.action == wanted
                    && entry.rule.match.firstMismatch(with: fields, context) == nil
            }
            if let later { candidates.append(.move(later + 1, to: number)) }
        }
        candidates.append(number.map { .disable($0) } ?? .setDefault(wanted))
        // Each is tried on a copy: only what works is offered.
        return candidates.filter { edit in
            var copy = firewall
            guard (try? copy.carryOut(edit)) != nil else { return false }
            let new = copy.decide(fields, context, at: fabric.loop.now).action
            return (new == .allow) == (wanted == .allow)
        }
    }

    // MARK: - Comparing

    func compareOrders() -> ProofEvent {
        let proofs = ReadingOrder.allCases.map { RuleProof(fabric.firewall, order: $0) }
        var seen: Set<ProofPoint> = []
        var differences: [OrderDifference] = []
        var isComplete = true
        for other in proofs.dropFirst() {
            switch proofs[0].list.difference(from: other.list, limit: Self.comparedPackets) {
            case .equal: break
            case .unknown: isComplete = false
            case .different(let boxes, let isWhole):
                isComplete = isComplete && isWhole
                for box in boxes where seen.insert(box.witness).inserted {
                    differences.append(difference(at: box.witness, proofs))
                }
            }
        }
        return .compared(differences, isComplete: isComplete, ProofScene(fabric.firewall))
    }

    private func difference(at point: ProofPoint, _ proofs: [RuleProof]) -> OrderDifference {
        OrderDifference(
            point,
            proofs.map { proof in
                let position = proof.list.decider(of: point)
                let outcome = position.map { proof.list.rules[$0].outcome }
                return Verdict(
                    Action(outcome: outcome ?? proof.list.defaultOutcome),
                    by: proof.decider(position))
            })
    }

    /// How many packets are shown for each pair of orders.
    private static let comparedPackets = 10

    func diff(_ file: Placed<String>) throws(LabFault) -> ProofEvent {
        let other = try ruleSet(from: file, as: nil, isLenient: false).set
        let left = RuleProof(fabric.firewall)
        let right = RuleProof(other)
        return .differed(
            file.value, left.list.difference(from: right.list), left: left, right: right,
            ProofScene(fabric.firewall))
    }
}

extension RuleSet {
    fileprivate mutating func carryOut(_ edit: VerdictTurn.Edit) throws(RuleSetFault) {
        switch edit {
        case .add(let rule, let number): _ = try add(rule, at: number)
        case .move(let number, let target): _ = try move(number, to: target)
        case .disable(let number): _ = try setEnabled(number, false)
        case .setDefault(let action): setDefault(action)
        }
    }
}
