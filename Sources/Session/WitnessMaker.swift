import Commands
import Events
import Firewall
import Wire

/// Turns the points of a proof into packets that a person can try.
struct WitnessMaker {
    private let set: RuleSet
    private let needsState: Bool
    private let hasLimits: Bool
    private let needsLinks: Bool

    /// For proofs about a list, and about a question that may ask about states itself.
    init(_ set: RuleSet, asksAboutState: Bool = false) {
        self.set = set
        needsState = asksAboutState || set.index.stateful > 0
        hasLimits = set.entries.contains { $0.rule.limit != nil }
        // Between two links a packet goes from one to the other; where there are more, routes say where it goes, of which a
        // proof about a list knows nothing.
        needsLinks =
            set.chain == .forward && set.links.count > 2
            && set.entries.contains { entry in
                !entry.rule.match.links.isEmpty || !entry.rule.match.outLinks.isEmpty
            }
    }

    /// The packet as `packet test` reads it.
    func text(of point: ProofPoint) -> [UInt8] {
        var text: [UInt8] = []
        PacketRequest(
            point, links: set.links, needsState: needsState, needsLinks: needsLinks
        ).write(to: &text)
        return text
    }

    /// The packet, what decides about it, and the first rule whose limit keeps it from that.
    func witness(_ point: ProofPoint, by decider: Decider, until other: Decider? = nil) -> Witness {
        Witness(
            text(of: point), by: decider, limited: limited(before: other ?? decider, at: point),
            in: set.chain)
    }

    /// A group of packets that two lists decide differently.
    func group(_ box: DifferentBox, _ left: RuleProof, _ right: RuleProof) -> ListComparison.Group {
        let matches = box.box.matches(links: set.links).map { match in
            var text: [UInt8] = []
            match.write(to: &text)
            return text
        }
        return ListComparison.Group(
            matches, here: Action(outcome: box.leftOutcome),
            Witness(
                text(of: box.witness), by: left.decider(box.leftDecider),
                limited: left.limited(before: box.leftDecider, at: box.witness), in: set.chain),
            there: Action(outcome: box.rightOutcome), by: right.decider(box.rightDecider),
            limited: right.limited(before: box.rightDecider, at: box.witness))
    }

    /// The number of the first rule whose limit has to be used up before another decides about a packet; it may be that one,
    /// where it takes what is over its limit.
    private func limited(before decider: Decider, at point: ProofPoint) -> Int? {
        guard hasLimits else { return nil }
        for place in set.settings.order.sequence(of: set.entries.lazy.map(\.rule)) {
            let entry = set.entries[place]
            if case .rule(place + 1) = decider {
                return entry.rule.limit?.isOver == true ? place + 1 : nil
            }
            guard entry.isEnabled, entry.rule.limit?.isOver == false, entry.rule.action.decides
            else { continue }
            if point.isAsked(by: entry.rule.match, links: set.links) { return place + 1 }
        }
        return nil
    }
}

extension RuleFinding {
    /// The finding of a check of a list that is read in an order.
    init(_ finding: RuleCheck.Finding, _ witnesses: WitnessMaker, order: ReadingOrder) {
        self.init(finding.number, finding.problem, witnesses, order: order)
        fix = finding.fix
    }

    /// The finding about a rule of a list that is read in an order.
    init(
        _ number: Int, _ problem: RuleCheck.Problem, _ witnesses: WitnessMaker, order: ReadingOrder
    ) {
        switch problem {
        case .neverMatches(let by, let agreement, let isDuplicate, let point, let decider):
            self.init(number, .neverMatches)
            self.by = by
            self.agreement = agreement
            self.isDuplicate = isDuplicate
            witness = witnesses.witness(point, by: .rule(decider))
            if agreement != .same, order == .firstMatch { moveTo = by.first }
        case .empty: self.init(number, .empty)
        case .needless(let point, let next):
            self.init(number, .needless)
            witness = witnesses.witness(point, by: next, until: .rule(number))
        case .coveredEntries(let covered):
            self.init(number, .coveredEntries)
            self.covered = covered
        case .unknown(let bound):
            self.init(number, .unknown)
            self.bound = bound
        }
    }
}

extension VerdictTurn.ChangedField {
    /// The field as a person knows it, of a packet of its protocol.
    init(_ field: PacketField, of point: ProofPoint) {
        let isMessage = point.proto == .icmp || point.proto == .icmpv6
        self =
            switch field {
            case .number(.destinationPort): .field(isMessage ? .icmpCode : .destinationPort)
            case .source: .field(.source)
            case .number(.proto): .field(.proto)
            case .destination: .field(.destination)
            case .number(.sourcePort): .field(isMessage ? .icmpType : .sourcePort)
            case .number(.header(let number)): .field(.number(number))
            case .number(.outLink): .field(.outLink)
            case .flags: .field(.flags)
            case .context: .context
            }
    }
}

extension ProofPoint {
    /// The packet's protocol.
    var proto: IPProtocol {
        switch self {
        case .v4(let point): IPProtocol(rawValue: UInt8(truncatingIfNeeded: point[.proto]))
        case .v6(let point): IPProtocol(rawValue: UInt8(truncatingIfNeeded: point[.proto]))
        }
    }
}
