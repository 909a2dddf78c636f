import Firewall
import Timeline
import Wire

/// Reads what `nft list ruleset` prints, and files like it: the chains with one hook, joined by priority.
struct NftReader {
    private let lexer: NftLexer
    private var list: ForeignList
    private var program: ChainProgram
    private var names = NftNames()
    private let subject: ChainSubject
    private let marks: MarkSurvey
    /// The family that the table being read is about; nil: both.
    private var family: IPFamily?

    init(_ bytes: [UInt8], _ list: ForeignList, _ subject: ChainSubject, _ budget: Budget) {
        self.subject = subject
        marks = MarkSurvey(nft: bytes, budget)
        lexer = NftLexer(bytes, budget)
        program = ChainProgram(budget)
        self.list = list
    }

    mutating func read() throws(ForeignFault) -> ForeignRules { try readChains().finished }

    /// Reads the chains into the list that was given.
    mutating func readChains() throws(ForeignFault) -> ForeignList {
        list.defaultAction = .allow
        var last = Word(text: "", line: 1, range: 0..<0)
        while true {
            let token = try lexer.next()
            last = token.word
            switch (token.kind, token.word.bare) {
            case (.end, _):
                if program.bases.isEmpty { throw last.fault(.noList) }
                try ChainWriter.write(program, into: &list)
                return list
            case (.lineEnd, _), (.sign, ";"), (.off, _): break
            case (.word, "table"): try readTable()
            case (.word, "define"): try readDefinition()
            case (.word, "include"):
                try refuseInclusion(token.word)
            case (.word, "flush"), (.word, "delete"), (.word, "destroy"):
                try readRemoval(token.word)
            case (.word, "add"), (.word, "create"):
                let word = try lexer.word()
                switch word.bare {
                case "table": try readTable()
                case "chain":
                    try readTableName()
                    try readChain()
                case "rule":
                    try readTableName()
                    let chain = names.key(try lexer.word().text)
                    if program.chains[chain] == nil { throw word.fault(.undefined) }
                    try readRule(in: chain)
                default: throw word.fault(.unknownWord)
                }
            default: throw token.word.fault(.unknownWord)
            }
        }
    }

    /// Another file that could not be put in the place of its name.
    private mutating func refuseInclusion(_ word: Word) throws(ForeignFault) {
        try list.skip(word.fault(.unsupported(.inclusion)))
        lexer.skipLine()
    }

    // MARK: - Tables

    /// Reads the family and the name of a table; true when its chains can be about forwarded packets.
    @discardableResult
    private mutating func readTableName() throws(ForeignFault) -> Bool {
        let first = try lexer.word()
        family = .v4
        switch first.bare {
        case "ip", "ip6", "inet", "arp", "bridge", "netdev":
            names.table = "\(first.text) \(try lexer.word().text)"
            family = first.bare == "ip6" ? .v6 : first.bare == "ip" ? .v4 : nil
            return ["ip", "ip6", "inet"].contains(first.bare)
        default:
            names.table = "ip \(first.text)"
            return true
        }
    }

    private mutating func readTable() throws(ForeignFault) {
        let first = try lexer.peek().word
        let isFiltering = try readTableName()
        // `add table` makes it and no more.
        guard try lexer.take(sign: "{") else { return }
        if !isFiltering {
            list.note(first.fault(.otherTraffic))
            try skipBlock(from: first)
            return
        }
        var isDormant = false
        while true {
            let token = try lexer.next()
            switch (token.kind, token.word.bare) {
            case (.end, _): throw first.fault(.unterminatedBlock)
            case (.lineEnd, _), (.sign, ";"), (.off, _): break
            case (.sign, "}"):
                if isDormant { program.remove(beginning: names.key("")) }
                return
            case (.word, "chain"): try readChain()
            case (.word, "set"): try readSet()
            case (.word, "comment"): _ = try lexer.word()
            case (.word, "include"): try refuseInclusion(token.word)
            case (.word, "flags"):
                let flag = try lexer.word()
                guard flag.bare == "dormant" else { break }
                // The kernel keeps it and asks it nothing.
                isDormant = true
                list.note(first.fault(.otherTraffic))
            case (.word, "map"):
                try readMap()
            // These do nothing unless a rule names them.
            case (.word, "counter"), (.word, "quota"), (.word, "limit"), (.word, "ct"),
                (.word, "flowtable"), (.word, "secmark"), (.word, "synproxy"):
                try skipToBlock(from: token.word)
            default:
                try list.skip(token.word.fault(.unsupportedMatch))
                try skipToBlock(from: token.word)
            }
        }
    }

