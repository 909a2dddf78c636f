package import Firewall
package import Timeline

/// What can be proven about the rules.
package enum ProofEvent: Sendable {
    /// The list was checked.
    case checked(CheckAnswer)
    /// A rule that was just put at a number misleads.
    case remarked(RuleNote)
    /// A packet with a verdict was looked for.
    case searched(SearchAnswer)
    /// The smallest changes that turn a verdict round were looked for.
    case turned(VerdictTurn)
    /// The orders of reading were compared.
    case compared(OrderComparison)
    /// The list was compared with that of a file.
    case differed(ListComparison)

    /// The event's name and row.
    var answer: Answer {
        switch self {
        case .checked(let check): Answer("rule-checked", check)
        case .remarked(let note): Answer("rule-remarked", note)
        case .searched(let search): Answer("rule-searched", search)
        case .turned(let turn): Answer("rule-turned", turn)
        case .compared(let comparison): Answer("rule-compared", comparison)
        case .differed(let comparison): Answer("rule-differed", comparison)
        }
    }
}

/// A packet that a proof names, what decides about it, and on what condition.
package struct Witness: Row {
    /// The packet as `packet test` reads it.
    package let packet: [UInt8]
    /// What decides about it.
    package let decider: Decider
    /// The number of a rule that is asked before and takes the packet while its limit is not used up.
    package let limited: Int?

    /// A packet and its decider.
    package init(_ packet: [UInt8], by decider: Decider, limited: Int?) {
        self.packet = packet
        self.decider = decider
        self.limited = limited
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("packet") { $0.packet }, Column("decider") { $0.decider },
            Column("limited") { $0.limited },
        ]
    }
}

extension ProofBound: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("bound") { $0.parts.word }, Column("rule") { $0.parts.rule },
            Column("parts") { $0.parts.parts },
        ]
    }

    private enum Word: String, CaseIterable, CellValue {
        case boxes, parts, interrupted, late
    }

    private var parts: (word: Word, rule: Int?, parts: Int?) {
        switch self {
        case .boxes(let rule): (.boxes, rule, nil)
        case .parts(let parts): (.parts, nil, parts)
        case .ended(.interrupted): (.interrupted, nil, nil)
        case .ended(.late): (.late, nil, nil)
        }
    }
}

// MARK: - Checking

/// What a check of the list has found, in the order of the rules.
package struct CheckAnswer: Row {
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

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("count", in: .rules) { $0.ruleCount },
            Column("checked", in: .rules) { $0.checkedCount },
            Column("findings") { $0.findings }, Column("pairs") { $0.pairs },
            Column("pair-count") { $0.pairCount },
            Column("pairs-counted") { $0.arePairsCounted }, Column("ended") { $0.end },
        ]
    }
}

/// What is the matter with a rule, or that it is not known.
package struct RuleFinding: Row {
    /// What can be the matter.
    package enum Problem: String, CaseIterable, CellValue, Sendable {
        /// Earlier rules take all its packets.
        case neverMatches = "never-matches"
        /// It asks for no packet that exists.
        case empty
        /// Whatever it decides would be decided the same without it.
        case needless
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
    /// Where it would match if it were moved there.
    package var moveTo: Int?
    /// Why it is not known.
    package var bound: ProofBound?

    /// A rule with a problem.
    package init(_ number: Int, _ problem: Problem) {
        self.number = number
        self.problem = problem
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("number") { $0.number }, Column("problem") { $0.problem },
            Column("by") { $0.by }, Column("agreement") { $0.agreement },
            Column("duplicate") { $0.isDuplicate }, Column("witness") { $0.witness },
            Column("move-to") { $0.moveTo }, Column("bound") { $0.bound },
        ]
    }
}

/// Two rules whose order matters.
package struct RulePair: Row {
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

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("first") { $0.first }, Column("second") { $0.second },
            Column("witness") { $0.witness },
        ]
    }
}

/// What a rule that has just been put into the list does to it.
package struct RuleNote: Row {
    /// Its number.
    package let number: Int
    /// What is the matter with it; nil where it is what it does to others.
    package let finding: RuleFinding?
    /// The later rules that it keeps from ever matching.
    package let silenced: [Int]

    /// The note on a rule.
    package init(_ number: Int, _ finding: RuleFinding?, silenced: [Int]) {
        self.number = number
        self.finding = finding
        self.silenced = silenced
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("number") { $0.number }, Column("finding") { $0.finding },
            Column("silenced") { $0.silenced },
        ]
    }
}

// MARK: - Finding

/// Whether there is a packet with a verdict.
package struct SearchAnswer: Row {
    /// The verdict.
    package let action: Action
    /// The packet that was found.
    package var witness: Witness?
    /// The rule that decides about it; nil for the default.
    package var rule: Rule?
    /// Why it is not known; without a packet and without this there is none.
    package var bound: ProofBound?

    /// The answer that there is none.
    package init(_ action: Action) { self.action = action }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("action") { $0.action }, Column("witness") { $0.witness },
            Column("rule") { $0.rule }, Column("bound") { $0.bound },
        ]
    }
}

/// The smallest changes that turn the verdict of a packet round.
package struct VerdictTurn: Row {
    /// The packet's verdict.
    package let verdict: Verdict
    /// The rule that decides it; nil for the default.
    package let rule: Rule?
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
    package enum ChangedField: Hashable, CaseIterable, CellValue, Sendable {
        case destinationPort, code, source, proto, destination, sourcePort, type, flags
        case header(HeaderNumber)
        /// The link or the connection state.
        case context

        /// All of them.
        package static let allCases: [Self] =
            [.destinationPort, .code, .source, .proto, .destination, .sourcePort, .type, .flags]
            + HeaderNumber.allCases.map { .header($0) } + [.context]
        /// The words for the fields.
        package static var cellType: CellType { .word(allCases.map(\.word)) }
        /// The word.
        package var cell: Cell { .word(word) }

        private var word: String {
            switch self {
            case .destinationPort: "destination-port"
            case .code: "code"
            case .source: "source"
            case .proto: "protocol"
            case .destination: "destination"
            case .sourcePort: "source-port"
            case .type: "type"
            case .flags: "flags"
            case .header(let number): RuleField.number(number).word
            case .context: "context"
            }
        }
    }

    /// A turn without any answer yet.
    package init(_ verdict: Verdict, by rule: Rule?, wanted: Action) {
        self.verdict = verdict
        self.rule = rule
        self.wanted = wanted
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("verdict") { $0.verdict }, Column("rule") { $0.rule },
            Column("wanted") { $0.wanted }, Column("nearest") { $0.nearest },
            Column("changed") { $0.changed }, Column("bound") { $0.bound },
            Column("edits") { $0.edits },
        ]
    }
}
