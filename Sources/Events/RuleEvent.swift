package import Dialects
package import Firewall
package import Network
package import Timeline
package import Wire

/// What can happen to the firewall's rules.
package enum RuleEvent: Event {
    /// The list was changed, its default or its order.
    case edited(RuleEdit)
    /// No rule was deleted, since what can be deleted together was not found out to the end.
    case unfixed(Budget.End)
    /// A change was turned back.
    case undone(RuleEdit)
    /// A change was done again.
    case redone(RuleEdit)
    /// So many rules were loaded from a file into a list, with the links that only it names; without the lines of another
    /// firewall's file that were left out.
    case loaded(
        String, RuleChain, count: Int, links: [LinkName], skipped: [ForeignFault], unused: [String])
    /// So many rules of a list were saved to a file.
    case saved(String, RuleChain, count: Int)
    /// A rule that was put in has addresses in the place of a name of DNS, for good.
    case learned(LearnedName)
    /// The list was asked for.
    case listed(RuleListing)
    /// The way of a packet through the list was asked for.
    case path(RulePath)

    var row: Row {
        switch self {
        case .edited(let edit), .undone(let edit), .redone(let edit): edit.row
        case .unfixed(let end): ["ended": end]
        case .loaded(let file, let list, let count, let links, let skipped, let unused):
            [
                "file": file, "list": list, "count": count.in(.rules), "links": links,
                "skipped": skipped,
                "unused": unused,
            ]
        case .saved(let file, let list, let count):
            ["file": file, "list": list, "count": count.in(.rules)]
        case .learned(let name): ["name": name.name, "addresses": name.addresses]
        case .listed(let listing): listing.row
        case .path(let path): path.row
        }
    }
}

/// The list as it is shown.
package struct RuleListing: RowValue {
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

    package var row: Row {
        [
            "rules": rules, "order": order, "default": defaultAction,
            "default-hits": defaultHits.in(.packets),
        ]
    }
}

/// The way of a packet through a list: the rules that were read before one decided, or none did.
package struct RulePath: RowValue {
    /// The packet's number.
    package let number: Int
    /// The packet as the rules saw it.
    package let fields: PacketFields
    /// The rules that did not decide, in the order in which they were read: of a long list those that came nearest.
    package let misses: NearMisses
    /// What the list said, and of which gateway it is.
    package let verdict: VerdictRecord

    /// The way of the packet with a number.
    package init(
        _ number: Int, _ fields: PacketFields, _ misses: NearMisses, _ verdict: VerdictRecord
    ) {
        self.number = number
        self.fields = fields
        self.misses = misses
        self.verdict = verdict
    }

    package var row: Row {
        ["number": number, "packet": fields, "misses": misses, "decision": verdict]
    }
}

/// A rule in its list, with what it has decided.
package struct ListedRule: RowValue {
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
    package init(number: Int, _ entry: RuleSet.Entry) {
        self.number = number
        rule = entry.rule
        isEnabled = entry.isEnabled
        hits = entry.hits
        bytes = entry.bytes
        lastHit = entry.lastHit
    }

    package var row: Row {
        [
            "number": number, "rule": rule, "enabled": isEnabled, "hits": hits.in(.packets),
            "bytes": bytes.in(.bytes), "last-hit": lastHit,
        ]
    }
}

/// What can happen to named sets of addresses.
package enum SetEvent: Event {
    /// Members were put in, or taken out; this is the set now.
    case changed(AddressSet)
    /// A set was deleted.
    case deleted(AddressSet)
    /// The sets were asked for; with how many rules refer to each.
    case listed([Counted<AddressSet>])

    var row: Row {
        switch self {
        case .changed(let set), .deleted(let set): set.row
        case .listed(let sets): ["sets": sets]
        }
    }
}
