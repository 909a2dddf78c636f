package import Dialects
package import Firewall

/// What can happen to the firewall's rules.
package enum RuleEvent: Sendable {
    /// A rule was put at a number.
    case added(number: Int, Rule)
    /// Rules were taken out.
    case deleted(ClosedRange<Int>, [Rule])
    /// A rule has another number.
    case moved(from: Int, to: Int, Rule)
    /// A rule stands in the place of another.
    case replaced(number: Int, old: Rule, new: Rule)
    /// A rule is switched on, or off.
    case enabled(number: Int, Bool, Rule)
    /// All rules were taken out.
    case cleared(count: Int)
    /// The default is this now.
    case defaultSet(Action)
    /// The rules are read in this order now.
    case orderSet(ReadingOrder)
    /// A change was turned back.
    case undone(RuleEdit)
    /// A change was done again.
    case redone(RuleEdit)
    /// Another list was loaded from a file; with the lines that were skipped.
    case loaded(String, count: Int, skipped: [ForeignFault])
    /// The list was saved to a file.
    case saved(String, count: Int)
    /// The list was asked for.
    case listed(RuleListing)
}

/// The list as it is shown.
package struct RuleListing: Sendable {
    /// The rules in the order of their numbers.
    package let entries: [RuleSet.Entry]
    /// What holds for the list as a whole.
    package let settings: RuleSet.Settings
    /// How many packets no rule decided about.
    package let defaultHits: UInt64

    /// The list of a rule set.
    package init(_ set: RuleSet) {
        entries = set.entries
        settings = set.settings
        defaultHits = set.defaultHits
    }
}

/// What can happen to named sets of addresses.
package enum SetEvent: Sendable {
    /// Members were put in, or taken out; this is the set now.
    case changed(AddressSet)
    /// A set was deleted.
    case deleted(AddressSet)
    /// The sets were asked for; each with how many rules refer to it.
    case listed([(set: AddressSet, uses: Int)])
}
