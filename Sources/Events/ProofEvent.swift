package import Commands
package import Firewall
package import Timeline

/// What can be proven about the rules.
package enum ProofEvent: Event {
    /// The list was checked.
    case checked(CheckAnswer)
    /// A rule that was just put at a number misleads: what is the matter with it, or which later rules it
    /// keeps from ever matching.
    case remarked(Int, RuleFinding?, silenced: [Int])
    /// A packet with a verdict was looked for.
    case searched(SearchAnswer)
    /// The smallest changes that turn a verdict round were looked for.
    case turned(VerdictTurn)
    /// The orders of reading were compared: packets of which none are decided by the same rules as others; whether
    /// there are no more, and why that is not known, where not only more were found than are told.
    case compared([OrderDifference], isComplete: Bool, ProofBound?)
    /// The list was compared with that of a file.
    case differed(ListComparison)

    var row: Row {
        switch self {
        case .checked(let check): check.row
        case .remarked(let number, let finding, let silenced):
            ["number": number, "finding": finding, "silenced": silenced]
        case .searched(let search): search.row
        case .turned(let turn): turn.row
        case .compared(let differences, let isComplete, let bound):
            ["differences": differences, "complete": isComplete, "bound": bound]
        case .differed(let comparison): comparison.row
        }
    }
}

/// A packet that a proof names, what decides about it, and on what condition.
package struct Witness: RowValue {
    /// The packet as `packet test` reads it.
    package let packet: [UInt8]
    /// What decides about it.
    package let decider: Decider
    /// The number of a rule that is asked before and takes the packet while its limit is not used up.
    package let limited: Int?
    /// The list that is asked.
    package let list: RuleChain

    /// A packet and its decider in a list.
    package init(_ packet: [UInt8], by decider: Decider, limited: Int?, in list: RuleChain) {
        self.packet = packet
        self.decider = decider
        self.limited = limited
        self.list = list
    }

    package var row: Row {
        ["packet": packet, "decider": decider, "limited": limited, "list": list]
    }
}

// MARK: - Checking

/// What a check of the list has found, in the order of the rules.
package struct CheckAnswer: RowValue {
    /// How many rules are read, and how many of them were looked at before the check ended.
    package let ruleCount, checkedCount: Int
    /// Rules that can't match, or that the list does not need.
    package let findings: [RuleFinding]
    /// The first pairs whose order matters.
    package let pairs: [RulePair]
    /// How many such pairs there are; at least, where they are not all counted.
    package let pairCount: Int
    /// Whether the pairs have all been counted.
    package let arePairsCounted: Bool
    /// Why not all was looked at; nil when it was.
    package let end: Budget.End?

    /// The answer of a check.
    package init(_ check: RuleCheck, findings: [RuleFinding], pairs: [RulePair]) {
        ruleCount = check.ruleCount
        checkedCount = check.checkedCount
        self.findings = findings
        self.pairs = pairs
        pairCount = check.correlatedCount
        arePairsCounted = check.areCorrelatedCounted
        end = check.end
    }

    package var row: Row {
        [
            "count": ruleCount.in(.rules), "checked": checkedCount.in(.rules),
            "findings": findings, "pairs": pairs, "pair-count": pairCount,
            "pairs-counted": arePairsCounted, "ended": end,
        ]
    }
}

/// What is the matter with a rule, or that it is not known.
package struct RuleFinding: RowValue {
    /// What can be the matter.
    package enum Problem: String, CaseIterable, CellValue, Sendable {
        /// Earlier rules take all its packets.
        case neverMatches = "never-matches"
        /// It asks for no packet that exists.
        case empty
        /// Whatever it decides would be decided the same without it.
        case needless
        /// Its lists of addresses have entries that others cover.
        case coveredEntries = "covered-entries"
        /// It is not known whether it can match.
        case unknown
    }

    /// The rule's number.
    package let number: Int
    /// What is the matter with it.
    package let problem: Problem
    /// The rules that together take all its packets; without any of them the others do not.
    package var by: [Int] = []
    /// How those act.
    package var agreement: Covering.Agreement?
    /// Whether it is one rule with exactly the same packets.
    package var isDuplicate = false
    /// A packet of the rule; where the rule is needless, with what decides without it.
    package var witness: Witness?
    /// What to do about a rule that could be deleted; nil where deleting it is not the question.
    package var fix: RuleCheck.Fix?
    /// Where it would match if it were moved there.
    package var moveTo: Int?
    /// Entries of its lists that others cover.
    package var covered: [CoveredEntry] = []
    /// Why it is not known.
    package var bound: ProofBound?

    /// A rule with a problem.
    package init(_ number: Int, _ problem: Problem) {
        self.number = number
        self.problem = problem
    }

    package var row: Row {
        [
            "number": number, "problem": problem, "by": by, "agreement": agreement,
            "duplicate": isDuplicate, "witness": witness, "fix": fix, "move-to": moveTo,
            "covered": covered, "bound": bound,
        ]
    }
}

