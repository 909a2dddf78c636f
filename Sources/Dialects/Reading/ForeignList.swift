import Firewall
import Wire

/// The rules and sets of a file as they are gathered, within the bounds that a list has.
struct ForeignList {
    private var result = ForeignRules()
    let isLenient: Bool
    /// The links that the file can mean.
    private(set) var links: LinkTable
    /// What is said about the addresses of flows, in its order.
    private var steps: [TranslationMaker.Step] = []
    private var names: Set<RuleName> = []
    /// The number to try next behind a name that is taken.
    private var numbers: [RuleName: Int] = [:]

    /// Whether it is about address translation: then no link is made.
    let isTranslating: Bool
    /// Whether links are made that only the file names.
    var makesLinks: Bool

    init(isLenient: Bool, links: ForeignLinks, isTranslating: Bool = false) {
        self.isLenient = isLenient
        self.isTranslating = isTranslating
        makesLinks = !isTranslating
        self.links = LinkTable(links)
    }

    /// What was read, with what was left out in the order of the file.
    var finished: ForeignRules {
        var rules = result
        rules.links = links.made
        rules.skipped.sort { ($0.line, $0.range.lowerBound) < ($1.line, $1.range.lowerBound) }
        return rules
    }

    /// How many rules there are.
    var count: Int { isTranslating ? steps.count : result.rules.count }

    var defaultAction: Action {
        get { result.defaultAction }
        set { result.defaultAction = newValue }
    }

    /// Makes the links that a rule names, as far as there can be so many.
    mutating func makeLinks(of draft: RuleDraft) {
        try? links.make(for: draft.linkTests(.link) + draft.linkTests(.outLink))
    }

    /// Adds the rules that a draft becomes with an action, and sees to it that no two have one name.
    mutating func add(
        _ draft: RuleDraft, _ action: Action, isEnabled: Bool = true
    ) throws(ForeignProblem) {
        try links.make(for: draft.linkTests(.link) + draft.linkTests(.outLink))
        let rules = try draft.rules(action, links)
        guard count + rules.count <= RuleSet.limit else {
            throw .tooManyRules(limit: RuleSet.limit)
        }
        for rule in rules {
            var rule = rule
            if let name = rule.name { rule.name = free(name) }
            result.rules.append(.init(rule: rule, isEnabled: isEnabled))
        }
    }

    /// The name, with a number behind it where it is taken.
    private mutating func free(_ name: RuleName) -> RuleName {
        var free = name
        var number = numbers[name] ?? 2
        while !names.insert(free).inserted {
            free = name.numbered(number)
            number += 1
        }
        numbers[name] = number
        return free
    }

    mutating func add(_ set: AddressSet) throws(ForeignProblem) {
        guard result.sets.count < RuleSet.setLimit else {
            throw .tooManySets(limit: RuleSet.setLimit)
        }
        result.sets.append(set)
    }

    /// Adds what becomes of the addresses of a draft's flows; nil: they stay as they are.
    mutating func add(_ draft: RuleDraft, _ target: TranslationTarget?, _ word: Word) {
        steps.append(TranslationMaker.Step(draft: draft, target: target, word: word))
    }

    /// What was said about the addresses of flows, which it forgets.
    mutating func takeSteps() -> [TranslationMaker.Step] {
        defer { steps = [] }
        return steps
    }

    /// Takes the rules behind the first `count` out again.
    mutating func cut(to count: Int) {
        if isTranslating { return steps.removeSubrange(count...) }
        for item in result.rules[count...] {
            if let name = item.rule.name { names.remove(name) }
        }
        result.rules.removeSubrange(count...)
    }

    /// Lists a fault where reading is lenient, and throws it otherwise.
    mutating func skip(_ fault: ForeignFault) throws(ForeignFault) {
        switch fault.problem {
        case .tooManyRules: throw fault
        case .matchesNothing: result.skip(fault)
        default:
            guard isLenient else { throw fault }
            result.skip(fault)
        }
    }

    /// Lists what is left out in any case.
    mutating func note(_ fault: ForeignFault) { result.skip(fault) }
}

extension RuleName {
    /// The name that a comment gives: what no name may have becomes `_`, what is too long is cut off.
    ///
    /// Nil for a comment without any character.
    init?(comment: String) {
        var text = ""
        for scalar in comment.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let isQuote = scalar == "\"" || scalar == "\\"
            // The line ends of Unicode would break a line elsewhere.
            let isBreak = scalar.value == 0x2028 || scalar.value == 0x2029
            let kept: Unicode.Scalar = isControl || isQuote || isBreak ? "_" : scalar
            if text.isEmpty, ("0"..."9").contains(kept) { text = "_" }
            guard text.utf8.count + UTF8.width(kept) <= RuleName.limit else { break }
            text.unicodeScalars.append(kept)
        }
        if text.isEmpty { return nil }
        self.init(text)
    }

    /// The name with a number behind it.
    func numbered(_ number: Int) -> RuleName {
        let ending = " \(number)"
        var start = text.unicodeScalars
        while start.reduce(0, { $0 + UTF8.width($1) }) > RuleName.limit - ending.utf8.count {
            start.removeLast()
        }
        return RuleName(String(start) + ending)
    }
}
