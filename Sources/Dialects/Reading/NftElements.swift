/// Finds the fields that are asked together, and the elements that stand behind them or have a name.
struct NftElements {
    private let lexer: NftLexer
    private let names: NftNames

    init(_ lexer: NftLexer, _ names: NftNames) { (self.lexer, self.names) = (lexer, names) }

    /// A field of several that are asked together: its first word, and where the second one stands.
    typealias Field = (word: Word, rest: NftLexer.Mark)

    /// The fields of `ip protocol . th dport`, behind the last of them; nil, with nothing taken, where there is one alone.
    func fieldsTogether(_ word: Word) throws(ForeignFault) -> [Field]? {
        let start = lexer.mark
        var fields: [Field] = [(word, start)]
        while let last = fields.last {
            // `ip saddr` and the like are two words, the names of links one.
            let isShort = Self.shortFields.contains(last.word.bare)
            if !isShort, try lexer.peek().kind == .word { _ = try lexer.next() }
            guard try lexer.take(".") else { break }
            let next = try lexer.word()
            fields.append((next, lexer.mark))
        }
        if fields.count > 1 { return fields }
        lexer.goBack(to: start)
        return nil
    }

    private static let shortFields = ["iif", "iifname", "oif", "oifname", "l4proto", "nfproto"]

    /// The elements of a map, which stands there or has a name.
    func rows(
        _ word: Word, _ translation: TranslationTarget?
    ) throws(ForeignFault) -> [NftRowReader.Row] {
        let reader = NftRowReader(lexer, names, translation)
        if try lexer.take(sign: "{") { return try reader.rows() }
        let name = try lexer.word()
        let problem: ForeignProblem =
            .unsupported(translation == nil ? .verdictMap : .translationMap)
        guard name.bare.hasPrefix("@") else { throw word.fault(problem) }
        guard let place = try names.elements(of: name) else { return [] }
        let here = lexer.mark
        defer { lexer.goBack(to: here) }
        lexer.goBack(to: place)
        return try reader.rows()
    }

    /// The elements of a set of several fields together, which stands there or has a name.
    func tuples(_ word: Word) throws(ForeignFault) -> [[Word]] {
        let reader = NftRowReader(lexer, names)
        if try lexer.take(sign: "{") { return try reader.tuples() }
        let name = try lexer.word()
        guard name.bare.hasPrefix("@") else { throw word.fault(.unsupported(.fieldsTogether)) }
        guard let place = try names.elements(of: name) else { return [] }
        let here = lexer.mark
        defer { lexer.goBack(to: here) }
        lexer.goBack(to: place)
        return try reader.tuples()
    }
}
