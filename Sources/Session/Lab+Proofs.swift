import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Wire

/// The questions about the rules that have a proof for an answer.
extension Lab {
    /// What is to be said about a rule that was just put at a number.
    func remark(on number: Int) -> [LabEvent] {
        let remark = firewall.remark(on: number)
        if remark.isEmpty { return [] }
        return [.proof(.remarked(number: number, remark, ProofScene(firewall)))]
    }

    func check() -> ProofEvent { .checked(firewall.check(), ProofScene(firewall)) }

    /// What it takes to write about the packets of a query.
    func scene(of query: RuleQuery) -> ProofScene {
        ProofScene(firewall, asksAboutState: query.match.states != nil)
    }

    func search(_ query: RuleQuery) throws(LabFault) -> PacketAnswer {
        let match = try onRules(query.range) { () throws(RuleSetFault) in
            try firewall.resolved(query.match)
        }
        let proof = RuleProof(firewall, for: .oneQuestion)
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
        let verdict = firewall.decide(fields, context, at: fabric.loop.now)
        let wanted: Action = verdict.action == .allow ? .deny : .allow
        var turn = VerdictTurn(verdict, wanted: wanted)
        let proof = RuleProof(firewall, for: .oneQuestion)
        let point = ProofPoint(fields, context, links: firewall.links)
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
        return .turned(turn, ProofScene(firewall))
    }

    /// Changes of the list that turn a verdict round, the narrowest first.
    private func edits(
        for fields: PacketFields, _ context: PacketContext, _ verdict: Verdict, _ wanted: Action
    ) -> [VerdictTurn.Edit] {
        var candidates: [VerdictTurn.Edit] = []
        var number: Int?
        if case .rule(let decider) = verdict.decider { number = decider }
        let exact = Rule(wanted, RuleMatch(exactly: fields))
        switch firewall.settings.order {
        case _ where exact.match.families.isEmpty: break
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
        let proofs = ReadingOrder.allCases.map { RuleProof(firewall, order: $0) }
        var witnesses: [ProofPoint] = []
        var isComplete = true
        for other in proofs.dropFirst() {
            switch proofs[0].list.difference(from: other.list, limit: Self.comparedBoxes) {
            case .equal: break
            case .unknown: isComplete = false
            case .different(let boxes, let isWhole):
                isComplete = isComplete && isWhole
                witnesses += boxes.map(\.witness)
            }
        }
        // Packets that differ in the same way may still be decided by other rules.
        if !witnesses.isEmpty, proofs[0].list.rules.count <= Self.comparedRules {
            let deciders = proofs.map { $0.decidingList() }
            for other in deciders.dropFirst() {
                guard
                    case .different(let boxes, _) = deciders[0].difference(
                        from: other, limit: Self.comparedBoxes)
                else { continue }
                witnesses += boxes.map(\.witness)
            }
        }
        var seen: Set<[Verdict]> = []
        var differences: [OrderDifference] = []
        // Of packets that are decided alike, a person rather reads about TCP.
        for witness in witnesses.filter(\.isTCP) + witnesses.filter({ !$0.isTCP }) {
            let found = difference(at: witness, proofs)
            guard Set(found.verdicts.map(\.action)).count > 1 else { continue }
            if seen.insert(found.verdicts).inserted { differences.append(found) }
        }
        // What only limits could tell apart has no row.
        isComplete =
            isComplete && differences.count <= Self.comparedPackets
            && (witnesses.isEmpty || !differences.isEmpty)
        return .compared(
            Array(differences.prefix(Self.comparedPackets)), isComplete: isComplete,
            ProofScene(firewall))
    }

    private func difference(at point: ProofPoint, _ proofs: [RuleProof]) -> OrderDifference {
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
        return OrderDifference(point, differ ? usual : verdicts { $0.decider(of: point) })
    }

    /// How many packets are shown, each decided by other rules.
    private static let comparedPackets = 20
    /// How many groups of packets are looked at for each pair of orders.
    private static let comparedBoxes = 200
    /// The longest list of which each rule is told from each other.
    private static let comparedRules = 100

    func diff(_ file: Placed<String>) throws(LabFault) -> ProofEvent {
        let other = try ruleSet(from: file, as: nil, isLenient: false).set
        let left = RuleProof(firewall)
        let right = RuleProof(other)
        var difference = left.list.difference(from: right.list)
        if case .unknown(let bound) = difference {
            let isLeft = left.list.rules.contains { !$0.isBounded }
            difference = .unknown((isLeft ? left : right).bound(bound))
        }
        return .differed(
            file.value, difference, left: left, right: right, ProofScene(firewall))
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

extension RuleProof {
    /// The list with an outcome of its own for each rule, so that lists differ where other rules decide.
    fileprivate func decidingList() -> ProofList {
        var rules = list.rules
        for place in rules.indices { rules[place].outcome = numbers[place] }
        return ProofList(
            rules, defaultOutcome: 0, universe4: list.universe4, universe6: list.universe6)
    }
}

extension ProofPoint {
    fileprivate var isTCP: Bool {
        switch self {
        case .v4(let point): point.proto == IPProtocol.tcp.rawValue
        case .v6(let point): point.proto == IPProtocol.tcp.rawValue
        }
    }
}
