import Firewall
import Wire

/// A map as it stands in a rule: `ct state vmap { established : accept, invalid : drop }`.
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
        if let fields = try elements.fieldsTogether(word) { return try readTogether(fields, word) }
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
                guard try isMet({ (reader) throws(ForeignFault) in try reader.readMatch(word) })
                else { continue }
            }
            if let target = row.target { note(target) }
        }
        lexer.goBack(to: end)
        (draft, isDecided) = (before, true)
    }

    /// Whether a packet can match what is read; what no packet is is said.
    private mutating func isMet(
        _ read: (inout Self) throws(ForeignFault) -> Void
    ) throws(ForeignFault) -> Bool {
        do throws(ForeignFault) { try read(&self) } catch {
            switch error.problem {
            // Under the conditions before it, the key takes nothing.
            case .neverMatches: return false
            case .matchesNothing:
                remarks.notes.append(error)
                return false
            default: throw error
            }
        }
        return true
    }

    private var elements: NftElements { NftElements(lexer, names) }

    // MARK: - Several fields at once

    /// Reads the elements that several fields have together: a list, a set, or a map with verdicts.
    private mutating func readTogether(_ fields: [NftElements.Field], _ word: Word)
        throws(ForeignFault)
    {
        if try lexer.take("vmap") {
            let rows = try elements.rows(word, nil)
            let (end, before) = (lexer.mark, draft)
            for row in rows {
                draft = before
                guard try narrow(to: row.keys, fields, word), let target = row.target else {
                    continue
                }
                note(target)
            }
            lexer.goBack(to: end)
            (draft, isDecided) = (before, true)
            return
        }
        _ = try lexer.take(sign: "==")
        let tuples = try elements.tuples(word)
        let (end, before) = (lexer.mark, draft)
        var both: [RuleDraft] = []
        for keys in tuples {
            draft = RuleDraft()
            draft.family = before.family
            if try narrow(to: keys, fields, word) { both.append(draft) }
        }
        lexer.goBack(to: end)
        draft = before
        guard !both.isEmpty else { throw word.fault(.neverMatches) }
        try word.answers(for: try narrow(toAnyOf: both))
    }

    /// Narrows the draft to one value of each field; false where no packet can have them.
    private mutating func narrow(
        to keys: [Word], _ fields: [NftElements.Field], _ word: Word
    ) throws(ForeignFault) -> Bool {
        guard keys.count == fields.count else { throw word.fault(.unknownWord) }
        for (key, field) in zip(keys, fields) {
            let words = try names.expand([key])
            lexer.goBack(to: field.rest)
            map = NftVerdictMap(key: NftOperand(shape: .list, words: words))
            guard
                try isMet({ (reader) throws(ForeignFault) in try reader.readMatch(field.word) })
            else { return false }
        }
        return true
    }
}
