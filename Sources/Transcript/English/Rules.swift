import Dialects
import Firewall
import Wire

/// What happens to the firewall's rules, and to named sets of addresses.
enum RulePhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case added = "rule {number} added: {rule}"
    case deleted = "rule {number} deleted: {rule}"
    case fixed = "{count|rule|rules} deleted: every packet is decided as before"
    case noneFixed = "nothing to delete: each rule is needed, or not known to be needless"
    case unfixed = "{reason}: no rule is deleted"
    case moved = "rule {number} is rule {target} now: {rule}"
    case was = "rule {number} was: {rule}"
    case isNow = "rule {number} is: {rule}"
    case enabled = "rule {number} enabled: {rule}"
    case disabled = "rule {number} disabled: {rule}"
    case cleared = "{count|rule|rules} deleted"
    case action = "default: {action}"
    case order = "order: {order}, {meaning}"
    case loadedFrom = "{count|rule|rules} loaded from {file}"
    case loadedInto = "{count|rule|rules} loaded into the {name} list from {file}"
    case savedOf = "{count|rule|rules} of the {name} list saved to {file}"
    case linksMade = "links that only the file names: {members}; packets over them can be tested"
    case namesUnused = "names that {file} does not have: {members}"
    case savedTo = "{count|rule|rules} saved to {file}"
    case skipped = "skipped {file}:{line}:{column}: {problem}"
    case sourcePortNote =
        "note: the port behind `from` is the source port; a service's port is `to any port {ports}`"
    case learned =
        "note: {name} is {members} by DNS; the rule keeps that, whatever DNS says later"
    case undone = "undone: "
    case redone = "done again: "
    case severalDeleted = "rules {first} to {last} deleted"
    case movedTo = "rule {number} moved to {target}: {rule}"
    case replacedBy = "rule {number} replaced by: {rule}"
    case loaded = "{count|rule|rules} loaded"
    case actionSet = "default set to {action}"
    case orderSet = "order set to {order}"
    case setChanged = "set {name} changed"
    case setDeleted = "set {name} deleted"
    case number = "rule"
    case hits = "hits"
    case bytes = "bytes"
    case lastHit = "last hit"
    case saying = "what it says"
    case isDisabled = "disabled: "
    case any = "any"
    case fallback = "default {action}"
    case setIsNow = "set {name}:{members}"
    case setNote = "note: set {name} lists {members}"
    case setGone = "set {name} deleted:{members}"
    case used = "set {name}, used by {count|rule|rules}:{members}"
    case more = "and {count} more"
    case none = "no sets"
}

extension ReadingOrder: Statement {
    /// How the order is described.
    var english: String {
        switch self {
        case .firstMatch: "the first rule that matches decides"
        case .lastMatch: "the last rule that matches decides"
        case .sourceFirst: "rules that name a source are read first"
        }
    }
}

extension ForeignProblem: Statement {
    /// Why something of another firewall's file can't be carried over, and what was expected.
    var english: String {
        switch self {
        case .lineTooLong(let limit): "the line is too long; expected at most \(limit) bytes"
        case .noList: "the file has no list about forwarded packets; expected one"
        case .secondList: "a second list about forwarded packets; expected one for each family"
        case .unterminatedBlock: "the block that begins here has no end; expected its end"
        case .unterminatedQuote: "the quote is not closed; expected its end on this line"
        case .tooManyRules(let limit): "there are too many rules; expected at most \(limit)"
        case .tooManySets(let limit): "there are too many sets; expected at most \(limit)"
        case .unknownWord: "the word means nothing here; expected one of the format"
        case .missingWord: "the line ends here; expected another word"
        case .badValue(let fault): "the value \(fault.english)"
        case .badName: "a name like this can't be kept; expected letters, digits, - and _"
        case .wildcardIsNoPrefix: "the wildcard mask is no prefix; expected zeros and then ones"
        case .undefined: "nothing of this name is defined; expected it further up"
        case .defined: "the name is defined already; expected another"
        case .tooManyMembers(let limit): "the list is too long; expected at most \(limit) members"
        case .tooManyCombinations(let limit):
            "the line would become too many rules; expected at most \(limit)"
        case .neverMatches: "no packet could match this; expected one that can"
        default: meaningInEnglish
        }
    }

    /// The problems of carrying a meaning from one language to the other.
    private var meaningInEnglish: String {
        switch self {
        case .unsupportedMatch: "rules here can't ask about this; expected a match that they have"
        case .unsupportedTarget: "rules here can't do this; expected allow, deny, reject or log"
        case .unsupported(let word):
            "this \(word.english), which rules here can't; expected \(word.expected)"
        case .notInTranslation(let field):
            "rules about NAT can't ask about this \(field.english); expected links, addresses or ports"
        case .matchesNothing(let word):
            "this \(word.english); there are none here, so that it matches nothing"
        case .tooManyLinks(let limit):
            "the file names too many links; expected at most \(limit) with those of the gateway"
        case .notIncluded(let reason):
            "this file can't be included: \(reason.english)"
        case .withoutVerdict:
            "this rewrites or marks packets and decides about none; nothing here does that"
        case .otherTable:
            "this may change packets before they are filtered, or drop them; expected filter rules alone"
        case .otherTraffic: "this is not about forwarded packets"
        case .unbound: "no interface has this list, so that nothing asks it"
        case .jumpTooDeep(let limit):
            "jumps lead too deep, or in a circle; expected at most \(limit)"
        case .limitBeforeMatch:
            "a limit before other matches counts other packets; expected it last"
        case .limitIsShared: "the limit would be split among several lines; expected one line"
        case .notesLeftOut:
            "a limit of notes that can't be counted here is left out; no packet is decided otherwise"
        case .limitPerSource: "ufw's limit counts each source by itself; expected a plain rule"
        case .readingOrder(let order):
            "the format has no \(order.rawValue); expected rule order first-match"
        case .unwritableAction(let action):
            "the format has no \(action.rawValue) there; expected another action"
        case .unwritableField(let field):
            "the format can't ask about this \(field.english); expected another"
        default: "it can't be carried over (\(name))"
        }
    }
}
