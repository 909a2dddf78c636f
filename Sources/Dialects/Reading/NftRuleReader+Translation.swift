import Firewall
import Network
import Wire

extension NftRuleReader {
    /// Reads a statement that translates addresses, whose first word was taken.
    mutating func readTranslation(_ word: Word) throws(ForeignFault) {
        var reader = NftTargetReader(lexer, names, word)
        let isTo = try reader.readBeginning(word)
        if isTo, try reader.isMapNext() { return try readMap(word, reader.target) }
        if isTo { try reader.readValue() }
        try reader.readFlags()
        remarks.chances += reader.chances
        let target = reader.target
        if case .prefix = target.kind, target.addresses == nil { throw word.fault(.missingWord) }
        if target.addresses != nil { try narrowToIPv4(word) }
        decide(.translate(target))
    }

    private mutating func narrowToIPv4(_ word: Word) throws(ForeignFault) {
        try word.answers(for: try draft.narrow(family: .v4))
    }

    /// Reads `tcp dport map { 80 : 10.0.0.5, 443 : 10.0.0.6 . 8443 }`: another target for each key.
    private mutating func readMap(
        _ word: Word, _ empty: TranslationTarget
    ) throws(ForeignFault) {
        let (field, before) = (lexer.mark, draft)
        map = NftVerdictMap()
        map.translation = empty
        let first = try lexer.word()
        do throws(ForeignFault) { try readMatch(first) } catch {
            // What the first key takes is read again below.
            guard map.rows != nil else { throw error }
        }
        guard let rows = map.rows else { throw word.fault(.unsupported(.translationMap)) }
        let end = lexer.mark
        for row in rows {
            lexer.goBack(to: field)
            (draft, map) = (before, NftVerdictMap(key: row.key))
            do throws(ForeignFault) { try readMatch(try lexer.word()) } catch {
                switch error.problem {
                case .neverMatches: continue
                case .matchesNothing:
                    remarks.notes.append(error)
                    continue
                default: throw error
                }
            }
            guard let target = row.target else { continue }
            try narrowToIPv4(word)
            note(target)
        }
        lexer.goBack(to: end)
        var flags = NftTargetReader(lexer, names, empty)
        try flags.readFlags()
        remarks.chances += flags.chances
        (draft, isDecided) = (before, true)
    }
}