    /// Reads `flush ruleset`, `delete table`, `flush chain` and the like: what stands before is forgotten.
    private mutating func readRemoval(_ verb: Word) throws(ForeignFault) {
        let object = try lexer.word()
        switch object.bare {
        case "ruleset":
            guard verb.bare == "flush" else { throw object.fault(.unknownWord) }
            var beginning = ""
            if try lexer.peek().kind == .word { beginning = try lexer.word().text + " " }
            program.remove(beginning: beginning)
        case "table", "chain":
            try readTableName()
            var beginning = names.key("")
            let isChain = object.bare == "chain"
            if isChain { beginning = names.key(try lexer.word().text) }
            if verb.bare == "flush" {
                program.empty(beginning: beginning, isWhole: isChain)
            } else {
                program.remove(beginning: beginning, isWhole: isChain)
            }
        default: throw object.fault(.unknownWord)
        }
    }

    /// Goes on behind the block that begins next.
    private mutating func skipToBlock(from word: Word) throws(ForeignFault) {
        while true {
            let token = try lexer.next()
            switch (token.kind, token.word.bare) {
            case (.end, _): throw word.fault(.unterminatedBlock)
            case (.sign, "{"):
                try skipBlock(from: word)
                return
            case (.lineEnd, _), (.sign, ";"): return
            default: break
            }
        }
    }

    /// Goes on behind the end of the block that was opened; true when nothing in it drops packets or leads to where
    /// that might be.
    @discardableResult
    private mutating func skipBlock(from word: Word) throws(ForeignFault) -> Bool {
        var depth = 1
        var isHarmless = true
        while depth > 0 {
            let token: NftLexer.Token
            do throws(ForeignFault) { token = try lexer.next() } catch {
                try list.skip(error)
                lexer.skipLine()
                continue
            }
            switch (token.kind, token.word.bare) {
            case (.end, _): throw word.fault(.unterminatedBlock)
            case (.sign, "{"): depth += 1
            case (.sign, "}"): depth -= 1
            case (.word, "drop"), (.word, "reject"), (.word, "queue"), (.word, "jump"),
                (.word, "goto"), (.word, "vmap"):
                isHarmless = false
            default: break
            }
        }
        return isHarmless
    }

    // MARK: - Sets and variables

    private mutating func readDefinition() throws(ForeignFault) {
        let name = try lexer.word()
        try lexer.expect(sign: "=")
        var words: [Word] = []
        if try lexer.take(sign: "{") {
            words = try lexer.members()
        } else {
            words = [try lexer.word()]
        }
        try names.define(variable: name, words)
    }

    /// Reads where the elements of a map stand; what they say is read where a rule asks for it.
    private mutating func readMap() throws(ForeignFault) {
        let name = try lexer.word()
        try lexer.expect(sign: "{")
        var place: NftLexer.Mark?
        while true {
            let token = try lexer.next()
            switch (token.kind, token.word.bare) {
            case (.end, _): throw name.fault(.unterminatedBlock)
            case (.sign, "}"):
                names.define(elements: place, of: name)
                return
            case (.word, "elements"):
                try lexer.expect(sign: "=")
                try lexer.expect(sign: "{")
                place = lexer.mark
                try skipBlock(from: name)
            default: break
            }
        }
    }

    /// Reads the type of a set, and whether it is of several fields together.
    private func readType(_ word: Word) throws(ForeignFault) -> (Word, isTogether: Bool) {
        var type = try lexer.word()
        if word.bare == "typeof" {
            let field = try lexer.word()
            let isPort = ["dport", "sport"].contains(field.bare)
            let text = isPort ? "inet_service" : type.bare == "ip6" ? "ipv6_addr" : "ipv4_addr"
            let isKnown = isPort || ["saddr", "daddr"].contains(field.bare)
            type = Word(text: isKnown ? text : "", line: field.line, range: field.range)
        }
        guard try lexer.take(".") else { return (type, false) }
        while try lexer.peek().kind == .word { _ = try lexer.next() }
        return (type, true)
    }

