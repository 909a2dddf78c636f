import Firewall
import Wire

/// A verdict map as it stands in a rule: `ct state vmap { established : accept, invalid : drop }`.
struct NftVerdictMap {
    /// The keys under which one thing is done; nil: nothing, and the next rule is read.
    typealias Row = (key: NftOperand, target: ChainProgram.Target?)

    /// The map that stands behind the field; nil: none.
    var rows: [Row]?
    /// The key that is to be read in its place.
    var key: NftOperand?
    /// What the map translates, without the addresses that it has; nil: its rows have verdicts.
    var translation: TranslationTarget?
}

extension NftRuleReader {
    /// Reads a match, or a field with a verdict map behind it: then the rule does something else under each key.
    ///
    /// No two keys of a map take the same packet, so that each is a rule of its own.
    mutating func readMatchOrMap(_ word: Word) throws(ForeignFault) {
        let (field, before) = (lexer.mark, draft)
        map = NftVerdictMap()
        var problem: ForeignFault?
        do throws(ForeignFault) { try readMatch(word) } catch { problem = error }
        guard let rows = map.rows else {
            if let problem { throw problem }
            return
        }
        let (end, first) = (lexer.mark, draft)
        for (index, row) in rows.enumerated() {
            draft = first
            if index > 0 || problem != nil {
                lexer.goBack(to: field)
                (draft, map) = (before, NftVerdictMap(key: row.key))
                do throws(ForeignFault) { try readMatch(word) } catch {
                    switch error.problem {
                    // Under the conditions before it, the key takes nothing.
                    case .neverMatches: continue
                    case .matchesNothing:
                        remarks.notes.append(error)
                        continue
                    default: throw error
                    }
                }
            }
            if let target = row.target { note(target) }
        }
        lexer.goBack(to: end)
        (draft, isDecided) = (before, true)
    }

    /// Reads the map behind `vmap`; the first key stands for all, until they are read one by one.
    mutating func firstKey(ofMap word: Word) throws(ForeignFault) -> NftOperand {
        guard try lexer.take(sign: "{") else { throw word.fault(.unsupported(.verdictMap)) }
        var rows: [NftVerdictMap.Row] = []
        while true {
            try lexer.skipLineEnds()
            if try lexer.take(sign: "}") { break }
            let row = try readRow()
            if let place = rows.firstIndex(where: { $0.target == row.target }) {
                rows[place].key.words += row.key.words
            } else {
                rows.append(row)
            }
            try lexer.skipLineEnds()
            if try lexer.take(sign: ",") { continue }
            try lexer.expect(sign: "}")
            break
        }
        guard let first = rows.first else { throw word.fault(.neverMatches) }
        map.rows = rows
        return first.key
    }

    private mutating func readRow() throws(ForeignFault) -> NftVerdictMap.Row {
        let first = try lexer.word()
        if let empty = map.translation {
            let key = try colonTaken(behind: first)
            let operand = NftOperand(shape: .list, words: try names.expand([key]))
            var reader = NftTargetReader(lexer, names, empty)
            return (operand, try reader.readRow())
        }
        var (key, verdict) = Self.parted(first)
        if verdict == nil {
            let colon = try lexer.word()
            if colon.bare == "." { throw colon.fault(.unsupported(.fieldsTogether)) }
            guard colon.bare.hasPrefix(":") else { throw colon.fault(.unknownWord) }
            (key, verdict) = (first, String(colon.bare.dropFirst()))
        }
        if verdict == "" { verdict = try lexer.word().bare }
        let operand = NftOperand(shape: .list, words: try names.expand([key]))
        switch verdict {
        case "accept": return (operand, .action(.allow))
        case "drop": return (operand, .action(.deny))
        case "return": return (operand, .back)
        case "jump": return (operand, .jump(names.key(try lexer.word().text)))
        case "goto": return (operand, .goto(names.key(try lexer.word().text)))
        case "continue": return (operand, nil)
        default: throw key.fault(.unknownWord)
        }
    }

    /// The key of `80 : 10.0.0.5` or `80: 10.0.0.5`, with its colon taken.
    private func colonTaken(behind word: Word) throws(ForeignFault) -> Word {
        if word.bare.hasSuffix(":") {
            let text = String(word.bare.dropLast())
            let start = word.range.lowerBound
            return Word(text: text, line: word.line, range: start..<word.range.upperBound - 1)
        }
        let colon = try lexer.word()
        if colon.bare == "." { throw colon.fault(.unsupported(.fieldsTogether)) }
        guard colon.bare == ":" else { throw colon.fault(.unknownWord) }
        return word
    }

    /// The two sides of `22:accept` or `22:`, which are one word to the lexer; nil where a colon is to follow.
    private static func parted(_ word: Word) -> (key: Word, verdict: String?) {
        guard let colon = word.bare.lastIndex(of: ":"), !word.bare.hasSuffix("::") else {
            return (word, nil)
        }
        let verdict = String(word.bare[colon...].dropFirst())
        guard verdict.isEmpty || verdicts.contains(verdict) else { return (word, nil) }
        let text = String(word.bare[..<colon])
        let start = word.range.lowerBound
        return (
            Word(text: text, line: word.line, range: start..<start + text.utf8.count), verdict
        )
    }

    private static let verdicts = ["accept", "drop", "return", "jump", "goto", "continue"]
}
