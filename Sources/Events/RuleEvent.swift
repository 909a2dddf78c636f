package import Dialects
package import Firewall
package import Timeline

/// What can happen to the firewall's rules.
package enum RuleEvent: Sendable {
    /// The list was changed, its default or its order.
    case edited(RuleEdit)
    /// A change was turned back.
    case undone(RuleEdit)
    /// A change was done again.
    case redone(RuleEdit)
    /// Another list was loaded from a file.
    case loaded(FiledRules)
    /// The list was saved to a file.
    case saved(FiledRules)
    /// The list was asked for.
    case listed(RuleListing)

    /// The event's name and row.
    var answer: Answer {
        switch self {
        case .edited(let edit): Answer("rule-edited", edit)
        case .undone(let edit): Answer("rule-undone", edit)
        case .redone(let edit): Answer("rule-redone", edit)
        case .loaded(let load): Answer("rule-loaded", load)
        case .saved(let load): Answer("rule-saved", load)
        case .listed(let listing): Answer("rule-listed", listing)
        }
    }
}

/// Rules that came from a file, or went to one.
package struct FiledRules: Row {
    /// The file, as it was named.
    package let file: String
    /// How many rules.
    package let count: Int
    /// The links that the file names and the gateway does not have.
    package let links: [LinkName]
    /// The lines of another firewall's file that were left out.
    package let skipped: [ForeignFault]

    /// So many rules of a file.
    package init(
        _ file: String, count: Int, links: [LinkName] = [], skipped: [ForeignFault] = []
    ) {
        self.file = file
        self.count = count
        self.links = links
        self.skipped = skipped
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("file") { $0.file }, Column("count", in: .rules) { $0.count },
            Column("links") { $0.links }, Column("skipped") { $0.skipped },
        ]
    }
}

/// The list as it is shown.
package struct RuleListing: Row {
    /// The rules in the order of their numbers.
    package let rules: [ListedRule]
    /// In which order they are read.
    package let order: ReadingOrder
    /// What happens to a packet that no rule decides about.
    package let defaultAction: Action
    /// How many packets no rule decided about.
    package let defaultHits: UInt64

    /// The list of a rule set.
    package init(_ set: RuleSet) {
        rules = set.entries.enumerated().map { ListedRule(number: $0 + 1, $1) }
        order = set.settings.order
        defaultAction = set.settings.defaultAction
        defaultHits = set.defaultHits
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("rules") { $0.rules }, Column("order") { $0.order },
            Column("default") { $0.defaultAction },
            Column("default-hits", in: .packets) { $0.defaultHits },
        ]
    }
}

/// A rule in its list, with what it has decided.
package struct ListedRule: Row {
    /// Its number, from 1.
    package let number: Int
    /// The rule.
    package let rule: Rule
    /// Whether it is read.
    package let isEnabled: Bool
    /// How many packets it has decided, or noted.
    package let hits: UInt64
    /// How many bytes those packets had.
    package let bytes: UInt64
    /// When the last of them came; nil when none has.
    package let lastHit: Instant?

    /// An entry of a list.
    init(number: Int, _ entry: RuleSet.Entry) {
        self.number = number
        rule = entry.rule
        isEnabled = entry.isEnabled
        hits = entry.hits
        bytes = entry.bytes
        lastHit = entry.lastHit
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("number") { $0.number }, Column("rule") { $0.rule },
            Column("enabled") { $0.isEnabled }, Column("hits", in: .packets) { $0.hits },
            Column("bytes", in: .bytes) { $0.bytes }, Column("last-hit") { $0.lastHit },
        ]
    }
}

// MARK: - Sets

/// What can happen to named sets of addresses.
package enum SetEvent: Sendable {
    /// Members were put in, or taken out; this is the set now.
    case changed(AddressSet)
    /// A set was deleted.
    case deleted(AddressSet)
    /// The sets were asked for.
    case listed([ListedSet])

    /// The event's name and row.
    var answer: Answer {
        switch self {
        case .changed(let set): Answer("set-changed", set)
        case .deleted(let set): Answer("set-deleted", set)
        case .listed(let sets): Answer("set-listed", Field("sets", sets))
        }
    }
}

/// A named set, and how many rules refer to it.
package struct ListedSet: Row {
    /// The set.
    package let set: AddressSet
    /// How many rules refer to it.
    package let uses: Int

    /// A set with so many uses.
    package init(_ set: AddressSet, uses: Int) {
        self.set = set
        self.uses = uses
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("set") { $0.set }, Column("uses", in: .rules) { $0.uses }]
    }
}
