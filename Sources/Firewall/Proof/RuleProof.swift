package import Timeline

/// A rule set as the proofs see it, and the way back from their answers to the numbers of rules.
///
/// It holds the rules that are read and decide, in the order of reading. Rules that only log are no part of
/// it. It stays true as long as the set is as it was.
package struct RuleProof: Sendable {
    /// What is proven about.
    package let list: ProofList
    /// The number in the set of the rule at each position of the list.
    package let numbers: [Int]
    private let links: [LinkName]

    /// The rules of a set, read in its own order or in another.
    ///
    /// When the budget ends before they are all read, nothing is known of the others.
    package init(
        _ set: RuleSet, order: ReadingOrder? = nil,
        for purpose: ProofList.Purpose = .manyQuestions, _ budget: Budget = Budget()
    ) {
        let sequence = (order ?? set.settings.order).sequence(of: set.entries.lazy.map(\.rule))
        self.init(
            sequence.filter { set.entries[$0].isEnabled }.map { $0 + 1 }, of: set, for: purpose,
            budget)
    }

    /// The rules of a set with these numbers, in this order of reading.
    init(
        _ order: [Int], of set: RuleSet, for purpose: ProofList.Purpose, _ budget: Budget
    ) {
        let links = set.links
        let contexts = PacketSpace.contexts(linkCount: links.count)
        var universe4 = PacketBox<UInt32>.all
        var universe6 = PacketBox<UInt128>.all
        universe4.context = contexts
        universe6.context = contexts
        let outLinks = Interval(0, UInt16(max(links.count, 1) - 1))
        universe4[.outLink] = outLinks
        universe6[.outLink] = outLinks
        let numbers = order.filter { set.entries[$0 - 1].rule.action.decides }
        var proven: [ProvenRule] = []
        proven.reserveCapacity(numbers.count)
        for number in numbers {
            guard budget.spend(Budget.item) else { break }
            proven.append(ProvenRule(set.entries[number - 1].rule, links: links))
        }
        for number in numbers.dropFirst(proven.count) {
            proven.append(.unread(set.entries[number - 1].rule))
        }
        list = ProofList(
            proven, defaultOutcome: set.settings.defaultAction.outcome, universe4: universe4,
            universe6: universe6, for: purpose, budget)
        self.numbers = numbers
        self.links = links
    }

    private init(_ list: ProofList, _ numbers: [Int], links: [LinkName]) {
        self.list = list
        self.numbers = numbers
        self.links = links
    }

    /// The same without some rules, by their numbers.
    func without(_ others: Set<Int>, _ budget: Budget) -> RuleProof {
        let kept = numbers.indices.filter { !others.contains(numbers[$0]) }
        let shorter = ProofList(
            kept.map { list.rules[$0] }, defaultOutcome: list.defaultOutcome,
            universe4: list.universe4, universe6: list.universe6, budget)
        return RuleProof(shorter, kept.map { numbers[$0] }, links: links)
    }

    /// A rule that need not be in the set.
    package func proven(_ rule: Rule) -> ProvenRule { ProvenRule(rule, links: links) }

    /// The packets of a match; nil when they would be too many boxes.
    package func region(of match: RuleMatch) -> ProofRegion? {
        guard let boxes4 = RuleBoxes(ipv4: match, links: links).boxes,
            let boxes6 = RuleBoxes(ipv6: match, links: links).boxes
        else { return nil }
        return ProofRegion(boxes4: boxes4, boxes6: boxes6)
    }

    /// What decides at a position; the default for nil.
    package func decider(_ position: Int?) -> Decider {
        position.map { .rule(numbers[$0]) } ?? .byDefault
    }

    /// The number of the rule with a limit that is asked about a packet before its decider is.
    package func limited(before decider: Int?, at point: ProofPoint) -> Int? {
        list.first(at: point, in: 0..<(decider ?? list.rules.count)).map { numbers[$0] }
    }

    /// Where the rules before a number end: the position that a rule of that number has, or would have.
    func position(before number: Int) -> Int {
        numbers.firstIndex { $0 >= number } ?? numbers.count
    }

    /// A bound with the number of its rule in the place of its position.
    package func bound(_ bound: ProofBound) -> ProofBound {
        switch bound {
        case .boxes(let position): .boxes(rule: numbers[position])
        case .parts, .ended: bound
        }
    }
}

extension ProvenRule {
    /// A rule at a firewall with these links.
    init(_ rule: Rule, links: [LinkName]) {
        let boxes4 = RuleBoxes(ipv4: rule.match, links: links).boxes
        let boxes6 = RuleBoxes(ipv6: rule.match, links: links).boxes
        self.init(
            boxes4: boxes4 ?? [], boxes6: boxes6 ?? [], outcome: rule.action.outcome,
            limit: rule.limit?.identity, isBounded: boxes4 != nil && boxes6 != nil)
    }

    /// A rule of which nothing is known but what it does.
    static func unread(_ rule: Rule) -> ProvenRule {
        ProvenRule(outcome: rule.action.outcome, limit: rule.limit?.identity, isBounded: false)
    }
}

extension Action {
    /// The number that stands for it in proofs.
    package var outcome: Int {
        switch self {
        case .allow: 0
        case .deny: 1
        case .reject: 2
        case .log: 3
        }
    }

    /// The action of a number.
    package init(outcome: Int) {
        self = Self.allCases.first { $0.outcome == outcome } ?? .deny
    }
}

extension RateLimit {
    /// A number that no other limit has.
    fileprivate var identity: Int {
        let unit = Unit.allCases.firstIndex(of: unit) ?? 0
        let rate = (packets * (Self.limit + 1) + burst) * Unit.allCases.count + unit
        return 2 * rate + (isOver ? 1 : 0)
    }
}
