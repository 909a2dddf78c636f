import Commands
import Events
import Firewall
import Timeline

/// Says what has been proven about the rules.
struct ProofWriter: Writer {
    private typealias Say = ProofPhrase
    var page: Page

    mutating func write(_ event: ProofEvent) {
        switch event {
        case .checked(let check): write(check)
        case .remarked(let number, let finding?, _):
            page.line(in: 2, Say.note, (.number, number), (.problem, finding))
        case .remarked(_, nil, let silenced):
            page.line(in: 2, Say.silences, (.rule, NumbersText(numbers: silenced)))
        case .searched(let search): write(search)
        case .turned(let turn): write(turn)
        case .compared(let differences, let isComplete, let bound):
            if !isComplete && differences.isEmpty { return write(unknown: bound) }
            write(differences, isComplete: isComplete)
        case .differed(let comparison): write(comparison)
        }
    }

    // MARK: - Checking

    private mutating func write(_ check: CheckAnswer) {
        for finding in check.findings where page.goesOn {
            page.line(Say.finding, (.number, finding.number), (.problem, finding))
            explain(finding)
        }
        for pair in check.pairs {
            page.line(Say.pair, (.first, pair.first), (.last, pair.second))
            write(
                toTry: pair.witness, why: Say.decidesNow, (.number, pair.first),
                (.limit, pair.witness.limit))
        }
        let rest = check.pairCount - check.pairs.count
        if rest > 0 {
            page.line(check.arePairsCounted ? Say.morePairs : Say.atLeastMorePairs, (.count, rest))
        }
        if let end = check.end {
            page.say(
                Say.someChecked, (.reason, end), (.number, check.checkedCount),
                (.count, check.ruleCount), (.found, check.findings.count))
        } else {
            page.say(
                check.findings.isEmpty ? Say.allNeeded : Say.someFound, (.count, check.ruleCount),
                (.found, check.findings.count))
        }
        if check.pairCount > 0 {
            page.say(
                check.arePairsCounted ? Say.overlaps : Say.atLeastOverlaps,
                (.count, check.pairCount))
        }
        page.endLine()
    }

    /// A packet to try, and a way to mend it.
    private mutating func explain(_ finding: RuleFinding) {
        if let witness = finding.witness {
            let limit = (Slot.limit, witness.limit)
            if finding.problem == .needless {
                write(toTry: witness, why: Say.without, (.decider, witness.decider), limit)
            } else if case .rule(let decider) = witness.decider {
                write(toTry: witness, why: Say.decides, (.number, decider), limit)
            }
        }
        switch finding.fix {
        case .delete:
            if let place = finding.moveTo {
                page.line(in: 2, Say.fixMove, (.number, finding.number), (.target, place))
            } else {
                page.line(in: 2, Say.fixDelete, (.number, finding.number))
            }
        case .keep: page.line(in: 2, Say.keep)
        case .unknown: page.line(in: 2, Say.keepUnknown)
        case nil: break
        }
    }

    private mutating func write<each Value: Written>(
        toTry witness: Witness, why phrase: ProofPhrase, _ value: repeat (Slot, each Value)
    ) {
        page.fill(2)
        page.say(Say.tryIt, (.what, witness.test))
        page.fill(page.layout == .grid ? 3 : 1)
        page.put("(")
        page.say(phrase, repeat each value)
        page.put(")")
        page.endLine()
    }

    // MARK: - Finding

    private mutating func write(_ search: SearchAnswer) {
        if let witness = search.witness {
            page.line(Say.found, (.what, witness.test))
            page.fill(2)
            let decision = DecisionText(
                action: search.action ?? search.sought.actions[0], decider: witness.decider,
                list: witness.list)
            page.say(Say.foundWhy, (.decider, decision), (.limit, witness.limit))
            if let rule = search.rule {
                page.put(": ")
                page.put(rule)
            }
            page.endLine()
        } else if let bound = search.bound {
            write(unknown: bound)
        } else {
            switch search.sought {
            case .deny: page.line(Say.noneStopped)
            case .drop: page.line(Say.noneDropped)
            case .allow, .reject: page.line(Say.noneFound, (.action, search.sought.actions[0]))
            }
        }
    }

    private mutating func write(unknown bound: ProofBound?) {
        page.line(Say.unknown, (.limit, BoundText(bound: bound)))
    }

    // MARK: - Comparing

    private mutating func write(_ differences: [OrderDifference], isComplete: Bool) {
        if differences.isEmpty { return page.line(Say.ordersEqual) }
        page.heads(of: Self.orders)
        for difference in differences {
            let cells = difference.verdicts.map {
                DecisionCell(action: $0.action, decider: $0.decider, tone: nil)
            }
            page.row(Self.orders, cells[0], cells[1], cells[2], Characters(difference.packet[...]))
        }
        if !isComplete { page.line(Say.morePackets) }
    }

    private static let orders: Columns = {
        let names = ReadingOrder.allCases.map(\.rawValue)
        return Columns(
            .left(20).named(names[0]), .left(20).named(names[1]), .left(20).named(names[2]),
            .rest().named(Say.packet))
    }()

    private mutating func write(_ comparison: ListComparison) {
        if comparison.groups.isEmpty {
            guard comparison.isComplete else { return write(unknown: comparison.bound) }
            return page.line(Say.listsEqual)
        }
        for group in comparison.groups.prefix(Self.shownGroups) { write(group) }
        page.say(Say.groups, (.count, comparison.groups.count))
        if comparison.groups.count > Self.shownGroups {
            page.say(Say.groupsShown, (.count, Self.shownGroups))
        }
        if !comparison.isComplete { page.say(Say.groupsMore) }
        page.line(Say.groupsOrder, (.file, comparison.file))
    }

    /// How many groups of packets are shown.
    private static let shownGroups = 50

    private mutating func write(_ group: ListComparison.Group) {
        for match in group.matches {
            page.line(
                Say.match, (.first, group.here), (.last, group.there),
                (.rule, Characters(match[...])))
        }
        let there = LimitText(number: group.limited)
        write(
            toTry: group.witness, why: Say.decidersHereThere, (.first, group.witness.decider),
            (.limit, group.witness.limit), (.last, group.decider), (.total, there))
    }

    // MARK: - Why not

    private mutating func write(_ turn: VerdictTurn) {
        page.line(
            Say.now,
            (.verdict, VerdictText(verdict: turn.verdict, rule: turn.rule, list: turn.list)))
        if let nearest = turn.nearest {
            page.line(Say.nearest, (.what, nearest.test))
            page.line(
                in: 2, turn.changed.isEmpty ? Say.nothingChanged : Say.changed,
                (.what, Listed(turn.changed)), (.decider, nearest.decider), (.limit, nearest.limit))
        } else if let bound = turn.bound {
            page.line(Say.unknownNear, (.limit, BoundText(bound: bound)))
        } else {
            page.line(Say.noneNear)
        }
        for (index, edit) in turn.edits.enumerated() {
            page.row(Self.edits, index == 0 ? Say.smallestEdit : Say.orEdit, Characters(edit[...]))
        }
    }

    private static let edits = Columns(.left(16))
}
