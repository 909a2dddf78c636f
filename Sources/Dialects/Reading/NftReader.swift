import Firewall
import Timeline
import Wire

/// Reads what `nft list ruleset` prints, and files like it: one chain hooked to `forward`.
struct NftReader {
    private let lexer: NftLexer
    private var list: ForeignList
    private var program: ChainProgram
    private var names = NftNames()
    /// The name of the chain in which forwarded packets begin, with its table.
    private var base: String?
    /// The family that the table being read is about; nil: both.
    private var family: IPFamily?
    /// The name of the table being read.
    private var table = ""

    init(_ bytes: [UInt8], isLenient: Bool, _ budget: Budget) {
        lexer = NftLexer(bytes, budget)
        program = ChainProgram(budget)
        list = ForeignList(isLenient: isLenient)
    }

    mutating func read() throws(ForeignFault) -> ForeignRules {
        list.defaultAction = .allow
        var last = Word(text: "", line: 1, range: 0..<0)
        while true {
            let token = try lexer.next()
            last = token.word
            switch (token.kind, token.word.bare) {
            case (.end, _):
                guard let base else { throw last.fault(.noList) }
                try program.flatten(base, into: &list)
                return list.result
            case (.lineEnd, _), (.sign, ";"), (.off, _): break
            case (.word, "table"): try readTable()
            case (.word, "define"): try readDefinition()
            case (.word, "flush"):
                let word = try lexer.word()
                guard word.bare == "ruleset" else { throw word.fault(.unknownWord) }
            case (.word, "add"):
                let word = try lexer.word()
                guard word.bare == "table" else { throw word.fault(.unknownWord) }
                try readTable()
            default: throw token.word.fault(.unknownWord)
            }
        }
    }

    // MARK: - Tables

    private mutating func readTable() throws(ForeignFault) {
        let first = try lexer.word()
        var name = first
        family = .v4
        var isFiltering = true
        switch first.bare {
        case "ip", "ip6", "inet", "arp", "bridge", "netdev":
            name = try lexer.word()
            family = first.bare == "ip6" ? .v6 : first.bare == "ip" ? .v4 : nil
            isFiltering = ["ip", "ip6", "inet"].contains(first.bare)
        default: break
        }
        table = "\(first.text) \(name.text)"
        // `add table` makes it and no more.
        guard try lexer.take(sign: "{") else { return }
        names.beginTable()
        if !isFiltering {
            list.note(first.fault(.otherTraffic))
            try skipBlock(from: first)
            return
        }
        while true {
            let token = try lexer.next()
            switch (token.kind, token.word.bare) {
            case (.end, _): throw first.fault(.unterminatedBlock)
            case (.lineEnd, _), (.sign, ";"), (.off, _): break
            case (.sign, "}"): return
            case (.word, "chain"): try readChain()
            case (.word, "set"): try readSet()
            case (.word, "comment"), (.word, "flags"): _ = try lexer.word()
            default:
                try list.skip(token.word.fault(.unsupportedMatch))
                try skipToBlock(from: token.word)
            }
        }
    }

    /// Goes on behind the block that begins next.
    private mutating func skipToBlock(from word: Word) throws(ForeignFault) {
        while true {
            let token = try lexer.next()
            switch (token.kind, token.word.bare) {
            case (.end, _): throw word.fault(.unterminatedBlock)
            case (.sign, "{"): return try skipBlock(from: word)
            case (.lineEnd, _), (.sign, ";"): return
            default: break
            }
        }
    }

    /// Goes on behind the end of the block that was opened.
    private mutating func skipBlock(from word: Word) throws(ForeignFault) {
        var depth = 1
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
            default: break
            }
        }
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

    private mutating func readSet() throws(ForeignFault) {
        let name = try lexer.word()
        try lexer.expect(sign: "{")
        var type = name
        var elements: [Word] = []
        var unsupported: Word?
        while true {
            let token = try lexer.next()
            switch (token.kind, token.word.bare) {
            case (.end, _): throw name.fault(.unterminatedBlock)
            case (.lineEnd, _), (.sign, ";"), (.word, "auto-merge"), (.word, "counter"): break
            case (.sign, "}"):
                if let unsupported {
                    try list.skip(unsupported.fault(.unsupportedMatch))
                } else {
                    try names.define(name, type, elements, in: &list)
                }
                return
            case (.word, "type"): type = try lexer.word()
            case (.word, "typeof"):
                let (header, field) = (try lexer.word(), try lexer.word())
                let isPort = ["dport", "sport"].contains(field.bare)
                let text =
                    isPort ? "inet_service" : header.bare == "ip6" ? "ipv6_addr" : "ipv4_addr"
                let isKnown = isPort || ["saddr", "daddr"].contains(field.bare)
                type = Word(text: isKnown ? text : "", line: field.line, range: field.range)
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

    private mutating func readChain() throws(ForeignFault) {
        let name = try lexer.word()
        try lexer.expect(sign: "{")
        let key = NftRuleReader.key(name.text, in: table)
        if program.chains[key] != nil { throw name.fault(.defined) }
        program.declare(key)
        var isOther = false
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
                isOther = try !readHook(of: name, key)
            case (.word, "policy"):
                _ = try lexer.next()
                try readPolicy(isBase: base == key)
            case (.word, "comment"):
                _ = try lexer.next()
                _ = try lexer.word()
            default:
                if isOther { return try skipBlock(from: name) }
                try readRule(in: key)
            }
        }
    }

    /// Reads what stands behind `type`; true when the chain is about forwarded packets.
    private mutating func readHook(of name: Word, _ key: String) throws(ForeignFault) -> Bool {
        let type = try lexer.word()
        guard try lexer.take("hook") else { throw try lexer.next().word.fault(.unknownWord) }
        let hook = try lexer.word()
        // A device and a priority by name or number say when, and not what.
        while true {
            let token = try lexer.peek()
            if token.kind == .lineEnd || token.kind == .end || token.word.bare == "}" { break }
            _ = try lexer.next()
            if token.word.bare == ";" { break }
        }
        switch (type.bare, hook.bare) {
        case ("filter", "forward"):
            if base != nil { throw name.fault(.secondList) }
            base = key
            return true
        case (_, "input"), (_, "output"):
            list.note(name.fault(.otherTraffic))
            return false
        default:
            // An empty one changes nothing, but is seldom there.
            try list.skip(name.fault(.otherTable))
            return false
        }
    }

    private mutating func readPolicy(isBase: Bool) throws(ForeignFault) {
        let policy = try lexer.word()
        switch policy.bare {
        case "accept": if isBase { list.defaultAction = .allow }
        case "drop": if isBase { list.defaultAction = .deny }
        default: throw policy.fault(.unsupportedTarget)
        }
    }

    /// Reads one rule up to the end of its line, or `;`.
    private mutating func readRule(in chain: String) throws(ForeignFault) {
        let first = try lexer.peek()
        let isEnabled = first.kind != .off
        if !isEnabled { _ = try lexer.next() }
        do throws(ForeignFault) {
            var reader = NftRuleReader(lexer, names, table: table, family: family)
            let steps = try reader.read(first.word, isEnabled: isEnabled)
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
            lexer.skipLine()
            // What was no rule is a comment like any other.
            if isEnabled { try list.skip(error) }
        }
    }
}