    private mutating func readSet() throws(ForeignFault) {
        let name = try lexer.word()
        try lexer.expect(sign: "{")
        var type = name
        var elements: [Word] = []
        var unsupported: Word?
        // Several fields together, and where their values stand.
        var isTogether = false
        var place: NftLexer.Mark?
        while true {
            let token = try lexer.next()
            switch (token.kind, token.word.bare) {
            case (.end, _): throw name.fault(.unterminatedBlock)
            case (.lineEnd, _), (.sign, ";"), (.word, "auto-merge"), (.word, "counter"): break
            case (.sign, "}"):
                if isTogether {
                    names.define(elements: place, of: name)
                } else if let unsupported {
                    names.refuse(name, ForeignWord.problem(.nft(unsupported.bare)))
                } else {
                    try names.define(name, type, elements, in: &list)
                }
                return
            case (.word, "type"), (.word, "typeof"):
                (type, isTogether) = try readType(token.word)
            case (.word, "elements") where isTogether:
                try lexer.expect(sign: "=")
                try lexer.expect(sign: "{")
                place = lexer.mark
                try skipBlock(from: name)
            case (.word, "elements"):
                try lexer.expect(sign: "=")
                try lexer.expect(sign: "{")
                elements = try names.expand(try lexer.members())
            case (.word, "flags"), (.word, "size"), (.word, "policy"), (.word, "comment"):
                repeat {
                    let word = try lexer.word()
                    if ["timeout", "dynamic"].contains(word.bare) { unsupported = word }
                } while try lexer.take(sign: ",")
            default:
                unsupported = token.word
                lexer.skipLine()
            }
        }
    }

    // MARK: - Chains

    /// Whether the rules of a chain can be about forwarded packets.
    private enum Hook {
        case read
        case skipped
        /// They can change packets before they are filtered, or drop them: as long as there are none, nothing is lost.
        case refused
        /// It rewrites addresses behind the filter.
        case behind
    }

    private mutating func readChain() throws(ForeignFault) {
        let name = try lexer.word()
        let key = names.key(name.text)
        program.declare(key)
        // `add chain` may make it and no more.
        guard try lexer.take(sign: "{") else { return }
        var hook = Hook.read
        while true {
            let token: NftLexer.Token
            do throws(ForeignFault) { token = try lexer.peek() } catch {
                try list.skip(error)
                lexer.skipLine()
                continue
            }
            switch (token.kind, token.word.bare) {
            case (.end, _): throw name.fault(.unterminatedBlock)
            case (.lineEnd, _), (.sign, ";"): _ = try lexer.next()
            case (.sign, "}"):
                _ = try lexer.next()
                return
            case (.word, "type"):
                _ = try lexer.next()
                hook = try readHook(of: name, key)
            case (.word, "policy"):
                _ = try lexer.next()
                let policy = try readPolicy()
                program.set(policy: policy, of: key)
                if hook == .refused || hook == .behind, policy != .allow {
                    try list.skip(name.fault(.otherTable))
                    hook = .skipped
                }
            case (.word, "comment"):
                _ = try lexer.next()
                _ = try lexer.word()
            case (.word, "include"):
                _ = try lexer.next()
                try refuseInclusion(token.word)
            default:
                switch hook {
                case .read: try readRule(in: key)
                case .skipped:
                    try skipBlock(from: name)
                    return
                case .refused:
                    try list.skip(name.fault(.otherTable))
                    hook = .skipped
                case .behind:
                    let isHarmless = try skipBlock(from: name)
                    return try isHarmless
                        ? list.note(name.fault(.withoutVerdict))
                        : list.skip(name.fault(.otherTable))
                }
            }
        }
    }

    /// Reads what stands behind `type`.
    private mutating func readHook(of name: Word, _ key: String) throws(ForeignFault) -> Hook {
        let type = try lexer.word()
        guard try lexer.take("hook") else { throw try lexer.next().word.fault(.unknownWord) }
        let hook = try lexer.word()
        let priority = try readPriority()
        let place = self.place(type.bare, hook.bare)
        switch place {
        case .read:
            program.add(
                ChainProgram.Base(
                    chain: key, family: family, priority: priority, policy: .allow, word: name))
        case .skipped where subject.filtered != nil && !isTranslated(type.bare, hook.bare):
            list.note(name.fault(.otherTraffic))
        case .skipped, .refused, .behind: break
        }
        return place
    }

