import Network

/// Reads what an address becomes behind `snat`, `dnat`, `masquerade` and `redirect` (nft(8), "NAT STATEMENTS").
struct NftTargetReader {
    private let lexer: NftLexer
    private let names: NftNames
    private(set) var target: TranslationTarget
    /// What chooses ports by chance.
    private(set) var chances: [ForeignFault] = []

    /// A reader behind the word that says what is done.
    init(_ lexer: NftLexer, _ names: NftNames, _ word: Word) {
        (self.lexer, self.names) = (lexer, names)
        let kind: TranslationTarget.Kind =
            switch word.bare {
            case "masquerade": .masquerade
            case "snat": .source
            case "redirect": .redirect
            default: .destination
            }
        target = TranslationTarget(kind: kind)
    }

    /// A reader of the rows of a map, which say what is to be added to a target.
    init(_ lexer: NftLexer, _ names: NftNames, _ target: TranslationTarget) {
        (self.lexer, self.names, self.target) = (lexer, names, target)
    }

    /// Reads what stands before `to`, and takes it; false where it is not there.
    mutating func readBeginning(_ word: Word) throws(ForeignFault) -> Bool {
        if try lexer.take("ip6") { throw word.fault(.unsupported(.translationOfIPv6)) }
        let start = lexer.mark
        if try lexer.take("ip"), !["to", "prefix", "addr"].contains(try lexer.peek().word.bare) {
            // It is the field of a map: `snat ip saddr map { ... }`.
            lexer.goBack(to: start)
            if try isMapNext() { return false }
            _ = try lexer.take("ip")
        }
        if try lexer.take("prefix") { target.kind = .prefix(target.end) }
        // `dnat ip addr . port to`.
        if try lexer.take("addr") {
            guard try lexer.take("."), try lexer.take("port") else {
                throw word.fault(.unknownWord)
            }
        }
        if try lexer.take("to") { return true }
        // Before nft 0.9 no `to` was needed.
        let next = try lexer.peek()
        return next.kind == .word && next.word.bare.first?.isNumber ?? false
    }

    /// Whether a field of the packet, and no value, comes next.
    func isMapNext() throws(ForeignFault) -> Bool {
        let token = try lexer.peek()
        guard token.kind == .word else { return false }
        let fields = [
            "ip", "ip6", "tcp", "udp", "th", "iifname", "iif", "oifname", "oif", "meta", "numgen",
            "jhash", "symhash",
        ]
        return fields.contains(token.word.bare)
    }

    /// Reads an address, a range, ports, or one and the other.
    mutating func readValue() throws(ForeignFault) {
        // `to :8080` of `redirect`, and `to 192.0.2.1 : 80`.
        var words = try expanded(try lexer.word())
        if try lexer.peek().kind == .word, try lexer.peek().word.bare.hasPrefix(":") {
            words.append(try lexer.word())
            if words.last?.bare == ":" { words.append(try lexer.word()) }
        }
        guard let first = words.first else { return }
        let text = words.map(\.text).joined()
        try first.answers(for: try target.take(text))
    }

    /// A word with variables in place of their names, also in front of `:80` and `-10.0.0.9`.
    private func expanded(_ word: Word) throws(ForeignFault) -> [Word] {
        guard word.bare.hasPrefix("$"), let end = word.text.firstIndex(where: { ":-".contains($0) })
        else { return try names.expand([word]) }
        let name = Word(text: String(word.text[..<end]), line: word.line, range: word.range)
        let rest = Word(text: String(word.text[end...]), line: word.line, range: word.range)
        return try names.expand([name]) + [rest]
    }

    /// Reads what stands behind the addresses.
    mutating func readFlags() throws(ForeignFault) {
        while true {
            let token = try lexer.peek()
            switch token.word.bare {
            case "persistent": target.isPersistent = true
            case "random", "fully-random":
                // Which port a flow gets says nothing about whether it is translated.
                chances.append(token.word.fault(.unsupported(.randomPorts)))
            default: return
            }
            _ = try lexer.next()
            guard try lexer.take(sign: ",") else { return }
        }
    }

    /// Reads what a row of a map has behind its colon: `10.0.0.5`, or `10.0.0.5 . 80`; a port where the address is known.
    mutating func readRow() throws(ForeignFault) -> ChainProgram.Target {
        let first = try lexer.word()
        let values = try names.expand([first])
        guard values.count == 1, let value = values.first else { throw first.fault(.unknownWord) }
        if target.addresses != nil {
            try first.answers(for: try target.take(ports: value.text))
            return .translate(target)
        }
        try first.answers(for: try target.take(value.text))
        if try lexer.take(".") {
            let port = try lexer.word()
            try port.answers(for: try target.take(ports: port.text))
        }
        return .translate(target)
    }
}
