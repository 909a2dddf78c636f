/// Reads what stands behind a field of a match: an operator, and values.
struct NftOperandReader {
    private let lexer: NftLexer
    private let names: NftNames

    init(_ lexer: NftLexer, _ names: NftNames) {
        self.lexer = lexer
        self.names = names
    }

    /// Reads the operator, where there is one, and the values behind it.
    ///
    /// `map` gets the rows where a map stands there; a key that is to be read in its place is taken from it.
    func operand(_ map: inout NftVerdictMap) throws(ForeignFault) -> NftOperand {
        if let key = map.key {
            map.key = nil
            return key
        }
        var operand = NftOperand()
        if try lexer.take(sign: "!=") {
            (operand.isNegated, operand.isExplicit) = (true, true)
        } else if try lexer.take(sign: "==") {
            operand.isExplicit = true
        } else if try lexer.take(sign: "!") {
            operand.isNegated = true
        }
        if try lexer.take(sign: "{") {
            operand.shape = .list
            operand.words = try names.expand(try lexer.members())
            return operand
        }
        let isGrouped = try lexer.take(sign: "(")
        let first = try lexer.word()
        if first.bare == "vmap" || (first.bare == "map" && map.translation != nil) {
            return try firstKey(of: &map, first)
        }
        if first.bare == "." { throw first.fault(.unsupported(.fieldsTogether)) }
        operand.words = [first]
        while try isMoreNext() {
            operand.shape = .bits
            operand.words.append(try lexer.word())
        }
        if isGrouped { try lexer.expect(sign: ")") }
        let count = operand.words.count
        operand.words = try names.expand(operand.words)
        if first.bare.hasPrefix("@") || (count == 1 && operand.words.count > 1) {
            operand.shape = .list
        }
        return operand
    }

    /// Takes a sign that joins bits.
    private func isMoreNext() throws(ForeignFault) -> Bool {
        if try lexer.take(sign: ",") { return true }
        return try lexer.take(sign: "|")
    }

    /// Reads the map behind `vmap`; the first key stands for all, until they are read one by one.
    private func firstKey(
        of map: inout NftVerdictMap, _ word: Word
    ) throws(ForeignFault) -> NftOperand {
        var rows: [NftVerdictMap.Row] = []
        for row in try NftElements(lexer, names).rows(word, map.translation) {
            guard row.keys.count == 1 else { throw word.fault(.unknownWord) }
            let words = try names.expand(row.keys)
            if let place = rows.firstIndex(where: { $0.target == row.target }) {
                rows[place].key.words += words
            } else {
                rows.append((NftOperand(shape: .list, words: words), row.target))
            }
        }
        guard let first = rows.first else { throw word.fault(.neverMatches) }
        map.rows = rows
        return first.key
    }
}
