package import Firewall
package import Wire

/// Why a rule could not be carried over from, or to, another firewall's language.
package enum ForeignProblem: Error, Equatable, Sendable {
    // The file as a whole.

    /// The line has more bytes than are read: at most `limit` were expected.
    case lineTooLong(limit: Int)
    /// The file has no list of rules about forwarded packets; one was expected.
    case noList
    /// A second list about forwarded packets begins here; one (of each family) was expected.
    case secondList
    /// A block that was opened has no end; its `}` or `COMMIT` was expected.
    case unterminatedBlock
    /// A quote that was opened has no end on its line.
    case unterminatedQuote
    /// The file has more rules than a list holds.
    case tooManyRules(limit: Int)
    /// The file has more named sets than there can be.
    case tooManySets(limit: Int)

    // A line.

    /// The word means nothing here; a word of the dialect was expected.
    case unknownWord
    /// The line ends where a word was expected.
    case missingWord
    /// The value cannot be read, for this reason.
    case badValue(TextFault)
    /// The name has characters, or a length, that names of links and sets do not have here.
    case badName
    /// The wildcard mask is not that of a prefix: zeros and then ones were expected.
    case wildcardIsNoPrefix
    /// The set, chain or variable is not defined before.
    case undefined
    /// A set or chain of this name is defined before.
    case defined
    /// The list has more members than are read: at most `limit` were expected.
    case tooManyMembers(limit: Int)
    /// One line would become more rules than are made of it: at most `limit`.
    case tooManyCombinations(limit: Int)
    /// No packet could ever match.
    case neverMatches

    // What a rule here cannot say.

    /// The match asks about something that rules here know nothing of.
    case unsupportedMatch
    /// The target does something that rules here cannot do.
    case unsupportedTarget
    /// The word asks for, or does, this, which rules here can't.
    case unsupported(ForeignWord)
    /// Rules about address translation here can't ask about this field.
    case notInTranslation(RuleField)
    /// The word asks for something that no packet is here; nothing is lost by leaving it out.
    case matchesNothing(ForeignWord)
    /// The file names more links than a firewall has: at most `limit`, with those that are there.
    case tooManyLinks(limit: Int)
    /// A file that is included can't be put in its place.
    case notIncluded(InclusionProblem)
    /// The table, or chain, changes packets only where the list does not look, which nothing here does.
    case withoutVerdict
    /// The table has rules and can change forwarded packets, or drop them, before they are filtered.
    case otherTable
    /// The chain or rule is not about forwarded packets; nothing is lost by leaving it out.
    case otherTraffic
    /// No interface has the list, so that nothing asks it.
    case unbound
    /// Jumps lead deeper than `limit`, or in a circle.
    case jumpTooDeep(limit: Int)
    /// The limit is counted before the match behind it is asked; here it is always counted last.
    case limitBeforeMatch
    /// The limit is shared by what would be several rules here, or several lines there.
    case limitIsShared
    /// The limit of a chain that only notes packets can't be carried over, so that other packets are noted; none is decided
    /// otherwise.
    case notesLeftOut
    /// The limit is counted for each source; here a limit counts all packets.
    case limitPerSource

    // What the dialect cannot say.

    /// Lists of the dialect are read from the first rule on, and not in this order.
    case readingOrder(ReadingOrder)
    /// The dialect has no such action, for a rule or as the default.
    case unwritableAction(Action)
    /// The dialect cannot ask about this field, or not for this value.
    case unwritableField(RuleField)

    /// A short name in kebab case, without the values.
    package var name: String {
        switch self {
        case .lineTooLong: "line-too-long"
        case .noList: "no-list"
        case .secondList: "second-list"
        case .unterminatedBlock: "unterminated-block"
        case .unterminatedQuote: "unterminated-quote"
        case .tooManyRules: "too-many-rules"
        case .tooManySets: "too-many-sets"
        case .unknownWord: "unknown-word"
        case .missingWord: "missing-word"
        case .badValue: "bad-value"
        case .badName: "bad-name"
        case .wildcardIsNoPrefix: "wildcard-is-no-prefix"
        case .undefined: "undefined"
        case .defined: "defined"
        case .tooManyMembers: "too-many-members"
        case .tooManyCombinations: "too-many-combinations"
        case .neverMatches: "never-matches"
        case .unsupportedMatch: "unsupported-match"
        case .unsupportedTarget: "unsupported-target"
        case .unsupported(let word): word.isTarget ? "unsupported-target" : "unsupported-match"
        case .notInTranslation: "not-in-translation"
        case .matchesNothing: "matches-nothing"
        case .tooManyLinks: "too-many-links"
        case .notIncluded: "not-included"
        case .withoutVerdict: "without-verdict"
        case .otherTable: "other-table"
        case .otherTraffic: "other-traffic"
        case .unbound: "unbound"
        case .jumpTooDeep: "jump-too-deep"
        case .limitBeforeMatch: "limit-before-match"
        case .limitIsShared: "limit-is-shared"
        case .notesLeftOut: "notes-left-out"
        case .limitPerSource: "limit-per-source"
        case .readingOrder: "reading-order"
        case .unwritableAction: "unwritable-action"
        case .unwritableField: "unwritable-field"
        }
    }
}
