import Events
import Firewall

/// What has been proven about the rules, and what is the matter with one.
enum ProofPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case finding = "<strong:rule {number} >{problem}"
    case pair =
        "<strong:rules {first} and {last} >overlap and do different things: their order matters"
    case morePairs = "and {count|more pair|more pairs} {count?overlaps|overlap} so"
    case atLeastMorePairs = "and at least {count|more pair|more pairs} {count?overlaps|overlap} so"
    case allNeeded =
        "{count|rule|rules} checked for every packet: <good:each is needed and can match>"
    case someFound = "{count|rule|rules} checked for every packet: {found|finding|findings}"
    case someChecked =
        "{reason}: {number} of {count|rule|rules} checked for every packet: {found|finding|findings}, and nothing is known of the rest"
    case overlaps = ", {count|pair|pairs} {count?overlaps|overlap}"
    case atLeastOverlaps = ", at least {count|pair|pairs} {count?overlaps|overlap}"
    case tryIt = "try: {what}"
    case fixDelete = "fix: rule delete {number}"
    case fixMove = "fix: rule delete {number}, or rule move {number} to {target}"
    case keep = "keep it: once the other fixes are made it is needed"
    case keepUnknown =
        "keep it: whether it is needed once the other fixes are made is not known"
    case lists = "lists {members}"
    case addsNothing = "{text}, which adds nothing to {what}"
    case moreAddNothing = ", and {count|more entry|more entries} that {count?adds|add} nothing"
    case decidesNow = "rule {number} decides it now{limit}"
    case decides = "rule {number} decides it{limit}"
    case without = "without it {decider}{limit}"
    case onceLimitUsed = "once the limit of rule {number} is used up"
    case note = "note: rule {number} {problem}"
    case silences = "note: it takes every packet of {rule}, which can never match now"
    case found = "yes: {what}"
    case foundWhy = "{decider}{limit}"
    case noneFound = "no: of all packets, none of these is {action}"
    case noneStopped = "no: of all packets, none of these is denied or rejected"
    case noneDropped = "no: of all packets, none of these is denied in silence"
    case noAnswer = "no answer: {limit}"
    case none = "none"
    case unknown = "unknown: {limit}"
    case ordersEqual = "equal: the three orders decide the same about every packet"
    case packet = "packet"
    case morePackets = "and more packets"
    case listsEqual = "equal: both lists decide the same about every packet"
    case groups = "{count|group|groups} of packets"
    case groupsShown = ", of which {count} are shown"
    case groupsMore = ", and more"
    case groupsOrder = ": here first, then in {file}"
    case match = "{first} here, {last} there:{rule}"
    case decidersHereThere = "here {first}{limit}, there {last}{total}"
    case now = "now {verdict}"
    case nearest = "nearest packet: {what}"
    case test = "packet test {packet}"
    case testOfList = "{name} packet test {packet}"
    case changed = "{what} changed; it would be decided {decider}{limit}"
    case nothingChanged = "nothing changed; it would be decided {decider}{limit}"
    case noneNear = "no packet of this family has the other verdict"
    case unknownNear = "whether a packet of this family has the other verdict is unknown: {limit}"
    case smallestEdit = "smallest edit:"
    case orEdit = "or:"
    case neverMatches = "<bad:can never match>: {rule} {what}{action} ({name})"
    case sameQuestion = "asks for the same packets"
    case oneTakesAll = "takes all its packets"
    case severalTakeAll = "together take all its packets"
    case oneDoesTheSame = " and does the same"
    case severalDoTheSame = " and do the same"
    case oneDoesOtherwise = " and does otherwise"
    case severalDoOtherwise = " and do otherwise"
    case someDoOtherwise = ", some to do the same and some otherwise"
    case duplicate = "duplicate"
    case redundant = "redundant"
    case shadowed = "shadowed"
    case empty = "<bad:can never match>: it asks for packets that do not exist"
    case needless = "<bad:is not needed>: without it {rule} would decide the same"
    case laterRules = "later rules, here rule {number},"
    case standard = "the default"
    case notKnown = "is not known to match or not: {limit}"
    case rule = "rule {number}"
    case rules = "rules {members}"
    case andMore = "{first} and {count} more"
    case tooManyBoxes = "rule {number} is more than {limit} boxes of packets"
    case tooManyParts = "the search met its bound of {limit} parts"
    case boundMet = "the search met its bound"
    case interrupted = "<bad:interrupted>"
    case late = "<bad:out of time>"
}

extension VerdictTurn.ChangedField: Statement {
    /// What the field is called.
    var english: String {
        switch self {
        case .field(let field): field.english
        case .context: "link or state"
        }
    }
}
