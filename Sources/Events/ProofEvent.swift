package import Firewall

/// What can be proven about the rules.
package enum ProofEvent: Sendable {
    /// The list was checked.
    case checked(RuleCheck, ProofScene)
    /// A rule that was just put at this number misleads.
    case remarked(number: Int, RuleRemark, ProofScene)
    /// A packet with a verdict was looked for.
    case searched(Action, PacketAnswer, ProofScene)
    /// The smallest changes that turn a verdict round were looked for.
    case turned(VerdictTurn, ProofScene)
    /// The orders of reading were compared; each packet with its verdicts in the order of
    /// `ReadingOrder.allCases`.
    case compared([OrderDifference], isComplete: Bool, ProofScene)
    /// The list was compared with that of a file.
    case differed(String, ListDifference, left: RuleProof, right: RuleProof, ProofScene)
}

/// What it takes to write about a proof: the links, the rules, and whether states matter.
package struct ProofScene: Sendable {
    /// The links of the firewall.
    package let links: [LinkName]
    /// Whether a rule, or the question, asks about states.
    package let asksAboutState: Bool
    /// The rules by their numbers.
    package let entries: [RuleSet.Entry]
    /// In which order they are read.
    package let order: ReadingOrder
    /// What happens to a packet that no rule decides about.
    package let defaultAction: Action

    /// The scene of a rule set, and of a question that may ask about states itself.
    package init(_ set: RuleSet, asksAboutState: Bool = false) {
        links = set.links
        self.asksAboutState = asksAboutState || set.asksAboutState
        entries = set.entries
        order = set.settings.order
        defaultAction = set.settings.defaultAction
    }

    /// The rule that decides, if one does.
    package func rule(_ decider: Decider) -> Rule? {
        guard case .rule(let number) = decider else { return nil }
        return entries[number - 1].rule
    }

    /// The number of the first rule with a limit that may decide about a packet before another does.
    package func limited(before decider: Decider, at point: ProofPoint) -> Int? {
        guard entries.contains(where: { $0.rule.limit != nil }) else { return nil }
        for place in order.sequence(of: entries.lazy.map(\.rule)) {
            if case .rule(place + 1) = decider { return nil }
            let entry = entries[place]
            guard entry.isEnabled, entry.rule.limit != nil, entry.rule.action.decides else {
                continue
            }
            if point.isAsked(by: entry.rule.match, links: links) { return place + 1 }
        }
        return nil
    }
}

/// Whether there is a packet as it was looked for.
package enum PacketAnswer: Sendable {
    /// This one, decided so.
    case found(ProofPoint, Decider)
    /// None, of all that there can be.
    case none
    /// It is not known.
    case unknown(ProofBound)
}

/// The smallest changes that turn the verdict of a packet round.
package struct VerdictTurn: Sendable {
    /// The packet's verdict.
    package let verdict: Verdict
    /// What would turn it round.
    package let wanted: Action
    /// The nearest packet with the other verdict, with the fields in which it differs.
    package var nearest: Nearest?
    /// Changes of the list, the one that touches the fewest other packets first.
    package var edits: [Edit] = []

    /// A packet near to the one that was asked about.
    package struct Nearest: Sendable {
        /// The packet.
        package let point: ProofPoint
        /// The fields that had to change.
        package let changed: [PacketField]
        /// What decides about it.
        package let decider: Decider

        /// The nearest packet.
        package init(_ point: ProofPoint, changed: [PacketField], by decider: Decider) {
            self.point = point
            self.changed = changed
            self.decider = decider
        }
    }

    /// A change of the list that turns the verdict round.
    package enum Edit: Sendable {
        /// A rule about exactly this packet is put at a number.
        case add(Rule, at: Int)
        /// A rule that matches and is read too late is moved.
        case move(Int, to: Int)
        /// The deciding rule is switched off.
        case disable(Int)
        /// The default is set.
        case setDefault(Action)
    }

    /// A turn without any answer yet.
    package init(_ verdict: Verdict, wanted: Action) {
        self.verdict = verdict
        self.wanted = wanted
    }
}

/// A packet about which the orders of reading say different things.
package struct OrderDifference: Sendable {
    /// The packet.
    package let point: ProofPoint
    /// What each order says, in the order of `ReadingOrder.allCases`.
    package let verdicts: [Verdict]

    /// A packet and its verdicts.
    package init(_ point: ProofPoint, _ verdicts: [Verdict]) {
        self.point = point
        self.verdicts = verdicts
    }
}
