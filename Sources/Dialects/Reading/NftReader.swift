import Firewall
import Timeline
import Wire

/// Reads what `nft list ruleset` prints, and files like it: one chain hooked to `forward`.
struct NftReader {
    var lexer: NftLexer
    var list: ForeignList
    var program: ChainProgram
    /// The sets of addresses by the name that the file has for them, looked up once.
    var addressSets: [String: (name: SetName, match: AddressMatch)] = [:]
    var portSets: [String: [Interval<UInt16>]] = [:]
    /// What `define` gave a name.
    var variables: [String: [Word]] = [:]
    /// The name of the chain in which forwarded packets begin, with its table.
    var base: String?
    /// The family that the table being read is about; nil: both.
    var family: IPFamily?
    /// The name of the table being read.
    var table = ""
    private var setNames: Set<SetName> = []

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
                let word = try word()
                guard word.bare == "ruleset" else { throw word.fault(.unknownWord) }
            case (.word, "add"):
                let word = try word()
                guard word.bare == "table" else { throw word.fault(.unknownWord) }
                try readTable()
            default: throw token.word.fault(.unknownWord)
            }
        }
    }

    // MARK: - Tokens

    /// The next token, which has to be a word.
    mutating func word() throws(ForeignFault) -> Word {
        let token = try lexer.next()
        switch token.kind {
        case .word: return token.word
        case .end, .lineEnd: throw token.word.fault(.missingWord)
        case .sign, .off: throw token.word.fault(.unknownWord)
        }
    }

    /// Takes a sign if it is the next token.
    mutating func take(sign: String) throws(ForeignFault) -> Bool {
        let token = try lexer.peek()
        guard token.kind == .sign, token.word.text == sign else { return false }
        _ = try lexer.next()
        return true
    }

    /// Takes a word of the language if it is the next token.
    mutating func take(_ text: String) throws(ForeignFault) -> Bool {
        let token = try lexer.peek()
        guard token.kind == .word, token.word.bare == text else { return false }
        _ = try lexer.next()
        return true
    }

    mutating func expect(sign: String) throws(ForeignFault) {
        guard try !take(sign: sign) else { return }
        let token = try lexer.next()
        throw token.word.fault(
            token.kind == .sign || token.kind == .word ? .unknownWord : .missingWord)
    }

    mutating func skipLineEnds() throws(ForeignFault) {
        while try lexer.peek().kind == .lineEnd { _ = try lexer.next() }
    }

    // MARK: - Tables

    private mutating func readTable() throws(ForeignFault) {
        let first = try word()
        var name = first
        family = .v4
        var isFiltering = true
        switch first.bare {
        case "ip", "ip6", "inet", "arp", "bridge", "netdev":
            name = try word()
            family = first.bare == "ip6" ? .v6 : first.bare == "ip" ? .v4 : nil
            isFiltering = ["ip", "ip6", "inet"].contains(first.bare)
        default: break
        }
        table = "\(first.text) \(name.text)"
        // `add table` makes it and no more.
        guard try take(sign: "{") else { return }
        addressSets.removeAll()
        portSets.removeAll()
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
            case (.word, "comment"), (.word, "flags"): _ = try word()
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
    mutating func skipBlock(from word: Word) throws(ForeignFault) {
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
        let name = try word()
        try expect(sign: "=")
        var words: [Word] = []
        if try take(sign: "{") {
            words = try members()
        } else {
            words = [try word()]
        }
        variables["$" + name.text] = try expand(words)
    }

    /// The words with variables in place of their names.
    func expand(_ words: [Word]) throws(ForeignFault) -> [Word] {
        var result: [Word] = []
        for word in words {
            guard word.bare.hasPrefix("$") else {
                result.append(word)
                continue
            }
            guard let values = variables[word.text] else { throw word.fault(.undefined) }
            result += values
            guard result.count <= AddressSet.memberLimit else {
                throw word.fault(.tooManyMembers(limit: AddressSet.memberLimit))
            }
        }
        return result
    }

    /// The members of a list up to its `}`, which is taken.
    mutating func members() throws(ForeignFault) -> [Word] {
        var words: [Word] = []
        while true {
            try skipLineEnds()
            if try take(sign: "}") { return words }
            let member = try word()
            words.append(member)
            guard words.count <= AddressSet.memberLimit else {
                throw member.fault(.tooManyMembers(limit: AddressSet.memberLimit))
            }
            if try take("comment") { _ = try word() }
            try skipLineEnds()
            if try take(sign: ",") { continue }
            try expect(sign: "}")
            return words
        }
    }

    private mutating func readSet() throws(ForeignFault) {
        let name = try word()
        try expect(sign: "{")
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
                    try define(name, type, elements)
                }
                return
            case (.word, "type"): type = try word()
            case (.word, "typeof"):
                let (header, field) = (try word(), try word())
                let isPort = ["dport", "sport"].contains(field.bare)
                let text =
                    isPort ? "inet_service" : header.bare == "ip6" ? "ipv6_addr" : "ipv4_addr"
                let isKnown = isPort || ["saddr", "daddr"].contains(field.bare)
                type = Word(text: isKnown ? text : "", line: field.line, range: field.range)
            case (.word, "elements"):
                try expect(sign: "=")
                try expect(sign: "{")
                elements = try expand(try members())
            case (.word, "flags"), (.word, "size"), (.word, "policy"), (.word, "comment"):
                repeat {
                    let word = try word()
                    if ["timeout", "dynamic"].contains(word.bare) { unsupported = word }
                } while try take(sign: ",")
            default:
                unsupported = token.word
                lexer.skipLine()
            }
        }
    }

    private mutating func define(
        _ name: Word, _ type: Word, _ elements: [Word]
    ) throws(ForeignFault) {
        if addressSets[name.text] != nil || portSets[name.text] != nil {
            throw name.fault(.defined)
        }
        do throws(ForeignFault) {
            switch type.bare {
            case "inet_service":
                portSets[name.text] = try ports(elements)
            case "ipv4_addr", "ipv6_addr":
                let family: IPFamily = type.bare == "ipv4_addr" ? .v4 : .v6
                let set = AddressSet(try free(name), try addresses(elements, family))
                try name.blamed { () throws(ForeignProblem) in try list.add(set) }
                var match = AddressMatch([.set(set.name)])
                match.resolve { _ in set }
                addressSets[name.text] = (set.name, match)
            default: throw type.fault(.unsupportedMatch)
            }
        } catch {
            try list.skip(error)
        }
    }

    /// The name that a set has here: without the prefix that `NftWriter` put before it.
    private mutating func free(_ word: Word) throws(ForeignFault) -> SetName {
        let prefix = NftWriter.setPrefix
        if word.text.hasPrefix(prefix) {
            let rest = String(word.text.dropFirst(prefix.count))
            if ForeignValues.isName(rest), setNames.insert(SetName(rawValue: rest)).inserted {
                return SetName(rawValue: rest)
            }
        }
        guard ForeignValues.isName(word.text) else { throw word.fault(.badName) }
        let name = SetName(rawValue: word.text)
        guard setNames.insert(name).inserted else { throw word.fault(.defined) }
        return name
    }
}
