import Firewall
import Wire

/// Reads one rule of nft: its matches, and what it does.
struct NftRuleReader {
    let lexer: NftLexer
    let names: NftNames
    /// The keys of a verdict map, while they are read.
    var map = NftVerdictMap()
    var remarks = RuleRemarks()
    var draft = RuleDraft()
    /// What it does, each under the conditions that stand before it.
    private var targets: [(draft: RuleDraft, target: ChainProgram.Target)] = []
    /// One of these has to match, too, where there are any.
    private var alternatives: [RuleDraft] = []
    private var ending: Ending

    /// How a rule ends, and where it stands.
    private struct Ending {
        var isDecided = false
        let subject: ChainSubject
        /// The addresses of the gateway itself.
        let own: LocalAddresses
        let marks: MarkSurvey
    }

    /// Whether nothing but a comment can follow.
    var isDecided: Bool {
        get { ending.isDecided }
        set { ending.isDecided = newValue }
    }

    /// The addresses of the gateway itself.
    var local: LocalAddresses { ending.own }
    /// What marks packets have.
    var marks: MarkSurvey { ending.marks }
    /// Which chains are read.
    var subject: ChainSubject { ending.subject }
    /// The list whose packets are filtered; nil: addresses are translated.
    var filtered: RuleChain? { ending.subject.filtered }

    /// A reader of a rule in a table, which is about one family, or both.
    init(
        _ lexer: NftLexer, _ names: NftNames, family: IPFamily?, _ subject: ChainSubject,
        _ marks: MarkSurvey, own: LocalAddresses
    ) {
        ending = Ending(subject: subject, own: own, marks: marks)
        self.lexer = lexer
        self.names = names
        draft.family = family
    }

    /// Whether it may translate addresses, and does not filter.
    private var isTranslating: Bool { ending.subject.filtered == nil }

    /// The problem of a word that asks for something that no packet is, unless it is here.
    func known(_ problem: ForeignProblem) -> ForeignProblem { ending.subject.known(problem) }

    /// Reads the statements of a rule in their order, for that is the order in which they are carried out.
    mutating func read(_ first: Word, isEnabled: Bool) throws(ForeignFault) -> [ChainProgram.Step] {
        while true {
            let token = try lexer.peek()
            if token.kind == .lineEnd || token.kind == .end { break }
            if token.kind == .sign, token.word.text == "}" { break }
            _ = try lexer.next()
            if token.kind == .sign, token.word.text == ";" { break }
            guard token.kind == .word else { throw token.word.fault(.unknownWord) }
            if token.word.bare == "comment" {
                draft.name = RuleName(comment: try lexer.word().text)
                continue
            }
            // Nothing but a comment can stand behind what decides.
            if isDecided { throw token.word.fault(.unknownWord) }
            if try readVerdict(token.word) { continue }
            if draft.limit != nil { throw token.word.fault(.limitBeforeMatch) }
            try readMatchOrMap(token.word)
        }
        return targets.enumerated().map { place, target in
            var draft = target.draft
            draft.name = place == 0 ? self.draft.name : nil
            return ChainProgram.Step(
                draft: draft, target: target.target, isEnabled: isEnabled, word: first)
        }
    }

    /// Reads a statement that is no match; false when it is one.
    private mutating func readVerdict(_ word: Word) throws(ForeignFault) -> Bool {
        switch word.bare {
        case "accept": decide(.action(.allow))
        case "drop": decide(.action(.deny))
        case "reject":
            if try lexer.take("with") {
                let kind = try lexer.word()
                if kind.bare == "icmp" || kind.bare == "icmpv6" || kind.bare == "icmpx" {
                    _ = try lexer.take("type")
                }
                _ = try lexer.word()
            }
            decide(.action(.reject))
        case "jump": decide(.jump(names.key(try lexer.word().text)))
        case "goto": decide(.goto(names.key(try lexer.word().text)))
        case "return": decide(.back)
        case "continue": isDecided = true
        case "counter":
            if try lexer.take("name") { _ = try lexer.word() }
            if try lexer.take("packets") {
                _ = try lexer.word()
                guard try lexer.take("bytes") else { throw word.fault(.missingWord) }
                _ = try lexer.word()
            }
        case "log":
            try NftSkipper(lexer).skipLogOptions()
            note(.action(.log))
        case "limit": try readLimit(word)
        case "meta", "ct", "tcp", "mark":
            guard try NftSkipper(lexer).skipsMarking(word) else { return false }
            remarks.notes.append(word.fault(.withoutVerdict))
        case "masquerade" where isTranslating, "snat" where isTranslating,
            "dnat" where isTranslating, "redirect" where isTranslating:
            try readTranslation(word)
        case let other:
            guard let meaning = ForeignWord.nft(other), meaning.isTarget else { return false }
            throw word.fault(.unsupported(meaning))
        }
        return true
    }

    private mutating func readLimit(_ word: Word) throws(ForeignFault) {
        guard try lexer.take("rate") else { throw word.fault(.unsupportedMatch) }
        let isOver = try lexer.take("over")
        let rate = try lexer.word()
        if draft.limit != nil || !alternatives.isEmpty { throw word.fault(.limitIsShared) }
        let (packets, unit) = try rate.read(ForeignValues.limit)
        var burst = RateLimit.usualBurst
        if try lexer.take("burst") {
            let number = try lexer.word()
            burst = try number.read(ForeignValues.rate)
            guard try lexer.take("packets") else { throw number.fault(.unsupportedMatch) }
        }
        draft.limit = RateLimit(packets: packets, unit: unit, burst: burst, isOver: isOver)
    }

    mutating func decide(_ target: ChainProgram.Target) {
        note(target)
        isDecided = true
    }

    mutating func note(_ target: ChainProgram.Target) {
        guard !alternatives.isEmpty else { return targets.append((draft, target)) }
        for alternative in alternatives {
            var both = draft
            // What no packet can match says nothing.
            if (try? both.narrow(to: alternative)) != nil { targets.append((both, target)) }
        }
    }

    /// Narrows what the rule takes to packets that one of some drafts takes; no two take the same.
    mutating func narrow(toAnyOf drafts: [RuleDraft]) throws(ForeignProblem) {
        if drafts.count == 1 { return try draft.narrow(to: drafts[0]) }
        guard alternatives.isEmpty else { throw .unsupported(.fieldsTogether) }
        alternatives = drafts
    }
}

/// What stands behind the field of a match, or a key of a verdict map.
struct NftOperand {
    enum Shape {
        case one
        /// `a,b`: any of these bits.
        case bits
        /// `{ a, b }` or `@set`.
        case list
    }

    var isNegated = false
    /// Whether `==` or `!=` was written.
    var isExplicit = false
    var shape = Shape.one
    var words: [Word] = []
}
