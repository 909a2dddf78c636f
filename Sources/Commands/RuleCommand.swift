package import Dialects
package import Firewall
package import Grammar
import Wire

/// What can be done with the firewall's rules.
package enum RuleCommand: Sendable {
    /// Put a rule at a number, or at the end.
    case add(Rule, at: Placed<Int>?, range: Range<Int>)
    /// Show the rules and how often each decided.
    case list
    /// Show the way that a packet took through the rules.
    case path(Placed<Int>)
    /// Take some out.
    case delete(RuleRange)
    /// Give one another number.
    case move(Placed<RuleReference>, to: Placed<Int>)
    /// Put another rule in its place.
    case replace(Placed<RuleReference>, with: Rule, range: Range<Int>)
    /// Switch one on, or off.
    case setEnabled(Placed<RuleReference>, Bool)
    /// Take all out.
    case clear
    /// Say what happens to a packet that no rule matches.
    case setDefault(Action)
    /// Say in which order the rules are read.
    case setOrder(ReadingOrder)
    /// Show packets on which the orders of reading differ.
    case compare
    /// Turn the last change back.
    case undo
    /// Do again what was turned back.
    case redo
    /// Look for rules that can never match, and for others that are not what they seem.
    case check
    /// Delete what a check offers to delete, in one step.
    case fix
    /// Look for a packet that gets a verdict.
    case find(RuleQuery)
    /// Look for the smallest change that turns a packet's verdict round.
    indirect case whyNot(PacketRequest)
    /// Compare with the rules of a file.
    case diff(Placed<String>)
    /// Put the rules of a file in the place of those there are.
    case load(RuleLoad)
    /// Write the rules to a file.
    case save(Placed<String>, as: RuleFormat?)
}

/// A file whose rules are to be loaded.
package struct RuleLoad: Sendable {
    /// The file.
    package let file: Placed<String>
    /// In whose language it is; nil: as it looks.
    package let format: RuleFormat?
    /// Whether what can't be carried over is left out.
    package let isLenient: Bool
    /// The names in the file that stand for links of the gateway; nil: none.
    package let aliases: Placed<[LinkAlias]>?

    /// A file, read so.
    package init(
        _ file: Placed<String>, as format: RuleFormat? = nil, isLenient: Bool = false,
        aliases: Placed<[LinkAlias]>? = nil
    ) {
        self.file = file
        self.format = format
        self.isLenient = isLenient
        self.aliases = aliases
    }
}

/// A name in a file that stands for a link.
package struct LinkAlias: Hashable, Sendable {
    /// What the file calls it.
    package let name: String
    /// The link.
    package let link: LinkName
}

/// How a person refers to a rule.
package enum RuleReference: Hashable, Sendable {
    /// By its number.
    case number(Int)
    /// By its name.
    case name(RuleName)
}

/// Which rules a person refers to.
package enum RuleRange: Sendable {
    /// One of them.
    case one(Placed<RuleReference>)
    /// Those from one number to another.
    case span(Placed<ClosedRange<Int>>)
}

/// The question whether one of some packets gets a verdict.
package struct RuleQuery: Sendable {
    /// The verdict.
    package let sought: SoughtVerdict
    /// The packets.
    package let match: RuleMatch
    /// The bytes of the line that say which.
    package let range: Range<Int>

    /// A question.
    package init(_ sought: SoughtVerdict, _ match: RuleMatch, at range: Range<Int>) {
        self.sought = sought
        self.match = match
        self.range = range
    }
}

/// A verdict that packets are looked for by.
package enum SoughtVerdict: String, CaseIterable, Sendable {
    /// They pass.
    case allow
    /// They do not pass, whether their sender is told or not.
    case deny
    /// They do not pass, and their sender is told.
    case reject
    /// They do not pass, and nobody is told.
    case drop

    /// The actions that give it; the first stands for it in words.
    package var actions: [Action] {
        switch self {
        case .allow: [.allow]
        case .deny: [.deny, .reject]
        case .reject: [.reject]
        case .drop: [.deny]
        }
    }
}

/// In whose language a file of rules is.
package enum RuleFormat: Hashable, CaseIterable, Sendable {
    /// Garita's own: commands.
    case garita
    /// Another firewall's.
    case dialect(Dialect)

    /// All of them, Garita's own first.
    package static let allCases = [garita] + Dialect.allCases.map(dialect)

    /// What it is called behind `as`.
    package var name: String {
        switch self {
        case .garita: "garita"
        case .dialect(let dialect): dialect.rawValue
        }
    }
}

/// What can be done with named sets of addresses.
package enum SetCommand: Sendable {
    /// Put addresses into a set, those that nodes have now included.
    case add(Placed<SetName>, [Placed<AddressMatch.Member>])
    /// Take addresses out of a set.
    case remove(Placed<SetName>, [Placed<AddressMatch.Member>])
    /// Delete a set.
    case delete(Placed<SetName>)
    /// Show the sets.
    case list
}

/// What can be done with the flow table.
package enum FlowCommand: Sendable {
    /// Show the flows.
    case list
    /// Forget them.
    case clear
}