    /// What a chain of a type at a hook is to what is read.
    private func place(_ type: String, _ hook: String) -> Hook {
        switch subject {
        case .filter(let chain, _):
            if (type, hook) == ("filter", chain.rawValue) { return .read }
            if isTranslated(type, hook) || isElsewhere(hook, chain) { return .skipped }
            return (type, hook) == ("nat", "postrouting") ? .behind : .refused
        case .translation(let end, let isOwn):
            return (type, hook) == ("nat", end.hook(isOwn: isOwn)) ? .read : .skipped
        }
    }

    /// Whether it is address translation, which is read by itself.
    private func isTranslated(_ type: String, _ hook: String) -> Bool {
        subject.isBesideTranslation && type == "nat"
    }

    /// Whether packets of the chain that is read do not come to a hook.
    private func isElsewhere(_ hook: String, _ chain: RuleChain) -> Bool {
        switch hook {
        case "prerouting": chain == .output
        case "postrouting": chain == .input
        default: RuleChain(rawValue: hook).map { $0 != chain } ?? false
        }
    }

    /// Reads a device, which says where and not what, and the priority: a name or a number, and what is added to it.
    private mutating func readPriority() throws(ForeignFault) -> Int {
        var words: [Word] = []
        while true {
            let token = try lexer.peek()
            if token.kind == .lineEnd || token.kind == .end || token.word.bare == "}" { break }
            _ = try lexer.next()
            if token.word.bare == ";" { break }
            words.append(token.word)
        }
        guard let place = words.firstIndex(where: { $0.bare == "priority" }) else { return 0 }
        let texts = try names.expand(Array(words[(place + 1)...].filter { $0.bare != "+" })).map(
            \.text)
        var priority = 0
        var sign = 1
        for (text, word) in zip(texts, words[(place + 1)...]) {
            if text == "-" {
                sign = -1
            } else if let number = NftNames.priorities[text] ?? Int(text) {
                priority += sign * number
            } else {
                throw word.fault(.unknownWord)
            }
        }
        return priority
    }

    private mutating func readPolicy() throws(ForeignFault) -> Action {
        let policy = try lexer.word()
        switch policy.bare {
        case "accept": return .allow
        case "drop": return .deny
        default: throw policy.fault(.unsupportedTarget)
        }
    }

    /// Reads one rule up to the end of its line, or `;`.
    private mutating func readRule(in chain: String) throws(ForeignFault) {
        let start = lexer.mark
        let first = try lexer.peek()
        let isEnabled = first.kind != .off
        if !isEnabled { _ = try lexer.next() }
        var reader = NftRuleReader(
            lexer, names, family: family, subject, marks, own: list.links.own)
        do throws(ForeignFault) {
            let steps = try reader.read(first.word, isEnabled: isEnabled)
            for note in reader.remarks.notes { list.note(note) }
            for step in steps {
                if case .action = step.target, isEnabled {
                    _ = try step.word.answers(for: try step.draft.matches())
                }
            }
            if !isEnabled,
                steps.contains(where: {
                    if case .action = $0.target { false } else { true }
                })
            {
                return
            }
            for step in steps { try program.append(step, to: chain) }
        } catch {
            if case .tooManyRules = error.problem { throw error }
            lexer.goBack(to: start)
            skipRule()
            // What was no rule is a comment like any other.
            guard isEnabled else { return }
            try program.append(
                ChainProgram.Step(
                    draft: RuleDraft(), target: .unreadable(error), isEnabled: true,
                    word: first.word), to: chain)
        }
        for chance in reader.remarks.chances { try list.skip(chance) }
    }

    /// Goes on behind a rule, to the end of its line or its `;` outside of all braces.
    private func skipRule() {
        var depth = 0
        while true {
            guard let token = try? lexer.peek() else {
                lexer.skipLine()
                continue
            }
            switch (token.kind, token.word.bare) {
            case (.end, _): return
            case (.lineEnd, _) where depth == 0: return
            case (.sign, ";") where depth == 0: return
            case (.sign, "{"): depth += 1
            case (.sign, "}"):
                if depth == 0 { return }
                depth -= 1
            default: break
            }
            _ = try? lexer.next()
        }
    }
}
