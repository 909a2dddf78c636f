package import Timeline

/// An ordered rule list as the proofs see it: the first rule that takes a packet decides.
package struct ProofList: Sendable {
    /// The rules in reading order; a position in an answer is an index of these.
    package let rules: [ProvenRule]
    /// What happens with a packet that no rule takes.
    package let defaultOutcome: Int
    /// The IPv4 packets there can be: with the contexts that exist.
    package let universe4: PacketBox<UInt32>
    /// The IPv6 packets there can be.
    package let universe6: PacketBox<UInt128>
    /// The most parts of the space that one search looks at before it gives up; above 0.
    ///
    /// Covering is a hard problem; real lists need some hundreds.
    package var mostParts = 1_000_000

    let store4: BoxStore<UInt32>
    let store6: BoxStore<UInt128>
    /// The rules whose boxes are not known, ascending.
    let unbounded: [Int]

    /// How many questions the list is made for.
    package enum Purpose: Sendable {
        /// One or few: nothing is prepared, and a question looks at each rule.
        case oneQuestion
        /// Many: where the boxes lie is worked out first.
        case manyQuestions
    }

    /// The list of the rules, in a space that is as narrow as the universes.
    ///
    /// When the budget ends before all boxes are looked at, those of the other rules are not known.
    package init(
        _ rules: [ProvenRule], defaultOutcome: Int, universe4: PacketBox<UInt32> = .all,
        universe6: PacketBox<UInt128> = .all, for purpose: Purpose = .manyQuestions,
        _ budget: Budget = Budget()
    ) {
        var rules = rules
        self.defaultOutcome = defaultOutcome
        self.universe4 = universe4
        self.universe6 = universe6
        var store4 = BoxStore<UInt32>()
        var store6 = BoxStore<UInt128>()
        store4.reserve(rules.count)
        store6.reserve(rules.count)
        for rule in rules {
            guard budget.spend(Self.placing) else { break }
            store4.append(rule.boxes4, of: rule, within: universe4)
            store6.append(rule.boxes6, of: rule, within: universe6)
        }
        if store4.count < rules.count {
            budget.keep(rules)
            for place in Int(store4.count)..<rules.count {
                rules[place] = rules[place].unread
                store4.append([], of: rules[place], within: universe4)
                store6.append([], of: rules[place], within: universe6)
            }
        }
        if purpose == .manyQuestions {
            store4.index(budget)
            store6.index(budget)
        }
        self.rules = rules
        self.store4 = store4
        self.store6 = store6
        unbounded = rules.indices.filter { !rules[$0].isBounded }
    }

    /// The steps of putting a rule's boxes where they are looked for.
    private static let placing = 16

    /// The position of the first rule that surely takes the packet; nil when the default decides.
    ///
    /// Limited rules, which may take it, and rules that are not bounded are passed over.
    package func decider(of point: ProofPoint) -> Int? {
        first(at: point, in: 0..<rules.count, certain: true)
    }

    /// The position of the first rule that takes the packet, or may when it is limited; nil when the default
    /// decides.
    package func possibleDecider(of point: ProofPoint) -> Int? {
        first(at: point, in: 0..<rules.count)
    }

    /// The first rule of a range that may take the packet; nil when there is none.
    func first(at point: ProofPoint, in range: Range<Int>, certain: Bool = false) -> Int? {
        let owners = Int32(range.lowerBound)..<Int32(range.upperBound)
        let found =
            switch point {
            case .v4(let point): store4.first(at: point, in: owners, certain: certain)?.owner
            case .v6(let point): store6.first(at: point, in: owners, certain: certain)?.owner
            }
        return found.map { Int($0) }
    }

    /// The outcome of the rule at a position; of the default for nil.
    func outcome(_ position: Int?) -> Int {
        position.map { rules[$0].outcome } ?? defaultOutcome
    }

    /// The first rule whose boxes are not known.
    var firstUnbounded: Int? { unbounded.first }

    /// The first rule before a position whose boxes are not known and that may cover.
    func unboundedCover(before position: Int) -> Int? {
        unbounded.first { $0 >= position || rules[$0].limit == nil }.flatMap {
            $0 < position ? $0 : nil
        }
    }
}
