/// What a rule does with the packets that it matches.
package enum Action: String, CaseIterable, Hashable, Sendable {
    /// The packet goes on.
    case allow
    /// The packet ends here, and its sender is told nothing.
    case deny
    /// The packet ends here, and its sender is told: by a TCP reset, or an ICMP error.
    case reject
    /// The packet is noted, and the rules behind are read.
    case log

    /// Whether it decides; a rule that only logs doesn't.
    package var decides: Bool { self != .log }
}

/// One rule: what to do with the packets that it matches.
package struct Rule: Hashable, Sendable {
    /// What happens to a packet that matches.
    package var action: Action
    /// Which packets match.
    package var match: RuleMatch
    /// How many of them it takes; nil: all.
    package var limit: RateLimit?
    /// What people call it; nil: nothing.
    ///
    /// No two rules of a list share a name.
    package var name: RuleName?

    /// A rule.
    package init(
        _ action: Action, _ match: RuleMatch, limit: RateLimit? = nil, name: RuleName? = nil
    ) {
        self.action = action
        self.match = match
        self.limit = limit
        self.name = name
    }

    /// The rule without its name: two that are equal so say the same.
    package var unnamed: Rule { Rule(action, match, limit: limit) }
}

/// What a person calls a rule.
///
/// 1 to 64 bytes of printable UTF-8 that doesn't begin with a digit and has no quote or backslash.
package struct RuleName: Hashable, Sendable {
    /// The name.
    package let text: String

    /// The longest name in bytes.
    package static let limit = 64

    /// A name.
    package init(_ text: String) {
        self.text = text
    }
}
