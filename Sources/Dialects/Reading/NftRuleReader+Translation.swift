import Firewall
import Network
import Wire

extension NftRuleReader {
    /// Reads a statement that translates addresses, whose first word was taken.
    mutating func readTranslation(_ word: Word) throws(ForeignFault) {
        var reader = NftTargetReader(lexer, names, word)
        let isTo = try reader.readBeginning(word)
        // A map needs no `to`.
        let takesValue = isTo || ["snat", "dnat"].contains(word.bare)
        if takesValue, try reader.isMapNext() { return try readMap(word, reader.target) }
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
        let before = draft
        lexer.goBack(to: try noteTargets(word, empty))
        var flags = NftTargetReader(lexer, names, empty)
        try flags.readFlags()
        remarks.chances += flags.chances
        (draft, isDecided) = (before, true)
    }

    /// Notes what each key of a map makes of a packet, and of the ports that a second map has behind `:`, for keys of both.
    ///
    /// - Returns: Where the last of the maps ends.
    private mutating func noteTargets(
        _ word: Word, _ known: TranslationTarget
    ) throws(ForeignFault) -> NftLexer.Mark {
        let (field, before) = (lexer.mark, draft)
        map = NftVerdictMap()
        map.translation = known
        let first = try lexer.word()
        do throws(ForeignFault) { try readMatch(first) } catch {
            // What the first key takes is read again below.
            guard map.rows != nil else { throw error }
        }
        guard let rows = map.rows else { throw word.fault(.unsupported(.translationMap)) }
        var end = lexer.mark
        var ports: NftLexer.Mark?
        if known.addresses == nil, try lexer.take(":") { ports = lexer.mark }
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
            if let ports, case .translate(let made) = target {
                lexer.goBack(to: ports)
                end = try noteTargets(word, made)
            } else {
                note(target)
            }
        }
        return end
    }
}