/// Two rules whose order matters.
package struct RulePair: RowValue {
    /// The number of the rule that is read first, and of the other.
    package let first, second: Int
    /// A packet that both match, and the first decides.
    package let witness: Witness

    /// A pair with a packet of both.
    package init(_ first: Int, _ second: Int, _ witness: Witness) {
        self.first = first
        self.second = second
        self.witness = witness
    }

    package var row: Row { ["first": first, "second": second, "witness": witness] }
}

// MARK: - Finding

/// Whether there is a packet with a verdict.
package struct SearchAnswer: RowValue {
    /// The verdict.
    package let sought: SoughtVerdict
    /// The packet that was found.
    package var witness: Witness?
    /// The rule that decides about it; nil for the default.
    package var rule: Rule?
    /// What is done with it.
    package var action: Action?
    /// Why it is not known; without a packet and without this there is none.
    package var bound: ProofBound?

    /// The answer that there is none.
    package init(_ sought: SoughtVerdict) { self.sought = sought }

    package var row: Row {
        [
            "sought": sought, "witness": witness, "rule": rule, "action": action, "bound": bound,
        ]
    }
}

/// The smallest changes that turn the verdict of a packet round.
package struct VerdictTurn: RowValue {
    /// The packet's verdict.
    package let verdict: Verdict
    /// The rule that decides it; nil for the default.
    package let rule: Rule?
    /// The list that judges it.
    package let list: RuleChain
    /// What would turn it round.
    package let wanted: Action
    /// The nearest packet with the other verdict.
    package var nearest: Witness?
    /// What had to be changed of the packet for it, in the order in which it is preferred.
    package var changed: [ChangedField] = []
    /// Why it is not known whether there is one.
    package var bound: ProofBound?
    /// Commands that change the list so, the one that touches the fewest other packets first.
    package var edits: [[UInt8]] = []

    /// What can be changed of a packet.
    package enum ChangedField: CellValue, Hashable {
        case field(RuleField)
        /// The link or the connection state.
        case context

        package var cell: Cell {
            switch self {
            case .field(let field): field.cell
            case .context: CaseName(self).cell
            }
        }
    }

    /// A turn without any answer yet.
    package init(_ verdict: Verdict, by rule: Rule?, in list: RuleChain, wanted: Action) {
        self.verdict = verdict
        self.rule = rule
        self.list = list
        self.wanted = wanted
    }

    package var row: Row {
        [
            "verdict": verdict, "rule": rule, "list": list, "wanted": wanted, "nearest": nearest,
            "changed": changed, "bound": bound, "edits": edits,
        ]
    }
}

// MARK: - Comparing

/// A packet about which the orders of reading say different things.
package struct OrderDifference: RowValue {
    /// The packet as `packet test` reads it.
    package let packet: [UInt8]
    /// What each order says, in the order of `ReadingOrder.allCases`.
    package let verdicts: [Verdict]

    /// A packet and its verdicts.
    package init(_ packet: [UInt8], _ verdicts: [Verdict]) {
        self.packet = packet
        self.verdicts = verdicts
    }

    package var row: Row { ["packet": packet, "verdicts": verdicts] }
}

/// What two lists decide differently: the lab's, which is here, and that of a file, which is there.
package struct ListComparison: RowValue {
    /// Packets that the lists decide differently.
    package struct Group: RowValue {
        /// What happens to them here, and there.
        package let here, there: Action
        /// Texts of matches that together take these packets and no others.
        package let matches: [[UInt8]]
        /// One of the packets, with what decides it here.
        package let witness: Witness
        /// What decides it there, and the rule with a limit that is asked there before.
        package let decider: Decider, limited: Int?

        /// Packets with another verdict there.
        package init(
            _ matches: [[UInt8]], here: Action, _ witness: Witness, there: Action,
            by decider: Decider, limited: Int?
        ) {
            self.matches = matches
            self.here = here
            self.there = there
            self.witness = witness
            self.decider = decider
            self.limited = limited
        }

        package var row: Row {
            [
                "here": here, "there": there, "matches": matches, "witness": witness,
                "decider-there": decider, "limited-there": limited,
            ]
        }
    }

    /// The file, as it was named.
    package let file: String
    /// The packets, a few large groups rather than many small ones.
    package let groups: [Group]
    /// Whether they are all; where there are none, whether the lists decide the same.
    package let isComplete: Bool
    /// Why not all is known; nil where it is, and where only more was found than is told.
    package let bound: ProofBound?

    /// What was found.
    package init(_ file: String, _ groups: [Group], isComplete: Bool, _ bound: ProofBound?) {
        self.file = file
        self.groups = groups
        self.isComplete = isComplete
        self.bound = bound
    }

    /// Whether the lists surely decide the same about every packet.
    package var isEqual: Bool { groups.isEmpty && isComplete }

    package var row: Row {
        ["file": file, "groups": groups, "complete": isComplete, "bound": bound]
    }
}
